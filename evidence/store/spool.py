"""The bytes of unfinished uploads: one file each, locked by its writer, synced and hashed while they arrive.

Nothing here knows the database. A caller records `synced` as the offset, so that what is recorded is on disk; after
an unclean end the file is longer than that and is cut back. The lock belongs to the open file: the system frees it
when the writer's process dies, and holds across processes.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock, RLock, Thread
from typing import Any

from django.conf import settings

from evidence.store.disk import READ_ONLY, folder
from evidence.store.together import rounds_of

BLOCK = 256 * 1024
SYNC_BYTES = 64 * 1024 * 1024
SYNC_SECONDS = 5.0
IDLE_SECONDS = 20.0
REMEMBERED = 1000


class Busy(Exception):
    """Another writer has the upload."""


class Superseded(Exception):
    """This writer was silent for so long that the upload was given to another."""


class Lost(Exception):
    """The disk holds less than was recorded."""


def spool_path(name: str) -> Path:
    """Where an upload's bytes lie."""
    return Path(settings.DATA_DIR) / "evidence" / "uploads" / name


class _Hashes:
    """The hash of each upload as far as this process has seen it; what it has not seen is read from disk."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, tuple[int, Any]] = OrderedDict()
        self._guard = Lock()

    def put(self, name: str, length: int, state: Any) -> None:
        with self._guard:
            self._known[name] = (length, state.copy())
            self._known.move_to_end(name)
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)

    def get(self, name: str, length: int) -> tuple[int, Any]:
        """(up to which byte, the hash of the bytes before), at most `length`."""
        with self._guard:
            known, state = self._known.get(name, (0, None))
        return (known, state.copy()) if state is not None and known <= length else (0, hashlib.sha256())

    def drop(self, name: str) -> None:
        with self._guard:
            self._known.pop(name, None)


_hashes = _Hashes()
_writers: set[Writer] = set()
_watcher: Thread | None = None
_guard = Lock()


class Writer:
    """The only writer of one upload. position: bytes written; synced: bytes known to be on disk.

    After close(), which may come from another thread, every call raises Superseded.
    """

    def __init__(self, name: str, handle: int) -> None:
        self.name, self._handle = name, handle
        # The name is there since the file was opened: while many write, somebody's sync of the folder covers it.
        self._rounds = rounds_of(spool_path(name).parent)
        self._named = self._rounds.next()
        self.position = self.synced = 0
        self.hash = hashlib.sha256()
        self._mutex = RLock()
        self._open = self._whole = True
        self._touched = self._asked_at = time.monotonic()
        self._asked = 0
        self._syncing: Thread | None = None
        self._fault: OSError | None = None

    def resume(self, offset: int) -> None:
        """Stand at `offset`: cut off what was never recorded, and know the hash of what is there. Raises Lost."""
        with self.pinned() as handle:
            size = os.fstat(handle).st_size
            if size < offset:
                raise Lost(f"{size} of {offset} bytes")
            if size > offset:
                os.ftruncate(handle, offset)
            known, self.hash = _hashes.get(self.name, offset)
            os.lseek(handle, known, os.SEEK_SET)
            while known < offset:
                piece = os.read(handle, min(BLOCK, offset - known))
                self.hash.update(piece)
                known += len(piece)
            self.position = self.synced = self._asked = offset
            self._touched = time.monotonic()

    def write(self, block: bytes) -> None:
        """Write and hash. Raises OSError when the disk is full, having written what fits."""
        with self.pinned() as handle:
            self._touched = time.monotonic()
            rest = memoryview(block)
            while rest:
                written = os.write(handle, rest)
                self.hash.update(rest[:written])
                self.position += written
                rest = rest[written:]

    def sync_soon(self) -> None:
        """Begin to sync beside the writing, every so many bytes or seconds, so that the last sync is short."""
        now, new = time.monotonic(), self.position - self._asked
        if not new or (new < SYNC_BYTES and now - self._asked_at < SYNC_SECONDS):
            return
        with self.pinned() as handle:
            if self._syncing is None or not self._syncing.is_alive():
                self._asked, self._asked_at = self.position, now
                self._syncing = Thread(target=self._sync_behind, args=(handle, self.position), daemon=True)
                self._syncing.start()

    def _sync_behind(self, handle: int, position: int) -> None:
        try:
            os.fdatasync(handle)
            if self.synced == 0:
                self._rounds.reach(self._named)
        except OSError as error:
            self._fault = error
        else:
            self.synced = position

    def sync(self, *, finished: bool = False) -> None:
        """Return when everything written is on disk, name and all. finished: it is not written to again."""
        with self.pinned() as handle:
            self._await()
            if finished:
                os.fchmod(handle, READ_ONLY)
            os.fsync(handle)
            self._rounds.reach(self._named)
            if self._fault:
                raise self._fault  # a failed sync is told once: what it covered is not known to be there
            self.synced = self.position

    def cut(self, offset: int) -> None:
        """Take back what was written after `offset`."""
        with self.pinned() as handle:
            self._await()
            os.ftruncate(handle, offset)
            self.position = self.synced = offset
            self._whole = False

    @contextmanager
    def pinned(self) -> Iterator[int]:
        """While this lasts nobody else gets the upload. What is recorded of it is recorded inside."""
        with self._mutex:
            if not self._open:
                raise Superseded
            yield self._handle

    def _await(self) -> None:
        if self._syncing is not None:
            self._syncing.join()

    @property
    def idle(self) -> float:
        """Seconds since the last byte."""
        return time.monotonic() - self._touched

    def close(self) -> None:
        """Let go of the upload; a second call changes nothing."""
        with self._mutex:
            if not self._open:
                return
            self._open = False
            self._await()
            if self._whole and self.position == self.synced:
                _hashes.put(self.name, self.position, self.hash)
            else:
                _hashes.drop(self.name)
            with _guard:
                _writers.discard(self)
            os.close(self._handle)


@contextmanager
def writing(name: str, *, new: bool) -> Iterator[Writer]:
    """The writer of an upload. new: nothing of it was recorded, so that its file need not be there.

    Raises Busy, and FileNotFoundError. Leaving the block frees the upload.
    """
    writer = Writer(name, _locked(name, os.O_RDWR | (os.O_CREAT if new else 0)))
    _watch_over(writer)
    try:
        yield writer
    finally:
        writer.close()


def remove(name: str) -> bool:
    """Remove an upload's bytes; False while somebody writes them."""
    try:
        handle = _locked(name, os.O_RDONLY)
    except FileNotFoundError:
        return True
    except Busy:
        return False
    try:
        spool_path(name).unlink(missing_ok=True)
    finally:
        os.close(handle)
    _hashes.drop(name)
    return True


