"""Entities that hold early-warning information, and which of them must share it (R10)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from mad.reference.files import read_yaml

BOUND, VOLUNTARY = "bound", "voluntary"


@dataclass(frozen=True, slots=True)
class Source:
    """duty: bound, voluntary or none. status: active, closing or closed. states: ISO alpha-3 codes."""

    id: str
    name: str
    acronym: str
    kind: str
    duty: str
    status: str
    states: tuple[str, ...] = ()
    region: str = ""
    ends: str = ""
    confidence: str = "high"


def _source(row: dict[str, Any]) -> Source:
    return Source(**(row | {"states": tuple(row.get("states", ()))}))


@cache
def sources() -> tuple[Source, ...]:
    return tuple(_source(row) for row in read_yaml("sources.yaml")["sources"])


@cache
def bound() -> tuple[Source, ...]:
    """Those that must share and still work."""
    return tuple(source for source in sources() if source.duty == BOUND and source.status != "closed")
