"""R33: peaceful first. R32: the draft recommendation."""

import inspect
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from deliberation.procedure.gate import (
    GateFacts,
    Insufficiency,
    Mark,
    OptionClass,
    Step,
    TabledOption,
    gate,
    recommendation_objections,
)

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
GOOD_OFFICES = TabledOption("O-1", "Good offices", OptionClass.PEACEFUL, failure_explained=True)
EMBARGO = TabledOption("O-2", "Arms embargo", OptionClass.COERCIVE, failure_explained=True)
OPEN = GateFacts(
    determination="D-2026-001",
    options=(GOOD_OFFICES, EMBARGO),
    tabled_motion=None,
    finding=Insufficiency("M-2026-0001", "D-2026-001", NOON - timedelta(days=3)),
    now=NOON,
    insufficiency_days=30,
)


def missing(facts: GateFacts) -> set[str]:
    return {check.key for check in gate(facts).missing}


def test_r33_open_when_all_six_hold():
    assert gate(OPEN).open
    assert len(gate(OPEN).checks) == 6
    assert gate(OPEN).until == NOON + timedelta(days=27)


@pytest.mark.parametrize(
    ("change", "keys"),
    [
        ({"determination": None}, {"determination", "carried", "in_time"}),
        ({"finding": None}, {"motion", "carried", "in_time"}),
        ({"finding": None, "tabled_motion": "M-2026-0002"}, {"carried", "in_time"}),
        ({"options": (EMBARGO,)}, {"reasons_peaceful"}),
        ({"options": (GOOD_OFFICES,)}, {"reasons_coercive"}),
        ({"options": (replace(GOOD_OFFICES, failure_explained=False), EMBARGO)}, {"reasons_peaceful"}),
        ({"options": (GOOD_OFFICES, replace(EMBARGO, failure_explained=False))}, {"reasons_coercive"}),
        ({"determination": "D-2026-002"}, {"carried", "in_time"}),
        ({"now": NOON + timedelta(days=27)}, {"in_time"}),
    ],
)
def test_r33_closed_when_any_is_missing(change, keys):
    facts = replace(OPEN, **change)
    assert missing(facts) == keys
    assert not gate(facts).open


def test_r33_it_holds_until_the_last_moment_of_the_thirtieth_day():
    last = NOON + timedelta(days=27) - timedelta(microseconds=1)
    assert gate(replace(OPEN, now=last)).open
    assert not gate(replace(OPEN, now=last + timedelta(microseconds=1))).open


def test_r33_an_option_tabled_after_the_finding_needs_its_own_reason():
    late = TabledOption("O-3", "Travel ban", OptionClass.COERCIVE)
    closed = gate(replace(OPEN, options=(*OPEN.options, late)))
    assert not closed.open
    assert closed.missing[0].missing == ("O-3 Travel ban",)
    assert closed.missing[0].mark is Mark.PART


def test_r33_a_force_option_needs_no_reason_against_itself():
    force = TabledOption("O-3", "No-fly zone", OptionClass.FORCE)
    assert gate(replace(OPEN, options=(*OPEN.options, force))).open


def test_r33_the_motion_may_be_voted_once_determination_and_reasons_are_there():
    before = gate(replace(OPEN, finding=None))
    assert before.explained
    assert not before.open


def test_r33_no_role_is_an_argument_of_the_gate():
    assert list(inspect.signature(gate).parameters) == ["facts"]
    assert not {"role", "user", "by", "override"} & set(GateFacts.__dataclass_fields__)


MEDIATE = Step("O-1", "Secretary-General", "Appoint an envoy", "within 14 days", "Turn to O-2")
BAN = Step("O-2", "All States", "End supplies", "at once", "")


def test_r32_carried_options_in_order_make_the_recommendation():
    assert recommendation_objections([MEDIATE, BAN], ["O-1", "O-2"]) == ()


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ([MEDIATE], "O-2 was carried and is missing"),
        ([MEDIATE, BAN, replace(BAN, option="O-9")], "O-9 has not been carried"),
        ([MEDIATE, replace(BAN, who="")], "O-2: say who does what"),
        ([replace(MEDIATE, if_it_fails=" "), BAN], "O-1: say what comes next"),
        ([MEDIATE, MEDIATE, BAN], "O-1 appears more than once"),
        ([], "nothing to recommend"),
    ],
)
def test_r32_what_a_recommendation_lacks_is_named(steps, said):
    assert any(said in o for o in recommendation_objections(steps, ["O-1", "O-2"]))
