"""Reading an event file in pieces that end where records end (R19), so that memory stays flat at any size.

A piece goes to PostgreSQL as it is, which parses CSV several times faster than Python. What PostgreSQL would read
otherwise than a person does (a quotation mark in the middle of a cell) is found first; from there on Python reads.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import os
import zlib
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from evidence.procedure.events.layouts import is_tag_row

PIECE_BYTES = 4 * 1024 * 1024
LARGEST_RECORD = 8 * 1024 * 1024
LARGEST_HEADER = 256 * 1024
CAREFUL_ROWS = 2000
DELIMITERS = ",;\t"
UTF8, WINDOWS = "utf-8", "cp1252"

csv.field_size_limit(LARGEST_RECORD)


class Unreadable(ValueError):
    """The file as a whole cannot be read; the message says why."""


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


class _Hashing(io.RawIOBase):
    """The file's own bytes, hashed and counted as they are read."""

    def __init__(self, path: Path) -> None:
        self._file, self._hash, self.position = path.open("rb", buffering=0), hashlib.sha256(), 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        size = self._file.readinto(buffer) or 0
        self._hash.update(memoryview(buffer)[:size])
        self.position += size
        return size

    def rest(self) -> str:
        """The SHA-256 of the whole file, what nobody asked for included."""
        while self.read(PIECE_BYTES):
            pass
        return self._hash.hexdigest()

    def close(self) -> None:
        self._file.close()
        super().close()


class EventFile:
    """An event file, plain or gzip. header: the cells of its first line. Raises Unreadable; close it after use."""

    def __init__(self, path: Path, encoding: str = UTF8, largest: int | None = None) -> None:
        self.path, self.encoding, self._largest = path, encoding, largest
        try:
            self.size = os.path.getsize(path)
            self._raw = _Hashing(path)
        except OSError as error:
            raise Unreadable(f"The file cannot be opened: {error.strerror or error}.") from error
        self._buffered = io.BufferedReader(self._raw, PIECE_BYTES // 4)
        self._stream: Any = self._buffered
        try:
            self._open()
        except BaseException:
            self.close()
            raise

    def _open(self) -> None:
        if self._buffered.peek(2)[:2] == b"\x1f\x8b":
            self._stream = gzip.GzipFile(fileobj=self._buffered)
        self._line, self._read = 1, 0
        self._waiting = self._more(LARGEST_HEADER)
        self._head()

    def __enter__(self) -> EventFile:
        return self

    def __exit__(self, *error: Any) -> None:
        self.close()

    def close(self) -> None:
        self._stream.close()
        self._buffered.close()

    @property
    def position(self) -> int:
        """How many of the file's own bytes have been read."""
        return self._raw.position

    def sha256(self) -> str:
        return self._raw.rest()

    def _more(self, size: int) -> bytes:
        try:
            content = self._stream.read(size)
        except (EOFError, OSError, zlib.error) as error:
            where = f" after line {self._line}" if self._read else ""
            raise Unreadable(f"The file is cut short or damaged{where}: {error}. Nothing was loaded.") from error
        self._read += len(content)
        if self._largest is not None and self._read > self._largest:
            raise Unreadable(f"Unpacked it holds more than {self._largest // 2**20} MB. Nothing was loaded.")
        return content

    def _head(self) -> None:
        start = self._waiting
        if not start:
            raise Unreadable("The file is empty.")
        if said := _no_text(start):
            raise Unreadable(said)
        start = start.removeprefix(b"\xef\xbb\xbf")
        line, newline, rest = start.partition(b"\n")
        if not newline and len(start) >= LARGEST_HEADER - 3:
            raise Unreadable("This is no CSV file: its first line does not end.")
        if b"\x00" in line:
            raise Unreadable("This is no CSV file: its first line holds NUL bytes.")
        text = line.decode("utf-8", "replace").strip("\r")
        self.delimiter = max(DELIMITERS, key=text.count)
        self.header = _cells(text, self.delimiter)
        self._waiting, self._line = rest, 2
        self._skip_tags()

    def _skip_tags(self) -> None:
        line, newline, rest = self._waiting.partition(b"\n")
        if is_tag_row(_cells(line.decode("utf-8", "replace"), self.delimiter)):
            self._waiting, self._line = rest, 3

    def pieces(self) -> Iterator[Piece]:
        """Every record after the header, once, in order."""
        while True:
            block = self._more(PIECE_BYTES)
            content = self._waiting + block
            if not content:
                return
            whole, self._waiting = _split(content, ended=not block)
            if not block and not whole.endswith(b"\n"):
                whole += b"\n"
            if whole and well_formed(whole, self.delimiter):
                yield self._piece(whole)
            elif whole or len(content) > LARGEST_RECORD:
                self._waiting = whole + self._waiting
                yield from self._carefully()
                return

    def _piece(self, content: bytes) -> Piece:
        piece = Piece(self._line, content if self.encoding == UTF8 else _as_utf8(content))
        self._line += content.count(b"\n")
        return piece

    def _carefully(self) -> Iterator[Piece]:
        first, kept = self._line, []
        for record in _records(self._lines(), first, self.delimiter, len(self.header)):
            kept.append(record)
            if len(kept) >= CAREFUL_ROWS:
                yield Piece(first, None, kept)
                kept = []
        yield Piece(first, None, kept)

    def _lines(self) -> Iterator[str]:
        while block := self._waiting or self._more(PIECE_BYTES):
            self._waiting = b""
            *lines, rest = block.split(b"\n")
            if len(rest) <= LARGEST_RECORD and (more := self._more(PIECE_BYTES)):
                self._waiting = rest + more
            elif rest:
                lines.append(rest)
            for line in lines:
                yield text_of(line, self.encoding) + "\n"


def records_of(piece: Piece, delimiter: str, width: int) -> Iterator[Record]:
    """The records of a piece, read by Python. A byte that is no UTF-8 is kept as a lone surrogate."""
    if piece.content is None:
        yield from piece.records
        return
    lines = (text_of(line, UTF8) + "\n" for line in piece.content.removesuffix(b"\n").split(b"\n"))
    yield from _records(lines, piece.first_line, delimiter, width)


def _records(lines: Iterator[str], first: int, delimiter: str, width: int) -> Iterator[Record]:
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
        while pending or (line := next(lines, None)) is not None:
            taken.append(pending.popleft() if pending else line)
            yield taken[-1]

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


def _split(content: bytes, *, ended: bool) -> tuple[bytes, bytes]:
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


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


_SIGNATURES = {
    b"PK\x03\x04": "This is a zip archive or an Excel workbook. Unpack it, or save the sheet as CSV.",
    b"\xd0\xcf\x11\xe0": "This is an old Excel workbook. Save the sheet as CSV.",
    b"%PDF": "This is a PDF document, no CSV file.",
    b"\xff\xfe": "The file is UTF-16. Save it as UTF-8.",
    b"\xfe\xff": "The file is UTF-16. Save it as UTF-8.",
}


def _no_text(start: bytes) -> str:
    return next((said for signature, said in _SIGNATURES.items() if start.startswith(signature)), "")


def text_of(content: bytes, encoding: str) -> str:
    """UTF-8 with strange bytes as lone surrogates; Windows-1252, and Latin-1 for its five gaps."""
    if encoding == UTF8:
        return content.decode(UTF8, "surrogateescape")
    try:
        return content.decode(WINDOWS)
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _as_utf8(content: bytes) -> bytes:
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
        while line := stream.readline(PIECE_BYTES):
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
