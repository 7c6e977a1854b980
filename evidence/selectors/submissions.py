"""Lists of submissions and what surrounds one."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from evidence.models import Query, Submission
from evidence.models.submissions import OPEN_STATUSES
from evidence.procedure.terms import Sensitivity, Status
from evidence.selectors.visible import office_of
from mad.accounts.permissions import Act, may

QUEUE_COUNT_CAP = 100
PROTECTED_SOURCE = "Protected source"


def screening_queue(user: Any) -> QuerySet[Submission]:
    """What waits for screening; order it by ("due_at", "id") to walk the index of the open ones.

    Nothing of it lies in a case yet, so no recusal hides any, and every officer who screens may open it (R16).
    """
    if not may(user, Act.SCREEN):
        return Submission.objects.none()
    return Submission.objects.filter(status__in=OPEN_STATUSES).select_related("office")


_COUNT_SECONDS = 2.0
_counted: tuple[float, int] = (-_COUNT_SECONDS, 0)


def queue_count(user: Any) -> int:
    """How many wait, counted to QUEUE_COUNT_CAP; the same for every officer, and counted at most every two seconds."""
    global _counted
    at, count = _counted
    if time.monotonic() - at >= _COUNT_SECONDS:
        count = screening_queue(user).order_by()[:QUEUE_COUNT_CAP].count()
        _counted = (time.monotonic(), count)
    return count


def own_submissions(user: Any) -> QuerySet[Submission]:
    """What the user's office sent. Another office's does not exist for it (R12)."""
    office = office_of(user) if may(user, Act.READ_OWN_SUBMISSIONS) else None
    if office is None:
        return Submission.objects.none()
    own = Submission.objects.filter(office=office)
    # The secretariat stands for the Division's own research as a whole; strict material has named readers, and that a
    # protected source is the Division's own is for who sent it (R16).
    open_ = Q(protect_source=False) & ~Q(sensitivity=Sensitivity.STRICT.value)
    return own if user.office_id else own.filter(Q(sent_by=user) | open_)


def source_label(submission: Submission) -> str:
    """How the source is named to readers (R16)."""
    return PROTECTED_SOURCE if submission.protect_source else submission.office.name


def open_query(submission: Submission) -> Query | None:
    return submission.queries.filter(closed_at=None).first()


def neighbours(queue: QuerySet[Submission], here: Submission) -> list[Submission]:
    """A few submissions around `here` in the queue, itself among them, by the clock. Two queries."""
    at = Q(due_at=here.due_at)
    before = queue.filter(Q(due_at__lt=here.due_at) | at & Q(pk__lt=here.pk)).order_by("-due_at", "-id")[:2]
    after = queue.filter(Q(due_at__gt=here.due_at) | at & Q(pk__gte=here.pk)).order_by("due_at", "id")[:4]
    return [*reversed(before), *after]


def face(submission: Submission, now: datetime) -> dict[str, Any]:
    """A submission's place against its clock in the short form, from its own row (R14)."""
    left = submission.due_at - now
    used = 1 - left / (submission.due_at - submission.received_at)
    state = (
        "paused" if submission.status in _WAITS else "late" if left.days < 0 else "ink" if used >= 0.8 else "running"
    )
    reason = _WAITS.get(submission.status, "")
    return {
        "label": "Screening",
        "left": left,
        "due": submission.due_at,
        "percent": used * 100,
        "state": state,
        "reason": reason,
    }


_WAITS = {Status.QUERIED.value: "query", Status.HELD.value: "held"}
