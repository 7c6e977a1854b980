"""What differs between two versions of a text, word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "gone", "new"]
_WORDS = re.compile(r"\S+\s*|\s+")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")


@dataclass(frozen=True)
class Piece:
    """kind: same, gone (only in the earlier version) or new."""

    kind: Kind
    text: str


def changes(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces in order: those same and gone make up `before`, those same and new `after`.

    Lines are compared first and words only within lines that differ, so that a long text costs little.
    """
    return tuple(_joined(_compared(_LINES.findall(before), _LINES.findall(after), by_word=True)))


def _compared(before: Sequence[str], after: Sequence[str], *, by_word: bool) -> Iterator[Piece]:
    for tag, b1, b2, a1, a2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, new = "".join(before[b1:b2]), "".join(after[a1:a2])
        if tag == "equal":
            yield Piece("same", gone)
        elif by_word and gone and new:
            yield from _compared(_WORDS.findall(gone), _WORDS.findall(new), by_word=False)
        else:
            yield Piece("gone", gone)
            yield Piece("new", new)


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Neighbours of one kind as one; the empty left out."""
    last: Piece | None = None
    for piece in pieces:
        if not piece.text:
            continue
        if last and last.kind == piece.kind:
            last = Piece(last.kind, last.text + piece.text)
            continue
        if last:
            yield last
        last = piece
    if last:
        yield last
