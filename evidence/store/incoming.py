"""Files on their way into the store, and the batch of one submission."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import TracebackType
from typing import Protocol

from evidence.procedure.receipt import ReceivedFile
from evidence.store.backend import store
from evidence.store.disk import READ_ONLY, folder

STALE_SECONDS = 24 * 3600


class Kept(Protocol):
    """A received file, synced. keep() gives it its place in the store; discard() removes what is no longer needed."""

    @property
    def name(self) -> str: ...

    @property
    def claimed_type(self) -> str: ...

    @property
    def received(self) -> ReceivedFile: ...

    def keep(self) -> None: ...

    def discard(self) -> None: ...


@dataclass
class Incoming:
    """A file being received. finish() syncs it; keep() gives it its place; discard() removes it."""

    name: str
    claimed_type: str = ""

    def __post_init__(self) -> None:
        self._file = NamedTemporaryFile(dir=folder("incoming"), delete=False)  # noqa: SIM115 - lives on
        self._hash = hashlib.sha256()
        self._size = 0

    def write(self, chunk: bytes) -> None:
        self._file.write(chunk)
        self._hash.update(chunk)
        self._size += len(chunk)

    def finish(self) -> Incoming:
        self._file.flush()
        os.fchmod(self._file.fileno(), READ_ONLY)
        os.fsync(self._file.fileno())
        self._file.close()
        return self

    @property
    def received(self) -> ReceivedFile:
        return ReceivedFile(self.name, self._size, self._hash.hexdigest())

    def keep(self) -> None:
        store().put(Path(self._file.name), self._hash.hexdigest())

    def discard(self) -> None:
        """Remove what lies in incoming/; its place in the store is not touched."""
        self._file.close()
        Path(self._file.name).unlink(missing_ok=True)


@dataclass(frozen=True)
class Spooled:
    """A finished upload (evidence.store.spool). It outlives a refused submission, so discard() leaves it."""

    name: str
    claimed_type: str
    size: int
    sha256: str
    path: Path

    @property
    def received(self) -> ReceivedFile:
        return ReceivedFile(self.name, self.size, self.sha256)

    def keep(self) -> None:
        store().put(self.path, self.sha256)

    def discard(self) -> None:
        return


class Batch:
    """The files of one submission; leaving the block removes all that incoming/ held of them."""

    def __init__(self, files: Iterable[Kept] = ()) -> None:
        self.files: list[Kept] = list(files)

    def add(self, name: str, content: bytes, claimed_type: str = "") -> Batch:
        """Add a whole file from memory."""
        incoming = Incoming(name, claimed_type)
        self.files.append(incoming)
        incoming.write(content)
        incoming.finish()
        return self

    @property
    def received(self) -> list[ReceivedFile]:
        return [file.received for file in self.files]

    def keep(self) -> None:
        for file in self.files:
            file.keep()

    def __enter__(self) -> Batch:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for file in self.files:
            file.discard()


def sweep(older_than: float = STALE_SECONDS) -> int:
    """Remove what a killed process left in incoming/. Returns how many files."""
    limit = time.time() - older_than  # a file's age is the file system's, not the Division's clock
    stale = [path for path in folder("incoming").iterdir() if _written(path) < limit]
    for path in stale:
        path.unlink(missing_ok=True)
    return len(stale)


def _written(path: Path) -> float:
    """When it was last written to; a file that is gone is not stale."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return time.time()
