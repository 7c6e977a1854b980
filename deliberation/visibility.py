"""The one filter on sealed ballots (R34). Pure: pages, API, exports and the docket all pass through it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar


class SealedBallot(Protocol):
    """A ballot as the filter sees it; anything with these two attributes will do."""

    member_id: int
    version: int


B = TypeVar("B", bound=SealedBallot)


@dataclass(frozen=True)
class Viewer:
    """Who looks: their member id, None for anybody who is not a member."""

    member: int | None


def visible_ballots(ballots: Iterable[B], *, viewer: Viewer, closed: bool) -> tuple[B, ...]:
    """R34: until closing one's own versions only; then, of everybody, the ballot that counts."""
    everything = tuple(ballots)
    if not closed:
        return tuple(ballot for ballot in everything if _own(ballot, viewer))
    last = last_versions(everything)
    return tuple(b for b in everything if last[b.member_id] == b.version or _own(b, viewer))


def last_versions(ballots: Iterable[B]) -> dict[int, int]:
    """The version that counts, per member."""
    last: dict[int, int] = {}
    for ballot in ballots:
        last[ballot.member_id] = max(ballot.version, last.get(ballot.member_id, 0))
    return last


def _own(ballot: SealedBallot, viewer: Viewer) -> bool:
    return viewer.member is not None and ballot.member_id == viewer.member
