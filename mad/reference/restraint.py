"""Promises not to use the veto against mass atrocities (R41). The lists are partial."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from mad.reference.files import read_yaml


@dataclass(frozen=True, slots=True)
class Commitment:
    """A State in neither set is not known to have joined; that is not the same as not having joined."""

    id: str
    name: str
    symbol: str
    launched: str
    promise: str
    known_supporters: frozenset[str]
    known_not_joined: frozenset[str]

    def joined(self, iso3: str) -> bool | None:
        """True, False, or None when it is not known."""
        if iso3 in self.known_supporters:
            return True
        return False if iso3 in self.known_not_joined else None


def _commitment(row: dict[str, Any]) -> Commitment:
    return Commitment(
        id=row["id"],
        name=row["name"],
        symbol=row["symbol"],
        launched=row["launched"],
        promise=row["promise"],
        known_supporters=frozenset(row["known_supporters"]),
        known_not_joined=frozenset(row["known_not_joined"]),
    )


@cache
def commitments() -> tuple[Commitment, ...]:
    return tuple(_commitment(row) for row in read_yaml("veto_restraint.yaml")["commitments"])
