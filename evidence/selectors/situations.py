"""What the pages of event data show of a State (R19). Public data: whoever may read submissions may read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Max, Min, Q, QuerySet

from evidence.models import Incident
from evidence.procedure import flags
from evidence.procedure.events.layouts import ACLED, BY_SOURCE, GED, Layout
from evidence.selectors.incidents import actor_years, coverage, incidents_of, provisional_months, sources_of, trend
from mad.reference.models import State

MONTHS, YEARS, PLACES, ACTORS = 24, 8, 12, 12
RECENT = timedelta(days=60)

_SITUATIONS = f"""
SELECT s.iso3, s.name, counted.source, newest.day, newest.provisional, coalesce(year.killed, 0), year.events
FROM reference_state AS s,
LATERAL (SELECT CASE
    WHEN EXISTS (SELECT FROM evidence_incident WHERE state_id = s.iso3 AND source = '{GED.source}') THEN '{GED.source}'
    ELSE '{ACLED.source}' END AS source) AS counted,
LATERAL (SELECT date_start AS day, provisional FROM evidence_incident
    WHERE state_id = s.iso3 AND source = counted.source ORDER BY date_start DESC LIMIT 1) AS newest,
LATERAL (SELECT sum(civilians) AS killed, count(*) AS events FROM evidence_incident
    WHERE state_id = s.iso3 AND source = counted.source AND date_start > newest.day - 365) AS year
ORDER BY 6 DESC, s.name
"""  # noqa: S608 - constants


@dataclass(frozen=True, slots=True)
class Situation:
    """A State with incidents: its newest day, and the civilians killed in the year up to it."""

    iso3: str
    name: str
    source: str
    newest: date
    provisional: bool
    killed: int
    events: int

    @property
    def layout(self) -> Layout:
        return BY_SOURCE[self.source]


def situations() -> list[Situation]:
    """Every State with incidents, most civilians killed in its newest year first. One query, by the index."""
    with connection.cursor() as cursor:
        cursor.execute(_SITUATIONS)
        return [Situation(*row) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month of the trend; provisional: it rests on a candidate release at least in part."""

    flag: flags.MonthFlag
    provisional: bool


@dataclass(frozen=True, slots=True)
class ActorRow:
    """One actor's killings of civilians, a cell per year of the table: 0 for none, None for a year not covered."""

    actor: str
    years: list[flags.ActorYear | int | None]
    total: int


class Picture:
    """One State by one collection."""

    def __init__(self, state: State, source: str = "") -> None:
        self.state, self.sources = state, sources_of([state.iso3])
        self.source = source if source in self.sources else next(iter(self.sources), "")
        self.incidents = incidents_of([state.iso3], self.source or GED.source)
        self.span = self.incidents.aggregate(first=Min("date_start"), last=Max("date_start"))

    @property
    def is_empty(self) -> bool:
        return self.span["last"] is None

    @property
    def layout(self) -> Layout:
        return BY_SOURCE[self.source]

    def months(self) -> list[MonthRow]:
        """The newest two years, oldest month first."""
        last: date = self.span["last"]
        end = _last_day(last)
        judged = trend([self.state.iso3], end, MONTHS, self.source)
        provisional = provisional_months(self.incidents, judged[0].month)
        return [MonthRow(flag, flag.month in provisional) for flag in judged]

    def actors(self) -> tuple[list[int], list[ActorRow]]:
        """The newest years and the actors with the most killings of civilians in them, most first."""
        last = self.span["last"].year
        years = list(range(max(self.span["first"].year, last - YEARS + 1), last + 1))
        rows: dict[str, dict[int, flags.ActorYear]] = {}
        for found in actor_years(self.incidents, years):
            rows.setdefault(found.actor, {})[found.year] = found
        told = {month.year for month in coverage([self.state.iso3], self.source)}
        table = [
            ActorRow(
                actor,
                [cells.get(year, 0 if year in told else None) for year in years],
                sum(cell.killed for cell in cells.values()),
            )
            for actor, cells in rows.items()
        ]
        return years, sorted(table, key=lambda row: (-row.total, row.actor))[:ACTORS]

    def places(self) -> list[dict[str, Any]]:
        """The deadliest incidents with killings of civilians in the newest two years."""
        last: date = self.span["last"]
        rows = self.incidents.filter(civilians__gt=0, lat__isnull=False, date_start__gt=last - timedelta(days=730))
        return [
            {"incident": row, "recent": row.date_start >= last - RECENT}
            for row in rows.order_by("-civilians", "id")[:PLACES]
        ]

    def filtered(self, asked: dict[str, Any]) -> QuerySet[Incident]:
        """The incidents that the reader asked for: since, until, kind, actor (a part of the name), deaths (at least)."""
        rows = self.incidents
        if asked.get("since"):
            rows = rows.filter(date_start__gte=asked["since"])
        if asked.get("until"):
            rows = rows.filter(date_start__lte=asked["until"])
        if asked.get("kind"):
            rows = rows.filter(type_of_violence=asked["kind"])
        if asked.get("deaths"):
            rows = rows.filter(best__gte=asked["deaths"])
        if asked.get("actor"):
            rows = rows.filter(Q(actor__icontains=asked["actor"]) | Q(opponent__icontains=asked["actor"]))
        return rows


def _last_day(day: date) -> date:
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return following - timedelta(days=1)
