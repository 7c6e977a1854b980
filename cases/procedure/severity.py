"""R29: six scores from 1 to 5, the upper median, the temporal finding."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .terms import Temporal

SCALES = ("scale", "nature", "manner", "impact", "imminence", "trajectory")
_ORDER = tuple(Temporal)


def upper_median(scores: Sequence[int]) -> int:
    """The middle score, the upper of the two when their number is even."""
    return sorted(scores)[len(scores) // 2]


@dataclass(frozen=True, slots=True)
class Severity:
    """Panel score per scale, the proposed level (upper median of the six), the temporal finding."""

    scores: Mapping[str, int]
    level: int | None
    temporal: Temporal | None


def severity(scores: Mapping[str, Sequence[int]], temporal: Sequence[Temporal]) -> Severity:
    """`scores`: answers per scale. The level is None until all six scales have answers.

    The temporal finding is the upper median too, in the order neither, imminent, ongoing.
    """
    panel = {name: upper_median(scores[name]) for name in SCALES if scores.get(name)}
    level = upper_median(list(panel.values())) if len(panel) == len(SCALES) else None
    when = _ORDER[upper_median([_ORDER.index(t) for t in temporal])] if temporal else None
    return Severity(panel, level, when)
