"""R36: clocks, reminders, escalation, each exactly once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from mad.clocks import due_actions, services
from mad.clocks.models import ClockKind, Firing
from mad.common.clock import advance, now, travel
from mad.common.errors import NotPermitted, Refused
from mad.notices import outbox
from mad.notices.audience import Audience
from mad.notices.models import Notice, Outbox

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def start(hours: float = 10, **changes):
    facts = {
        "kind": ClockKind.SCREENING,
        "subject": "S-2026-000001",
        "url": "/screening/S-2026-000001/",
        "due": now() + hours * HOUR,
        "to": Audience(roles=["officer"]),
        "by": None,
    } | changes
    with transaction.atomic():
        return services.start(**facts)


def fired(clock) -> list[str]:
    return list(clock.firings.order_by("id").values_list("kind", flat=True))


@pytest.fixture
def stopped(db):
    with travel(START):
        yield


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (4.9, []),
        (5, ["half"]),
        (8, ["half", "four_fifths"]),
        (10, ["half", "four_fifths", "due"]),
        (11, ["half", "four_fifths", "due", "escalation"]),
        (99, ["half", "four_fifths", "due", "escalation"]),
    ],
)
def test_r36_reminders_at_half_and_four_fifths_alert_at_the_due_time_escalation_after(stopped, after, expected):
    clock = start(10)
    advance(after * HOUR)
    services.tick()
    services.tick()
    assert fired(clock) == expected


def test_r36_one_clock_of_a_kind_runs_on_a_subject(stopped):
    start()
    with pytest.raises(Exception, match="one_running_clock"):
        start()


def test_r36_a_pause_moves_everything_that_is_still_to_come(stopped):
    clock = start(10)
    advance(2 * HOUR)
    services.pause(kind=clock.kind, subject=clock.subject, reason="query to OHCHR", by=None)
    advance(30 * HOUR)
    services.tick()
    clock.refresh_from_db()
    assert fired(clock) == []
    assert clock.face(now())["state"] == "paused"
    assert clock.left(now()) == 8 * HOUR
    services.resume(kind=clock.kind, subject=clock.subject, by=None)
    clock.refresh_from_db()
    assert clock.due_at == START + 40 * HOUR
    advance(3 * HOUR)
    services.tick()
    assert fired(clock) == ["half"]


def test_r36_the_presiding_member_extends_once_with_a_reason(people):
    clock = start()
    later = now() + 20 * HOUR
    with pytest.raises(NotPermitted):
        services.extend(kind=clock.kind, subject=clock.subject, until=later, reason="more time", by=people.amal)
    with pytest.raises(Refused, match="reason"):
        services.extend(kind=clock.kind, subject=clock.subject, until=later, reason=" ", by=people.betty)
    with pytest.raises(Refused, match="after"):
        services.extend(kind=clock.kind, subject=clock.subject, until=now(), reason="less time", by=people.betty)
    services.extend(
        kind=clock.kind, subject=clock.subject, until=later, reason="the mission is cut off", by=people.betty
    )
    with pytest.raises(Refused, match="once already"):
        services.extend(kind=clock.kind, subject=clock.subject, until=later + HOUR, reason="again", by=people.betty)


def test_r36_a_clock_extended_when_late_alerts_again_at_its_new_due_time(people):
    clock = start(10)
    advance(10 * HOUR)
    services.tick()
    services.extend(
        kind=clock.kind, subject=clock.subject, until=now() + 5 * HOUR, reason="the panel asked", by=people.betty
    )
    advance(5 * HOUR)
    services.tick()
    assert fired(clock) == ["half", "four_fifths", "due", "due"]


def test_r36_a_late_act_is_valid_and_its_lateness_recorded(stopped):
    clock = start(10)
    advance(12 * HOUR)
    assert services.stop(kind=clock.kind, subject=clock.subject, by=None) == 2 * HOUR
    clock.refresh_from_db()
    assert clock.late_by == 2 * HOUR
    services.tick()
    assert fired(clock) == []


def test_r36_escalation_goes_to_the_presiding_member(people):
    start(10)
    advance(11 * HOUR)
    services.tick()
    outbox.drain()
    assert [notice.kind for notice in Notice.objects.filter(user=people.betty)] == ["clock.escalation"]
    assert Notice.objects.filter(user=people.officer, kind="clock.due").count() == 1
    assert not Notice.objects.filter(user=people.amal).exists()


def test_r36_what_is_due_is_done_even_twice(stopped, monkeypatch):
    done = []
    monkeypatch.setitem(due_actions._actions, ClockKind.VOTE, lambda subject, at: done.append(subject))
    start(1, kind=ClockKind.VOTE, subject="M-2026-0001")
    advance(HOUR)
    services.tick()
    outbox.drain()
    services.tick()
    outbox.drain()
    assert done == ["M-2026-0001"]


def test_r36_a_tick_that_crashes_loses_and_repeats_nothing(stopped):
    clock = start(10)
    advance(10 * HOUR)

    class Crash(Exception):
        pass

    with pytest.raises(Crash), transaction.atomic():
        services.tick()
        raise Crash
    assert not Firing.objects.exists()
    services.tick()
    assert fired(clock) == ["half", "four_fifths", "due"]
    assert Outbox.objects.filter(topic="notice").count() == 3
