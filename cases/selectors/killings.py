"""R19, R20: killings of civilians in a case's States, by when and by where. One query at any size."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.db import connection

from cases.models import Case
from cases.procedure.density import SHADES, VAGUE_FROM, Square, grid, shade
from cases.procedure.periods import Span, bounds
from evidence.procedure.events.layouts import LAYOUTS


@dataclass(frozen=True, slots=True)
class Killed:
    """Killings of civilians (one-sided violence) as the collection that counts tells them."""

    events: int = 0
    low: int = 0
    best: int = 0
    high: int = 0

    def __add__(self, other: Killed) -> Killed:
        return Killed(self.events + other.events, self.low + other.low, self.best + other.best, self.high + other.high)


@dataclass(frozen=True, slots=True)
class Shaded:
    """One square as it is drawn; edges in degrees. shade: 1 to 3."""

    square: Square
    shade: int
    south: float
    west: float
    north: float
    east: float


@dataclass(frozen=True, slots=True)
class Density:
    """shaded: the squares, those with the most incidents first. size: their side in degrees. unplaced: incidents known
    to no closer than a province, or without a place."""

    shaded: list[Shaded]
    size: float
    unplaced: int
    shades: int = SHADES


_COUNTED = f"""
here AS (SELECT state_id FROM cases_case_states WHERE case_id = %(case)s),
counted AS (SELECT CASE WHEN EXISTS (
    SELECT FROM evidence_incident i JOIN here USING (state_id) WHERE i.source = '{LAYOUTS[0].source}'
) THEN '{LAYOUTS[0].source}' ELSE '{LAYOUTS[1].source}' END AS source)
"""  # noqa: S608 - names of the layouts
_VAGUE = " ".join(f"WHEN '{source}' THEN {precision}" for source, precision in VAGUE_FROM.items())
# Years and months are added up beside the incidents; one month's days are read from the incidents themselves.
_MONTHS = """
SELECT month AS day, sum(events) AS events, sum(low) AS low, sum(best) AS best, sum(high) AS high
FROM evidence_incidentmonth JOIN here USING (state_id) JOIN counted USING (source)
WHERE month BETWEEN %(first)s AND %(last)s GROUP BY 1
"""
_DAYS = """
SELECT date_start AS day, count(*) AS events, sum(low) AS low, sum(best) AS best, sum(high) AS high FROM told GROUP BY 1
"""
# Rows without a square hold what lies on none: its place is unknown, or known to no closer than a province.
_STATEMENT = f"""
WITH {_COUNTED},
told AS MATERIALIZED (
    SELECT place, date_start, low, best, high, lat, lon,
        lat IS NOT NULL AND place_precision < CASE source {_VAGUE} END AS near
    FROM evidence_incident JOIN here USING (state_id) JOIN counted USING (source)
    WHERE type_of_violence = 3 AND date_start BETWEEN %(first)s AND %(last)s
),
squares AS (
    SELECT CASE WHEN near THEN floor(lat * 10)::int END AS south, CASE WHEN near THEN floor(lon * 10)::int END AS west,
        count(*) AS events, sum(low) AS low, sum(best) AS best, sum(high) AS high,
        coalesce((array_agg(place ORDER BY best DESC, place))[1], '') AS place, max(best) AS deadliest
    FROM told GROUP BY 1, 2
)
SELECT (SELECT coalesce(json_agg(steps), '[]') FROM (STEPS) AS steps)::text,
    (SELECT coalesce(json_agg(squares), '[]') FROM squares)::text
"""  # noqa: S608 - names and numbers of the collections


def killings(case: Case, wanted: Span) -> tuple[dict[date, Killed], Density]:
    """What the collection that counts tells of the span: by the first day of each month, or by day when a month is
    looked at; and by square."""
    first, last = bounds(wanted)
    with connection.cursor() as cursor:
        statement = _STATEMENT.replace("STEPS", _DAYS if wanted.by == "day" else _MONTHS)
        cursor.execute(statement, {"case": case.pk, "first": first, "last": last})
        steps, squares = map(json.loads, cursor.fetchone())
    return {date.fromisoformat(row.pop("day")): Killed(**row) for row in steps}, _density(squares)


def _density(rows: list[dict[str, Any]]) -> Density:
    squares = grid(Square(size=1, **row) for row in rows if row["south"] is not None)
    greatest = max((square.events for square in squares), default=0)
    return Density(
        shaded=[*map(partial(_shaded, greatest=greatest), squares)],
        size=squares[0].size / 10 if squares else 0,
        unplaced=sum(row["events"] for row in rows if row["south"] is None),
    )


def _shaded(square: Square, greatest: int) -> Shaded:
    return Shaded(
        square,
        shade(square.events, greatest),
        square.south / 10,
        square.west / 10,
        (square.south + square.size) / 10,
        (square.west + square.size) / 10,
    )
