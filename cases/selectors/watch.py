"""The watch list: every open case a reader may know of, with its level, its grounds and how it went (R45).

A case's level is the same for whoever may open it: it counts what the case's own docket tells (submissions taken in,
alarms, readings, moves, determinations) and public event data. Everything is worked out as it stood at a moment; event
data count by the day of the event, since what was loaded when says nothing of the situation.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from cases.models import Case
from cases.procedure import Stage, Temporal
from cases.procedure import framework as rules
from cases.procedure.watch import (
    ALARM_WINDOW,
    MONTH_AGO,
    Decided,
    Facts,
    Level,
    actors_at,
    alarms_at,
    level,
    month_at,
    picture,
    rank,
)
from cases.procedure.watch_review import Due, Review, review_due, standing_level
from evidence.models import ImportRun
from evidence.procedure.events.runs import RunState
from evidence.procedure.flags import HISTORY_MONTHS, ActorYear, MonthFlag, fill_months, month_flags
from evidence.selectors.incidents import told_of
from mad.reference import framework as reference
from mad.reference.models import ParameterDecision
from mad.reference.parameters import Numbers, in_force

from .lists import open_cases
from .watch_sql import EVENTS, FACTS

TREND_MONTHS = 12
EVENT_MONTHS = TREND_MONTHS + 12 + HISTORY_MONTHS


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The newest review: what was decided, by whom and when."""

    pk: int
    of: Review
    reasons: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """One case of the watch list.

    change: the proposed level against that of 30 days before, None for a case opened since. trend: the proposed level
    at the end of each of the last 12 months, the last of them now; None before the case was opened.
    """

    case: Case
    states: tuple[dict[str, str], ...]
    proposed: Level
    change: int | None
    trend: tuple[tuple[datetime, int | None], ...]
    last_warning: datetime | None
    review: Reviewed | None
    due: Due | None
    standing: int

    @property
    def state_names(self) -> str:
        return ", ".join(state["name"] for state in self.states)

    @property
    def m49(self) -> str:
        return " ".join(state["m49"] for state in self.states)


def watch_list(user: Any, now: datetime) -> list[Line]:
    """The cases the reader may open that are not closed: highest level first, then the largest rise. Five queries."""
    found = lines(open_cases(user), now)
    return sorted(found, key=lambda x: rank(x.case.number, x.standing, x.change, x.proposed.points))


def lines(cases: Sequence[Case], now: datetime) -> list[Line]:
    """One line for each of `cases`, in their order. Four queries, whatever their number."""
    pks = [case.pk for case in cases]
    moments = _moments(now)
    values = {
        "cases": pks,
        "alarms_from": moments[0] - MONTH_AGO - 2 * ALARM_WINDOW,
        "readings_from": moments[0] - 2 * MONTH_AGO,
    }
    facts = {pk: json.loads(text) for pk, text in FACTS.rows(values)}
    events = _events(pks, facts, now)
    return [_line(case, Known.of(facts[case.pk], *events[case.pk]), moments, now) for case in cases]


def _moments(now: datetime) -> list[datetime]:
    """The ends of the months before this one, oldest first, and now."""
    this = rules.month_start(now)
    return [rules.month_end(rules.months_before(this, back)) for back in range(TREND_MONTHS - 1, 0, -1)] + [now]


def _line(case: Case, known: "Known", moments: list[datetime], now: datetime) -> Line:
    trend = tuple((at, level(known.at(at)).level if at >= case.opened_at else None) for at in moments)
    proposed = level(known.at(now))
    earlier = now - MONTH_AGO
    change = proposed.level - level(known.at(earlier)).level if earlier >= case.opened_at else None
    review = known.review
    decided, today = review.of if review else None, now.date()
    return Line(
        case,
        known.states,
        proposed,
        change,
        trend,
        known.last_warning,
        review,
        review_due(decided, proposed.level, today),
        standing_level(decided, proposed.level, today),
    )


