"""R27: the pool, which informs and never decides.

Answers are integers per mille. Quantiles are Hyndman and Fan's type 7 (linear interpolation between
order statistics, the default of R and NumPy), exact as fractions. The pool is the mean of log-odds in
double precision, turned back into a probability.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

HELD_LOW, HELD_HIGH = 10, 990


@dataclass(frozen=True, slots=True)
class Pool:
    """Summary of one element's best estimates; every value is a probability between 0 and 1."""

    answers: tuple[int, ...]
    median: Fraction
    lower: Fraction
    upper: Fraction
    pooled: float
    held_back: int
    disagreement: bool

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
    """Mean of log-odds, turned back; answers held within 0.01 and 0.99. {600, 700, 900} gives 0.7595."""
    held = [min(HELD_HIGH, max(HELD_LOW, a)) for a in answers]
    odds = math.fsum(math.log(a) - math.log(1000 - a) for a in held) / len(held)
    return min(max(held) / 1000, max(min(held) / 1000, 1 / (1 + math.exp(-odds))))


def pool(answers: Sequence[int], iqr_limit: Decimal | float) -> Pool | None:
    """None when nobody answered; `iqr_limit` is a probability (0.25)."""
    if not answers:
        return None
    low, mid, high = (quantile(answers, Fraction(n, 4)) / 1000 for n in (1, 2, 3))
    held_back = sum(not HELD_LOW <= a <= HELD_HIGH for a in answers)
    limit = Fraction(str(iqr_limit))
    return Pool(tuple(answers), mid, low, high, pooled(answers), held_back, high - low > limit)
