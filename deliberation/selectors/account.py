"""The figures of one year, as they stand at a moment (R48). They count every case, so they are shown, before they are
published, to those alone who may open every case; of single cases a reader sees those that they may open.

content: {
  "year", "asked": the moment, "submissions": {received, alarms, accepted, declined, open}, "months": [12 counts],
  "clocks": [{kind, ended, median_hours, late, open_late, share_late}], "determinations": {proposed, adopted, likely,
  rejected, stale, median_days}, "crimes": [[id, count]], "votes": [{kind, carried, not_carried, inquorate, void}],
  "outputs": [{kind, drafted, adopted, transmitted, published}], "measures": {taken, done,
  failed, handed_over, overdue}, "sources": [{name, on_time, late, silent, median_hours, measured}],
  "gaps": {median_days, acted, waiting, rows: [{case, number, title, public, warned, determined, acted, days}]}}
and what `account_council.council_year` gives; editions published before it did lack it.
"""

import json
from datetime import datetime, timedelta
from typing import Any

from django.utils.dateparse import parse_datetime

from cases.selectors.visible import visible_to
from deliberation.models import AnnualAccount, Motion
from deliberation.procedure import account as rules
from deliberation.procedure.outputs import OutputKind, symbol
from deliberation.procedure.periods import Span
from evidence.procedure.duties import Standing
from evidence.selectors.duties import lines, median_delays, watched
from mad.accounts.models import Office
from mad.accounts.permissions import Act, may
from mad.clocks.kinds import ClockKind
from mad.common import clock

from .account_council import cases_in, council_year, known_to
from .account_sql import ACCOUNT

GRACE = timedelta(minutes=5)
KINDS = (
    ClockKind.SCREENING,
    ClockKind.QUERY,
    ClockKind.FIRST_ROUND,
    ClockKind.SECOND_ROUND,
    ClockKind.DETERMINATION,
    ClockKind.PLENARY,
    ClockKind.FOLLOW_UP,
)
OUTCOMES = ("carried", "not_carried", "inquorate", "void")


def figures(year: int, span: Span, now: datetime) -> dict[str, Any]:
    """See above. A constant number of queries, whatever the year held."""
    values = {
        "first": span.begins,
        "until": span.ends,
        "now": now,
        "grace": GRACE,
        "kinds": [kind.value for kind in KINDS],
    }
    ((text,),) = ACCOUNT.rows(values)
    found = json.loads(text)
    counts = dict(found["months"])
    return {
        "year": year,
        "asked": now.isoformat(),
        "submissions": found["submissions"],
        "months": [counts.get(month, 0) for month in range(1, 13)],
        "clocks": _clocks(found["clocks"]),
        "determinations": _determinations(found["determinations"]),
        "crimes": found["crimes"],
        "votes": _votes(found["votes"]),
        "outputs": _outputs(found["outputs"]),
        **council_year(span),
        "measures": found["measures"],
        "sources": _sources(year, span),
        "gaps": _gaps(found["gaps"], span.ends, now),
    }


