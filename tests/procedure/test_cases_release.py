"""R16 and R30: what of a determination may be released, paragraph by paragraph."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.documents.blocks import Gap, Row, Table, Text, released
from cases.procedure.release import Closed, Guard, Paragraph, Part, Withheld, guard, tells, withheld, words
from evidence.procedure.release import FREE, Limit, Terms, citation_refusal
from evidence.procedure.terms import Sensitivity

TODAY, LATER = date(2026, 2, 9), date(2026, 5, 1)
OPEN, SHUT = "E-2026-0001", "E-2026-0002"
SECRET = Closed(
    ("Diary of a guard", "guard-post.pdf"), "At night the guards of the seventh post counted those who were led away."
)
GUARD = guard([OPEN], [SECRET])


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
    assert withheld(paragraph(text), GUARD) is Withheld.TERMS
    assert withheld(paragraph("", lead=text), GUARD) is Withheld.TERMS
    assert withheld(paragraph("", points=("Nothing.", text)), GUARD) is Withheld.TERMS


@pytest.mark.parametrize(
    "text",
    ["As E-2026-0001 shows.", "A guard kept a diary.", "Guards counted those led away.", "D-2026-001 was adopted.", ""],
)
def test_r16_other_words_are_released(text):
    assert withheld(paragraph(text), GUARD) is None


def test_r26_what_single_members_answered_is_never_released():
    assert withheld(paragraph("I differ.", Part.PERSONAL), Guard(frozenset({OPEN}))) is Withheld.MEMBERS


def test_r16_scripts_without_spaces_are_read_too():
    closed = guard([], [Closed(("村庄被烧",), "士兵在夜里把人带走了，没有人回来。")])
    assert tells("报告说村庄被烧了。", closed)
    assert tells("据说士兵在夜里把人带走了。", closed)
    assert not tells("村庄没有被烧。", closed)


ALPHABET = st.sampled_from(["night", "guard", "post", "river", "Gate", "été", "seven", "count"])
SENTENCES = st.lists(ALPHABET, min_size=1, max_size=12).map(" ".join)


@given(text=SENTENCES, title=SENTENCES, content=SENTENCES)
def test_r16_no_released_words_hold_a_title_or_six_words_of_a_text(text, title, content):
    guarded = guard([], [Closed((title,), content)])
    if withheld(paragraph(text), guarded) is None:
        said, whole = f" {' '.join(words(text))} ", words(content)
        assert f" {' '.join(words(title))} " not in said
        runs = [whole[place : place + 6] for place in range(max(1, len(whole) - 5))]
        assert not any(f" {' '.join(run)} " in said for run in runs)


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
