"""Event data as a situation shows it: the trend, the flags, the actors (R19)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet, Sum
from django.db.models.functions import TruncMonth

from evidence.models import Incident
from evidence.procedure import flags
from mad.reference.parameters import numbers


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


def trend(states: Iterable[str], last: date, count: int = 24) -> list[flags.MonthFlag]:
    """The newest `count` months of the States (alpha-3), each judged by the two years before it. Two queries."""
    first = _months_before(last, count + flags.HISTORY_MONTHS - 1)
    series = months(Incident.objects.filter(state_id__in=list(states)), first, last)
    return flags.month_flags(series, numbers(last).deviations)[-count:]


def killings_by_actor(states: Iterable[str], year: int) -> list[flags.ActorYear]:
    """Who killed civilians in the States in one calendar year, by the 25-a-year threshold. Two queries."""
    rows = Incident.objects.filter(
        state_id__in=list(states), type_of_violence=Incident.ONE_SIDED, date_start__year=year
    )
    killings = rows.values_list("actor", "date_start", "best")
    return flags.actor_years(killings, numbers(date(year, 12, 31)).killings_year)


def _months_before(day: date, count: int) -> date:
    months_since_zero = day.year * 12 + day.month - 1 - count
    return date(months_since_zero // 12, months_since_zero % 12 + 1, 1)
