"""Archives: what they say they hold, flagged, and never unpacked to disk (R18).

A listing is {"total", "shown", "unpacked", "flags", "entries": [{"name", "size", "flags"}]}, sizes in bytes. Only the
first bytes of an entry are ever unpacked, in memory, to tell what it is.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise
from typing import IO, Any, BinaryIO, cast

from evidence.reading.outcome import Outcome, Unreadable

SHOWN_MOST = 1000
ENTRIES_MOST = 10_000
RATIO_MOST = 100
RATIO_FROM = 1024 * 1024
UNPACKED_MOST = 4 * 1024**3
STREAM_MOST = 1024**3
NAME_LONGEST = 300

TRAVERSAL, ABSOLUTE = "leaves its folder", "absolute path"
LINK, DEVICE = "link", "device"
ENCRYPTED, HUGE, NESTED, PROGRAM = "encrypted", "huge ratio", "archive within", "program"
OVERLAPPING, MANY = "overlapping entries", "too many entries"
UNPACKS_HUGE, TWICE = "unpacks to a huge size", "name twice"
_OPENERS: dict[str, Callable[..., Any]] = {
    "application/gzip": gzip.open,
    "application/x-bzip2": bz2.open,
    "application/x-xz": lzma.open,
}
_DAMAGED = (EOFError, zlib.error, lzma.LZMAError, tarfile.TarError, OSError)
_PROGRAM_STARTS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\0asm")
_ARCHIVE_STARTS = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!")
_PROGRAM_ENDS = (".exe", ".dll", ".scr", ".com", ".bat", ".cmd", ".js", ".vbs", ".ps1", ".lnk", ".msi", ".jar", ".sh")
_ARCHIVE_ENDS = (".zip", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".7z", ".rar", ".iso", ".cab")


@dataclass
class Listing:
    """Gathers entries; what is beyond the caps is counted and not shown."""

    entries: list[dict[str, Any]] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    total: int = 0
    unpacked: int = 0
    _names: set[str] = field(default_factory=set)

    def flag(self, flag: str) -> None:
        if flag not in self.flags:
            self.flags.append(flag)

    def add(self, name: str, size: int, flags: Iterable[str]) -> None:
        own = list(dict.fromkeys([*_by_name(name), *flags]))
        if name in self._names:
            own.append(TWICE)
        self._names.add(name)
        self.total += 1
        self.unpacked += max(size, 0)
        for flag in own:
            self.flag(flag)
        if len(self.entries) < SHOWN_MOST or (own and len(self.entries) < SHOWN_MOST + SHOWN_MOST // 2):
            shown = {"name": name[:NAME_LONGEST].encode(errors="replace").decode(), "size": size, "flags": own}
            self.entries.append(shown)

    def done(self, outcome: Outcome) -> None:
        if self.total > ENTRIES_MOST:
            self.flag(MANY)
        if self.unpacked > UNPACKED_MOST:
            self.flag(UNPACKS_HUGE)
        facts = {"total": self.total, "shown": len(self.entries), "unpacked": self.unpacked, "flags": self.flags}
        outcome.listing({**facts, "entries": self.entries})
        outcome.text("\n".join(entry["name"] for entry in self.entries))


def _by_name(name: str) -> list[str]:
    path, lower = name.replace("\\", "/"), name.lower()
    flags = []
    if path.startswith("/") or path[1:2] == ":":
        flags.append(ABSOLUTE)
    if ".." in path.split("/"):
        flags.append(TRAVERSAL)
    if lower.endswith(_PROGRAM_ENDS):
        flags.append(PROGRAM)
    if lower.endswith(_ARCHIVE_ENDS):
        flags.append(NESTED)
    return flags


def _by_start(start: bytes) -> list[str]:
    if start.startswith(_PROGRAM_STARTS) and not start.startswith((b"#!AMR", b"#!SILK")):
        return [PROGRAM]
    return [NESTED] if start.startswith(_ARCHIVE_STARTS) else []


def read_zip(stream: BinaryIO, outcome: Outcome, kind: str) -> None:
    outcome.method = "zip"
    listing = Listing()
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
            for place, entry in enumerate(entries):
                start = _start(archive, entry) if place < SHOWN_MOST and not outcome.time_is_up else b""
                listing.add(entry.filename, entry.file_size, [*_zip_flags(entry), *_by_start(start)])
            if _overlap(entries):
                listing.flag(OVERLAPPING)
    except MemoryError:
        listing = Listing(flags=[MANY])
        outcome.remark("It names more entries than can be listed.")
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise Unreadable(f"The archive is damaged and cannot be listed: {error}.") from None
    listing.done(outcome)


def _start(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """The first bytes of an entry, unpacked in memory; nothing of one that is encrypted, damaged or empty."""
    if entry.flag_bits & 1 or not entry.file_size:
        return b""
    with suppress(*_DAMAGED, zipfile.BadZipFile, NotImplementedError, RuntimeError), archive.open(entry) as unpacked:
        return unpacked.read(8)
    return b""


def _zip_flags(entry: zipfile.ZipInfo) -> list[str]:
    flags = [ENCRYPTED] if entry.flag_bits & 1 else []
    mode = entry.external_attr >> 16 & 0o170000
    if mode == 0o120000:
        flags.append(LINK)
    elif mode in (0o020000, 0o060000, 0o010000, 0o140000):
        flags.append(DEVICE)
    if entry.file_size > RATIO_FROM and entry.file_size > RATIO_MOST * max(entry.compress_size, 1):
        flags.append(HUGE)
    return flags


def _overlap(entries: list[zipfile.ZipInfo]) -> bool:
    """True when two entries share packed bytes, as in a bomb whose ratio no single entry shows."""
    ordered = sorted(entries, key=lambda entry: entry.header_offset)
    return any(first.header_offset + first.compress_size > second.header_offset for first, second in pairwise(ordered))


class Metered:
    """An unpacked stream that stops at a size, so that a bomb costs what is allowed and no more."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self.count = 0

    def read(self, size: int = -1) -> bytes:
        if self.count > STREAM_MOST:
            raise Unreadable(f"It unpacks to more than {STREAM_MOST // 1_000_000:,} MB; the rest is not listed.")
        chunk: bytes = self._stream.read(min(size, 1 << 20) if size > 0 else 1 << 20)
        self.count += len(chunk)
        return chunk


