"""R26: no order, mark or gap gives a letter a name. See docs/decisions/0030-letters-and-names.md."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases.models import Label, Round
from cases.selectors.change import what_would_change
from cases.selectors.findings import assemble
from cases.selectors.reveal import reveal_page
from cases.services import close_round, open_round, recuse, say
from mad.common.clock import advance
from mad.docket.selectors import entries_for_case
from tests.pages.cases_help import at, text, visit

from .cases_steps import ELEMENTS, LEGAL, answer, hold_round, propose, under_assessment

__all__ = ["visit"]  # a fixture
VALUES = dict(zip(LEGAL, (65, 42, 73, 58, 91), strict=True))
IN_ORDER = ["42", "58", "65", "73", "91"]


def held_by(people, case, names=LEGAL) -> Round:
    """A round that `names` answer, each with a value of their own; closed at its time."""
    round_ = open_round(case=case, by=people.registrar)
    for name in names:
        answer(round_, getattr(people, name), best=VALUES[name])
    if len(names) < len(LEGAL):
        advance(timedelta(hours=73))
        close_round(round=round_)
    round_.refresh_from_db()
    return round_


def shown(case, reader, place=1) -> tuple[list[str], list[str]]:
    """Labels of the first element's rows, and their best estimates of the first round (place 1) or the second (4)."""
    lines = reveal_page(case, reader)["elements"][0].lines
    return [line.label for line in lines], [line.cells[place] for line in lines if line.cells[place]]


def test_r26_the_two_rounds_stand_side_by_side_under_letters(people):
    case, _ = under_assessment(people)
    held_by(people, case)
    round_ = held_by(people, case)
    letters = dict(Label.objects.filter(assessment=round_.assessment).values_list("letter", "member_id"))
    name_of = {people.member(name).pk: name for name in LEGAL}
    lines = reveal_page(case, people.officer)["elements"][0].lines
    assert [(line.label, line.cells[1], line.cells[4]) for line in lines] == [
        (letter, *[str(VALUES[name_of[letters[letter]]])] * 2) for letter in "ABCDE"
    ]


@pytest.mark.parametrize("late", ["first", "second"])
def test_r26_who_did_not_answer_a_round_is_not_known_by_a_gap_beside_a_letter(people, late):
    case, _ = under_assessment(people)
    held_by(people, case, LEGAL[:4] if late == "first" else LEGAL)
    if late == "first":
        assert shown(case, people.officer) == (["1", "2", "3", "4"], ["42", "58", "65", "73"])
    held_by(people, case, LEGAL if late == "first" else LEGAL[:4])
    # The docket names those who sealed, so that everybody knows who did not.
    sealed = entries_for_case(case.number).filter(act="answer.sealed")
    by = [{entry.actor for entry in sealed if entry.facts["round"] == ordinal} for ordinal in (1, 2)]
    assert len(by[0] ^ by[1]) == 1
    labels, first = shown(case, people.officer)
    assert labels == [str(n) for n in range(1, 10)]
    assert first == (["42", "58", "65", "73"] if late == "first" else IN_ORDER)
    assert shown(case, people.officer, 4)[1] == (IN_ORDER if late == "first" else ["42", "58", "65", "73"])


def test_r26_nor_by_sentences_scores_or_the_determination(people):
    case, _ = under_assessment(people)
    held_by(people, case, LEGAL[:4])
    for element in ELEMENTS:
        say(assessment=case.assessments.get(), element_id=element, text="Let us speak of it.", by=people.nguyen)
    held_by(people, case)
    page = reveal_page(case, people.officer)
    assert page["severity_heads"] == ["1", "2", "3", "4", "5"]
    letters = set("ABCDE")
    assert not letters & {
        word.strip("(),.") for crime in page["change"] for said in crime.said for word in said.split()
    }
    assert not letters & {letter for crime in page["change"] for row in crime.rows for letter in row.letters}
    document = propose(people, case).document
    assert document["panel"]["answered"] == ["1", "2", "3", "4", "5"]
    answers = document["crimes"][0]["elements"][0]["answers"]
    assert [(one["label"], one["reasons"]) for one in answers] == [
        (str(n), f"Weighs {value}.") for n, value in enumerate(IN_ORDER, start=1)
    ]


def test_r26_who_leaves_the_panel_takes_no_letter_along(people, visit):
    case, _ = under_assessment(people)
    held_by(people, case)
    assert shown(case, people.officer)[0] == list("ABCDE")
    recuse(case=case, by=people.tomas, reason="A former client.")
    assert str(people.member("tomas")) in text(visit("officer").get(at("case_panel", case)))
    assert shown(case, people.officer) == (["1", "2", "3", "4", "5"], IN_ORDER)
    page = text(visit("officer").get(at("reveal", case)))
    assert "1 answer is kept and not counted" in page
    assert "under numbers" in page
    assert ">left<" not in page


def turns(people, low_on_first) -> list[str]:
    """What the sentences of the first round speak of, in their order; those named are below one half on the first element
    and two of the others on the fourth."""
    case, _ = under_assessment(people)
    others = [name for name in LEGAL if name not in low_on_first][:2]
    bests = {
        name: {ELEMENTS[0]: 30 if name in low_on_first else 70, ELEMENTS[3]: 30 if name in others else 70}
        for name in LEGAL
    }
    hold_round(people, case, bests=bests)
    found = assemble(Round.objects.get(assessment__case=case, ordinal=1))
    (crime,) = what_would_change(found, people.officer)
    said = [sentence for sentence in crime.said if "moving" in sentence]
    return [next(e for e in ELEMENTS if f" {e} " in one) + (" up" if "above" in one else " down") for one in said]


def test_r26_the_order_of_sentences_says_nothing_of_members(people):
    seated = sorted(LEGAL, key=lambda name: people.member(name).pk)
    first, second = turns(people, seated[:2]), turns(people, seated[3:])
    assert first == second
    assert [element for element, _ in (one.split() for one in first)] == sorted(
        (one.split()[0] for one in first), key=ELEMENTS.index
    )
