"""The Division's signature on heads and receipts: Ed25519."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from mad.common.canonical import canonical


@cache
def _key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"docket:" + settings.SIGNING_SECRET.encode()).digest())


@cache
def public_key() -> str:
    """The verifying key, 32 bytes in hex."""
    return _key().public_key().public_bytes_raw().hex()


@cache
def key_id() -> str:
    """The first sixteen hex digits of the key's SHA-256."""
    return hashlib.sha256(bytes.fromhex(public_key())).hexdigest()[:16]


def sign(statement: Any) -> dict[str, str]:
    """Signature over the canonical form: {"algorithm", "key_id", "public_key", "signature"} in hex."""
    return {
        "algorithm": "Ed25519",
        "key_id": key_id(),
        "public_key": public_key(),
        "signature": _key().sign(canonical(statement)).hex(),
    }


def verify(statement: Any, signature: str) -> bool:
    """True when `signature` (hex) was made by this Division's key over `statement`."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key())).verify(
            bytes.fromhex(signature), canonical(statement)
        )
    except (InvalidSignature, ValueError):
        return False
    return True
