"""R27: the pool, which informs and never decides.

Answers are integers per mille. Quantiles are Hyndman and Fan's type 7 (linear interpolation between
order statistics, the default of R and NumPy), exact: a quartile of integers is a whole number of quarters.
The pool is the mean of log-odds in double precision, turned back into a probability.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

HELD_LOW, HELD_HIGH = 10, 990
QUARTERS = 4000  # quarters of a per mille in a whole
_HELD = [min(HELD_HIGH, max(HELD_LOW, answer)) for answer in range(1001)]
_CHANCE = [held / 1000 for held in _HELD]
_LOG_ODDS = [math.log(held) - math.log(1000 - held) for held in _HELD]


class Pool(NamedTuple):
    """Summary of one element's best estimates. answers: from the least to the greatest; quartiles: in quarters of a
    per mille; pooled and what the properties give are probabilities between 0 and 1."""

    answers: tuple[int, ...]
    quartiles: tuple[int, int, int]
    pooled: float
    held_back: int
    disagreement: bool

    @property
    def lower(self) -> Fraction:
        return Fraction(self.quartiles[0], QUARTERS)

    @property
    def median(self) -> Fraction:
        return Fraction(self.quartiles[1], QUARTERS)

    @property
    def upper(self) -> Fraction:
        return Fraction(self.quartiles[2], QUARTERS)

    @property
    def spread(self) -> Fraction:
        return self.upper - self.lower


def quantile(answers: Sequence[int], at: Fraction) -> Fraction:
    """Type 7 quantile of integers, exact. `answers` must not be empty."""
    ordered = sorted(answers)
    place = (len(ordered) - 1) * at
    below = place.numerator // place.denominator
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def pooled(answers: Sequence[int]) -> float:
    """Mean of log-odds, turned back; answers (0 to 1000) held within 0.01 and 0.99. {600, 700, 900} gives 0.7595."""
    return _pooled(sorted(answers))


def _pooled(ordered: Sequence[int]) -> float:
    odds = math.fsum([_LOG_ODDS[answer] for answer in ordered]) / len(ordered)
    chance = 1 / (1 + math.exp(-odds))
    least, greatest = _CHANCE[ordered[0]], _CHANCE[ordered[-1]]
    return least if chance < least else min(chance, greatest)


def pool(answers: Sequence[int], iqr_limit: Decimal | float) -> Pool | None:
    """None when nobody answered; `iqr_limit` is a probability (0.25)."""
    return pool_ordered(sorted(answers), widest(iqr_limit)) if answers else None


@lru_cache(maxsize=16)
def widest(iqr_limit: Decimal | float) -> int:
    """The widest middle half that is no disagreement, in quarters of a per mille."""
    return math.floor(Fraction(str(iqr_limit)) * QUARTERS)


def pool_ordered(ordered: Sequence[int], most: int) -> Pool:
    """The pool of answers already in order, at least one; `most` as `widest` gives it."""
    low, mid, high = quartiles(ordered)
    held_back = 0
    if ordered[0] < HELD_LOW or ordered[-1] > HELD_HIGH:
        held_back = bisect_left(ordered, HELD_LOW) + len(ordered) - bisect_right(ordered, HELD_HIGH)
    return Pool(tuple(ordered), (low, mid, high), _pooled(ordered), held_back, high - low > most)


def quartiles(ordered: Sequence[int]) -> tuple[int, int, int]:
    """Type 7 quartiles of ordered integers, in quarters of their unit; beyond the last there is nothing to go towards."""
    (b1, r1), (b2, r2), (b3, r3) = _places(len(ordered))
    return (
        4 * ordered[b1] + (r1 and r1 * (ordered[b1 + 1] - ordered[b1])),
        4 * ordered[b2] + (r2 and r2 * (ordered[b2 + 1] - ordered[b2])),
        4 * ordered[b3] + (r3 and r3 * (ordered[b3 + 1] - ordered[b3])),
    )


@lru_cache(maxsize=128)
def _places(count: int) -> tuple[tuple[int, int], tuple[int, int], tuple[int, int]]:
    """For each quartile of `count` ordered answers: the place below it, and how many quarters it lies beyond."""
    last = count - 1
    return divmod(last, 4), divmod(2 * last, 4), divmod(3 * last, 4)