def read_tar(stream: BinaryIO, outcome: Outcome, kind: str) -> None:
    outcome.method = "tar"
    _list_tar(stream, outcome)


def read_packed(stream: BinaryIO, outcome: Outcome, kind: str) -> None:
    """gzip, bzip2 or xz: around a tar, or around one file."""
    size = stream.seek(0, 2)
    stream.seek(0)
    inner = cast(BinaryIO, _OPENERS[kind](stream, "rb"))
    try:
        start = inner.read(512)
    except _DAMAGED as error:
        raise Unreadable(f"It is damaged and cannot be unpacked: {error}.") from None
    inner.seek(0)
    if start[257:262] == b"ustar":
        outcome.method = "tar"
        _list_tar(inner, outcome, packed=size)
        return
    outcome.method = kind.rpartition("/")[2].removeprefix("x-")
    _list_one(inner, start, size, outcome)


def _list_one(inner: BinaryIO, start: bytes, packed: int, outcome: Outcome) -> None:
    listing, metered = Listing(), Metered(inner)
    try:
        while metered.read():
            if outcome.time_is_up:
                break
    except Unreadable as error:
        listing.flag(UNPACKS_HUGE)
        outcome.remark(str(error))
    except _DAMAGED as error:
        outcome.remark(f"It is damaged after {metered.count:,} bytes: {error}.")
    huge = metered.count > RATIO_FROM and metered.count > RATIO_MOST * packed
    listing.add("the packed file", metered.count, [*_by_start(start), *([HUGE] if huge else [])])
    listing.done(outcome)


def _list_tar(stream: BinaryIO, outcome: Outcome, packed: int = 0) -> None:
    listing, metered = Listing(), Metered(stream)
    try:
        with tarfile.open(fileobj=cast(IO[bytes], metered), mode="r|") as archive:
            for entry in archive:
                listing.add(entry.name, entry.size, _tar_flags(entry))
                archive.members.clear()  # type: ignore[attr-defined]  # else a long archive fills the memory
                if outcome.time_is_up:
                    outcome.remark("The archive is long; the rest is not listed.")
                    break
    except Unreadable as error:
        listing.flag(UNPACKS_HUGE)
        outcome.remark(str(error))
    except _DAMAGED as error:
        outcome.remark(f"The archive is damaged after {listing.total:,} entries: {error}.")
    if packed and metered.count > RATIO_FROM and metered.count > RATIO_MOST * packed:
        listing.flag(HUGE)
    listing.done(outcome)


def _tar_flags(entry: tarfile.TarInfo) -> list[str]:
    flags = []
    if entry.issym() or entry.islnk():
        flags.append(LINK)
        flags += [flag for flag in _by_name(entry.linkname) if flag in (ABSOLUTE, TRAVERSAL)]
    elif entry.isdev():
        flags.append(DEVICE)
    return flags


def read_closed(stream: BinaryIO, outcome: Outcome, kind: str) -> None:
    outcome.method = "not listed"
    outcome.remark("Archives of this kind are not listed here. What it holds is not known.")
