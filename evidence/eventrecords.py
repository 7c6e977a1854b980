"""Records of event files (R19): where one ends, how its cells are told apart, in which encoding. No file is opened but
to find out its encoding.
"""

from __future__ import annotations

import csv
import gzip
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

LARGEST_RECORD = 8 * 1024 * 1024
LONGEST_LINE = 4 * 1024 * 1024
UTF8, WINDOWS = "utf-8", "cp1252"

csv.field_size_limit(LARGEST_RECORD)


@dataclass(frozen=True, slots=True)
class Record:
    """One record read by Python: the line it begins on, its cells, or why they cannot be told apart."""

    line: int
    cells: list[str]
    broken: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Whole records. content: their bytes, None when only Python can read them. first_line: of the first record."""

    first_line: int
    content: bytes | None
    records: Sequence[Record] = ()


def records_of(piece: Piece, delimiter: str, width: int) -> Iterator[Record]:
    """The records of a piece, read by Python. A byte that is no UTF-8 is kept as a lone surrogate."""
    if piece.content is None:
        yield from piece.records
        return
    lines = (text_of(line, UTF8) + "\n" for line in piece.content.removesuffix(b"\n").split(b"\n"))
    yield from read_records(lines, piece.first_line, delimiter, width)


def read_records(lines: Iterator[str], first: int, delimiter: str, width: int) -> Iterator[Record]:
    """The records in `lines`, with the line each begins on; blank lines are none.

    A quotation mark that is never closed makes one record of many lines. When what follows its first line reads as
    records of `width` cells, only that line is lost.
    """
    pending: deque[str] = deque()
    at = first
    while True:
        taken, cells, broken = _take(pending, lines, delimiter)
        if not taken:
            return
        odd = sum(line.count('"') for line in taken) % 2 == 1
        if len(taken) > 1 and (odd or broken or len(cells) != width) and _holds_records(taken[1:], delimiter, width):
            pending.extendleft(reversed(taken[1:]))
            taken, cells, broken = taken[:1], [], "A quotation mark in the row is never closed."
        if cells or broken:
            yield Record(at, cells, broken)
        at += len(taken)


def _take(pending: deque[str], lines: Iterator[str], delimiter: str) -> tuple[list[str], list[str], str]:
    """The lines of the next record, its cells, and why they cannot be told apart. No line: the end."""
    taken: list[str] = []

    def logged() -> Iterator[str]:
        while (line := pending.popleft() if pending else next(lines, None)) is not None:
            taken.append(line)
            yield line

    try:
        return taken, next(csv.reader(logged(), delimiter=delimiter), []), ""
    except csv.Error as error:
        return taken, [], f"The row cannot be read: {error}."


def _holds_records(lines: list[str], delimiter: str, width: int) -> bool:
    try:
        return any(len(cells) == width for cells in csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        return False


def well_formed(content: bytes, delimiter: str) -> bool:
    """True when every quotation mark opens or closes a cell, or is doubled inside one, so that all parsers agree."""
    pieces = content.split(b'"')
    if len(pieces) == 1:
        return True
    if len(pieces) % 2 == 0:
        return False
    mark = delimiter.encode()
    ends = {piece[:1] + piece[-1:] for piece in pieces[2:-1:2]}
    before, after = (mark, b"\n", b""), (mark, b"\n", b"\r", b"")
    return (
        pieces[0][-1:] in before
        and pieces[-1][:1] in after
        and all(end[-1:] in before and end[:1] in after for end in ends)
    )


def split(content: bytes, *, ended: bool) -> tuple[bytes, bytes]:
    """What ends with a record, and the rest. Everything when the file has ended; nothing when no record ends."""
    if ended:
        return content, b""
    cut, outside = len(content), content.count(b'"') % 2 == 0
    while (newline := content.rfind(b"\n", 0, cut)) >= 0:
        outside ^= bool(content.count(b'"', newline, cut) % 2)
        if outside:
            return content[: newline + 1], content[newline + 1 :]
        cut = newline
    return b"", content


def text_of(content: bytes, encoding: str) -> str:
    """UTF-8 with strange bytes as lone surrogates; Windows-1252, and Latin-1 for its five gaps."""
    if encoding == UTF8:
        return content.decode(UTF8, "surrogateescape")
    try:
        return content.decode(WINDOWS)
    except UnicodeDecodeError:
        return content.decode("latin-1")


def as_utf8(content: bytes) -> bytes:
    return (
        content
        if content.isascii()
        else b"".join(
            line if line.isascii() else text_of(line, WINDOWS).encode() for line in content.splitlines(keepends=True)
        )
    )


def encoding_of(path: Path) -> str:
    """UTF-8 unless most lines with other letters than ASCII are not UTF-8: then Windows-1252, the Latin-1 of files."""
    good = bad = 0
    with path.open("rb") as plain:
        zipped = plain.read(2) == b"\x1f\x8b"
    with _opened(path, zipped) as stream:
        while line := stream.readline(LONGEST_LINE):
            if not line.isascii():
                valid = _is_utf8(line)
                good, bad = good + valid, bad + (not valid)
    return WINDOWS if bad > good else UTF8


def _opened(path: Path, zipped: bool) -> BinaryIO | gzip.GzipFile:
    return gzip.open(path, "rb") if zipped else path.open("rb")


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode(UTF8)
    except UnicodeDecodeError:
        return False
    return True
