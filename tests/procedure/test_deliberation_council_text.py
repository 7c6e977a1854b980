"""R38: the text of a Council resolution becomes paragraphs of the right kind at the right number."""

import re
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deliberation.procedure.council_text import Kind, Passage, parse, write
from tests.council_files import resolutions

SAMPLE = Path(__file__).with_name("data") / "council_sample.txt"
WANTED = 0.97
TEXT = """RESOLUTION 9 (2026)

The Security Council,

Recalling its resolution 8 (2026)
of 1 May 2026,
Gravely concerned at the attacks,

1. Demands that all parties:

(a) Cease attacks;
(b) Let relief pass:
(i) By road,
(ii) By air;

2. Requests the Secretary-General to report within
30 days;
3. Decides to remain seized of the matter.

Adopted unanimously at the 9000th meeting.

1 See document S/2026/1.
"""


def shape(text: str) -> list[tuple[str, str, int, str]]:
    return [(one.kind.value, one.number, one.level, one.opening) for one in parse(text)]


def test_r38_kinds_numbers_levels_and_openings():
    assert shape(TEXT) == [
        ("other", "", 0, ""),
        ("other", "", 0, ""),
        ("preambular", "", 0, "Recalling"),
        ("preambular", "", 0, "Gravely concerned"),
        ("operative", "1.", 0, "Demands"),
        ("sub", "(a)", 1, ""),
        ("sub", "(b)", 1, ""),
        ("sub", "(i)", 2, ""),
        ("sub", "(ii)", 2, ""),
        ("operative", "2.", 0, "Requests"),
        ("operative", "3.", 0, "Decides"),
        ("other", "", 0, ""),
        ("other", "", 0, ""),
    ]


def test_r38_a_paragraph_broken_between_two_pages_is_one():
    broken = "The Security Council,\n\n1. Calls upon all parties to let the relief\n\nof the United Nations pass;"
    assert [one.text for one in parse(broken)][1:] == ["all parties to let the relief of the United Nations pass;"]


def test_r38_the_letter_i_after_h_is_a_letter():
    letters = "".join(f"({letter}) Do this;\n" for letter in "abcdefghij")
    levels = [one.level for one in parse(f"The Security Council,\n1. Decides:\n{letters}") if one.kind is Kind.SUB]
    assert levels == [1] * 10


def test_r38_a_year_or_a_resolution_at_the_beginning_of_a_line_numbers_nothing():
    text = "The Security Council,\n\n1. Recalls its resolutions\n242 (1967) of\n22 November 1967 and\n338. The rest;\n"
    assert [one.number for one in parse(text)] == ["", "1."]


def test_r38_what_is_quoted_from_another_resolution_is_no_paragraph_of_this_one():
    text = (
        "The Security Council,\n\n1. Reaffirms:\n\n“The Security Council,\n\n“1. Calls for respect;\n\n2. Decides so."
    )
    assert [one.number for one in parse(text) if one.kind is Kind.OPERATIVE] == ["1.", "2."]


def test_r38_an_annex_is_told_apart():
    text = (
        "The Security Council,\n\n1. Approves the annex.\n\nAnnex\n\n1. The mission has ten members.\n\n(a) One leads."
    )
    assert [one.kind.value for one in parse(text)][2:] == ["annex"] * 3


@pytest.mark.parametrize(
    "text",
    [
        "إن مجلس الأمن،\n\nإذ يشير إلى قراراته،\n\n\u200f1 - يطالب بوقف الهجمات؛\n\n2 - يقرر إبقاء المسألة قيد نظره.",
        "安全理事会，\n\n回顾其以往各项决议，\n\n1. 要求停止攻击；\n\n2. 决定继续处理此案。",
        "\x00\x07\u202e1. Decides\x1b that\u200b all\u2066 States\ufffe;\r\n\r\n2. Decides so.",
        "",
        "\n\n \t \n",
        "(",
        "1.",
        "((((((((((a)",
    ],
)
def test_r38_nothing_is_lost_of_any_script(text):
    assert "".join(write(parse(text)).split()) == "".join(text.split())


def test_r38_paragraphs_in_chinese_and_arabic_are_numbered():
    chinese = "安全理事会，\n\n回顾其以往各项决议，\n\n1. 要求停止攻击；\n\n2. 决定继续处理此案。"
    assert [(one.kind.value, one.number) for one in parse(chinese)][1:] == [
        ("preambular", ""),
        ("operative", "1."),
        ("operative", "2."),
    ]


def test_r38_the_numbers_of_the_arabic_edition():
    text = "إن مجلس الأمن،\n\nإذ يشير إلى قراراته،\n\n1 - يطالب بوقف الهجمات؛\n\n٢ - يقرر إبقاء المسألة قيد نظره."
    assert [(one.kind.value, one.number) for one in parse(text)][2:] == [("operative", "1 -"), ("operative", "٢ -")]


def test_r38_ten_thousand_paragraphs():
    text = "The Security Council,\n\n" + "\n\n".join(f"{n}. Decides this;" for n in range(1, 10_001))
    read = parse(text)
    assert len(read) == 10_001
    assert (read[-1].kind, read[-1].number) == (Kind.OPERATIVE, "10000.")


