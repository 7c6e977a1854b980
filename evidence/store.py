"""Original bytes on disk, addressed by their SHA-256 and never changed (R12, R15).

A file is written to incoming/, synced, and linked to its place as the last step before its submission is
committed. What never got that far is removed, at once or by sweep().
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import TracebackType
from typing import BinaryIO

from django.conf import settings

from evidence.procedure.receipt import ReceivedFile

STALE_SECONDS = 24 * 3600


def _folder(name: str) -> Path:
    folder = Path(settings.DATA_DIR) / "evidence" / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def path_of(sha256: str) -> Path:
    """Where the bytes with this hash lie."""
    return Path(settings.DATA_DIR) / "evidence" / "store" / sha256[:2] / sha256


def open_original(sha256: str) -> BinaryIO:
    """The original bytes, to be read from anywhere in them. FileNotFoundError when they are not there."""
    return path_of(sha256).open("rb")


@contextmanager
def local_copy(sha256: str) -> Iterator[Path]:
    """A file of this machine with these bytes, only for reading. FileNotFoundError when they are not there."""
    path = path_of(sha256)
    path.stat()
    yield path


@dataclass
class Incoming:
    """A file being received. finish() syncs it; keep() gives it its place; discard() removes it."""

    name: str
    claimed_type: str = ""

    def __post_init__(self) -> None:
        self._file = NamedTemporaryFile(dir=_folder("incoming"), delete=False)  # noqa: SIM115 - lives on
        self._hash = hashlib.sha256()
        self._size = 0

    def write(self, chunk: bytes) -> None:
        self._file.write(chunk)
        self._hash.update(chunk)
        self._size += len(chunk)

    def finish(self) -> Incoming:
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        return self

    @property
    def received(self) -> ReceivedFile:
        return ReceivedFile(self.name, self._size, self._hash.hexdigest())

    def keep(self) -> None:
        """Link the synced bytes to their place; the same bytes stored earlier are left as they are."""
        place = path_of(self._hash.hexdigest())
        place.parent.mkdir(parents=True, exist_ok=True)
        os.chmod(self._file.name, 0o440)
        try:
            os.link(self._file.name, place)
        except FileExistsError:
            return
        _sync(place.parent)

    def discard(self) -> None:
        """Remove what lies in incoming/; the linked place is not touched."""
        self._file.close()
        Path(self._file.name).unlink(missing_ok=True)


class Batch:
    """The files of one submission; leaving the block removes all that incoming/ held of them."""

    def __init__(self, files: Iterable[Incoming] = ()) -> None:
        self.files = list(files)

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


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep(older_than: float = STALE_SECONDS) -> int:
    """Remove what a killed process left in incoming/. Returns how many files."""
    limit = time.time() - older_than  # a file's age is the file system's, not the Division's clock
    stale = [path for path in _folder("incoming").iterdir() if path.stat().st_mtime < limit]
    for path in stale:
        path.unlink(missing_ok=True)
    return len(stale)
