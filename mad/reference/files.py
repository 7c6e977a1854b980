"""Reads the data files that ship with the product."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # PyYAML built without libyaml: the same, slower
    from yaml import SafeLoader as Loader  # type: ignore[assignment]  # the same interface

DATA = Path(__file__).resolve().parent / "data"


def read_yaml(name: str) -> dict[str, Any]:
    return parse_yaml((DATA / name).read_text(encoding="utf-8"))


def parse_yaml(text: str) -> dict[str, Any]:
    """A mapping of plain values, never of objects."""
    content: dict[str, Any] = yaml.load(text, Loader=Loader)
    return content


def read_csv(name: str) -> Iterator[dict[str, str]]:
    """Rows as dicts; lines that start with # are the file's own notes."""
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(line for line in lines if not line.startswith("#"))
