"""R14: the transition table of a submission, line by line, and when screening is due."""

from datetime import UTC, datetime, timedelta

import pytest

from evidence.procedure import screening
from evidence.procedure.grades import Information, Source, is_judged, middle_information, middle_source
from evidence.procedure.screening import BY_DECISION, Actor, Decision, Timer
from evidence.procedure.terms import OPEN, Status
from mad.common.errors import Refused

NOON = datetime(2026, 2, 9, 12, tzinfo=UTC)

TABLE = {
    (Status.RECEIVED, Decision.ACCEPT): Status.ACCEPTED,
    (Status.RECEIVED, Decision.HOLD): Status.HELD,
    (Status.RECEIVED, Decision.QUERY): Status.QUERIED,
    (Status.RECEIVED, Decision.DECLINE): Status.DECLINED,
    (Status.RECEIVED, Decision.WITHDRAW): Status.WITHDRAWN,
    (Status.QUERIED, Decision.ACCEPT): Status.ACCEPTED,
    (Status.QUERIED, Decision.HOLD): Status.HELD,
    (Status.QUERIED, Decision.DECLINE): Status.DECLINED,
    (Status.QUERIED, Decision.ANSWER): Status.RECEIVED,
    (Status.QUERIED, Decision.WITHDRAW): Status.WITHDRAWN,
    (Status.HELD, Decision.ACCEPT): Status.ACCEPTED,
    (Status.HELD, Decision.HOLD): Status.HELD,
    (Status.HELD, Decision.QUERY): Status.QUERIED,
    (Status.HELD, Decision.DECLINE): Status.DECLINED,
    (Status.HELD, Decision.WAKE): Status.RECEIVED,
    (Status.HELD, Decision.WITHDRAW): Status.WITHDRAWN,
    (Status.DECLINED, Decision.REOPEN): Status.RECEIVED,
}
WHO = {
    Decision.ACCEPT: Actor.OFFICER,
    Decision.HOLD: Actor.OFFICER,
    Decision.QUERY: Actor.OFFICER,
    Decision.DECLINE: Actor.OFFICER,
    Decision.ANSWER: Actor.SOURCE,
    Decision.WITHDRAW: Actor.SOURCE,
    Decision.WAKE: Actor.CLOCK,
    Decision.REOPEN: Actor.OFFICER,
}


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("decision", list(Decision))
def test_r14_every_decision_from_every_state(status, decision):
    target = TABLE.get((status, decision))
    if target is None:
        with pytest.raises(Refused) as refused:
            screening.move(decision, status)
        assert refused.value.rule == "R14"
    else:
        assert screening.move(decision, status).target is target


@pytest.mark.parametrize(("decision", "who"), WHO.items())
def test_r14_who_decides(decision, who):
    assert BY_DECISION[decision].who is who


@pytest.mark.parametrize("status", [status for status in Status if status not in OPEN])
def test_r15_what_is_decided_for_good_stays_decided(status):
    reopened = (Decision.REOPEN,) if status is Status.DECLINED else ()
    assert screening.allowed(status, Actor.OFFICER) == reopened


def test_r14_due_in_24_hours_or_4_with_an_alarm():
    assert screening.due(NOON, alarm=False, hours=24, alarm_hours=4) == NOON + timedelta(hours=24)
    assert screening.due(NOON, alarm=True, hours=24, alarm_hours=4) == NOON + timedelta(hours=4)


def test_r14_a_query_pauses_screening_and_its_answer_lets_it_go_on():
    asked, answered = BY_DECISION[Decision.QUERY], BY_DECISION[Decision.ANSWER]
    assert (asked.pauses, asked.starts) == (True, Timer.QUERY)
    assert (answered.goes_on, answered.stops) == (True, (Timer.QUERY,))


@pytest.mark.parametrize("decision", [Decision.ACCEPT, Decision.DECLINE, Decision.WITHDRAW])
def test_r14_a_final_decision_stops_every_clock(decision):
    assert set(BY_DECISION[decision].stops) == set(Timer)


def test_r14_acceptance_needs_both_grades_sensitivity_grounds_and_a_case():
    missing = screening.missing(BY_DECISION[Decision.ACCEPT], {"source_grade": "B"})
    assert set(missing) == {"info_grade", "sensitivity", "grounds", "destination"}


def test_r14_a_decline_needs_its_reason():
    assert set(screening.missing(BY_DECISION[Decision.DECLINE], {})) == {"grounds"}


@pytest.mark.parametrize("days", [-1, 0, 400])
def test_r14_a_hold_ends_later_and_within_a_year(days):
    with pytest.raises(Refused) as refused:
        screening.check_hold(NOON + timedelta(days=days), NOON)
    assert refused.value.field == "hold_until"


def test_r14_f_and_6_are_not_the_worst_and_enter_no_average():
    assert middle_source([Source.A, Source.F, Source.F, Source.F]) is Source.A
    assert middle_information([Information.PROBABLE, Information.UNJUDGED]) is Information.PROBABLE
    assert not is_judged(Source.F)
    assert not is_judged(Information.UNJUDGED)
    assert is_judged(Source.E)


def test_r14_nothing_judged_stays_unjudged():
    assert middle_source([Source.F]) is Source.F
    assert middle_information([]) is Information.UNJUDGED


def test_r14_the_middle_of_two_is_the_better():
    assert middle_source([Source.A, Source.D]) is Source.A
