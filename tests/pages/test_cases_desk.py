"""What the desk asks of each role in its cases (SCREENS 2)."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases import desk
from cases.services import (
    open_round,
    propose_determination,
    vote_determination,
)
from mad.common import clock
from mad.desk.assembly import arrange
from tests.services.cases_steps import (
    LEGAL,
    accepted,
    answer,
    both_rounds,
    case_with_items,
    under_assessment,
)

# --- desk ------------------------------------------------------------------------------------------


def due_titles(user):
    now = clock.now()
    return [item.title for group in arrange(desk.items(user, now), now) for item in group.items]


def test_r25_the_desk_asks_the_panel_for_estimates_until_they_are_sealed(people):
    case, _items = under_assessment(people)
    round_ = open_round(case=case, by=people.registrar)
    assert due_titles(people.amal) == [f"First sealed estimates on {case.title}"]
    assert due_titles(people.bilal) == []
    answer(round_, people.amal)
    assert due_titles(people.amal) == []


def test_r30_the_desk_asks_for_votes_and_offers_the_opinion(people):
    case, _ = both_rounds(people)
    made = propose_determination(case=case, by=people.amal)
    assert due_titles(people.ingrid) == [f"Vote on {made.number}"]
    for name in LEGAL[:3]:
        vote_determination(determination=made, by=getattr(people, name), vote="yes")
    assert due_titles(people.bilal) == [f"Opinion on {made.number}, if you wish"]


def test_r21_the_desk_of_the_registrar_holds_screened_alarms(people):
    case, _ = case_with_items(people)
    assert due_titles(people.registrar) == [f"Open the assessment of {case.title}"]


def test_r36_the_desk_of_the_presiding_member_holds_late_clocks(people):
    case, _ = under_assessment(people)
    clock.advance(timedelta(days=15))
    assert due_titles(people.betty) == [f"Determination of {case.number} is late"]


def test_the_desk_takes_three_queries_for_a_member(people):
    for n in range(3):
        accepted(people, title=f"Case {n}")
    with CaptureQueriesContext(connection) as seen:
        desk.items(people.amal, clock.now())
    assert len(seen) <= 3
