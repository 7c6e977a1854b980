"""The Admiralty scale (R14). F and 6 say "cannot be judged"; they are no worst grade and enter no average."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from statistics import median_low


class Source(StrEnum):
    """Reliability of the source."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"


class Information(StrEnum):
    """Credibility of the information."""

    CONFIRMED = "1"
    PROBABLE = "2"
    POSSIBLE = "3"
    DOUBTFUL = "4"
    IMPROBABLE = "5"
    UNJUDGED = "6"


def is_judged(grade: Source | Information) -> bool:
    return grade not in (Source.F, Information.UNJUDGED)


def middle_source(grades: Iterable[Source]) -> Source:
    """The middle (of two: the better) of the grades that judge; F when none does."""
    judged = sorted(grade for grade in grades if is_judged(grade))
    return median_low(judged) if judged else Source.F


def middle_information(grades: Iterable[Information]) -> Information:
    """The middle (of two: the better) of the grades that judge; 6 when none does."""
    judged = sorted(grade for grade in grades if is_judged(grade))
    return median_low(judged) if judged else Information.UNJUDGED
