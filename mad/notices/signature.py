"""Signed webhooks, as the Standard Webhooks specification has them. Pure.

Webhook-Id: the delivery; the same when it is tried again
Webhook-Timestamp: seconds since 1970, of this attempt
Webhook-Signature: "v1," + base64(HMAC-SHA256(key, id + "." + timestamp + "." + body)), several with a space between
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable, Mapping

PREFIX = "whsec_"
WINDOW_SECONDS = 300


def secret_text(key: bytes) -> str:
    """How a secret is shown: `whsec_` and the key in base64."""
    return PREFIX + base64.b64encode(key).decode()


def key_of(secret: str) -> bytes:
    return base64.b64decode(secret.removeprefix(PREFIX), validate=True)


def signature(key: bytes, identifier: str, timestamp: int, body: bytes) -> str:
    signed = f"{identifier}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def headers(keys: Iterable[bytes], identifier: str, timestamp: int, body: bytes) -> dict[str, str]:
    """What a delivery carries; one signature per key, so that a secret can be replaced without a gap."""
    return {
        "Webhook-Id": identifier,
        "Webhook-Timestamp": str(timestamp),
        "Webhook-Signature": " ".join(signature(key, identifier, timestamp, body) for key in keys),
    }


def verify(secret: str, given: Mapping[str, str], body: bytes, now: int) -> bool:
    """What a receiver does: the signature is right, and the message is at most five minutes old or early.

    A replay inside the window is told by its Webhook-Id, which the receiver remembers for as long.
    """
    try:
        timestamp = int(given["Webhook-Timestamp"])
        expected = signature(key_of(secret), given["Webhook-Id"], timestamp, body)
        offered = given["Webhook-Signature"].split()
    except (KeyError, ValueError):
        return False
    fresh = abs(now - timestamp) <= WINDOW_SECONDS
    return fresh and any(hmac.compare_digest(each.encode(), expected.encode()) for each in offered)
