"""R24, R26, R30: what stands in issue and what may be linked, and the elements of two cases that become one."""

from __future__ import annotations

import pytest

from cases.procedure import Refusal, Stage
from cases.procedure.issue import Chosen, Standing, choice_refusal, fixed_refusal, joined, link_refusal

EARLY = {Stage.MONITORING, Stage.ASSESSMENT}


def rule(refusal: Refusal | None) -> str | None:
    return refusal and refusal.rule


@pytest.mark.parametrize("stage", Stage)
def test_r24_crimes_are_put_in_issue_before_or_during_the_assessment(stage):
    assert rule(choice_refusal(Standing("C-1", stage))) == (None if stage in EARLY else "R24")


@pytest.mark.parametrize(
    ("sealed", "asked", "cited"),
    [(False, False, None), (True, False, "R25"), (True, True, "R25"), (False, True, "R26")],
)
@pytest.mark.parametrize("pending", [False, True])
def test_r25_r26_what_a_round_asks_stands(sealed, asked, cited, pending):
    case = Standing("C-1", Stage.ASSESSMENT, sealed, asked, pending)
    assert rule(choice_refusal(case)) == rule(fixed_refusal(case, "")) == cited


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("pending", [False, True])
def test_r30_nothing_is_linked_while_a_determination_is_before_the_panel(stage, pending):
    cited = "R20" if stage is Stage.CLOSED else "R30" if pending else None
    assert rule(link_refusal(Standing("C-1", stage, pending=pending))) == cited


def test_r25_evidence_is_linked_while_a_round_is_open():
    assert link_refusal(Standing("C-1", Stage.ASSESSMENT, sealed=True, asked=True)) is None


def law(*acts: str, wording: str = "") -> dict:
    return {"contextual": ["ctx"], "acts": [{"id": act, "said": wording} for act in acts]}


MINE = Chosen("Genocide", ("a", "b"), "v1", law("a", "b", wording="mine"))


def test_r24_a_crime_that_one_case_alone_has_comes_as_it_is():
    assert joined(MINE, None) == MINE


@pytest.mark.parametrize(
    ("theirs", "acts"),
    [(("c",), ("a", "b", "c")), (("b",), ("a", "b")), (("d", "a"), ("a", "b", "d")), ((), ("a", "b"))],
)
def test_r24_acts_of_one_version_stand_together_each_once_mine_first(theirs, acts):
    both = joined(Chosen("Genocide", theirs, "v1", law(*theirs, wording="theirs")), MINE)
    assert isinstance(both, Chosen)
    assert (both.acts, both.version, both.law["contextual"]) == (acts, "v1", ["ctx"])
    assert [act["id"] for act in both.law["acts"]] == list(acts)
    assert [act["said"] for act in both.law["acts"][:2]] == ["mine", "mine"]


def test_r24_two_versions_are_for_people_to_choose_between():
    found = joined(Chosen("Genocide", ("c",), "v2", law("c")), MINE)
    assert isinstance(found, Refusal) and found.rule == "R24"
    assert "Genocide" in found.reason


def test_r24_what_was_chosen_before_versions_were_kept_is_joined_by_its_acts():
    both = joined(Chosen("Genocide", ("c",)), Chosen("Genocide", ("a",)))
    assert both == Chosen("Genocide", ("a", "c"))


def test_r24_joining_changes_neither_of_the_two():
    theirs = Chosen("Genocide", ("c",), "v1", law("c"))
    joined(theirs, MINE)
    assert (MINE.law, theirs.law) == (law("a", "b", wording="mine"), law("c"))
