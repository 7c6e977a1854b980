"""One byte form for every value that is digested or signed (R12, R30, R49). Pure."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID


def moment(value: datetime) -> str:
    """`2026-02-09T09:31:07.000000Z`, as every digest and signature has it."""
    return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (Decimal, UUID)):
        return str(value)
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")


_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False, default=_plain)


def canonical(value: Any) -> bytes:
    """UTF-8 JSON: sorted keys, no spaces, no NaN, times as `2026-02-09T09:31:07.000000Z`.

    Raises TypeError for a type without a form, ValueError for NaN and infinity.
    """
    return _ENCODER.encode(value).encode()


def digest(value: Any, salt: bytes = b"") -> str:
    """SHA-256 of the canonical form in hex; with a salt HMAC-SHA256 keyed by it.

    A sealed value needs the salt: there are only three ballots, and anybody can hash three (R34, R49).
    """
    if salt:
        return hmac.new(salt, canonical(value), hashlib.sha256).hexdigest()
    return hashlib.sha256(canonical(value)).hexdigest()


def new_salt() -> bytes:
    """32 random bytes."""
    return secrets.token_bytes(32)