def spooled_names(older_than: float) -> list[str]:
    """Names in the spool that nobody has written to for so many seconds."""
    limit = time.time() - older_than  # a file's age is the file system's, not the Division's clock
    return [entry.name for entry in os.scandir(folder("uploads")) if entry.stat().st_mtime < limit]


def _locked(name: str, flags: int) -> int:
    handle = _opened(name, flags | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BaseException as error:
        os.close(handle)
        if isinstance(error, BlockingIOError):
            raise Busy from None
        raise
    return handle


def _opened(name: str, flags: int) -> int:
    try:
        return os.open(spool_path(name), flags, 0o640)
    except FileNotFoundError:
        if not flags & os.O_CREAT:
            raise
    return os.open(folder("uploads") / name, flags, 0o640)


def _watch_over(writer: Writer) -> None:
    global _watcher
    with _guard:
        _writers.add(writer)
        if _watcher is None:
            _watcher = Thread(target=_retire_the_idle, name="uploads", daemon=True)
            _watcher.start()


def _retire_the_idle() -> None:
    """Free uploads whose client fell silent without a word: its writer may wait for years for the next byte."""
    global _watcher
    while True:
        time.sleep(IDLE_SECONDS / 4)
        with _guard:
            writers = list(_writers)
            if not writers:
                _watcher = None
                return
        for writer in writers:
            if writer.idle > IDLE_SECONDS:
                writer.close()
