"""R46: regional quarterly reviews: the regions, and what of the watch list stands on an agenda in which order."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

MOST_SERIOUS_FROM = 4
"""Level of the watch list from which a situation is proposed for the principals' meeting."""


class Region(StrEnum):
    """The regional groups of the United Nations, as addresses name them."""

    AFRICAN = "african"
    ASIA_PACIFIC = "asia-pacific"
    EASTERN_EUROPEAN = "eastern-european"
    GRULAC = "grulac"
    WEOG = "weog"

    @property
    def group(self) -> str:
        """The group as States carry it."""
        return GROUPS[self]


GROUPS = {
    Region.AFRICAN: "African",
    Region.ASIA_PACIFIC: "Asia-Pacific",
    Region.EASTERN_EUROPEAN: "Eastern European",
    Region.GRULAC: "GRULAC",
    Region.WEOG: "WEOG",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line of the watch list. groups: those of its States concerned; change: against 30 days before."""

    case: int
    number: str
    standing: int
    points: int
    change: int | None
    groups: frozenset[str]


def agenda(region: Region, lines: Iterable[Candidate], known: Iterable[int] = ()) -> list[Candidate]:
    """What of the watch list comes before the review of a region: highest level first, then the largest rise.

    known: ids of the cases that stand on the agenda already.
    """
    listed = set(known)
    mine = [line for line in lines if region.group in line.groups and line.case not in listed]
    return sorted(mine, key=lambda line: (-line.standing, -(line.change or 0), -line.points, line.number))


def is_most_serious(standing: int) -> bool:
    return standing >= MOST_SERIOUS_FROM
