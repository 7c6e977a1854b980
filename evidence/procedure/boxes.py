"""Boxes of a redaction (R15, R16): where they lie on a page, and what they cover. Pure.

Places are counted in ten-thousandths of the page's width and height, so that they hold at any size of its picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from mad.common.blank import blank

FULL = 10_000
SMALLEST = 20
MOST = 500
REASON_LONGEST = 200
GRID = 16


@dataclass(frozen=True, slots=True)
class Box:
    """One box on one page (from 1), with the reason why it is there."""

    page: int
    left: int
    top: int
    width: int
    height: int
    reason: str

    def content(self) -> dict[str, Any]:
        return {
            "page": self.page,
            "left": self.left,
            "top": self.top,
            "width": self.width,
            "height": self.height,
            "reason": self.reason,
        }


def problems(boxes: Iterable[Box], pages: int) -> dict[str, list[str]]:
    """What is wrong, by field `boxes[n].…`; empty when all can be burnt in."""
    errors: dict[str, list[str]] = {}
    given = list(boxes)
    if not given:
        errors["boxes"] = ["Draw at least one box."]
    if len(given) > MOST:
        errors["boxes"] = [f"At most {MOST} boxes at a time; {len(given)} were drawn."]
    for place, box in enumerate(given):
        for name, message in _problems(box, pages):
            errors.setdefault(f"boxes[{place}].{name}", []).append(message)
    return errors


def _problems(box: Box, pages: int) -> Iterable[tuple[str, str]]:
    if not 1 <= box.page <= pages:
        yield "page", f"There is no page {box.page}; the document has {pages}."
    if not (0 <= box.left < FULL and 0 <= box.top < FULL):
        yield "left" if not 0 <= box.left < FULL else "top", "The box begins outside the page."
    if box.width < SMALLEST or box.height < SMALLEST:
        yield "width" if box.width < SMALLEST else "height", "The box is too small to cover anything."
    if blank(box.reason):
        yield "reason", "Give the reason of this box. One line is enough."
    elif len(box.reason) > REASON_LONGEST:
        yield "reason", f"A reason has at most {REASON_LONGEST} characters."


def pixels(box: Box, width: int, height: int) -> tuple[int, int, int, int]:
    """left, top, right, bottom (exclusive) in a picture of that size, never less than the box.

    Edges move outward to a grid of 16 pixels: a lossy picture smears what it shows over such blocks, so a box that
    ended inside one would leave traces of what it covers beside it.
    """
    right, bottom = min(box.left + box.width, FULL), min(box.top + box.height, FULL)
    return (
        box.left * width // FULL // GRID * GRID,
        box.top * height // FULL // GRID * GRID,
        _outward(right, width),
        _outward(bottom, height),
    )


def _outward(edge: int, length: int) -> int:
    pixel = (edge * length + FULL - 1) // FULL
    return min(length, (pixel + GRID - 1) // GRID * GRID)


def by_page(boxes: Iterable[Box]) -> Mapping[int, list[Box]]:
    pages: dict[int, list[Box]] = {}
    for box in boxes:
        pages.setdefault(box.page, []).append(box)
    return pages
