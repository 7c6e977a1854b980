"""R19 on the case page, killings of civilians by month and by place, with the newest of the docket: one statement."""

import json
from datetime import date, timedelta
from typing import Any

from cases.models import Case
from evidence.procedure.flags import HISTORY_MONTHS, MonthFlag, fill_months, month_flags
from evidence.selectors.incidents import told_of
from mad.common import clock
from mad.docket.models import Entry
from mad.reference.parameters import Numbers, in_force

from .frame import when
from .page_sql import FIGURES

SHOWN_MONTHS = 24
PLACES = 12
ENTRIES = 5


def with_incidents(case: Case) -> Case:
    """Gives the case its `figures`: one-sided killings in the States concerned, by month and the deadliest places; the
    newest docket entries of the case, whose reader may open it; and the Division's numbers of today.

    The window ends with the newest incident known, so that a case of the past shows its own years.
    """
    values = {
        "case": case.pk,
        "today": clock.today(),
        "history": SHOWN_MONTHS + HISTORY_MONTHS,
        "shown": SHOWN_MONTHS,
        "places": PLACES,
        "entries": ENTRIES,
    }
    ((text,),) = FIGURES.rows(values)
    case.figures = json.loads(text)
    return case


def _months_before(day: date, count: int) -> date:
    months = day.year * 12 + day.month - 1 - count
    return date(months // 12, months % 12 + 1, 1)


def trend(case: Case, deviations: int) -> list[dict[str, Any]]:
    """The newest 24 months with low, best, high, the two years' median, the line of R19 and the flag.

    Ends with the last month that has an incident, at the latest today's. Empty without incidents.
    """
    known = {date.fromisoformat(row["month"]): row for row in case.figures["months"]}
    if not known:
        return []
    last = max(known)
    first = _months_before(last, SHOWN_MONTHS + HISTORY_MONTHS - 1)
    series = fill_months({month: row["best"] for month, row in known.items()}, first, last)
    told = told_of(case.figures["states"], (_span(*span) for span in case.figures["spans"]))
    judged = month_flags(series, deviations, covered=told)[-SHOWN_MONTHS:]
    return [_month(flag, known.get(flag.month)) for flag in judged]


def _span(first: str, last: str, states: list[str]) -> tuple[date, date, list[str]]:
    return date.fromisoformat(first), date.fromisoformat(last), states


def _month(flag: MonthFlag, row: dict[str, Any] | None) -> dict[str, Any]:
    row = row or {"low": 0, "best": 0, "high": 0}
    return {
        "of": flag,
        "month": flag.month,
        "low": row["low"],
        "best": row["best"],
        "high": row["high"],
        "median": round(flag.median) if flag.judged else "",
        "line": round(flag.limit) if flag.judged else "",
        "flag": flag.flagged,
    }


def places(case: Case) -> list[dict[str, Any]]:
    """The deadliest places of the newest 24 months, with whether each lies in the last two months shown."""
    rows = [{**row, "date": date.fromisoformat(row["date"])} for row in case.figures["places"]]
    newest = max((row["date"] for row in rows), default=None)
    for row in rows:
        row["recent"] = newest is not None and row["date"] >= newest - timedelta(days=60)
    return rows


def latest_entries(case: Case) -> list[Entry]:
    """The newest docket entries of the case, without their facts, newest first."""
    return [Entry(**{**row, "at": when(row["at"])}) for row in case.figures["entries"]]


def numbers_of(case: Case) -> Numbers:
    """The numbers in force today."""
    return in_force(case.figures["numbers"])
