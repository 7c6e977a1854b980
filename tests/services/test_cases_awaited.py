"""R26, R6: a round, and a motion of recusal, end once nobody is awaited any more."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cases.procedure import closing
from cases.selectors import entitled
from cases.selectors.progress import standing
from cases.services import edit_case, move_recusal, open_round, recuse, vote_recusal
from cases.services.rounds import close_open
from cases.tasks import close_rounds
from mad.clocks.services import tick
from mad.common.clock import advance
from mad.membership.models import Tie
from mad.membership.services import declare_tie
from mad.notices import outbox
from mad.reference.models import State

from .cases_steps import LEGAL, answer, case_with_items, under_assessment

SINCE = date(2026, 1, 1)


def tie(people, name: str, state: str) -> None:
    member = people.member(name)
    declare_tie(member=member, kind="financial", state=state, starts=SINCE, note="Shares", by=people.registrar)


@pytest.fixture
def awaiting_one(people):
    """A case, and its first round, in which all but one have answered."""
    case, _ = under_assessment(people)
    round_ = open_round(case=case, by=people.registrar)
    for name in LEGAL[:4]:
        answer(round_, getattr(people, name))
    return case, round_


def test_r26_it_closes_when_the_only_one_awaited_is_barred(people, awaiting_one):
    _, round_ = awaiting_one
    assert close_open() == 0
    tie(people, "nguyen", "FRA")
    close_rounds()
    round_.refresh_from_db()
    assert round_.closed_at


def test_r6_it_closes_when_an_edit_recuses_the_only_one_awaited(people, awaiting_one):
    case, round_ = awaiting_one
    tie(people, "nguyen", "SDN")
    edit_case(case=case, by=people.officer, states=[*case.states.all(), State.objects.get(iso3="SDN")])
    round_.refresh_from_db()
    assert round_.closed_at


def test_r26_a_late_round_closes_once_it_may(people):
    case, _ = under_assessment(people)
    round_ = open_round(case=case, by=people.registrar)
    for name in ("amal", "ingrid", "tomas"):
        answer(round_, getattr(people, name))
    tie(people, "tomas", "FRA")
    advance(timedelta(hours=80))
    tick()
    outbox.drain()
    assert close_open() == 0
    Tie.objects.filter(member=people.member("tomas"), state_id="FRA").update(ends=date(2026, 2, 11))
    assert closing(standing(round_)) is None
    assert (close_open(), close_open()) == (1, 0)


def test_r6_a_motion_ends_when_its_member_stands_aside(people):
    case, _ = case_with_items(people)
    motion = move_recusal(case=case, member=people.member("tomas"), by=people.amal, reason="A former client.")
    recuse(case=case, by=people.tomas, reason="I stand aside.")
    motion.refresh_from_db()
    assert motion.closed_at and motion.carried


def test_r6_a_motion_is_decided_when_who_had_not_voted_stands_aside(people):
    case, _ = case_with_items(people)
    motion = move_recusal(case=case, member=people.member("tomas"), by=people.amal, reason="A former client.")
    others = [member for member in entitled(case) if member.pk != motion.member_id]
    half = len(others) // 2
    for member in others[:half]:
        vote_recusal(motion=motion, by=member.user, favour=True)
    left = others[half:]
    while left:
        motion.refresh_from_db()
        if motion.closed_at:
            break
        recuse(case=case, by=left.pop().user, reason="A former client.")
    assert motion.carried
