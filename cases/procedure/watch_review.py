"""R45: a person reviews the proposed level of a situation, and what stands between two reviews."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from mad.common.blank import blank

from .terms import Refusal
from .watch import GREATEST_LEVEL, LEAST_LEVEL

LONGEST_REVIEW = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Review:
    """What a person decided: the level, the proposal they had before them, the day of the next review."""

    level: int
    proposed: int
    next_review: date


class Due(StrEnum):
    """Why a review is due."""

    NEVER = "never"
    DAY = "day"
    MOVED = "moved"


def review_due(review: Review | None, proposed: int, today: date) -> Due | None:
    """Why somebody should look again, or None: never looked at, the day has come, the proposal has moved since."""
    if review is None:
        return Due.NEVER
    if proposed != review.proposed:
        return Due.MOVED
    return Due.DAY if today >= review.next_review else None


def standing_level(review: Review | None, proposed: int, today: date) -> int:
    """The level by which the list is ranked: the reviewed one; once a review is due, the higher of the two.

    So nothing sinks on the list because nobody has looked at it again.
    """
    if review is None:
        return proposed
    return max(review.level, proposed) if review_due(review, proposed, today) else review.level


def review_refusal(level_: int, reasons: str, next_review: date, today: date) -> dict[str, Refusal]:
    """What is wrong with a review, by field; empty when nothing is."""
    wrong = {}
    if not LEAST_LEVEL <= level_ <= GREATEST_LEVEL:
        wrong["level"] = Refusal("R45", "Choose a level from 1 to 5.")
    if blank(reasons):
        wrong["reasons"] = Refusal("R45", "Give reasons, whether you confirm the proposed level or depart from it.")
    if next_review <= today:
        wrong["next_review"] = Refusal("R45", "The next review lies after today.")
    elif next_review > today + LONGEST_REVIEW:
        wrong["next_review"] = Refusal("R45", "The next review is within a year.")
    return wrong
