"""A body read one step ahead, so that receiving, hashing and writing a large file overlap."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import Empty, Queue
from threading import Thread

from django.http import UnreadablePostError

DEPTH = 4
PAUSE_SECONDS = 0.5


@contextmanager
def ahead(
    read: Callable[[int], bytes], size: int, block: int, meanwhile: Callable[[], object]
) -> Iterator[Callable[[int], bytes]]:
    """A function like `read`, whose blocks of `block` bytes are fetched by a thread while the last one is worked on.

    Up to DEPTH blocks wait in memory. b"" ends them: at `size`, or where the connection broke off. While none comes,
    `meanwhile` is called every PAUSE_SECONDS; what it raises ends the reading. Leaving the block lets the thread end
    with the read that it is in.
    """
    waiting: Queue[bytes] = Queue(DEPTH)
    left = [size]

    def fetch() -> None:
        while left[0] > 0:
            piece = until_broken(read, min(block, left[0]))
            left[0] -= len(piece)
            waiting.put(piece)
            if not piece:
                return

    Thread(target=fetch, name="upload", daemon=True).start()

    def take(_: int) -> bytes:
        while True:
            try:
                return waiting.get(timeout=PAUSE_SECONDS)
            except Empty:
                meanwhile()

    try:
        yield take
    finally:
        left[0] = 0
        _empty(waiting)


def until_broken(read: Callable[[int], bytes], size: int) -> bytes:
    """What comes, or b"" when the connection broke off."""
    try:
        return read(size)
    except (UnreadablePostError, OSError):
        return b""


def _empty(waiting: Queue[bytes]) -> None:
    """Make room for a last block, which the thread may be about to put."""
    try:
        while True:
            waiting.get_nowait()
    except Empty:
        return
