"""What a reader writes into while it reads, and how it says that it cannot."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from typing import Any, BinaryIO

from evidence.reading import frames

TEXT_LONGEST = 5_000_000
CLAIMS_MOST = 60
VALUE_LONGEST = 500


class Unreadable(Exception):
    """This file cannot be read; the text says why, to a person."""


class Outcome:
    """Takes what a reader finds and hands it over at once, so that what was found before a failure is kept."""

    def __init__(self, stream: BinaryIO, soft_seconds: float) -> None:
        self._stream = stream
        self._until = time.monotonic() + soft_seconds
        self._letters = self._claims = 0
        self.method = ""
        self.pages = 0
        self.remarks: list[str] = []

    @property
    def time_is_up(self) -> bool:
        """True when pages and letters are to be left off."""
        return time.monotonic() > self._until

    def remark(self, text: str) -> None:
        if text not in self.remarks:
            self.remarks.append(text)

    def text(self, text: str, page: int = 0) -> None:
        """Text of one page (from 1) or of the whole (0)."""
        room = TEXT_LONGEST - self._letters
        if len(text) > room:
            self.remark(f"Only the first {TEXT_LONGEST:,} letters are kept as text.")
        kept = text[:room].replace("\0", "").encode(errors="replace")
        self._letters += min(len(text), room)
        if kept.strip():
            self._frame({"k": "text", "n": page}, kept)

    def claim(
        self,
        kind: str,
        value: object,
        *,
        at: datetime | None = None,
        place: tuple[float, float] | None = None,
    ) -> None:
        """What the file says of itself. at without a zone is left as written and given no moment."""
        written = " ".join(str(value).replace("\0", "").split())[:VALUE_LONGEST]
        if not written or self._claims >= CLAIMS_MOST:
            return
        self._claims += 1
        head: dict[str, Any] = {"k": "claim", "kind": kind, "value": written.encode(errors="replace").decode()}
        if at is not None and at.tzinfo is not None:
            head["at"] = at.astimezone(UTC).isoformat()
        if place is not None:
            head["lat"], head["lon"] = place
        self._frame(head)

    def picture(self, number: int, width: int, height: int, body: bytes) -> None:
        self._frame({"k": "picture", "n": number, "width": width, "height": height}, body)

    def part(self, name: str, kind: str, body: bytes) -> None:
        self._frame({"k": "part", "name": name, "type": kind}, body)

    def listing(self, listing: dict[str, Any]) -> None:
        self._frame({"k": "listing", "listing": listing})

    def end(self, *, failed: str = "") -> None:
        why = failed or " ".join(self.remarks)
        head = {"k": "end", "method": self.method, "pages": self.pages, "failed": bool(failed), "why": why[:300]}
        self._frame(head)
        self._stream.flush()

    def _frame(self, head: dict[str, Any], body: bytes = b"") -> None:
        frames.write(self._stream, head, body)


def open_outcome(fd: int, soft_seconds: float) -> Outcome:
    return Outcome(os.fdopen(fd, "wb", buffering=1 << 16), soft_seconds)
