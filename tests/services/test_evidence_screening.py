"""R14: screening as officers and sources live it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from evidence.models import Query, ScreeningDecision
from evidence.selectors import screening_queue
from evidence.services import answer_query, screen, wake, withdraw
from mad.clocks.models import Clock
from mad.clocks.services import tick
from mad.common import clock
from mad.common.errors import Invalid, NotPermitted, Refused
from mad.docket.models import Entry
from mad.notices import outbox
from mad.notices.models import Notice, Outbox
from tests.evidence_help import ACCEPT, ALARM, GRADED, accepted, received

LATER = timedelta(days=3)


def running(submission, kind="screening") -> Clock | None:
    return Clock.objects.of(kind, submission.number).first()


def test_r14_screening_is_due_in_24_hours(people, morning):
    submission = received(people)
    assert submission.due_at == running(submission).due_at == morning + timedelta(hours=24)


def test_r14_an_alarm_makes_it_4_hours_and_tells_the_registrar(people, morning):
    submission = received(people, **ALARM)
    assert running(submission).due_at == morning + timedelta(hours=4)
    assert Notice.objects.filter(user=people.registrar, subject=submission.number, kind="submission.alarm").exists()


def test_r14_the_queue_goes_by_the_clock(people):
    slow, urgent = received(people), received(people, **ALARM)
    assert list(screening_queue(people.officer).order_by("due_at", "id")) == [urgent, slow]


def test_r14_acceptance_grades_makes_items_and_opens_a_case(people):
    submission = accepted(people, ("a.pdf", b"%PDF-1.7\n"))
    taken = submission.decisions.get()
    assert submission.status == "accepted"
    assert taken.destination.startswith("C-2026-")
    assert [(item.title, item.source_grade, item.info_grade) for item in submission.items.all()] == [
        ("Report", "B", "2"),
        ("a.pdf", "B", "2"),
    ]
    assert [item.number for item in submission.items.all()] == ["E-2026-0001", "E-2026-0002"]
    assert running(submission) is None
    assert Entry.objects.filter(
        act="submission.accepted", object=submission.number, case_number=taken.destination
    ).exists()


@pytest.mark.parametrize("field", ["source_grade", "info_grade", "sensitivity", "grounds", "destination"])
def test_r14_acceptance_without_one_of_its_parts_is_refused_whole(people, field):
    submission = received(people)
    with pytest.raises(Invalid) as invalid:
        screen(submission=submission, by=people.officer, **{**ACCEPT, field: ""})
    assert set(invalid.value.errors) == {field}
    submission.refresh_from_db()
    assert (submission.status, submission.version) == ("received", 1)


@pytest.mark.parametrize(
    ("field", "value"),
    [("source_grade", "G"), ("info_grade", "0"), ("sensitivity", "secret"), ("destination", "C-1999-0001")],
)
def test_r14_a_grade_or_case_that_does_not_exist_is_refused(people, field, value):
    with pytest.raises(Invalid) as invalid:
        screen(submission=received(people), by=people.officer, **{**ACCEPT, field: value})
    assert set(invalid.value.errors) == {field}


def test_r14_a_decline_keeps_its_reason(people):
    submission = received(people)
    screen(submission=submission, by=people.officer, decision="decline", grounds="A repeated press article.")
    submission.refresh_from_db()
    assert submission.status == "declined"
    assert submission.decisions.get().grounds == "A repeated press article."


def test_r14_a_query_stops_the_clock_until_the_answer_arrives(people, morning):
    submission = received(people)
    with clock.travel(morning + timedelta(hours=2)):
        screen(submission=submission, by=people.officer, decision="query", question="Who counted?")
    assert running(submission).paused_at == morning + timedelta(hours=2)
    assert running(submission, "query") is not None
    with clock.travel(morning + timedelta(days=2, hours=2)):
        answer_query(submission=submission, by=people.focal, answer="Our team.")
    submission.refresh_from_db()
    assert submission.status == "received"
    assert submission.due_at == running(submission).due_at == morning + timedelta(days=3)
    assert running(submission, "query") is None
    assert Query.objects.get().answer == "Our team."


def test_r14_a_query_tells_the_people_of_the_office(people):
    submission = received(people)
    screen(submission=submission, by=people.officer, decision="query", question="Who counted?")
    outbox.drain()
    assert Notice.objects.filter(user=people.focal, subject=submission.number, kind="submission.queried").exists()


def test_r14_another_office_cannot_answer(people):
    submission = received(people)
    screen(submission=submission, by=people.officer, decision="query", question="Who counted?")
    with pytest.raises(NotPermitted):
        answer_query(submission=submission, by=people.unocc.machine, answer="We did.")
    with pytest.raises(NotPermitted):
        answer_query(submission=submission, by=people.officer, answer="They did.")


def test_r14_an_answer_needs_a_query(people):
    with pytest.raises(Refused) as refused:
        answer_query(submission=received(people), by=people.focal, answer="Unasked.")
    assert refused.value.rule == "R14"


def test_r14_deciding_on_a_queried_submission_closes_the_query(people):
    submission = received(people)
    screen(submission=submission, by=people.officer, decision="query", question="Who counted?")
    screen(submission=submission, by=people.officer2, decision="decline", grounds="No answer is needed.")
    assert Query.objects.get().closed_at is not None
    assert running(submission, "query") is None


def test_r14_a_hold_ends_on_its_day_and_screening_starts_anew(people, morning):
    submission = received(people)
    until = morning + LATER
    screen(submission=submission, by=people.officer, decision="hold", grounds="Awaits imagery.", hold_until=until)
    assert running(submission) is None
    with clock.travel(until):
        tick()
        outbox.drain()
        submission.refresh_from_db()
        assert submission.status == "received"
        assert running(submission).due_at == until + timedelta(hours=24)
        assert wake(submission=submission) is None


def test_r14_a_hold_needs_a_day_to_come(people, morning):
    with pytest.raises(Refused) as refused:
        screen(submission=received(people), by=people.officer, decision="hold", grounds="x", hold_until=morning)
    assert refused.value.field == "hold_until"


def test_r36_a_late_decision_is_valid_and_its_lateness_recorded(people, morning):
    submission = received(people)
    with clock.travel(morning + timedelta(hours=25)):
        screen(submission=submission, by=people.officer, **ACCEPT)
    assert submission.decisions.get().late_by == timedelta(hours=1)


def test_r14_the_second_officer_is_told_who_decided_what(people):
    submission = received(people)
    screen(submission=submission, by=people.officer, version=1, decision="decline", grounds="Press article.")
    with pytest.raises(Refused) as refused:
        screen(submission=submission, by=people.officer2, version=1, **ACCEPT)
    assert "Jonas Ferreira declined this submission on 09 February 2026, 09:30 UTC" in refused.value.reason
    assert "still on this page" in refused.value.detail
    assert ScreeningDecision.objects.count() == 1
    assert not submission.items.exists()


@pytest.mark.parametrize("who", ["amal", "betty", "ethics", "auditor", "admin", "focal"])
def test_r09_only_the_secretariat_screens(people, who):
    with pytest.raises(NotPermitted):
        screen(submission=received(people), by=getattr(people, who), **ACCEPT)


def test_r15_a_withdrawal_is_a_further_record(people):
    submission = received(people)
    withdraw(submission=submission, by=people.focal, reason="Sent by mistake.")
    submission.refresh_from_db()
    assert (submission.status, submission.narrative) == ("withdrawn", "What happened.")
    with pytest.raises(Refused):
        screen(submission=submission, by=people.officer, **ACCEPT)


def test_r16_an_answer_of_a_protected_source_hides_the_actor(people):
    submission = received(people, protect_source=True)
    screen(submission=submission, by=people.officer, decision="query", question="When?")
    answer_query(submission=submission, by=people.focal, answer="On Thursday.")
    assert set(Entry.objects.filter(act="submission.answered").values_list("actor", flat=True)) == {"protected"}
    resumed = Entry.objects.filter(act="clock.resumed", object=submission.number)
    assert "focal" not in "".join(resumed.values_list("actor", flat=True))


def test_r52_notices_carry_number_kind_and_link_only(people):
    submission = received(people, **ALARM)
    for row in Outbox.objects.filter(topic="notice"):
        assert submission.title not in str(row.payload)
        assert set(row.payload) == {"kind", "subject", "url", "case", "roles", "users", "offices"}


def test_r14_a_strictly_confidential_acceptance_keeps_its_officer_as_reader(people):
    submission = accepted(people, grading={"sensitivity": "strictly_confidential"})
    assert submission.named_readers.get().user == people.officer


def test_r14_the_same_grades_stand_on_submission_and_decision(people):
    submission = accepted(people)
    assert (submission.source_grade, submission.info_grade) == (GRADED["source_grade"], GRADED["info_grade"])