def _clocks(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    by_kind = {row["kind"]: row for row in rows}
    return [_clock(by_kind[kind.value]) for kind in KINDS if kind.value in by_kind]


def _clock(row: dict[str, Any]) -> dict[str, Any]:
    """late: ended after the due time; open_late: still running, its due time past."""
    whole, late = row["ended"] + row["open_late"], row["late"] + row["open_late"]
    return {
        "kind": row["kind"],
        "ended": row["ended"],
        "median_hours": rules.hours(row["median"]),
        "late": row["late"],
        "open_late": row["open_late"],
        "share_late": rules.share(late, whole),
    }


def _determinations(row: dict[str, Any]) -> dict[str, Any]:
    counts = {name: row[name] for name in ("proposed", "adopted", "likely", "rejected", "stale")}
    return {**counts, "median_days": rules.days(row["median"])}


def _votes(rows: list[list[Any]]) -> list[dict[str, Any]]:
    counts = {(kind, outcome): count for kind, outcome, count in rows}
    kinds = [kind for kind in Motion.Kind.values if any((kind, outcome) in counts for outcome in OUTCOMES)]
    return [{"kind": kind, **{o: counts.get((kind, o), 0) for o in OUTCOMES}} for kind in kinds]


def _outputs(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    by_kind = {row["kind"]: row for row in rows}
    found = [by_kind[kind.value] for kind in OutputKind if kind.value in by_kind]
    return [row for row in found if any(value for name, value in row.items() if name != "kind")]


def _sources(year: int, span: Span) -> list[dict[str, Any]]:
    """Each bound source by its periods whose last day lay in the year and is over; protected submissions are left out, as
    in the ledger (R16)."""
    today = clock.today()
    bound = list(Office.objects.filter(duty=Office.Duty.BOUND, active=True).order_by("name"))
    found = [
        line
        for line in lines(bound, watched(), since=span.first, own=False)
        if line.period.last.year == year and line.period.end <= today
    ]
    delays = median_delays(bound, since=span.first, until=span.end, own=False)
    return [_source(office, found, delays.get(office.pk)) for office in bound]


def _source(office: Office, found: list[Any], delay: tuple[timedelta, int] | None) -> dict[str, Any]:
    mine = [line.standing for line in found if line.office.pk == office.pk]
    return {
        "name": office.name,
        "on_time": mine.count(Standing.ON_TIME),
        "late": mine.count(Standing.LATE),
        "silent": mine.count(Standing.SILENT),
        "median_hours": rules.hours(delay[0].total_seconds()) if delay else None,
        "measured": delay[1] if delay else 0,
    }


def _gaps(rows: list[dict[str, Any]], end: datetime, now: datetime) -> dict[str, Any]:
    listed = [(row, rules.gap(_time(row["warned"]), _moment(row["acted"]), end, now)) for row in rows]
    gaps = [gap for _row, gap in listed]
    return {
        "median_days": rules.median_days(gaps),
        "acted": sum(gap.acted is not None for gap in gaps),
        "waiting": sum(gap.acted is None for gap in gaps),
        "rows": [_gap(row, gap, end) for row, gap in listed],
    }


def _gap(row: dict[str, Any], gap: rules.Gap, end: datetime) -> dict[str, Any]:
    """public: the symbol of the case's first published output, by which everybody may know of it, or ""."""
    determined = _moment(row["determined"])
    return {
        "case": row["id"],
        "number": row["number"],
        "title": row["title"],
        "public": _symbol(row["symbol_kind"], row["symbol_number"]),
        "warned": gap.warned.date().isoformat(),
        "determined": determined.date().isoformat() if determined and determined < end else "",
        "acted": gap.acted.date().isoformat() if gap.acted else "",
        "days": rules.days(gap.length.total_seconds()),
    }


def _symbol(kind: str | None, number: str | None) -> str:
    if not kind or not number:
        return ""
    _prefix, year, serial = number.split("-")
    return symbol(OutputKind(kind), int(year), int(serial))


def _moment(text: str | None) -> datetime | None:
    return parse_datetime(text) if text else None


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)


# --- who sees what ---------------------------------------------------------------------------------


def editions(user: Any, year: int | None = None) -> list[AnnualAccount]:
    """Published editions, newest first."""
    if not may(user, Act.READ_ACCOUNT):
        return []
    rows = AnnualAccount.objects.select_related("published_by")
    return list(rows.filter(year=year) if year else rows)


def shown_to(user: Any, content: dict[str, Any]) -> dict[str, Any]:
    """The figures with the cases that a reader may know of: their own by title, others by what was published of them."""
    pks = {row["case"] for row in content["gaps"]["rows"]} | cases_in(content)
    opened = set(visible_to(user).filter(pk__in=pks).values_list("pk", flat=True)) if user is not None else set()
    rows = [_named(row, row["case"] in opened) for row in content["gaps"]["rows"]]
    gaps = {**content["gaps"], "rows": [row for row in rows if row is not None]}
    return {**content, **known_to(content, opened), "gaps": gaps}


def _named(row: dict[str, Any], opened: bool) -> dict[str, Any] | None:
    if opened:
        return {**row, "name": f"{row['title']} ({row['number']})", "link": row["number"]}
    return {**row, "name": row["public"], "link": ""} if row["public"] else None
