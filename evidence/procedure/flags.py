"""Event data (R19): a month out of line with the past two years, and one actor's killings of civilians."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import fmean, median

HISTORY_MONTHS = 24
MAD_TO_SIGMA = 1.4826
MEAN_TO_SIGMA = 1.2533


class Spread(StrEnum):
    """What the deviation of a month was taken from."""

    MEDIAN = "median absolute deviation"
    MEAN = "mean absolute deviation"
    NONE = "none: every month is the same"


@dataclass(frozen=True, slots=True)
class MonthFlag:
    """One month against the `history` months before it. mad, deviation and limit are in killings.

    mad: the median absolute deviation itself; deviation: the robust deviation worked out from it, on the scale of a
    standard deviation (1.4826 x mad), or from the mean absolute deviation (1.2533 x it) when mad is zero.
    covered: False when nothing that was loaded tells of the month; its value then means nothing.
    """

    month: date
    value: int
    median: float
    deviation: float
    limit: float
    months_used: int
    flagged: bool
    mad: float = 0.0
    spread: Spread = Spread.MEDIAN
    covered: bool = True

    @property
    def judged(self) -> bool:
        return self.covered and self.months_used >= HISTORY_MONTHS

    @property
    def deviations(self) -> float | None:
        """By how many robust deviations the month lies above the median; None when there is no deviation at all."""
        return (self.value - self.median) / self.deviation if self.deviation else None

    @property
    def said(self) -> str:
        """The numbers used, in one sentence."""
        if not self.covered:
            return "Nothing that was loaded tells of this month."
        if not self.judged:
            return f"{self.months_used} of {HISTORY_MONTHS} earlier months are known: no comparison."
        start = (
            f"{self.value} killed in {self.month:%B %Y}; the {self.months_used} months before: median {self.median:g}"
        )
        if self.deviations is None:
            return f"{start}, every month the same, so the line is {self.limit:g}."
        if self.spread is Spread.MEAN:
            return (
                f"{start}, MAD 0, so the mean deviation stands in (robust deviation {self.deviation:.1f}):"
                f" {self.deviations:.1f} deviations; the line is {self.limit:.1f}."
            )
        return (
            f"{start}, MAD {self.mad:g} (robust deviation {self.deviation:.1f}), so {self.deviations:.1f} deviations;"
            f" the line is {self.limit:.1f}."
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

    @property
    def said(self) -> str:
        """The numbers used, in one sentence."""
        start = f"{self.actor} killed {self.killed} civilians in {self.year}"
        if self.reached is None:
            return f"{start}, fewer than {self.threshold}."
        return f"{start}; {self.threshold} were reached on {self.reached:%d %B %Y}."


def robust_deviation(values: Sequence[float]) -> float:
    """Median absolute deviation on the scale of a standard deviation.

    When more than half of the values are equal the median deviation is zero and says nothing; the mean
    absolute deviation from the median, on the same scale, stands in. Zero only when all values are equal.
    """
    return _spread(values)[1]


def _spread(values: Sequence[float]) -> tuple[float, float, Spread]:
    """The median absolute deviation, the robust deviation, and what it was taken from."""
    middle = median(values)
    distances = [abs(value - middle) for value in values]
    mad, mean = float(median(distances)), fmean(distances)
    if mad:
        return mad, MAD_TO_SIGMA * mad, Spread.MEDIAN
    return 0.0, MEAN_TO_SIGMA * mean, Spread.MEAN if mean else Spread.NONE


def month_flags(
    series: Sequence[tuple[date, int]],
    deviations: int,
    history: int = HISTORY_MONTHS,
    covered: Container[date] | None = None,
) -> list[MonthFlag]:
    """Each month judged by the `history` months before it; flagged above median + deviations x deviation.

    series: consecutive months, oldest first, none left out: a month without killings is a zero. covered: the months
    that the data tell of (None: all); outside of them a zero means that nothing is known, and counts as no month. A
    month with a shorter past than `history` is not judged.
    """
    return [_judge(series, place, deviations, history, covered) for place in range(len(series))]


def _judge(
    series: Sequence[tuple[date, int]], place: int, deviations: int, history: int, covered: Container[date] | None
) -> MonthFlag:
    month, value = series[place]
    past = [
        killed for earlier, killed in series[max(0, place - history) : place] if covered is None or earlier in covered
    ]
    told = covered is None or month in covered
    if not past:
        return MonthFlag(month, value, 0.0, 0.0, 0.0, 0, False, covered=told)
    middle, (mad, deviation, spread) = float(median(past)), _spread(past)
    limit = middle + deviations * deviation
    flagged = told and len(past) == history and value > limit
    return MonthFlag(month, value, middle, deviation, limit, len(past), flagged, mad, spread, told)


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


def covered_months(spans: Iterable[tuple[date, date]]) -> set[date]:
    """The first days of all months that the spans touch."""
    return {month for first, last in spans for month, _ in fill_months({}, first, last)}
