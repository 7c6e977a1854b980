"""What a Council briefing is made from (R47): published outputs, the Council's public composition, public event data.

Of event data only what was loaded for the whole world counts: a file on a few States would say whom the Division watches.
"""

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q

from deliberation.models import Briefing
from deliberation.procedure.briefing import SECTIONS
from deliberation.procedure.outputs import OutputKind
from deliberation.procedure.periods import Span
from evidence.models import ImportRun, IncidentMonth
from evidence.procedure.events.layouts import GED
from evidence.procedure.events.runs import RunState
from evidence.procedure.flags import HISTORY_MONTHS, MonthFlag, covered_months, fill_months, month_flags
from evidence.selectors.incidents import WORLD
from mad.accounts.permissions import Act, may
from mad.membership.models import CouncilSeat
from mad.reference.models import State
from mad.reference.parameters import numbers

from .closed import published

AHEAD = timedelta(days=120)
MOST_STATES = 12
MONTHS_LOOKED_AT = 3


def sections(span: Span, now: datetime) -> list[dict[str, Any]]:
    """The brief of one month as the released record gives it: key, heading, lines, and an empty text each."""
    made = {
        "assessment": [],
        "published": _published(span, now),
        "council": _council(span),
        "events": _events(span),
        "horizon": _horizon(span),
    }
    return [{"key": key, "heading": heading, "lines": made[key], "text": ""} for key, heading in SECTIONS.items()]


def _published(span: Span, now: datetime) -> list[str]:
    rows = published().filter(published_at__gte=span.begins, published_at__lt=min(span.ends, now))
    return [
        f"{row.symbol}: {row.title} ({OutputKind(row.kind).value.replace('_', ' ')}, published"
        f" {row.published_at:%-d %B %Y})."
        for row in rows
        if row.published_at
    ]


def _council(span: Span) -> list[str]:
    last = span.end - timedelta(days=1)
    sitting = CouncilSeat.objects.filter(starts__lte=last).filter(Q(ends=None) | Q(ends__gte=last))
    seats = list(sitting.select_related("state").order_by("state__name"))
    if not seats:
        return []
    permanent = ", ".join(seat.state.name for seat in seats if seat.permanent)
    elected = ", ".join(seat.state.name for seat in seats if not seat.permanent)
    return [f"Permanent members: {permanent}.", f"Elected members: {elected}."]


def _horizon(span: Span) -> list[str]:
    until = span.end + AHEAD
    seats = CouncilSeat.objects.select_related("state").order_by("state__name")
    leaving = [seat.state.name for seat in seats.filter(ends__gte=span.first, ends__lt=until)]
    coming = [seat.state.name for seat in seats.filter(starts__gte=span.end, starts__lt=until)]
    said = []
    if leaving:
        said.append(f"Leave the Council within four months: {', '.join(leaving)}.")
    if coming:
        said.append(f"Join the Council within four months: {', '.join(coming)}.")
    return said


def _events(span: Span) -> list[str]:
    """States with a month beyond the line of R19 among the newest that the collection tells of."""
    told = covered_months(_worldwide(span))
    newest = max((month for month in told if month < span.end), default=None)
    if newest is None:
        return []
    flagged = [(name, flag) for name, flags in _judged(newest, told) for flag in flags if flag.flagged]
    flagged.sort(key=lambda pair: (-pair[1].value, pair[0]))
    return [f"{name}: {flag.said}" for name, flag in flagged[:MOST_STATES]]


def _worldwide(span: Span) -> list[tuple[date, date]]:
    runs = ImportRun.objects.filter(source=GED.source, state=RunState.DONE.value, first_day__lt=span.end)
    files = runs.values_list("first_day", "last_day", "states")
    return [(first, last) for first, last, states in files if first and last and len(states) >= WORLD]


def _judged(newest: date, told: set[date]) -> list[tuple[str, list[MonthFlag]]]:
    """Per State the newest months, each judged by the two years before it."""
    first = _back(newest, HISTORY_MONTHS + MONTHS_LOOKED_AT - 1)
    known: dict[str, dict[date, int]] = defaultdict(dict)
    rows = IncidentMonth.objects.filter(source=GED.source, month__gte=first, month__lte=newest)
    for state, month, best in rows.values_list("state_id", "month", "best"):
        known[state][month] = int(best)
    names = dict(State.objects.filter(pk__in=known).values_list("iso3", "name"))
    deviations = numbers(newest).deviations
    return [
        (names[state], month_flags(fill_months(months, first, newest), deviations, covered=told)[-MONTHS_LOOKED_AT:])
        for state, months in known.items()
    ]


def _back(month: date, count: int) -> date:
    index = month.year * 12 + month.month - 1 - count
    return date(index // 12, index % 12 + 1, 1)


def briefings_visible_to(user: Any) -> Any:
    rows = Briefing.objects.select_related("edited_by", "issued_by")
    return rows if may(user, Act.READ_BRIEFINGS) else rows.none()
