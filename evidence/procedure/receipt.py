"""The receipt (R12): what the Division signs, and the source keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

RECEIPT_VERSION = 1


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """One file as received: its name, its size in bytes, its SHA-256 in hex."""

    name: str
    size: int
    sha256: str

    def line(self) -> dict[str, Any]:
        return {"name": self.name, "size": self.size, "sha256": self.sha256}


def statement(
    *,
    number: str,
    received_at: datetime | str,
    office: str,
    content_digest: str,
    files: Sequence[Mapping[str, Any]],
    docket: Mapping[str, Any],
) -> dict[str, Any]:
    """What is signed.

    files: lines as ReceivedFile.line() gives them; docket: the entry's leaf, which an inclusion proof proves (R49).
    """
    return {
        "kind": "receipt",
        "version": RECEIPT_VERSION,
        "number": number,
        "received_at": received_at,
        "office": office,
        "content_digest": content_digest,
        "files": list(files),
        "docket": docket,
    }
