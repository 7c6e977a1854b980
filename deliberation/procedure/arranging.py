"""Order and depth of a draft's paragraphs (R38): a paragraph moves, and changes its level, with its sub-paragraphs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from .form import MAX_LEVEL


@dataclass(frozen=True)
class Place:
    """A paragraph of one part, in order. level: as it prints, never deeper than one below the paragraph above."""

    key: int
    level: int


def places(rows: Sequence[tuple[int, int]]) -> list[Place]:
    """The paragraphs (key, level as stored) with the levels at which they print."""
    laid: list[Place] = []
    above = -1
    for key, level in rows:
        above = max(0, min(level, above + 1, MAX_LEVEL))
        laid.append(Place(key, above))
    return laid


def block(rows: Sequence[Place], key: int) -> range:
    """The indexes of a paragraph and of the sub-paragraphs under it."""
    start = next(i for i, row in enumerate(rows) if row.key == key)
    return range(start, _end(rows, start))


def _end(rows: Sequence[Place], start: int) -> int:
    level = rows[start].level
    return next((i for i in range(start + 1, len(rows)) if rows[i].level <= level), len(rows))


def moved(rows: Sequence[Place], key: int, steps: int) -> list[Place]:
    """The order after moving a paragraph `steps` places down (up when negative) among its like.

    A sub-paragraph that is the first or last under its paragraph goes over to the next one. At the edge it stays.
    """
    order = list(rows)
    for _ in range(min(abs(steps), len(order))):
        one = block(order, key)
        target = _above(order, one) if steps < 0 else _below(order, one)
        if target is None:
            break
        taken = order[one.start : one.stop]
        rest = order[: one.start] + order[one.stop :]
        at = target if target <= one.start else target - len(taken)
        order = rest[:at] + taken + rest[at:]
    return order


def edge(rows: Sequence[Place], key: int, steps: int) -> str:
    """Why a paragraph that `moved` leaves in its place cannot go further."""
    one = block(rows, key)
    if steps < 0:
        reason = (
            "There is no place above it for a sub-paragraph of its level."
            if one.start
            else "It is the first paragraph of its part."
        )
    else:
        reason = (
            "There is no place below it for a sub-paragraph of its level."
            if one.stop < len(rows)
            else "It is the last paragraph of its part."
        )
    return reason


def _above(rows: Sequence[Place], one: range) -> int | None:
    level = rows[one.start].level
    at = next((i for i in range(one.start - 1, -1, -1) if rows[i].level <= level), None)
    if at is None or rows[at].level == level:
        return at
    return at if at and rows[at - 1].level >= level - 1 else None


def _below(rows: Sequence[Place], one: range) -> int | None:
    if one.stop == len(rows):
        return None
    level, following = rows[one.start].level, rows[one.stop].level
    if following == level:
        return _end(rows, one.stop)
    return one.stop + 1 if following == level - 1 else None


def shifted(rows: Sequence[Place], key: int, steps: int) -> list[Place] | str:
    """The paragraph and those under it, `steps` levels deeper (higher when negative); or why that cannot be."""
    one = block(rows, key)
    head = rows[one.start]
    level = head.level + steps
    reason = ""
    if level < 0:
        reason = "It is a paragraph of its own already."
    elif level and (not one.start or level > rows[one.start - 1].level + 1):
        reason = "There is no paragraph above it of which it could be a sub-paragraph."
    elif max(rows[i].level for i in one) + steps > MAX_LEVEL:
        reason = "It, or one under it, is on the deepest level of a draft already."
    return reason or [replace(rows[i], level=rows[i].level + steps) for i in one]
