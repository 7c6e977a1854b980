"""R42: a Council text beside the Division's: cutting a pasted text, aligning, proposing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deliberation.procedure.adequacy import Clause, Finding, compare, measures_said, strength, unjudged
from deliberation.procedure.council_reading import MOST, Unreadable, read
from deliberation.procedure.form import Part

ACCESS = Clause(
    "1",
    "1",
    "Demands",
    "that all parties allow full and unhindered humanitarian access to Hama",
    frozenset({"humanitarian_access"}),
    "All parties",
    ("Syria",),
)


def clause(key: str, text: str) -> Clause:
    return Clause(key, key, "", text, measures_said(text))


def one(council_text: str, measure: Clause = ACCESS):
    return compare([measure], [clause("7", council_text)]).rows[0]


def test_r42_the_same_words_are_met_in_full():
    found = one("Demands that all parties in Syria allow full and unhindered humanitarian access to Hama")
    assert (found.proposed, found.answer.label) == (Finding.FULL, "7")


def test_r42_a_weaker_verb_is_weaker_and_says_so():
    found = one("Encourages all parties in Syria to allow full and unhindered humanitarian access to Hama")
    assert found.proposed is Finding.WEAKER
    assert "“Encourages” asks less than “demands”" in found.why[0]


def test_r42_what_is_not_named_is_met_in_part():
    found = one("Demands that the authorities allow humanitarian access")
    assert found.proposed is Finding.PART
    assert any("All parties" in why for why in found.why) and any("Syria" in why for why in found.why)


def test_r42_what_nothing_answers_is_absent():
    found = one("Requests the Secretary-General to report within 30 days")
    assert (found.proposed, found.answer) == (Finding.ABSENT, None)


def test_r42_a_paragraph_of_the_same_kind_goes_before_one_worded_alike():
    alike = clause("2", "Demands that all parties allow full and unhindered passage to Hama in Syria")
    same = clause("3", "Calls for humanitarian access")
    assert compare([ACCESS], [alike, same]).rows[0].answer.key == "3"


def test_r42_what_answers_no_measure_is_listed_as_added():
    council = [clause("1", "Demands humanitarian access"), clause("2", "Decides to impose an arms embargo")]
    assert [added.key for added in compare([ACCESS], council).added] == ["2"]


def test_r42_a_milder_class_is_weaker():
    embargo = Clause("4", "4", "Decides", "that States shall prevent the sale of arms", frozenset({"arms_embargo"}))
    found = one("Decides to monitor, and to encourage dialogue on, how States prevent the sale of weapons", embargo)
    assert found.answer is not None
    mild = Clause("9", "9", "", "Decides that States shall prevent talks on sale of goods", frozenset({"negotiation"}))
    row = compare([embargo], [mild]).rows[0]
    assert row.answer is None or row.proposed is Finding.WEAKER


@pytest.mark.parametrize(
    ("words", "verb"),
    [("Strongly urges the parties", "urges"), ("Decides that", "decides"), ("Calls upon all", "calls")],
)
def test_r42_the_verb_of_a_paragraph(words, verb):
    assert strength(words)[0] == verb


def test_r42_a_verb_not_on_the_list_is_not_compared():
    assert strength("Ponders the matter") is None


def test_r42_unjudged_measures_are_named():
    rows = compare([ACCESS, Clause("2", "4", "Urges", "talks", frozenset({"negotiation"}))], []).rows
    assert unjudged(rows, ["1"]) == ("4",)


words = st.text(alphabet="abcdefgh ", max_size=60)
clauses = st.lists(st.builds(lambda n, t: clause(str(n), t), st.integers(0, 99), words), max_size=6)


@settings(deadline=None)
@given(clauses, clauses)
def test_r42_every_measure_has_one_row_and_nothing_of_the_council_is_lost(division, council):
    found = compare(division, council)
    assert [row.measure for row in found.rows] == division
    shown = {row.answer.key for row in found.rows if row.answer} | {added.key for added in found.added}
    assert shown == {one.key for one in council}


# --- a pasted text -------------------------------------------------------------------------------------


def test_r42_a_pasted_text_becomes_paragraphs():
    text = "The Security Council,\n\nRecalling\nthis,\n\n1. Demands\nthat:\n(a) one;\n(b) two;\n\n2. Decides."
    found = read(text)
    assert [(p.label, p.part, p.level, p.text) for p in found] == [
        ("PP1", Part.PREAMBULAR, 0, "Recalling this,"),
        ("1", Part.OPERATIVE, 0, "Demands that:"),
        ("1 (a)", Part.OPERATIVE, 1, "one;"),
        ("1 (b)", Part.OPERATIVE, 1, "two;"),
        ("2", Part.OPERATIVE, 0, "Decides."),
    ]


def test_r42_nothing_pasted_is_no_paragraph():
    assert read(" \n\n\t\u200f") == ()


@pytest.mark.parametrize("text", ["\n\n".join(["1. x"] * (MOST + 1)), "1. " + "x" * 30_000])
def test_r42_a_text_beyond_the_bounds_is_refused(text):
    with pytest.raises(Unreadable):
        read(text)


@settings(deadline=None)
@given(st.text(max_size=300))
def test_r42_any_text_is_read_without_losing_a_word(text):
    found = " ".join(f"{p.label} {p.text}" for p in read(text))
    for word in text.split():
        if word.isascii() and word.isalpha() and word.casefold() not in {"the", "security", "council"}:
            assert word in found