# --- what is known of one case ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Known:
    """All that the level of a case rests on, over time."""

    states: tuple[dict[str, str], ...]
    stages: tuple[tuple[datetime, Stage], ...]
    determinations: tuple[tuple[datetime, datetime | None, Decided], ...]
    alarms: tuple[datetime, ...]
    courses: tuple[rules.Course, ...]
    months: tuple[MonthFlag, ...]
    actors: tuple[ActorYear, ...]
    last_warning: datetime | None
    review: Reviewed | None

    @classmethod
    def of(cls, row: dict[str, Any], months: tuple[MonthFlag, ...], actors: tuple[ActorYear, ...]) -> "Known":
        return cls(
            tuple(row["states"]),
            tuple((_time(at), Stage(target)) for target, at in row["moves"]),
            tuple(
                (_time(d["from"]), _time(d["until"]) if d["until"] else None, _decided(d))
                for d in row["determinations"]
            ),
            tuple(map(_time, row["alarms"])),
            _courses(row["readings"]),
            months,
            actors,
            _time(row["last_warning"]) if row["last_warning"] else None,
            _review(row["review"]) if row["review"] else None,
        )

    def at(self, moment: datetime) -> Facts:
        """What was so at a moment."""
        passed = [stage for at, stage in self.stages if at <= moment]
        in_force_ = [
            decided
            for begins, ends, decided in self.determinations
            if begins <= moment and (ends is None or moment < ends)
        ]
        return Facts(
            alarms_at(self.alarms, moment),
            picture(self.courses, moment),
            picture(self.courses, moment - MONTH_AGO),
            month_at(self.months, moment),
            actors_at(self.actors, moment),
            passed[-1] if passed else Stage.MONITORING,
            in_force_[-1] if in_force_ else None,
        )


def _time(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _decided(row: dict[str, Any]) -> Decided:
    return Decided(row["number"], row["likely"], row["severity"], Temporal(row["temporal"]))


def _review(row: dict[str, Any]) -> Reviewed:
    of = Review(row["level"], row["proposed"], date.fromisoformat(row["next_review"]))
    return Reviewed(row["id"], of, row["reasons"], row["by"], _time(row["at"]))


def _courses(rows: Iterable[Sequence[Any]]) -> tuple[rules.Course, ...]:
    """How the status of each factor went, in the Framework's order; trends give no points and are left out."""
    of_factor = {indicator.id: factor.id for factor in reference.factors() for indicator in factor.indicators}
    read: dict[str, list[rules.Reading]] = defaultdict(list)
    for indicator, status, at in rows:
        reading = rules.Reading(indicator, rules.Status(status), rules.Trend.UNKNOWN, _time(at))
        read[of_factor[indicator]].append(reading)
    return tuple(rules.course([i.id for i in factor.indicators], read[factor.id]) for factor in reference.factors())


# --- event data (R19) ------------------------------------------------------------------------------

Events = tuple[tuple[MonthFlag, ...], tuple[ActorYear, ...]]


def _events(pks: list[int], facts: dict[int, dict[str, Any]], now: datetime) -> dict[int, Events]:
    """Judged months and actors over the threshold, for each case. Three queries."""
    decisions = list(ParameterDecision.objects.order_by("decided_on", "id").values_list("decided_on", "key", "value"))
    files: dict[str, list[tuple[date, date, list[str]]]] = defaultdict(list)
    done = ImportRun.objects.filter(state=RunState.DONE.value, first_day__isnull=False)
    for source, first_day, last_day, states in done.values_list("source", "first_day", "last_day", "states"):
        if first_day and last_day:
            files[source].append((first_day, last_day, states))
    first = rules.months_before(rules.month_start(now), EVENT_MONTHS).date()
    thresholds = [
        {"year": year, "threshold": _numbers(decisions, date(year, 12, 31)).killings_year}
        for year in range(now.year - 2, now.year + 1)
    ]
    values = {"cases": pks, "first": first, "last": now.date(), "thresholds": json.dumps(thresholds)}
    deviations = _numbers(decisions, now.date()).deviations
    found: dict[int, Events] = {}
    for pk, source, months, actors in EVENTS.rows(values):
        told = told_of([state["iso3"] for state in facts[pk]["states"]], files[source])
        found[pk] = (_judged(json.loads(months), told, first, now, deviations), _actors(json.loads(actors)))
    return {pk: found.get(pk, ((), ())) for pk in pks}


def _numbers(decisions: Iterable[tuple[date, str, str]], on: date) -> Numbers:
    return in_force((key, value) for decided_on, key, value in decisions if decided_on <= on)


def _judged(
    rows: list[list[Any]], told: set[date], first: date, now: datetime, deviations: int
) -> tuple[MonthFlag, ...]:
    """Each month by the two years before it; none where nothing that was loaded tells of the States."""
    if not told:
        return ()
    known = {date.fromisoformat(month): int(best) for month, best in rows}
    return tuple(month_flags(fill_months(known, first, now.date()), deviations, covered=told))


def _actors(rows: list[list[Any]]) -> tuple[ActorYear, ...]:
    return tuple(
        ActorYear(actor, year, int(killed), threshold, date.fromisoformat(day))
        for actor, year, killed, threshold, day in rows
    )
