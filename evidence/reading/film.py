"""Film and sound in the MP4 family: what the file claims of its time, place and device. No frame is decoded."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import BinaryIO

from evidence.reading.outcome import Outcome

_SINCE = datetime(1904, 1, 1, tzinfo=UTC)
_INSIDE = {b"moov", b"udta", b"trak", b"mdia"}
_BOXES_MOST, _DEPTH_MOST, _SMALL = 2000, 5, 64 * 1024
_PLACE = re.compile(r"([+-]\d{1,3}(?:\.\d+)?)([+-]\d{1,3}(?:\.\d+)?)")
_TEXTS = {
    b"\xa9xyz": "place",
    b"\xa9mak": "device",
    b"\xa9mod": "device",
    b"\xa9swr": "software",
    b"\xa9day": "created",
    b"\xa9nam": "title",
    b"\xa9ART": "author",
}


def read(stream: BinaryIO, outcome: Outcome, kind: str) -> None:
    outcome.method = "claims only"
    end = stream.seek(0, 2)
    for name, body in _boxes(stream, 0, end, 0):
        if name == b"mvhd":
            _made(body, outcome)
        elif name in _TEXTS and len(body) > 4:
            length = struct.unpack(">H", body[:2])[0]
            _said(_TEXTS[name], body[4 : 4 + length].decode(errors="replace"), outcome)


def _boxes(stream: BinaryIO, start: int, end: int, depth: int) -> Iterator[tuple[bytes, bytes]]:
    """The small boxes that can claim anything, wherever they lie; the large ones are passed over."""
    for _ in range(_BOXES_MOST):
        if start + 8 > end:
            return
        stream.seek(start)
        size, name = struct.unpack(">I4s", stream.read(8))
        head = 8
        if size == 1:
            size, head = struct.unpack(">Q", stream.read(8))[0], 16
        size = size or end - start
        if size < head or start + size > end:
            return
        if name in _INSIDE and depth < _DEPTH_MOST:
            yield from _boxes(stream, start + head, start + size, depth + 1)
        elif name in _TEXTS or name == b"mvhd":
            yield name, stream.read(min(size - head, _SMALL))
        start += size


def _made(body: bytes, outcome: Outcome) -> None:
    wide = body[:1] == b"\1"
    shape = ">Q" if wide else ">I"
    raw = body[4 : 4 + struct.calcsize(shape)]
    if len(raw) < struct.calcsize(shape):
        return
    seconds = struct.unpack(shape, raw)[0]
    if 0 < seconds < 2**34:
        at = _SINCE + timedelta(seconds=seconds)
        outcome.claim("created", at.isoformat(), at=at)


def _said(kind: str, text: str, outcome: Outcome) -> None:
    found = _PLACE.match(text) if kind == "place" else None
    if found and abs(float(found[1])) <= 90 and abs(float(found[2])) <= 180:
        outcome.claim(kind, text, place=(float(found[1]), float(found[2])))
    else:
        outcome.claim(kind, text)
