"""Grades, sensitivities, probability words and severity anchors (R14, R16, R25, R29)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from mad.reference.files import read_yaml


@dataclass(frozen=True, slots=True)
class Grade:
    """One step of a scale; `unknown` grades (F, 6) are not the worst and are never averaged (R14)."""

    code: str
    label: str
    meaning: str
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class ProbabilityTerm:
    """low and high in percent; `low` belongs to the term, `high` to the next one."""

    term: str
    low: int
    high: int


def _grades(rows: list[dict[str, str]], unknown: str = "") -> dict[str, Grade]:
    return {row["code"]: Grade(**row, unknown=row["code"] == unknown) for row in rows}


def _anchors(rows: list[dict[str, Any]]) -> dict[str, tuple[str, ...]]:
    return {row["key"]: tuple(row["anchors"]) for row in rows}


_SCALES = read_yaml("scales.yaml")

SOURCE_RELIABILITY = _grades(_SCALES["source_reliability"], unknown="F")
INFORMATION_CREDIBILITY = _grades(_SCALES["information_credibility"], unknown="6")
SENSITIVITY = _grades(_SCALES["sensitivity"])
PROBABILITY_TERMS = tuple(ProbabilityTerm(**row) for row in _SCALES["probability_terms"])
SEVERITY_ANCHORS = _anchors(_SCALES["severity"])
SEVERITY_LABELS = {row["key"]: row["label"] for row in _SCALES["severity"]}


def probability_word(p: float | Decimal) -> str:
    """The word for a probability between 0 and 1; a bound belongs to the higher term, 1 to the highest.

    Raises ValueError outside 0 to 1.
    """
    if not 0 <= p <= 1:
        raise ValueError(f"{p} is not a probability.")
    percent = Decimal(str(p)) * 100
    return next((t.term for t in PROBABILITY_TERMS if percent < t.high), PROBABILITY_TERMS[-1].term)
