"""Which submission goes back to which, as last recorded (R17)."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from evidence.models import Submission, SubmissionOrigin
from evidence.selectors.visible import submissions_visible_to


def origins_now(around: Submission | None = None) -> dict[int, int | None]:
    """Submission id → the id it goes back to, None where that was taken back. One query.

    around: only rows of this submission and of those that ever named it.
    """
    rows = SubmissionOrigin.objects.order_by("submission_id", "-id").distinct("submission_id")
    if around is not None:
        named = SubmissionOrigin.objects.filter(Q(submission=around) | Q(origin=around)).values("submission")
        rows = rows.filter(submission__in=named)
    return dict(rows.values_list("submission_id", "origin_id"))


def origin_of(submission: Submission, user: Any) -> tuple[SubmissionOrigin | None, Submission | None]:
    """The record in force and the origin, which is None for a reader who may not open it."""
    last = submission.origins.select_related("by").first()
    if last is None or last.origin_id is None:
        return None, None
    return last, submissions_visible_to(user).filter(pk=last.origin_id).first()


def offshoots_of(submission: Submission, user: Any) -> list[Submission]:
    """What goes back to it, of what the reader may open."""
    derived = [child for child, origin in origins_now(around=submission).items() if origin == submission.pk]
    return list(submissions_visible_to(user).filter(pk__in=derived).order_by("pk")) if derived else []
