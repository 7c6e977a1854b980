"""R32: what the members' scores of an option come to on one scale. Scores inform; votes decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

SCALE = range(1, 6)
FEWEST = 3
"""With fewer scores nothing is said of agreement: two numbers that differ are no split."""


class Agreement(StrEnum):
    """How far apart the middle half of the scores lies: at most one step, two, or more."""

    NONE = "none"
    FEW = "few"
    CLOSE = "close"
    MIXED = "mixed"
    DIVIDED = "divided"


@dataclass(frozen=True)
class Appraisal:
    """n: members who scored. low, high: of all of them. first, last: of the middle half."""

    n: int
    median: Fraction | None = None
    low: int = 0
    high: int = 0
    first: int = 0
    last: int = 0

    @property
    def agreement(self) -> Agreement:
        if self.n == 0:
            return Agreement.NONE
        if self.n < FEWEST:
            return Agreement.FEW
        apart = self.last - self.first
        return Agreement.CLOSE if apart <= 1 else Agreement.MIXED if apart == 2 else Agreement.DIVIDED

    @property
    def shown(self) -> str:
        """The median as it is printed: 3 or 3.5."""
        if self.median is None:
            return ""
        return str(self.median.numerator) if self.median.denominator == 1 else f"{float(self.median):.1f}"

    @property
    def shade(self) -> int:
        """0 to 3: below 2.5, below 3.5, below 4.5, and above."""
        if self.median is None:
            return 0
        return sum(self.median >= step for step in (Fraction(5, 2), Fraction(7, 2), Fraction(9, 2)))


def appraise(scores: Sequence[int]) -> Appraisal:
    """`scores`: one whole number from 1 to 5 per member, in any order."""
    if not scores:
        return Appraisal(0)
    ordered, n = sorted(scores), len(scores)
    middle = Fraction(ordered[(n - 1) // 2] + ordered[n // 2], 2)
    outer = n // 4
    return Appraisal(n, middle, ordered[0], ordered[-1], ordered[outer], ordered[n - 1 - outer])
