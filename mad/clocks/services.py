"""Starting, pausing, extending and stopping clocks (R36). Call inside the transaction of the act itself."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from mad.accounts.permissions import Act, require
from mad.clocks import schedule
from mad.clocks.due_actions import DUE_TOPIC
from mad.clocks.extension import extendable
from mad.clocks.models import Clock, Firing
from mad.common import clock, ports
from mad.common.blank import blank
from mad.common.errors import Refused
from mad.docket.services import record
from mad.notices.audience import Audience
from mad.notices.outbox import enqueue
from mad.notices.services import notify

CLAIM = 50


def start(
    *,
    kind: str,
    subject: str,
    url: str,
    due: datetime,
    to: Audience,
    by: Any,
    case: str = "",
    title: str = "",
) -> Clock:
    """Start the `kind` clock of `subject`. The act that starts it carries the docket entry."""
    now = clock.now()
    return Clock.objects.create(
        kind=kind,
        subject=subject,
        url=url,
        case_number=case,
        title=title,
        audience=asdict(to),
        started_at=now,
        due_at=due,
        next_at=schedule.following(0, due, due - now),
    )


def stop(*, kind: str, subject: str, by: Any) -> timedelta | None:
    """End the running clock. Returns how late it was, or None; a clock that does not run is not late."""
    running = Clock.objects.of(kind, subject).select_for_update().first()
    if running is None:
        return None
    now = clock.now()
    left = running.left(now)
    running.ended_at, running.next_at = now, None
    running.late_by = -left if left < timedelta(0) else None
    running.save(update_fields=["ended_at", "next_at", "late_by"])
    return running.late_by


def pause(*, kind: str, subject: str, reason: str, by: Any) -> None:
    """Pause; a paused clock stays paused. Refused when none runs."""
    running = _running(kind, subject)
    if running.paused_at:
        return
    running.paused_at, running.pause_reason, running.next_at = clock.now(), reason, None
    running.save(update_fields=["paused_at", "pause_reason", "next_at"])
    record(
        act="clock.paused",
        by=by,
        obj=subject,
        case=running.case_number,
        content={"kind": kind, "reason": reason},
        facts={"clock": kind},
    )


def resume(*, kind: str, subject: str, by: Any) -> None:
    """Go on, with the due time moved by the pause. Nothing happens when it is not paused."""
    running = _running(kind, subject)
    if running.paused_at is None:
        return
    waited = clock.now() - running.paused_at
    running.due_at += waited
    running.paused_for += waited
    running.paused_at, running.pause_reason = None, ""
    running.next_at = schedule.following(running.fired, running.due_at, running.span)
    running.save()
    record(
        act="clock.resumed",
        by=by,
        obj=subject,
        case=running.case_number,
        content={"kind": kind, "due": running.due_at},
        facts={"clock": kind, "due": running.due_at.isoformat()},
    )


def refuse_extension(running: Clock, by: Any) -> None:
    """Why this person does not extend this clock: NotPermitted (R9), Refused (R3, R6, R36)."""
    require(by, Act.EXTEND_CLOCK)
    for guard in ports.member_guards:
        guard(by, running.case_number)
    if not extendable(running.kind):
        raise Refused("R36", f"The rules fix how long this runs: {running.get_kind_display().lower()}.")
    if running.ended_at:
        raise Refused("R36", "This clock has stopped.")
    if running.extended_at:
        raise Refused("R36", "This clock was extended once already.", "A clock has at most one extension.")


@transaction.atomic
def extend(*, kind: str, subject: str, until: datetime, reason: str, by: Any) -> Clock:
    """Move the due time, once, with a reason, by the presiding member, who takes part in the case (R36)."""
    running = _running(kind, subject)
    refuse_extension(running, by)
    if blank(reason):
        raise Refused("R36", "An extension needs a reason.", field="reason", status=400)
    if until <= max(running.due_at, clock.now()):
        raise Refused("R36", "The new due time does not lie after the present one.", field="until", status=400)
    running.due_at, running.extended_at, running.extension_reason = until, clock.now(), reason
    running.fired = min(running.fired, schedule.ORDER.index(schedule.DUE))
    running.next_at = None if running.paused_at else schedule.following(running.fired, until, running.span)
    running.save()
    record(
        act="clock.extended",
        by=by,
        obj=subject,
        case=running.case_number,
        content={"kind": kind, "until": until, "reason": reason},
        facts={"clock": kind, "due": until.isoformat()},
    )
    return running


def tick() -> int:
    """Send what is due, each once; returns how many went out. Safe to run anywhere, any number of times."""
    sent = 0
    while batch := _claim_and_fire():
        sent += batch
    return sent


@transaction.atomic
def _claim_and_fire() -> int:
    now = clock.now()
    claimed = list(
        Clock.objects.running().filter(next_at__lte=now).order_by("next_at").select_for_update(skip_locked=True)[:CLAIM]
    )
    for due in claimed:
        _fire(due, now)
    return len(claimed)


def _fire(running: Clock, now: datetime) -> None:
    kind = schedule.ORDER[running.fired]
    _, new = Firing.objects.get_or_create(clock=running, kind=kind, due_at=running.due_at, defaults={"at": now})
    if new:
        notify(
            kind=f"clock.{kind}",
            subject=running.subject,
            url=running.url,
            case=running.case_number,
            to=Audience.presiding() if kind == schedule.ESCALATION else Audience(**running.audience),
        )
        if kind == schedule.DUE:
            enqueue(DUE_TOPIC, {"kind": running.kind, "subject": running.subject})
    running.fired += 1
    running.next_at = schedule.following(running.fired, running.due_at, running.span)
    running.save(update_fields=["fired", "next_at"])


def _running(kind: str, subject: str) -> Clock:
    running = Clock.objects.of(kind, subject).select_for_update().first()
    if running is None:
        raise Refused("R36", "No such clock is running.", f"{kind} of {subject}")
    return running
