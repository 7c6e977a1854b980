"""The three clocks of a submission, moved as the transition table says (R14, R36)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from evidence.models import Submission
from evidence.procedure import screening
from evidence.procedure.screening import Move, Timer
from mad.accounts.models import User
from mad.accounts.roles import Role
from mad.clocks import services as clocks
from mad.clocks.models import Clock
from mad.common import clock
from mad.notices.audience import Audience
from mad.reference.parameters import Numbers


def office_people(office: int) -> Audience:
    """The people of an office, and its webhooks."""
    people = User.objects.filter(office_id=office, is_machine=False, is_active=True)
    return Audience(users=list(people.values_list("pk", flat=True)), offices=[office])


def source_people(submission: Submission) -> Audience:
    """The people of the office that sent it; for the Division's own research the one who did."""
    found = office_people(submission.office_id)
    return found if found.users else Audience(users=[submission.sent_by_id], offices=found.offices)


def move_clocks(
    locked: Submission, move: Move, until: datetime, by: Any, limits: Numbers
) -> tuple[timedelta | None, datetime]:
    """Stop, pause, start and resume as `move` says. Returns how late screening was, and what is due when now."""
    late = [clocks.stop(kind=timer.value, subject=locked.number, by=by) for timer in move.stops]
    if move.pauses and _running(locked, Timer.SCREENING):
        clocks.pause(kind=Timer.SCREENING.value, subject=locked.number, reason="query", by=by)
    if move.starts:
        _start(locked, move.starts, until, by)
    due = _go_on(locked, by, limits) if move.goes_on else (until if move.starts is Timer.HOLD else locked.due_at)
    return (late[0] if Timer.SCREENING in move.stops else None), due


def _running(locked: Submission, timer: Timer) -> Clock | None:
    return Clock.objects.of(timer.value, locked.number).first()


def _start(locked: Submission, timer: Timer, due: datetime, by: Any) -> None:
    asked = timer is Timer.QUERY
    clocks.start(
        kind=timer.value,
        subject=locked.number,
        url=locked.get_absolute_url() if asked else f"/screening/{locked.number}/",
        due=due,
        to=source_people(locked) if asked else Audience(roles=[Role.OFFICER.value]),
        title="Query to the source" if asked else "",
        by=by,
    )


def _go_on(locked: Submission, by: Any, limits: Numbers) -> datetime:
    """The screening clock resumes; where a hold had stopped it, it starts anew."""
    if _running(locked, Timer.SCREENING):
        clocks.resume(kind=Timer.SCREENING.value, subject=locked.number, by=by)
        return Clock.objects.of(Timer.SCREENING.value, locked.number).get().due_at
    due = screening.due(clock.now(), locked.alarm, limits.screening_hours, limits.screening_alarm_hours)
    _start(locked, Timer.SCREENING, due, by)
    return due
