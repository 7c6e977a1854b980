"""R40: what an amendment does to a text, when it no longer fits it, and in what order amendments are voted.

A text is a sequence of seats. Taking a paragraph out, or voting it separately, concerns its sub-paragraphs too:
without their head they would say something else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from .form import Part


class Change(StrEnum):
    REPLACE = "replace"
    ADD = "add"
    REMOVE = "remove"
    DIVIDE = "divide"

    @property
    def has_words(self) -> bool:
        return self in (Change.REPLACE, Change.ADD)


@dataclass(frozen=True)
class Seat:
    """A paragraph in force, as it stands in the order of the text. fixed: the closing line, which is produced."""

    key: int
    part: Part
    version: int
    level: int = 0
    fixed: bool = False


@dataclass(frozen=True)
class Proposal:
    """base: the version read of each paragraph touched; target None: added at the end of its part."""

    change: Change
    target: int | None
    base: Mapping[int, int]


@dataclass(frozen=True)
class Conflict:
    """Paragraphs changed since, no longer in the text, or added below since the amendment was worded."""

    changed: tuple[int, ...] = ()
    gone: tuple[int, ...] = ()
    new: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changed or self.gone or self.new)


def block(seats: Sequence[Seat], key: int) -> tuple[Seat, ...]:
    """The paragraph and its sub-paragraphs; empty when it is not in the text."""
    start = next((i for i, seat in enumerate(seats) if seat.key == key), None)
    if start is None:
        return ()
    head = seats[start]
    end = start + 1
    while end < len(seats) and seats[end].level > head.level and seats[end].part is head.part:
        end += 1
    return tuple(seats[start:end])


def touched(change: Change, target: int | None, seats: Sequence[Seat]) -> tuple[Seat, ...]:
    """The paragraphs whose words the change is about; none when one is added."""
    if change is Change.ADD or target is None:
        return ()
    found = block(seats, target)
    return found[:1] if change is Change.REPLACE else found


def conflict(proposal: Proposal, seats: Sequence[Seat]) -> Conflict:
    """What has changed in the text since the proposal was worded; falsy when it still fits."""
    standing = {seat.key: seat.version for seat in seats}
    if proposal.change is Change.ADD:
        anchored = proposal.target is None or proposal.target in standing
        return Conflict() if anchored else Conflict(gone=(proposal.target,))  # type: ignore[arg-type]  # None is anchored
    gone = tuple(key for key in proposal.base if key not in standing)
    changed = tuple(key for key, version in proposal.base.items() if standing.get(key, version) != version)
    now = touched(proposal.change, proposal.target, seats)
    new = tuple(seat.key for seat in now if seat.key not in proposal.base)
    return Conflict(changed, gone, new)


def applied(proposal: Proposal, seats: Sequence[Seat], part: Part) -> tuple[int | None, ...]:
    """The keys of the text with the proposal carried out, None for the paragraph it adds.

    A paragraph is added after its target and that target's sub-paragraphs stay below it: it comes right behind the
    target itself, as in the editor. The closing line stays last.
    """
    keys: list[int | None] = [seat.key for seat in seats]
    if proposal.change is Change.REPLACE:
        return tuple(keys)
    if proposal.change is not Change.ADD:
        return tuple(key for key in keys if key not in proposal.base)
    keys.insert(_room(proposal.target, seats, part), None)
    return tuple(keys)


def _room(target: int | None, seats: Sequence[Seat], part: Part) -> int:
    """The index at which a paragraph added after `target` stands."""
    ours = [index for index, seat in enumerate(seats) if seat.part is part and not seat.fixed]
    after = next((index for index in ours if seats[index].key == target), ours[-1] if ours else None)
    if after is not None:
        return after + 1
    order = list(Part)
    later = (i for i, seat in enumerate(seats) if order.index(seat.part) > order.index(part) or seat.fixed)
    return next(later, len(seats))


@dataclass(frozen=True)
class Queued:
    """An amendment in the order of voting: first by the chair's place, then by number."""

    ordinal: int
    place: int
    touches: frozenset[int]

    @property
    def rank(self) -> tuple[int, int]:
        return self.place, self.ordinal


def before_it(one: Queued, undecided: Sequence[Queued]) -> Queued | None:
    """R40: the undecided amendment to the same paragraph that is voted on before this one, or None."""
    ahead = [other for other in undecided if other.rank < one.rank and other.touches & one.touches]
    return min(ahead, key=lambda other: other.rank, default=None)


def takes_effect(change: Change, carried: bool) -> bool:
    """R40: an amendment changes the text when it carries; a paragraph voted separately leaves it when it does not."""
    return carried is not (change is Change.DIVIDE)
