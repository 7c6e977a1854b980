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
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evidence.eventrecords import (
    LARGEST_RECORD,
    UTF8,
    Piece,
    as_utf8,
    read_records,
    split,
    text_of,
    well_formed,
)
from evidence.procedure.events.layouts import is_tag_row

PIECE_BYTES = 4 * 1024 * 1024
LARGEST_HEADER = 256 * 1024
CAREFUL_ROWS = 2000
DELIMITERS = ",;\t"


class Unreadable(ValueError):
    """The file as a whole cannot be read; the message says why."""


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
        line, _newline, rest = self._waiting.partition(b"\n")
        if is_tag_row(_cells(line.decode("utf-8", "replace"), self.delimiter)):
            self._waiting, self._line = rest, 3

    def pieces(self) -> Iterator[Piece]:
        """Every record after the header, once, in order."""
        while True:
            block = self._more(PIECE_BYTES)
            content = self._waiting + block
            if not content:
                return
            whole, self._waiting = split(content, ended=not block)
            if not block and not whole.endswith(b"\n"):
                whole += b"\n"
            if whole and well_formed(whole, self.delimiter):
                yield self._piece(whole)
            elif whole or len(content) > LARGEST_RECORD:
                self._waiting = whole + self._waiting
                yield from self._carefully()
                return

    def _piece(self, content: bytes) -> Piece:
        piece = Piece(self._line, content if self.encoding == UTF8 else as_utf8(content))
        self._line += content.count(b"\n")
        return piece

    def _carefully(self) -> Iterator[Piece]:
        first, kept = self._line, []
        for record in read_records(self._lines(), first, self.delimiter, len(self.header)):
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
