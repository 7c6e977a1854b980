"""Pictures of pages, beside the originals: all of it can be made again from them, so none of it is evidence.

A page lies in DATA_DIR/evidence/derived/ab/<sha256>/<number>, a PNG or a WebP without metadata.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from django.conf import settings

STALE_SECONDS = 3600
PNG, WEBP = "image/png", "image/webp"


def _root() -> Path:
    return Path(settings.DATA_DIR) / "evidence" / "derived"


def folder_of(sha256: str) -> Path:
    """Where the pages of the file with this hash lie."""
    return _root() / sha256[:2] / sha256


def picture_path(sha256: str, number: int) -> Path:
    """Where the picture of page `number` (from 1) lies, made or not."""
    return folder_of(sha256) / f"{number:05d}"


def type_of(start: bytes) -> str:
    """The media type of a picture that begins with these bytes; "" for what is none of ours."""
    if start.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    return WEBP if start[:4] == b"RIFF" and start[8:12] == b"WEBP" else ""


def _sweep(place: Path) -> None:
    """Remove what a killed process was drawing."""
    limit = time.time() - STALE_SECONDS  # a folder's age is the file system's, not the Division's clock
    for folder in place.glob("drawing-*"):
        with suppress(FileNotFoundError):
            if folder.stat().st_mtime < limit:
                shutil.rmtree(folder, ignore_errors=True)


class Drawing:
    """Pages of one file being drawn: into a folder apart, put in place whole by keep(), removed by leaving the block."""

    def __init__(self, sha256: str) -> None:
        self._sha256 = sha256
        place = folder_of(sha256).parent
        place.mkdir(parents=True, exist_ok=True)
        _sweep(place)
        self._folder = Path(tempfile.mkdtemp(dir=place, prefix="drawing-"))
        self._folder.chmod(0o755)

    def add(self, number: int, body: bytes) -> None:
        """Raises ValueError for what is no picture."""
        if not type_of(body[:12]):
            raise ValueError("A page came as something other than a picture.")
        (self._folder / f"{number:05d}").write_bytes(body)

    def keep(self) -> None:
        """Take the place of what an earlier reading drew."""
        place = folder_of(self._sha256)
        if place.exists():
            shutil.rmtree(place)
        self._folder.rename(place)

    def __enter__(self) -> Drawing:
        return self

    def __exit__(self, *problem: object) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)
