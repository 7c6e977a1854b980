"""R45: a person confirms the proposed level of a case, or departs from it."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from cases.models import Case, LevelReview
from cases.procedure.watch import Level
from cases.procedure.watch_review import review_refusal
from cases.selectors.watch import lines
from mad.accounts.permissions import Act
from mad.common import clock
from mad.common.errors import Invalid, Refused
from mad.docket.services import record

from .guards import panel_or_secretariat


@transaction.atomic
def review_level(
    *, case: Case, level: int, reasons: str, next_review: date, proposed: int, after: int, by: Any
) -> LevelReview:
    """Set the level of a case, with reasons, until the day of the next review.

    proposed, after: the proposal and the id of the newest review (0 for none) that the person had before them; Refused
    (R45) when either has moved since. Raises Invalid naming level, reasons or next_review.
    """
    locked = Case.objects.select_for_update().get(pk=case.pk)
    case.stage = locked.stage
    panel_or_secretariat(case, by, Act.REVIEW_LEVEL)
    now = clock.now()
    if wrong := review_refusal(level, reasons, next_review, now.date()):
        raise Invalid({name: [refusal.reason] for name, refusal in wrong.items()}, rule="R45")
    newest = LevelReview.objects.filter(case=locked).select_related("by").last()
    if newest and newest.pk != after:
        raise Refused(
            "R45",
            f"{newest.by} set level {newest.level} since you opened this page.",
            "What you wrote is kept; read the other review below, and save again if you still think so.",
        )
    (line,) = lines([locked], now)
    if line.proposed.level != proposed:
        raise Refused(
            "R45",
            f"The proposed level moved from {proposed} to {line.proposed.level} since you opened this page.",
            "What you wrote is kept; look at the grounds again, and save again if you still think so.",
        )
    return _write(locked, line.proposed, level, reasons.replace("\r\n", "\n").strip(), next_review, by, now)


def _write(
    case: Case, proposed: Level, level: int, reasons: str, next_review: date, by: Any, at: datetime
) -> LevelReview:
    grounds = [{"source": str(g.source), "points": g.points, "said": g.said} for g in proposed.grounds]
    facts: dict[str, Any] = {"proposed": proposed.level, "level": level, "next_review": next_review.isoformat()}
    entry = record(
        act="level.reviewed",
        by=by,
        obj=case.number,
        case=case.number,
        content=content_of(case.number, at, grounds, reasons, **facts),
        facts=facts,
    )
    return LevelReview.objects.create(
        case=case,
        proposed=proposed.level,
        level=level,
        grounds=grounds,
        reasons=reasons,
        next_review=next_review,
        by=by,
        at=at,
        entry=entry,
    )


def content_of(
    number: str,
    at: datetime,
    grounds: list[dict[str, Any]],
    reasons: str,
    *,
    proposed: int,
    level: int,
    next_review: str,
) -> dict[str, Any]:
    """What the docket entry of one review digests."""
    return {
        "case": number,
        "at": at,
        "proposed": proposed,
        "level": level,
        "reasons": reasons,
        "next_review": next_review,
        "grounds": grounds,
    }
