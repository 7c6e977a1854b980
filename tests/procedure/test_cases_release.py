"""R16 and R30: what of a determination may be released, paragraph by paragraph."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.documents.blocks import Gap, Row, Table, Text, released
from cases.procedure.release import Closed, Guard, Paragraph, Part, Person, Withheld, guard, read, tells, withheld
from cases.procedure.words import PIECE, names_person, pieces, tells_part, words
from evidence.procedure.release import FREE, Limit, Terms, citation_refusal
from evidence.procedure.terms import Sensitivity

TODAY, LATER = date(2026, 2, 9), date(2026, 5, 1)
OPEN, SHUT = "E-2026-0001", "E-2026-0002"
SECRET = Closed(
    ("Diary of a guard", "guard-post.pdf"),
    ("At night the guards of the seventh post counted those who were led away.",),
)


def against(*texts: str) -> Guard:
    """What guards the release of `texts` from SECRET."""
    return guard([OPEN], [SECRET], said=texts)


GUARD = against()


def paragraph(text: str = "", part: Part = Part.WORDS, **more) -> Paragraph:
    return Paragraph(1, part, text, **more)


# --- which items ------------------------------------------------------------------------------------

TERMS = {
    "free": (FREE, True),
    "no attribution": (Terms(frozenset({Limit.NO_ATTRIBUTION})), True),
    "no publication": (Terms(frozenset({Limit.NO_PUBLICATION})), False),
    "the Division only": (Terms(frozenset({Limit.DIVISION_ONLY})), False),
    "from a later day": (Terms(not_before=LATER), False),
    "from today": (Terms(not_before=TODAY), True),
    "words nobody read": (Terms(words=("Ask us first.",), unread=True), False),
}


@pytest.mark.parametrize("sensitivity", list(Sensitivity))
@pytest.mark.parametrize("terms", TERMS)
def test_r16_an_item_may_be_released_when_unclassified_and_its_terms_allow_it(sensitivity, terms):
    given_terms, allowed = TERMS[terms]
    said = citation_refusal(sensitivity, given_terms, retracted=False, today=TODAY)
    assert (said == "") == (allowed and sensitivity is Sensitivity.UNCLASSIFIED)
    assert citation_refusal(sensitivity, given_terms, retracted=True, today=TODAY) == "it was retracted"


# --- which paragraphs -------------------------------------------------------------------------------


@pytest.mark.parametrize("part", [Part.RESULT, Part.WORDS])
def test_r16_a_paragraph_that_rests_on_a_closed_item_is_withheld(part):
    assert withheld(paragraph("Plain words.", part, rests_on=frozenset({OPEN, SHUT})), GUARD) is Withheld.TERMS
    assert withheld(paragraph("Plain words.", part, rests_on=frozenset({OPEN})), GUARD) is None


@pytest.mark.parametrize(
    "text",
    [
        "As E-2026-0002 shows.",
        "As e‑2026‑0002 shows.",
        "As E - 2026 – 0002 shows.",
        "As E-2026\u00ad-0002 shows.",
        "See S-2026-000001.",
        "The diary of a guard says so.",
        "The DIARY  OF\nA GUARD says so.",
        "The di\u200bary of a guárd says so.",
        "It is in guard-post.pdf.",
        "They say that the guards of the seventh post counted people.",
        "Some item E-2026-9999 that nobody knows.",
    ],
)
def test_r16_words_that_name_or_quote_a_closed_item_are_withheld(text):
    for said in (paragraph(text), paragraph("", lead=text), paragraph("", points=("Nothing.", text))):
        assert withheld(said, against(said.said)) is Withheld.TERMS


@pytest.mark.parametrize(
    "text",
    ["As E-2026-0001 shows.", "A guard kept a diary.", "Guards counted those led away.", "D-2026-001 was adopted.", ""],
)
def test_r16_other_words_are_released(text):
    assert withheld(paragraph(text), against(text)) is None


def test_r26_what_single_members_answered_is_never_released():
    assert withheld(paragraph("I differ.", Part.PERSONAL), Guard(frozenset({OPEN}))) is Withheld.MEMBERS


def test_r16_scripts_without_spaces_are_read_too():
    told = {"报告说村庄被烧了。": True, "据说士兵在夜里把人带走了。": True, "村庄没有被烧。": False}
    closed = guard([], [Closed(("村庄被烧",), ("士兵在夜里把人带走了，没有人回来。",))], said=told)
    assert {text: tells(text, closed) for text in told} == told


ALPHABET = st.sampled_from(["night", "guard", "post", "river", "Gate", "été", "seven", "count"])
SENTENCES = st.lists(ALPHABET, min_size=1, max_size=12).map(" ".join)


@given(text=SENTENCES, title=SENTENCES, content=SENTENCES)
def test_r16_no_released_words_hold_a_title_or_six_words_of_a_text(text, title, content):
    guarded = guard([], [Closed((title,), (content,))], said=[text])
    if withheld(paragraph(text), guarded) is None:
        said, whole = f" {' '.join(words(text))} ", words(content)
        assert f" {' '.join(words(title))} " not in said
        runs = [whole[place : place + 6] for place in range(max(1, len(whole) - 5))]
        assert not any(f" {' '.join(run)} " in said for run in runs)


@given(st.lists(SENTENCES, min_size=1, max_size=40), st.sampled_from([" ", "\n", ""]))
def test_r16_a_text_read_in_pieces_is_the_same_text(sentences, between):
    text = (between or "-").join(sentences) + "x" * (PIECE if not between else 0) + " é" * 5
    assert "".join(pieces(text * 3)) == text * 3
    whole = words(text)
    runs = {whole[place : place + 6] for place in range(len(whole) - 5)}
    assert read(text, runs)[1] == runs


def test_r16_six_words_at_the_end_of_a_text_of_five_megabytes_are_found_and_little_is_kept():
    end = "Colonel Vexley ordered the burning of the seven villages"
    long = "".join(f"Line {n}: nothing was seen near the ford, sir.\n" for n in range(110_000)) + end
    assert len(long) > 5_000_000
    quoting, other = f"It is said: {end.upper()}.", "It is said that nothing much was ever seen near that ford."
    guarded = guard([], [Closed((), (long,))], said=[quoting, other])
    assert (tells(quoting, guarded), tells(other, guarded)) == (True, False)
    assert len(guarded.runs) == 4


def test_r16_what_a_redacted_copy_still_says_may_be_quoted():
    original = "The guards led eleven men through the northern gate. Their sergeant was called Ovid Marrow that night."
    copy = original.replace("Ovid Marrow", "")
    open_, shut = "Guards led eleven men through the northern gate.", "Their sergeant was called Ovid Marrow."
    guarded = guard([], [Closed((), (original,))], said=[open_, shut], open_texts=[copy])
    assert (tells(open_, guarded), tells(shut, guarded)) == (False, True)


# --- protected names ---------------------------------------------------------------------------------

NAME = "Zarathor Quillbane"


@pytest.mark.parametrize(
    "text",
    [
        "Zarathor Quillbane",
        "as QUILLBANE, Zarathor",
        "General Zarathor  Quillbane",
        "Zárathor\u200b Quillbane's brigade",
        "zarathor m. quillbane",
        "ＺＡＲＡＴＨＯＲ Quillbane",
    ],
)
def test_r16_a_name_is_known_however_it_is_written(text):
    assert names_person(f"What {text} did", NAME)


def test_r16_a_name_is_not_known_from_a_word_or_from_words_far_apart():
    assert not names_person("Zarathor went away", NAME)
    assert not names_person("Zarathor is a town, and much later a farmer met Quillbane", NAME)
    assert not names_person("Ana met Ben", "Ana Ana")
    assert not names_person("", "")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Then Quillbane gave the order.", True),
        ("Then QUILLBANE gave the order.", True),
        ("The General gave the order.", False),
        ("A quillbane is a plant.", False),
        ("Al fell.", False),
    ],
)
def test_r16_a_part_of_a_name_tells_it_where_it_is_written_as_a_name(text, told):
    name, designation = "General Al Zarathor Quillbane", "A general of the north"
    assert tells_part(text, name, designation) is told
    guarded = guard([], [], said=[text], persons=[Person(name, designation)])
    assert withheld(paragraph(text), guarded) is (Withheld.TERMS if told else None)


# --- the text without them --------------------------------------------------------------------------

PARTS = st.sampled_from(list(Part))
ITEMS = st.frozensets(st.sampled_from([OPEN, SHUT]))


@given(st.lists(st.tuples(PARTS, ITEMS, SENTENCES), max_size=12))
def test_r30_every_number_stays_and_a_gap_says_nothing_but_its_rule(rows):
    made = [Paragraph(n, part, text, rests_on=on) for n, (part, on, text) in enumerate(rows, start=1)]
    table = Table("Items", ("No.", "Item"), tuple(Row((f"{one.number}.", one.text), one) for one in made), (0, 1))
    out = released([*map(Text, made), table], GUARD)
    numbers = [block.number if isinstance(block, Gap) else block.paragraph.number for block in out[:-1]]
    assert numbers == [one.number for one in made]
    for before, block, row in zip(made, out[:-1], out[-1].rows, strict=True):
        why = withheld(before, GUARD)
        assert isinstance(block, Gap) == bool(why) == bool(row.gap)
        if why:
            assert (block.why, row.cells, row.paragraph) == (why, ("", ""), None)
