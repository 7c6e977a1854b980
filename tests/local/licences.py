"""What the product stands on: ``python -m tests.local.licences > docs/dependencies.md``."""

from __future__ import annotations

import re
from importlib.metadata import PackageMetadata, metadata

from mad import env

PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)
FORBIDDEN = re.compile(
    r"(?<!L)(?<!Lesser )\bA?GPL|Affero|(?<!Lesser )General Public|SSPL|BUSL|proprietary", re.IGNORECASE
)
LONG_NAMES = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "MIT License": "MIT",
    "GNU Library or Lesser General Public License (LGPL)": "LGPL",
}


READ_BY_A_PERSON = {"qrcode": "BSD (its second classifier is about the trademark QR Code)"}


def pins(name: str) -> dict[str, str]:
    """Package → version of one requirements file."""
    return dict(PIN.findall((env.PROJECT / name).read_text()))


def licence(package: str) -> str:
    """Its licence in a few words, from its own metadata."""
    if package in READ_BY_A_PERSON:
        return READ_BY_A_PERSON[package]
    found = metadata(package)
    classified = [value.split(" :: ")[-1] for value in found.get_all("Classifier", []) if value.startswith("License")]
    named = [LONG_NAMES.get(name, name) for name in classified if name != "OSI Approved"]
    return found["License-Expression"] or ", ".join(named) or _first_line(found)


def _first_line(found: PackageMetadata) -> str:
    return (found["License"] or "not stated").strip().splitlines()[0]


def table(pinned: dict[str, str]) -> list[str]:
    rows = [(name, version, licence(name), metadata(name)["Summary"] or "") for name, version in pinned.items()]
    head = ["| package | version | licence | purpose, in its own words |", "| --- | --- | --- | --- |"]
    return [*head, *("| " + " | ".join(cell.replace("|", "/") for cell in row) + " |" for row in rows)]


def page() -> str:
    run = pins("requirements.txt")
    dev = {name: version for name, version in pins("requirements-dev.txt").items() if name not in run}
    lines = [
        "# What it stands on",
        "",
        "Written by `python -m tests.local.licences`; a test compares it with the pinned packages.",
        "Licences are permissive or the Lesser GPL. The Mozilla licence, which binds single files, occurs in",
        "test tools and in the list of public suffixes that fido2 carries.",
        "",
        "## To run",
        "",
        *table(run),
        "",
        "## To test, besides",
        "",
        *table(dev),
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    print(page(), end="")
