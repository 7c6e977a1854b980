"""The store on a disk: DATA_DIR/evidence/store/ab/abcd…, hard-linked once and read-only."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from evidence.store.together import sync_folder

READ_ONLY = 0o440


def folder(name: str) -> Path:
    """DATA_DIR/evidence/`name`, made when it is not there."""
    path = Path(settings.DATA_DIR) / "evidence" / name
    path.mkdir(parents=True, exist_ok=True)
    return path


def path_of(sha256: str) -> Path:
    """Where the bytes with this hash lie when the store is on disk."""
    return Path(settings.DATA_DIR) / "evidence" / "store" / sha256[:2] / sha256


class Disk:
    def put(self, path: Path, sha256: str) -> None:
        place = path_of(sha256)
        if not place.parent.is_dir():
            place.parent.mkdir(parents=True, exist_ok=True)
            sync_folder(place.parent.parent)
        with contextlib.suppress(FileExistsError):
            os.link(path, place)
        # Also when it was there: another writer may have linked it a moment ago and not synced the name yet.
        sync_folder(place.parent)

    def open(self, sha256: str) -> BinaryIO:
        return path_of(sha256).open("rb")

    @contextmanager
    def local_copy(self, sha256: str) -> Iterator[Path]:
        path = path_of(sha256)
        path.stat()
        yield path

    def size(self, sha256: str) -> int:
        return path_of(sha256).stat().st_size

    def names(self) -> Iterator[str]:
        root = path_of("0" * 64).parent.parent
        for part in sorted(root.iterdir()) if root.is_dir() else []:
            yield from sorted(path.name for path in part.iterdir())