def test_r38_one_line_of_a_million_letters_is_one_paragraph():
    text = "Recalling " + "a, b (c) 1. " * 100_000
    assert len(parse(text)) == 1


lines = st.lists(
    st.one_of(
        st.text(max_size=30),
        st.sampled_from(
            ["", "1. Decides so;", "(a) This;", "The Security Council,", "Recalling it,", "Annex", "“Quoted"]
        ),
    ),
    max_size=30,
)


@settings(max_examples=150, deadline=None)
@given(lines)
def test_r38_every_word_is_in_one_paragraph_whatever_is_pasted(drawn):
    text = "\n".join(drawn)
    assert "".join(write(parse(text)).split()) == "".join(text.split())


# The corpus: 451 resolutions as they were scanned. What must hold in a resolution is asked of what was read.


@pytest.fixture(scope="module")
def corpus() -> dict[str, str]:
    return resolutions()


def test_r38_the_corpus_written_out_again_is_the_same(corpus):
    changed = [name for name, text in corpus.items() if "".join(write(parse(text)).split()) != "".join(text.split())]
    assert changed == []


def test_r38_of_resolutions_read_by_hand_97_in_100_paragraphs_are_right(corpus):
    right = wanted = given_ = 0
    for symbol, expected in _sample().items():
        read = [_line(one) for one in parse(corpus[symbol]) if one.kind is not Kind.OTHER]
        same = SequenceMatcher(None, expected, read, autojunk=False).get_matching_blocks()
        right, wanted, given_ = right + sum(block.size for block in same), wanted + len(expected), given_ + len(read)
    assert len(_sample()) >= 20
    assert right / wanted >= WANTED, f"{right} of {wanted}"
    assert right / given_ >= WANTED, f"{right} of {given_}"


def test_r38_over_the_corpus_97_in_100_paragraphs_are_as_in_a_resolution(corpus):
    """Numbers run without a gap, letters too; a recital opens and closes as one; an operative paragraph opens as one."""
    found = {symbol: parse(text) for symbol, text in corpus.items()}
    total = sum(one.kind in (Kind.PREAMBULAR, Kind.OPERATIVE, Kind.SUB) for read in found.values() for one in read)
    wrong = {symbol: odd for symbol, read in found.items() if (odd := _odd(read))}
    share = 1 - sum(map(len, wrong.values())) / total
    assert total > 4000
    assert share >= WANTED, f"{share:.4f}: {wrong}"


def test_r38_over_the_corpus_every_line_that_is_numbered_is_found(corpus):
    """Counted in the bare lines, without the parser: "7. Requests", in a place where 7 is due."""
    missed = total = 0
    for text in corpus.values():
        due = [int(n) for n in re.findall(r"(?m)^(\d{1,2})\. (?:[A-Z][a-z]+ )?[A-Z]?[a-z]+s\b", text)]
        got = [int(m.group()) for one in parse(text) if (m := re.match(r"\d+", one.number))]
        same = SequenceMatcher(None, due, got, autojunk=False).get_matching_blocks()
        total, missed = total + len(due), missed + len(due) - sum(block.size for block in same)
    assert total > 1500
    assert missed / total <= 1 - WANTED, f"{missed} of {total}"


def _sample() -> dict[str, list[tuple[str, str, str]]]:
    read: dict[str, list[tuple[str, str, str]]] = {}
    for line in SAMPLE.read_text(encoding="utf-8").splitlines()[2:]:
        if line.startswith("# "):
            rows = read.setdefault(line[2:], [])
        else:
            kind, number, words = line.split(" | ")
            rows.append((kind, number, words))
    return read


def _line(one: Passage) -> tuple[str, str, str]:
    return one.kind.value, one.number, " ".join(one.words.split()[:3])


def _odd(read: tuple[Passage, ...]) -> list[str]:
    """What in one resolution cannot be as it was read."""
    numbered = [one for one in read if one.kind is Kind.OPERATIVE and one.number]
    counts = [_count(one.number) for one in numbered]
    odd = [f"number {b} after {a}" for a, b in pairwise([0, *counts]) if b not in (a + 1, 1)]
    for one in read:
        if one.kind is Kind.PREAMBULAR and not (one.opening and re.search(r"[,;:.][\W\d]*(?:and)?$", one.text)):
            odd.append(f"recital {one.words[:40]}")
        if one.kind is Kind.OPERATIVE and (not one.opening or (numbered and not one.number)):
            odd.append(f"operative {one.number} {one.words[:40]}")
    return odd + _letters(read)


def _count(number: str) -> int:
    return int(re.sub(r"\D", "", number.replace("l", "1").replace("L", "1").replace("S", "5").replace("I", "1")) or 0)


def _letters(read: tuple[Passage, ...]) -> list[str]:
    odd, last = [], 0
    for one in read:
        if one.kind is not Kind.SUB:
            last = 0
        elif one.level == 1 and re.fullmatch(r"\([a-z]\)", one.number):
            letter = ord(one.number[1]) - 96
            odd += [f"letter {one.number}"] if letter != last + 1 else []
            last = letter
    return odd
