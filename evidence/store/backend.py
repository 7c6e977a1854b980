"""Which store the settings choose, and the calls that every store answers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO, Protocol

from django.conf import settings

from evidence.store.disk import Disk
from evidence.store.objects import Objects


class Store(Protocol):
    """Bytes by SHA-256. What is not there raises FileNotFoundError, a store that is away StoreUnavailable."""

    def put(self, path: Path, sha256: str) -> None:
        """Keep the synced file at `path`, durably; bytes that are there already are left as they are."""

    def open(self, sha256: str) -> BinaryIO:
        """The bytes, to be read from anywhere in them."""

    def local_copy(self, sha256: str) -> AbstractContextManager[Path]:
        """A file of this machine with these bytes, only for reading."""

    def size(self, sha256: str) -> int:
        """How many bytes are there."""

    def names(self) -> Iterator[str]:
        """What everything in the store is called, sorted: SHA-256 in hex, unless somebody else put it there."""


def store() -> Store:
    return Objects(settings.EVIDENCE_OBJECTS) if settings.EVIDENCE_OBJECTS else Disk()


def open_original(sha256: str) -> BinaryIO:
    """The original bytes, to be read from anywhere in them. FileNotFoundError when they are not there."""
    return store().open(sha256)


def names() -> Iterator[str]:
    """What everything in the store is called, sorted."""
    return store().names()


def local_copy(sha256: str) -> AbstractContextManager[Path]:
    """A file of this machine with these bytes, only for reading. FileNotFoundError when they are not there."""
    return store().local_copy(sha256)


def holds(sha256: str, size: int) -> bool:
    """Whether the store has that many bytes under this hash; nothing is read."""
    try:
        return store().size(sha256) == size
    except FileNotFoundError:
        return False
