"""How panels' probabilities fared against what was learnt later: Brier scores and reliability, in exact fractions.

A panel states no probability of a crime, only of elements, so two are made from what it said, and both are scored. The
*pool* of a crime is its weakest link: the least pooled estimate among its contextual elements and those of its act, of
the act for which this is greatest. No probability of the whole can be above it. The *share* is the part of the panel
that found the crime on its own findings (R28). Neither is ever made for a single member or letter (R26).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

LEAST_OUTCOMES = 5
BINS = 5


class Happened(StrEnum):
    OCCURRED = "occurred"
    DID_NOT = "did_not"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a panel said of one crime in a year, and what was learnt. pool: None when an element had no answer."""

    year: int
    pool: Fraction | None
    share: Fraction
    happened: Happened


Pair = tuple[Fraction, bool]


@dataclass(frozen=True, slots=True)
class Score:
    """`brier`: 0 is best, 1 worst, and a half said of everything gives a quarter; None below LEAST_OUTCOMES."""

    count: int
    brier: Fraction | None


@dataclass(frozen=True, slots=True)
class Bin:
    """Forecasts from `low` up to `high` (the last with its end): how many, their mean, and the part that occurred."""

    low: Fraction
    high: Fraction
    count: int
    mean: Fraction | None
    occurred: Fraction | None


@dataclass(frozen=True, slots=True)
class Year:
    """All known up to and with a year of adoption."""

    year: int
    pool: Score
    share: Score


def crime_pool(contextual: Sequence[Fraction | None], acts: Iterable[Sequence[Fraction | None]]) -> Fraction | None:
    """The weakest link of the strongest act; None when there is no act whose elements, and context, all have a pool."""
    base = _least(contextual, Fraction(1))
    links = [least for act in acts if act and (least := _least(act, None)) is not None]
    return min(base, max(links)) if base is not None and links else None


def _least(values: Sequence[Fraction | None], empty: Fraction | None) -> Fraction | None:
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return None
    return min(known) if known else empty


def brier(pairs: Sequence[Pair]) -> Fraction:
    """Mean of the squared distance between what was said and what was. `pairs` must not be empty."""
    return sum(((said - int(was)) ** 2 for said, was in pairs), Fraction(0)) / len(pairs)


def score(pairs: Sequence[Pair]) -> Score:
    return Score(len(pairs), brier(pairs) if len(pairs) >= LEAST_OUTCOMES else None)


def reliability(pairs: Sequence[Pair]) -> tuple[Bin, ...]:
    return tuple(_bin(place, pairs) for place in range(BINS))


def _bin(place: int, pairs: Sequence[Pair]) -> Bin:
    inside = [pair for pair in pairs if min(BINS - 1, int(pair[0] * BINS)) == place]
    count = len(inside)
    mean = sum((said for said, _ in inside), Fraction(0)) / count if count else None
    occurred = Fraction(sum(was for _, was in inside), count) if count else None
    return Bin(Fraction(place, BINS), Fraction(place + 1, BINS), count, mean, occurred)


def known(forecasts: Iterable[Forecast]) -> list[Forecast]:
    """Those whose outcome can be known."""
    return [one for one in forecasts if one.happened is not Happened.UNKNOWN]


def pools(forecasts: Iterable[Forecast]) -> list[Pair]:
    return [(one.pool, one.happened is Happened.OCCURRED) for one in known(forecasts) if one.pool is not None]


def shares(forecasts: Iterable[Forecast]) -> list[Pair]:
    return [(one.share, one.happened is Happened.OCCURRED) for one in known(forecasts)]


def over_time(forecasts: Sequence[Forecast]) -> tuple[Year, ...]:
    """The scores as they stood with each year's outcomes added, oldest year first."""
    made = []
    for year in sorted({one.year for one in known(forecasts)}):
        until = [one for one in forecasts if one.year <= year]
        made.append(Year(year, score(pools(until)), score(shares(until))))
    return tuple(made)
