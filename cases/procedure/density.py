"""R20: where the incidents of a case lie, counted on a grid. Coordinates in tenths of a degree, of the south-west corner.

What is known to no closer than a province (`vague`) lies on no square: a province's middle is not where people died.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log

VAGUE_FROM: Mapping[str, int] = {"ucdp-ged": 4, "acled": 3}
"""Collection → the precision of place from which on only a province or less is known (its codebook's own numbers)."""

SIZES = (1, 2, 5, 10, 20, 50)
SQUARES = 120
SHADES = 3


@dataclass(frozen=True, slots=True)
class Square:
    """Incidents with killings of civilians on one square. size: tenths of a degree; place: where most were killed."""

    south: int
    west: int
    size: int
    events: int
    low: int
    best: int
    high: int
    place: str
    deadliest: int

    def on(self, size: int) -> "Square":
        """The square of the coarser grid that this one lies on, with these incidents alone."""
        south, west = (corner // size * size for corner in (self.south, self.west))
        return Square(south, west, size, self.events, self.low, self.best, self.high, self.place, self.deadliest)

    def __add__(self, other: "Square") -> "Square":
        named = max(self, other, key=lambda square: (square.deadliest, square.place))
        return Square(
            self.south,
            self.west,
            self.size,
            self.events + other.events,
            self.low + other.low,
            self.best + other.best,
            self.high + other.high,
            named.place,
            named.deadliest,
        )


def grid(finest: Iterable[Square], most: int = SQUARES) -> tuple[Square, ...]:
    """The squares of the finest grid that has at most `most` of them (the coarsest there is when none has), those with
    the most incidents first."""
    squares = tuple(finest)
    for size in SIZES:
        joined = _joined(squares, size)
        if len(joined) <= most or size == SIZES[-1]:
            return tuple(sorted(joined, key=lambda s: (-s.events, -s.best, s.south, s.west)))
    return ()


def _joined(squares: Iterable[Square], size: int) -> list[Square]:
    found: dict[tuple[int, int], Square] = {}
    for square in squares:
        one = square.on(size)
        key = (one.south, one.west)
        found[key] = found[key] + one if key in found else one
    return list(found.values())


def shade(events: int, greatest: int) -> int:
    """1 to SHADES, by equal ratios between one incident and the greatest number on a square."""
    if greatest <= 1 or events >= greatest:
        return SHADES
    return 1 + int(SHADES * log(events) / log(greatest))
