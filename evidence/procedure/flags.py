"""Event data (R19): a month out of line with the past two years, and one actor's killings of civilians."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean, median

HISTORY_MONTHS = 24
MAD_TO_SIGMA = 1.4826
MEAN_TO_SIGMA = 1.2533


@dataclass(frozen=True, slots=True)
class MonthFlag:
    """One month against the `history` months before it. deviation and limit are in killings."""

    month: date
    value: int
    median: float
    deviation: float
    limit: float
    months_used: int
    flagged: bool

    @property
    def said(self) -> str:
        """The numbers used, in one sentence."""
        if self.months_used < HISTORY_MONTHS:
            return f"{self.months_used} of {HISTORY_MONTHS} earlier months are known: no comparison."
        return (
            f"{self.value} against a median of {self.median:g} and a robust deviation of {self.deviation:.1f}"
            f" over {self.months_used} months; the line is {self.limit:.1f}."
        )


@dataclass(frozen=True, slots=True)
class ActorYear:
    """One actor's killings of civilians in one calendar year; reached is the day of the threshold's event."""

    actor: str
    year: int
    killed: int
    threshold: int
    reached: date | None

    @property
    def flagged(self) -> bool:
        return self.reached is not None


def robust_deviation(values: Sequence[float]) -> float:
    """Median absolute deviation on the scale of a standard deviation.

    When more than half of the values are equal the median deviation is zero and says nothing; the mean
    absolute deviation from the median, on the same scale, stands in. Zero only when all values are equal.
    """
    middle = median(values)
    distances = [abs(value - middle) for value in values]
    return MAD_TO_SIGMA * median(distances) or MEAN_TO_SIGMA * fmean(distances)


def month_flags(series: Sequence[tuple[date, int]], deviations: int, history: int = HISTORY_MONTHS) -> list[MonthFlag]:
    """Each month judged by the `history` months before it; flagged above median + deviations x deviation.

    series: consecutive months, oldest first, none left out: a month without killings is a zero. A month
    with a shorter past than `history` is not judged.
    """
    return [_judge(series, place, deviations, history) for place in range(len(series))]


def _judge(series: Sequence[tuple[date, int]], place: int, deviations: int, history: int) -> MonthFlag:
    month, value = series[place]
    past = [earlier for _, earlier in series[max(0, place - history) : place]]
    if not past:
        return MonthFlag(month, value, 0.0, 0.0, 0.0, 0, False)
    middle, deviation = float(median(past)), robust_deviation(past)
    limit = middle + deviations * deviation
    flagged = len(past) == history and value > limit
    return MonthFlag(month, value, middle, deviation, limit, len(past), flagged)


def fill_months(known: Mapping[date, int], first: date, last: date) -> list[tuple[date, int]]:
    """Consecutive months from first to last (any day of them), zero where nothing is known."""
    months, month, end = [], first.replace(day=1), last.replace(day=1)
    while month <= end:
        months.append((month, known.get(month, 0)))
        month = month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)
    return months


def actor_years(killings: Iterable[tuple[str, date, int]], threshold: int) -> list[ActorYear]:
    """Per actor and calendar year the civilians killed.

    killings: (actor, day, best estimate) of one-sided events.
    """
    totals: dict[tuple[str, int], tuple[int, date | None]] = {}
    for actor, day, killed in sorted(killings, key=lambda killing: killing[1]):
        before, reached = totals.get((actor, day.year), (0, None))
        after = before + killed
        totals[actor, day.year] = (after, reached or (day if after >= threshold else None))
    return [
        ActorYear(actor, year, killed, threshold, reached)
        for (actor, year), (killed, reached) in sorted(totals.items(), key=_by_year)
    ]


def _by_year(entry: tuple[tuple[str, int], object]) -> tuple[int, str]:
    (actor, year), _ = entry
    return year, actor
