"""Words shared by the rules of Part III: refusals, stages, temporal findings."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a rule says no. `rule` is its number; `reason` a sentence; `detail` the way on."""

    rule: str
    reason: str
    detail: str = ""


class Stage(StrEnum):
    """R20, in order."""

    MONITORING = "monitoring"
    ASSESSMENT = "assessment"
    DELIBERATION = "deliberation"
    WITH_COUNCIL = "with_council"
    FOLLOW_UP = "follow_up"
    CLOSED = "closed"


class Temporal(StrEnum):
    """R29, from the least to the most urgent."""

    NEITHER = "neither"
    IMMINENT = "imminent"
    ONGOING = "ongoing"


def more_than_half(count: int, of: int) -> bool:
    """Whether `count` is strictly more than half of `of`, in integers."""
    return 2 * count > of
