"""R19 on the case page: killings by month and by place, as two columns of the case's own query."""

from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import DateTimeField, ExpressionWrapper, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import JSONObject, TruncMonth

from cases.models import Case
from evidence.models import Incident
from evidence.procedure.flags import HISTORY_MONTHS, MonthFlag, fill_months, month_flags
from mad.common import clock

SHOWN_MONTHS = 24
PLACES = 12


def with_incidents(cases: QuerySet[Case], last: date | None = None) -> QuerySet[Case]:
    """Annotates `month_facts` and `place_facts`: one-sided killings in the States concerned up to `last`.

    The window ends with the newest incident known, so that a case of the past shows its own years.
    """
    end = last or clock.today()
    here = _here(end, OuterRef(OuterRef("pk")))
    known = _here(end, OuterRef(OuterRef(OuterRef("pk"))))
    newest = Subquery(known.order_by("-date_start").values("date_start")[:1])
    by_month = (
        here.filter(date_start__gte=_before(newest, SHOWN_MONTHS + HISTORY_MONTHS))
        .order_by()
        .annotate(month=TruncMonth("date_start"))
        .values("month")
        .annotate(row=JSONObject(month="month", low=Sum("low"), best=Sum("best"), high=Sum("high")))
        .values("row")
    )
    places = here.filter(date_start__gte=_before(newest, SHOWN_MONTHS), lat__isnull=False)
    fields = {name: name for name in ("place", "date_start", "low", "best", "high", "lat", "lon")}
    deadliest = places.order_by("-best", "pk").values(row=JSONObject(**fields))[:PLACES]
    columns = {"month_facts": ArraySubquery(by_month), "place_facts": ArraySubquery(deadliest)}
    return cases.annotate(**columns)


def _here(end: date, case: OuterRef) -> QuerySet[Incident]:
    concerned = Case.states.through.objects.filter(case_id=case).values("state_id")
    return Incident.objects.filter(state_id__in=concerned, type_of_violence=Incident.ONE_SIDED, date_start__lte=end)


def _before(day: Subquery, months: int) -> ExpressionWrapper:
    span = Value(timedelta(days=31 * months))
    return ExpressionWrapper(day - span, output_field=DateTimeField())


def _months_before(day: date, count: int) -> date:
    months = day.year * 12 + day.month - 1 - count
    return date(months // 12, months % 12 + 1, 1)


def trend(case: Case, deviations: int) -> list[dict[str, Any]]:
    """The newest 24 months with low, best, high, the two years' median, the line of R19 and the flag.

    Ends with the last month that has an incident, at the latest today's. Empty without incidents.
    """
    known = {date.fromisoformat(row["month"][:10]): row for row in case.month_facts}
    if not known:
        return []
    last = max(known)
    first = _months_before(last, SHOWN_MONTHS + HISTORY_MONTHS - 1)
    series = fill_months({month: row["best"] for month, row in known.items()}, first, last)
    return [_month(flag, known.get(flag.month)) for flag in month_flags(series, deviations)[-SHOWN_MONTHS:]]


def _month(flag: MonthFlag, row: dict[str, Any] | None) -> dict[str, Any]:
    row = row or {"low": 0, "best": 0, "high": 0}
    judged = flag.months_used >= HISTORY_MONTHS
    return {
        "month": flag.month,
        "low": row["low"],
        "best": row["best"],
        "high": row["high"],
        "median": round(flag.median) if judged else "",
        "line": round(flag.limit) if judged else "",
        "flag": flag.flagged,
    }


def places(case: Case) -> list[dict[str, Any]]:
    """The deadliest places of the past two years, with whether each lies in the last two months shown."""
    rows = [{**row, "date": date.fromisoformat(row["date_start"][:10])} for row in case.place_facts]
    newest = max((row["date"] for row in rows), default=None)
    for row in rows:
        row["recent"] = newest is not None and row["date"] >= newest - timedelta(days=60)
    return rows
