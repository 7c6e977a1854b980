"""A Council text as it is pasted, cut into paragraphs for a comparison (R42)."""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from .form import Part, clean

MOST = 1000
LONGEST = 20_000
_NUMBERED = re.compile(r"(\d{1,3})\s?\.\s+(?=\S)")
_LETTERED = re.compile(r"(\([a-z]{1,5}\))\s+(?=\S)")
_STARTS = re.compile(r"\s*(?:\d{1,3}\s?\.\s+\S|\([a-z]{1,5}\)\s+\S)")
_ENACTING = re.compile(r"the security council\s*[,.:]?$", re.IGNORECASE)


class Unreadable(ValueError):
    """A text that cannot be taken as paragraphs; the message says why."""


@dataclass(frozen=True)
class Read:
    """label: "3", "3 (a)", "PP2". level: 0, or 1 for what stands under a numbered paragraph."""

    label: str
    part: Part
    level: int
    text: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def read(text: str) -> tuple[Read, ...]:
    """Paragraphs in order: before the first number preambular, after it operative. Raises Unreadable."""
    found = tuple(_labelled(_pieces(text)))
    if len(found) > MOST:
        raise Unreadable(f"The text has {len(found):,} paragraphs; at most {MOST:,} are compared.")
    long = next((one for one in found if len(one.text) > LONGEST), None)
    if long:
        raise Unreadable(f"Paragraph {long.label} has more than {LONGEST:,} characters.")
    return found


def _pieces(text: str) -> Iterator[str]:
    """Paragraphs: parted by an empty line, or begun by a number or letter at the start of a line."""
    lines: list[str] = []
    for line in [*text.splitlines(), ""]:
        if lines and (not line.strip() or _STARTS.match(line)):
            yield clean(" ".join(lines))
            lines = []
        if line.strip():
            lines.append(line)
    if lines:
        yield clean(" ".join(lines))


def _labelled(pieces: Iterator[str]) -> Iterator[Read]:
    preambular, head = 0, ""
    for piece in pieces:
        if not piece or (not head and _ENACTING.fullmatch(piece)):
            continue
        numbered, lettered = _NUMBERED.match(piece), _LETTERED.match(piece)
        if numbered:
            head = numbered[1]
            yield Read(head, Part.OPERATIVE, 0, piece[numbered.end() :])
        elif head:
            label = f"{head} {lettered[1]}" if lettered else f"{head}, continued"
            yield Read(label, Part.OPERATIVE, 1, piece[lettered.end() :] if lettered else piece)
        else:
            preambular += 1
            yield Read(f"PP{preambular}", Part.PREAMBULAR, 0, piece)
