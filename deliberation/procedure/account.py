"""R48: the arithmetic of the annual account."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

SECONDS_A_DAY = 86_400


def share(part: int, whole: int) -> float | None:
    """In per cent, one decimal; None of nothing."""
    return round(100 * part / whole, 1) if whole else None


def hours(seconds: float | None) -> float | None:
    """One decimal."""
    return None if seconds is None else round(max(0.0, seconds) / 3600, 1)


def days(seconds: float | None) -> float | None:
    """One decimal."""
    return None if seconds is None else round(max(0.0, seconds) / SECONDS_A_DAY, 1)


@dataclass(frozen=True, slots=True)
class Gap:
    """From the first warning of a case to the first act toward the Council; acted None: none by the end of the span."""

    warned: datetime
    acted: datetime | None
    until: datetime

    @property
    def length(self) -> timedelta:
        """Up to the act; where there is none, up to the end."""
        return (self.acted or self.until) - self.warned


def gap(warned: datetime, acted: datetime | None, end: datetime, now: datetime) -> Gap:
    """end: of the year; an act from then on does not count. now: the moment asked about."""
    return Gap(warned, acted if acted is not None and acted < end else None, min(end, now))


def median_days(gaps: Iterable[Gap]) -> float | None:
    """Over the cases in which there was an act."""
    lengths = [one.length.total_seconds() for one in gaps if one.acted is not None]
    return days(median(lengths)) if lengths else None
