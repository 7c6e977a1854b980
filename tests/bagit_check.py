"""A BagIt package held against RFC 8493, by the standard library alone."""

from __future__ import annotations

import hashlib
from pathlib import Path


def faults(bag: Path) -> list[str]:
    """What is not as the RFC has it, as sentences; empty for a valid package."""
    found: list[str] = []
    if (bag / "bagit.txt").read_text() != "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n":
        found.append("bagit.txt is not its two lines")
    payload = {path.relative_to(bag).as_posix() for path in (bag / "data").rglob("*") if path.is_file()}
    tags = {path.name for path in bag.iterdir() if path.is_file()}
    for name in ("sha256", "sha512"):
        listed = _manifest(bag / f"manifest-{name}.txt")
        if listed.keys() != payload:
            found.append(f"manifest-{name} lists {sorted(listed.keys() ^ payload)} otherwise")
        tagged = _manifest(bag / f"tagmanifest-{name}.txt")
        if tagged.keys() != {tag for tag in tags if not tag.startswith("tagmanifest-")}:
            found.append(f"tagmanifest-{name} lists other tag files")
        found += [
            f"{path} has another {name}"
            for path, value in (listed | tagged).items()
            if _hash(bag / path, name) != value
        ]
    octets = sum((bag / path).stat().st_size for path in payload)
    if f"Payload-Oxum: {octets}.{len(payload)}\n" not in (bag / "bag-info.txt").read_text():
        found.append("Payload-Oxum is not what lies there")
    return found


def _manifest(path: Path) -> dict[str, str]:
    rows = (line.split("  ", 1) for line in path.read_text().splitlines())
    return {name: value for value, name in rows}


def _hash(path: Path, name: str) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, name).hexdigest()
