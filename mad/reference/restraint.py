"""Promises not to use the veto against mass atrocities (R41). The lists are partial."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from mad.reference.files import read_yaml


class Standing(StrEnum):
    """How a State stood to a promise on a day. UNDATED: it joined, but no source read says when. NOT_LAUNCHED: there was
    no such promise that day, whoever joined it since."""

    JOINED = "joined"
    UNDATED = "undated"
    NOT_YET = "not_yet"
    NOT_JOINED = "not_joined"
    UNKNOWN = "unknown"
    NOT_LAUNCHED = "not_launched"


@dataclass(frozen=True, slots=True)
class Joining:
    """When a State joined, None where no source read tells, and where that was read."""

    on: date | None
    source: str


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
    joinings: Mapping[str, Joining]

    @property
    def launch(self) -> date:
        return date.fromisoformat(self.launched)

    def joined(self, iso3: str) -> bool | None:
        """True, False, or None when it is not known."""
        if iso3 in self.known_supporters:
            return True
        return False if iso3 in self.known_not_joined else None

    def standing(self, iso3: str, on: date) -> Standing:
        """How the State stood to the promise on a day: a vote before it joined does not count."""
        if on < self.launch:
            return Standing.NOT_LAUNCHED
        if iso3 not in self.known_supporters:
            return Standing.NOT_JOINED if iso3 in self.known_not_joined else Standing.UNKNOWN
        since = self.joinings[iso3].on
        if since and on < since:
            return Standing.NOT_YET
        return Standing.JOINED if since else Standing.UNDATED


def _commitment(row: dict[str, Any]) -> Commitment:
    return Commitment(
        id=row["id"],
        name=row["name"],
        symbol=row["symbol"],
        launched=row["launched"],
        promise=row["promise"],
        known_supporters=frozenset(row["known_supporters"]),
        known_not_joined=frozenset(row["known_not_joined"]),
        joinings=_joinings(row),
    )


def _joinings(row: dict[str, Any]) -> dict[str, Joining]:
    """Every known supporter; those of whom no day was read have none."""
    read = {
        state: Joining(date.fromisoformat(group["since"]) if group["since"] else None, group["source"])
        for group in row["joined"]
        for state in group["states"]
    }
    return {state: read.get(state, Joining(None, "")) for state in row["known_supporters"]}


@cache
def commitments() -> tuple[Commitment, ...]:
    return tuple(_commitment(row) for row in read_yaml("veto_restraint.yaml")["commitments"])
