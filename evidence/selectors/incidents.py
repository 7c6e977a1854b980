"""Event data as a situation shows it: the trend, the flags, the actors (R19).

Two collections tell of the same events, so they are never added up: where a State has incidents of several, one is
counted (`counted_source`), and the others are shown on request.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import QuerySet, Sum
from django.db.models.functions import TruncMonth

from evidence.models import ImportRun, Incident
from evidence.procedure import flags
from evidence.procedure.events.layouts import LAYOUTS
from evidence.procedure.events.runs import RunState
from mad.reference.parameters import numbers

WORLD = 25


def sources_of(states: Iterable[str]) -> list[str]:
    """The collections that have incidents in the States, the one that is counted first. A query for each."""
    wanted = list(states)
    return [
        layout.source
        for layout in LAYOUTS
        if Incident.objects.filter(state_id__in=wanted, source=layout.source).exists()
    ]


def counted_source(states: Iterable[str]) -> str:
    """The collection that counts in these States: the first of the layouts that has any incident there."""
    return next(iter(sources_of(states)), LAYOUTS[0].source)


def incidents_of(states: Iterable[str], source: str = "") -> QuerySet[Incident]:
    """The incidents of one collection in the States; of the one that counts when none is named."""
    wanted = list(states)
    return Incident.objects.filter(state_id__in=wanted, source=source or counted_source(wanted))


def months(incidents: QuerySet[Incident], first: date, last: date) -> list[tuple[date, int]]:
    """Killings of civilians per month, best estimates, from the month of `first` to that of `last`."""
    rows = (
        incidents.filter(date_start__gte=first.replace(day=1), date_start__lte=last)
        .annotate(month=TruncMonth("date_start"))
        .values("month")
        .annotate(killed=Sum("civilians"))
        .order_by("month")
    )
    return flags.fill_months({row["month"]: row["killed"] for row in rows}, first, last)


def trend(states: Iterable[str], last: date, count: int = 24, source: str = "") -> list[flags.MonthFlag]:
    """The newest `count` months of the States (alpha-3), each judged by the two years before it."""
    first = _months_before(last, count + flags.HISTORY_MONTHS - 1)
    wanted = list(states)
    counted = source or counted_source(wanted)
    series = months(incidents_of(wanted, counted), first, last)
    known = coverage(wanted, counted)
    return flags.month_flags(series, numbers(last).deviations, covered=known)[-count:]


def coverage(states: Iterable[str], source: str) -> set[date]:
    """The months that the loaded files of a collection tell of, for every one of the States. One query.

    A file tells of the States it names; one that names very many is of the whole world and tells of all.
    """
    runs = ImportRun.objects.filter(source=source, state=RunState.DONE.value, first_day__isnull=False)
    files = runs.values_list("first_day", "last_day", "states")
    return told_of(states, [(first, last, named) for first, last, named in files if first and last])


def told_of(states: Iterable[str], files: Iterable[tuple[date, date, Sequence[str]]]) -> set[date]:
    """The months that the files (first day, last day, States named) tell of, for every one of the States."""
    files = list(files)
    each = [
        flags.covered_months((first, last) for first, last, named in files if state in named or len(named) >= WORLD)
        for state in states
    ]
    return set.intersection(*each) if each else set()


def provisional_months(incidents: QuerySet[Incident], first: date) -> set[date]:
    """The months from `first` on that rest on a candidate release at least in part."""
    rows = incidents.filter(provisional=True, date_start__gte=first.replace(day=1))
    return set(rows.annotate(month=TruncMonth("date_start")).values_list("month", flat=True).distinct())


def killings_by_actor(states: Iterable[str], year: int, source: str = "") -> list[flags.ActorYear]:
    """Who killed civilians in the States in one calendar year, by the 25-a-year threshold."""
    return actor_years(incidents_of(states, source), [year])


def actor_years(incidents: QuerySet[Incident], years: Sequence[int]) -> list[flags.ActorYear]:
    """Killings of civilians per actor and year, each year by the threshold in force at its end. A query a threshold."""
    found: list[flags.ActorYear] = []
    for threshold, alike in _by_threshold(years).items():
        rows = incidents.filter(type_of_violence=Incident.ONE_SIDED, date_start__year__in=alike)
        found += flags.actor_years(rows.values_list("actor", "date_start", "best"), threshold)
    return sorted(found, key=lambda row: (row.year, row.actor))


def _by_threshold(years: Sequence[int]) -> dict[int, list[int]]:
    grouped: dict[int, list[int]] = {}
    for year in years:
        grouped.setdefault(numbers(date(year, 12, 31)).killings_year, []).append(year)
    return grouped


def _months_before(day: date, count: int) -> date:
    months_since_zero = day.year * 12 + day.month - 1 - count
    return date(months_since_zero // 12, months_since_zero % 12 + 1, 1)
