"""What tus 1.0 says in headers (https://tus.io/protocols/resumable-upload), read strictly. Pure."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from typing import Any

from evidence.procedure.fields import Errors, storable, wrong
from evidence.procedure.intake import check_name
from mad.common.errors import Invalid, Refused

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,termination,checksum,expiration"
LARGEST = 20 * 1024**3
ALGORITHMS = ("sha1", "sha256", "sha512")
CONTENT_TYPE = "application/offset+octet-stream"
METADATA_LONGEST = 8000
TYPE_LONGEST = 120

_SHA256 = re.compile(r"[0-9a-fA-F]{64}")
_KEY = re.compile(r"[\x21-\x2b\x2d-\x7e]+")


@dataclass(frozen=True, slots=True)
class Announced:
    """What a client announces of a file. sha256: hex, or "" when it declares none; metadata: the header as sent."""

    length: int
    name: str
    claimed_type: str
    sha256: str
    metadata: str


@dataclass(frozen=True, slots=True)
class Checksum:
    """Of one request's body."""

    algorithm: str
    digest: bytes

    def begin(self) -> Any:
        return hashlib.new(self.algorithm)


def announced(length: str | None, metadata: str) -> Announced:
    """Read Upload-Length and Upload-Metadata. Raises Invalid that names the header, Refused (413) above LARGEST."""
    size = number("Upload-Length", length)
    if size > LARGEST:
        raise too_large()
    pairs = _pairs(metadata)
    errors: Errors = {}
    name = pairs.get("filename") or pairs.get("name") or ""
    check_name(name, "Upload-Metadata", errors)
    sha256 = pairs.get("sha256", "")
    if sha256 and not _SHA256.fullmatch(sha256):
        wrong(errors, "Upload-Metadata", "sha256 is not 64 hexadecimal digits.")
    claimed = pairs.get("filetype") or pairs.get("type") or ""
    if not storable(claimed):
        wrong(errors, "Upload-Metadata", "filetype holds a character that cannot be kept.")
    if errors:
        raise Invalid(errors, rule="R12")
    return Announced(size, name, claimed[:TYPE_LONGEST], sha256.lower(), metadata)


def number(header: str, value: str | None) -> int:
    """A header that is a whole number from 0. Raises Invalid that names it."""
    if value is None:
        raise Invalid({header: ["This header is missing."]}, rule="R12")
    if not (value.isascii() and value.isdigit() and len(value) < 19):
        raise Invalid({header: ["This is no whole number."]}, rule="R12")
    return int(value)


def checksum(value: str | None) -> Checksum | None:
    """Read Upload-Checksum: algorithm, blank, Base64. Raises Invalid that names it."""
    if value is None:
        return None
    algorithm, _, encoded = value.partition(" ")
    if algorithm not in ALGORITHMS:
        raise Invalid({"Upload-Checksum": [f"Give one of: {', '.join(ALGORITHMS)}."]}, rule="R12")
    digest = _decoded(encoded)
    if digest is None or len(digest) != hashlib.new(algorithm).digest_size:
        raise Invalid({"Upload-Checksum": [f"This is no {algorithm} in Base64."]}, rule="R12")
    return Checksum(algorithm, digest)


def too_large() -> Refused:
    gigabytes = LARGEST // 1024**3
    return Refused(
        "R12",
        f"A file has at most {gigabytes} GB.",
        "Nothing was stored. Split it, and send the parts as files of one submission.",
        status=413,
        field="Upload-Length",
        code="too-large",
    )


def _pairs(metadata: str) -> dict[str, str]:
    """`key base64,key base64`; a key alone has an empty value."""
    errors: Errors = {}
    read: dict[str, str] = {}
    if len(metadata) > METADATA_LONGEST:
        wrong(errors, "Upload-Metadata", f"At most {METADATA_LONGEST} characters.")
    for entry in metadata.split(",") if metadata and not errors else ():
        key, _, encoded = entry.strip().partition(" ")
        value = _text(encoded)
        if not _KEY.fullmatch(key) or value is None:
            wrong(errors, "Upload-Metadata", "Write each entry as its name, a blank, and its value in Base64.")
        elif key in read:
            wrong(errors, "Upload-Metadata", f"{key} is given twice.")
        else:
            read[key] = value
    if errors:
        raise Invalid(errors, rule="R12")
    return read


def _text(encoded: str) -> str | None:
    decoded = _decoded(encoded)
    try:
        return None if decoded is None else decoded.decode()
    except UnicodeDecodeError:
        return None


def _decoded(encoded: str) -> bytes | None:
    try:
        return base64.b64decode(encoded.strip(), validate=True)
    except (binascii.Error, ValueError):
        return None
