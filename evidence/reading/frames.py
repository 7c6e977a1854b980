"""How a reading child hands over what it found: frames of a JSON head and a body of bytes, both bounded.

Kinds of frames, by head["k"]:
    text     n: page from 1, or 0 for the whole; body: UTF-8
    claim    kind, value, and at (ISO 8601) or lat and lon
    picture  n, width, height; body: a PNG or WebP
    listing  the entries of an archive, in the head's "listing"
    part     name, type; body: bytes of a file within this one, as an attachment of a mail
    end      method, pages, why: a remark, or why reading failed when failed is true
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from typing import Any, BinaryIO

_LENGTHS = struct.Struct(">II")
HEAD_BYTES = 2 * 1024 * 1024
BODY_BYTES = 64 * 1024 * 1024
TOTAL_BYTES = 1024 * 1024 * 1024


class Broken(Exception):
    """What came through the pipe is no frame, or more than is taken."""


def write(stream: BinaryIO, head: dict[str, Any], body: bytes = b"") -> None:
    """Write one frame. Raises Broken when the reader at the other end would refuse it."""
    plain = json.dumps(head).encode()
    if len(plain) > HEAD_BYTES or len(body) > BODY_BYTES:
        raise Broken("A single piece of this file is larger than is taken.")
    stream.write(_LENGTHS.pack(len(plain), len(body)))
    stream.write(plain)
    stream.write(body)


def parse(take: Callable[[int], bytes]) -> tuple[dict[str, Any], bytes] | None:
    """The next frame; take(n) gives exactly n bytes, or fewer at the end. None at the end of the stream."""
    lengths = take(_LENGTHS.size)
    if not lengths:
        return None
    if len(lengths) < _LENGTHS.size:
        raise Broken("The pipe ended within a frame.")
    head_size, body_size = _LENGTHS.unpack(lengths)
    if head_size > HEAD_BYTES or body_size > BODY_BYTES:
        raise Broken("The reader sent a piece larger than is taken.")
    plain, body = take(head_size), take(body_size)
    if len(plain) < head_size or len(body) < body_size:
        raise Broken("The pipe ended within a frame.")
    return _object(plain), body


def _object(plain: bytes) -> dict[str, Any]:
    try:
        head = json.loads(plain)
    except (ValueError, RecursionError):
        raise Broken("The reader sent what is no frame.") from None
    if not isinstance(head, dict):
        raise Broken("The reader sent what is no frame.")
    return head
