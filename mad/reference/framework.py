"""The 14 risk factors of the UN Framework of Analysis and their indicators (R22)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from mad.reference.files import read_yaml


@dataclass(frozen=True, slots=True)
class Indicator:
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Factor:
    """kind: common or specific. crime: all, genocide, crimes_against_humanity or war_crimes."""

    id: str
    number: int
    name: str
    kind: str
    crime: str
    summary: str
    indicators: tuple[Indicator, ...]


def _factor(row: dict[str, Any]) -> Factor:
    indicators = tuple(Indicator(**indicator) for indicator in row["indicators"])
    return Factor(**(row | {"indicators": indicators}))


@cache
def factors() -> tuple[Factor, ...]:
    return tuple(_factor(row) for row in read_yaml("framework.yaml")["factors"])


@cache
def _by_id() -> dict[str, Factor]:
    return {factor.id: factor for factor in factors()}


def factor(factor_id: str) -> Factor:
    """Raises KeyError."""
    return _by_id()[factor_id]
