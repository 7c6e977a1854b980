"""R42: a Council text beside the Division's: reading a pasted text, aligning, proposing."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deliberation.council_forms import as_pasted
from deliberation.procedure.adequacy import Clause, Finding, compare, measures_said, strength, unjudged, without_end
from deliberation.procedure.council_reading import LONGEST_HEAD, MOST, Unreadable, read

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


TALKS = Clause(
    "5",
    "5",
    "Calls upon",
    "the parties to open talks within thirty days and without preconditions",
    frozenset({"negotiation"}),
)


def test_r42_a_word_that_fell_out_is_named_and_not_met_in_full():
    found = one("Calls upon the parties to open talks within thirty days;", TALKS)
    assert found.proposed is Finding.PART
    assert any("without, preconditions" in why for why in found.why)
    whole = one("Calls upon the parties to open talks within 30 days and without preconditions;", TALKS)
    assert whole.proposed is Finding.FULL


def test_r42_a_number_that_differs_is_named():
    found = one("Calls upon the parties to open talks within sixty days and without preconditions", TALKS)
    assert found.proposed is Finding.PART
    assert any("not in it: 30; it says 60" in why for why in found.why)
    found = one("Calls upon the parties to open talks within thirty-five days and without preconditions", TALKS)
    assert any("it says 35" in why for why in found.why)


def test_r42_too_little_in_common_is_not_proposed():
    """Neither addressee nor territory is asked for: that makes no paragraph the like of another."""
    bare = replace(ACCESS, addressee="", territory=())
    assert one("Welcomes the access of new members to the library", bare).answer is None
    assert one("Decides that Member States report on the measures taken", TALKS).answer is None


def test_r42_that_the_council_remains_seized_is_compared_on_neither_side():
    council = [
        clause("1", "Demands humanitarian access"),
        clause("2", "Decides to remain actively seized of the matter."),
    ]
    assert compare([ACCESS], council).added == ()


@pytest.mark.parametrize("end", ["", ";", ".", "; and", " ;", ","])
def test_r42_the_last_punctuation_is_no_difference(end):
    assert (
        without_end(f"Calls upon the parties to talk, and to wait{end}")
        == "Calls upon the parties to talk, and to wait"
    )


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

TEXT = """Resolution 9 (2026)

The Security Council,

Recalling
this,

1. Demands
that:
(a) one;
(b) two:
(i) three;

2. Decides that the measures listed in annex II apply.

Annex I
Terms

1. The mission observes.

Annex II
Measures against those responsible

1. All States freeze the assets of:
(a) Those who order attacks;
(b) Those who pay for them.
2. The ban is in force at once.
"""


def test_r42_a_pasted_text_becomes_paragraphs_with_their_labels_annexes_and_sub_paragraphs_included():
    assert [(p.label, p.part, p.number, p.level) for p in read(TEXT)] == [
        ("", "other", "", 0),
        ("", "other", "", 0),
        ("PP1", "preambular", "", 0),
        ("1", "operative", "1.", 0),
        ("1 (a)", "operative", "(a)", 1),
        ("1 (b)", "operative", "(b)", 1),
        ("1 (b) (i)", "operative", "(i)", 2),
        ("2", "operative", "2.", 0),
        ("Annex I", "annex", "", 0),
        ("Annex I", "annex", "", 0),
        ("Annex I, 1", "annex", "1.", 0),
        ("Annex II", "annex", "", 0),
        ("Annex II", "annex", "", 0),
        ("Annex II, 1", "annex", "1.", 0),
        ("Annex II, 1 (a)", "annex", "(a)", 1),
        ("Annex II, 1 (b)", "annex", "(b)", 1),
        ("Annex II, 2", "annex", "2.", 0),
    ]


def test_r42_every_word_of_a_pasted_text_is_kept_and_pasting_it_again_changes_nothing():
    found = read(TEXT)
    again = as_pasted([one.as_json() for one in found])
    assert "".join(again.split()) == "".join(TEXT.split())
    assert read(again) == found


def test_r42_a_number_that_stands_twice_is_told_apart():
    labels = [one.label for one in read("1. Demands peace;\n\n1. Decides to meet;\n\n2. Requests a report.")]
    assert labels == ["1", "1 [2]", "2"]


def test_r42_a_label_of_a_paragraph_is_never_longer_than_a_judgement_can_name():
    text = "\n\n".join(["1. Demands peace.", *(f"Annex {'x' * 40}\n1. One thing." for _ in range(3))])
    heads = [one.label for one in read(text) if not one.level]
    assert max(map(len, heads)) <= LONGEST_HEAD


def test_r42_an_annex_answers_only_what_no_paragraph_of_the_text_does():
    annexed = replace(
        clause("9", "Humanitarian access to Hama in Syria by all parties, full and unhindered"), annexed=True
    )
    own = clause("3", "Calls for humanitarian access")
    assert compare([ACCESS], [annexed, own]).rows[0].answer == own
    assert compare([ACCESS], [annexed]).rows[0].answer == annexed


def test_r42_nothing_pasted_is_no_paragraph():
    assert read(" \n\n\t\u200f") == ()


@pytest.mark.parametrize(
    "text", ["\n\n".join(f"{n}. Demands it;" for n in range(1, MOST + 2)), "1. Demands " + "x" * 30_000]
)
def test_r42_a_text_beyond_the_bounds_is_refused(text):
    with pytest.raises(Unreadable):
        read(text)


@settings(deadline=None)
@given(st.text(max_size=300))
def test_r42_any_text_is_read_without_losing_a_word(text):
    found = " ".join(f"{p.number} {p.text}" for p in read(text))
    for word in text.split():
        if word.isascii() and word.isalpha():
            assert word in found
