"""The duty-to-share ledger as it stands (R11). The rule is in evidence.procedure.duties; here are its facts.

A protected submission (R16) counts for its own office alone: for anybody else it would name its source.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import JSONObject

from evidence.models import NilReturn, Situation
from evidence.procedure import duties
from evidence.procedure.duties import Period, Report, Standing
from mad.accounts.models import Office
from mad.accounts.permissions import Act, may
from mad.common import clock
from mad.reference.models import ParameterDecision
from mad.reference.parameters import PARAMETERS

LENGTH_KEY = "report_every_days"


@dataclass(frozen=True, slots=True)
class Line:
    """One source, one situation, one period, and how it stands."""

    office: Office
    situation: Situation
    period: Period
    standing: Standing


@dataclass(frozen=True, slots=True)
class Fact:
    """What one office sent on some States: see procedure.duties.Report."""

    states: frozenset[str]
    report: Report


def bound_sources(user: Any) -> QuerySet[Office]:
    """The sources whose lines the user may see: all, or its own office alone."""
    bound = Office.objects.filter(duty=Office.Duty.BOUND, active=True).order_by("name")
    if not may(user, Act.READ_LEDGER):
        return bound.none()
    return bound.filter(pk=user.office_id) if user.office_id else bound


def own_nil_returns(user: Any) -> QuerySet[NilReturn]:
    """Those of the user's own office. Another's do not exist for it."""
    if not (user.office_id and may(user, Act.RETURN_NIL)):
        return NilReturn.objects.none()
    return NilReturn.objects.filter(office=user.office_id)


def watched() -> QuerySet[Situation]:
    """Every situation, with the lengths of periods that were decided, which its periods are counted by."""
    decisions = ParameterDecision.objects.filter(key=LENGTH_KEY).order_by("decided_on", "id")
    lengths = ArraySubquery(decisions.values(found=JSONObject(on="decided_on", days="value")))
    return Situation.objects.annotate(lengths=lengths)


def periods_of(situation: Any, today: date) -> list[Period]:
    """The periods of a situation from watched(), up to the one that runs."""
    decided = [(date.fromisoformat(each["on"]), int(each["days"])) for each in situation.lengths]

    def length_on(day: date) -> int:
        return next((days for on, days in reversed(decided) if on <= day), int(PARAMETERS[LENGTH_KEY].default))

    return list(duties.periods(situation.since, situation.until, today, length_on))


def lines(sources: Sequence[Office], situations: Iterable[Situation], *, since: date, own: bool) -> list[Line]:
    """Every line of periods that end after `since`, by source, situation and day. One query beside `situations`.

    situations: from watched().
    own: the protected submissions of these sources count too; true only for what they alone are shown.
    """
    today = clock.today()
    tiled = [(each, [period for period in periods_of(each, today) if period.end > since]) for each in situations]
    first = min((period.first for _, tiles in tiled for period in tiles), default=today)
    facts = _facts([source.pk for source in sources], first, own)
    return [
        Line(source, each, period, duties.standing(period, _on(facts.get(source.pk, ()), each), today))
        for source in sources
        for each, tiles in tiled
        for period in tiles
        if duties.is_due(period, source.bound_since)
    ]


def _on(facts: Iterable[Fact], situation: Situation) -> list[Report]:
    states = frozenset(situation.state_codes)
    return [fact.report for fact in facts if fact.states & states]


# Grouped by day: a source that sends a thousand reports a day has one row for it.
_REPORTS = """
SELECT office_id, state_codes, (received_at AT TIME ZONE 'UTC')::date AS came,
    min(coalesce(period_from, period_to, (known_since AT TIME ZONE 'UTC')::date,
        (received_at AT TIME ZONE 'UTC')::date)) AS first,
    max(coalesce(period_to, (received_at AT TIME ZONE 'UTC')::date)) AS last, false AS nil
FROM evidence_submission
WHERE office_id = ANY(%(offices)s) AND received_at >= %(since)s AND (%(own)s OR NOT protect_source)
GROUP BY office_id, state_codes, came, period_from, period_to, (known_since AT TIME ZONE 'UTC')::date
UNION ALL
SELECT office_id, state_codes, (received_at AT TIME ZONE 'UTC')::date, period_from, period_to, true
FROM evidence_nilreturn WHERE office_id = ANY(%(offices)s) AND received_at >= %(since)s
"""

_DELAYS = """
SELECT office_id, percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM received_at - known_since)), count(*)
FROM evidence_submission
WHERE office_id = ANY(%(offices)s) AND received_at >= %(since)s AND known_since IS NOT NULL
    AND (%(own)s OR NOT protect_source) AND (%(until)s::timestamptz IS NULL OR received_at < %(until)s)
GROUP BY office_id
"""


def _facts(offices: list[int], since: date, own: bool) -> dict[int, list[Fact]]:
    found: dict[int, list[Fact]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_REPORTS, {"offices": offices, "since": _midnight(since), "own": own})
        for office, states, came, first, last, nil in cursor.fetchall():
            found.setdefault(office, []).append(Fact(frozenset(states), Report(came, first, last, nil)))
    return found


def median_delays(
    sources: Iterable[Office], *, since: date, own: bool, until: date | None = None
) -> dict[int, tuple[timedelta, int]]:
    """Per source the median time from "source knew" to "Division received", and of how many reports, received from the
    day `since` on and before the day `until`. One query."""
    offices = [source.pk for source in sources]
    with connection.cursor() as cursor:
        ends = _midnight(until) if until else None
        cursor.execute(_DELAYS, {"offices": offices, "since": _midnight(since), "own": own, "until": ends})
        return {
            office: (max(timedelta(0), timedelta(seconds=float(seconds))), count)
            for office, seconds, count in cursor.fetchall()
        }


def due_now(user: Any) -> list[Line]:
    """What the user's bound office owes for the running periods and has not sent (R11)."""
    if not user.office_id or not may(user, Act.RETURN_NIL):
        return []
    sources = list(bound_sources(user))
    if not sources:
        return []
    today = clock.today()
    found = lines(sources, watched().filter(until=None), since=today, own=True)
    return [line for line in found if line.standing is Standing.OPEN]


_SILENT = """
SELECT DISTINCT o.name FROM evidence_lapse AS l JOIN accounts_office AS o ON o.id = l.office_id AND o.active
JOIN evidence_situation AS w ON w.id = l.situation_id AND w.until IS NULL
WHERE l.end > %(after)s
    AND NOT EXISTS (SELECT 1 FROM evidence_lapse AS newer WHERE newer.office_id = l.office_id
        AND newer.situation_id = l.situation_id AND newer.end > l.end)
    AND NOT EXISTS (SELECT 1 FROM evidence_submission AS s WHERE s.office_id = l.office_id
        AND s.received_at >= l.end AT TIME ZONE 'UTC' AND s.state_codes && w.state_codes AND NOT s.protect_source)
    AND NOT EXISTS (SELECT 1 FROM evidence_nilreturn AS n WHERE n.office_id = l.office_id
        AND n.received_at >= l.end AT TIME ZONE 'UTC' AND n.state_codes && w.state_codes)
ORDER BY o.name
"""


def silent_sources(now: datetime) -> list[str]:
    """Sources whose newest period ended in silence, and that sent nothing open since. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_SILENT, {"after": now.date() - timedelta(days=62)})
        return [name for (name,) in cursor.fetchall()]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)
