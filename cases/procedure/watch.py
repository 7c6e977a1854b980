"""R45: the level of a situation on the watch list, from 1 to 5, and every ground of it.

The level proposes and a person decides. It is a sum of points, each of which says which number it comes from; a ground
that gives no point is said as well, so that what is missing is seen. What is unknown gives no point and takes none away.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from evidence.procedure.flags import ActorYear, MonthFlag

from .framework import Course, Moved, Status, moved
from .terms import Stage, Temporal

LEAST_LEVEL, GREATEST_LEVEL = 1, 5
ALARM_WINDOW = timedelta(days=90)
MONTH_AGO = timedelta(days=30)
EVENTS_WINDOW = timedelta(days=365)

POINTS_OF_LEVEL: Mapping[int, int] = {1: 0, 2: 2, 3: 4, 4: 6, 5: 8}
"""Level → the points it begins at."""

# Least number → points; the first step that is reached counts.
ALARM_STEPS: Sequence[tuple[int, int]] = ((2, 2), (1, 1))
PRESENT_STEPS: Sequence[tuple[int, int]] = ((8, 3), (4, 2), (1, 1))
EMERGING_FOR_A_POINT = 3
LIKELY_POINTS, TEMPORAL_POINTS, SEVERE_POINTS = 4, 2, 1
SEVERE_FROM = 4


class Source(StrEnum):
    """Where a ground comes from."""

    ALARMS = "alarms"
    FRAMEWORK = "framework"
    WORSENED = "worsened"
    MONTH = "month"
    ACTORS = "actors"
    STAGE = "stage"
    LIKELY = "likely"
    TEMPORAL = "temporal"
    SEVERITY = "severity"


RULES: Mapping[Source, str] = {
    Source.ALARMS: "R13",
    Source.FRAMEWORK: "R22",
    Source.WORSENED: "R22",
    Source.MONTH: "R19",
    Source.ACTORS: "R19",
    Source.STAGE: "R20",
    Source.LIKELY: "R30",
    Source.TEMPORAL: "R29",
    Source.SEVERITY: "R29",
}


@dataclass(frozen=True, slots=True)
class Alarms:
    """Alarms of accepted submissions in the 90 days up to a moment, and in the 90 days before those."""

    recent: int = 0
    before: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """Factors of the Framework by status; `worsened`: those whose known status rose within the month."""

    present: int = 0
    emerging: int = 0
    absent: int = 0
    unknown: int = 14
    worsened: int = 0


@dataclass(frozen=True, slots=True)
class Decided:
    """The determination in force: its number, how many crimes it finds likely, its level and temporal finding."""

    number: str
    likely: int
    severity: int
    temporal: Temporal


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a level is worked out from, at one moment.

    month: the newest month that event data tell of; None when none does, or when it lies more than a year back.
    actors: those who reached the threshold of a calendar year within the past year.
    """

    alarms: Alarms = Alarms()
    now: Picture = Picture()
    month_ago: Picture = Picture()
    month: MonthFlag | None = None
    actors: tuple[ActorYear, ...] = ()
    stage: Stage = Stage.MONITORING
    determination: Decided | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """One line of the explanation. numbers: what it was worked out from, by name. said: the same in a sentence."""

    source: Source
    points: int
    said: str
    numbers: Mapping[str, object] = field(default_factory=dict)

    @property
    def rule(self) -> str:
        return RULES[self.source]


@dataclass(frozen=True, slots=True)
class Level:
    """The proposed level with its points and all its grounds, those without a point included."""

    level: int
    points: int
    grounds: tuple[Ground, ...]


def level(facts: Facts) -> Level:
    """The level that the facts propose."""
    grounds = (
        _alarms(facts.alarms),
        _framework(facts.now, facts.month_ago),
        _worsened(facts.now),
        _month(facts.month),
        _actors(facts.actors),
        _stage(facts.stage),
        *_determination(facts.determination),
    )
    points = sum(ground.points for ground in grounds)
    return Level(level_of(points), points, grounds)


def level_of(points: int) -> int:
    """The highest level whose beginning the points reach."""
    return max(found for found, begins in POINTS_OF_LEVEL.items() if points >= begins)


def _step(number: int, steps: Sequence[tuple[int, int]]) -> int:
    return next((points for least, points in steps if number >= least), 0)


def _alarms(alarms: Alarms) -> Ground:
    said = f"{_count(alarms.recent, 'alarm')} screened in the last 90 days, {alarms.before} in the 90 days before."
    numbers = {"recent": alarms.recent, "before": alarms.before}
    return Ground(Source.ALARMS, _step(alarms.recent, ALARM_STEPS), said, numbers)


def _framework(now: Picture, before: Picture) -> Ground:
    points = _step(now.present, PRESENT_STEPS) or int(now.emerging >= EMERGING_FOR_A_POINT)
    said = (
        f"{_count(now.present, 'risk factor')} present, {now.emerging} emerging, {now.unknown} unknown;"
        f" a month ago {before.present}, {before.emerging} and {before.unknown}."
    )
    numbers = {
        "present": now.present,
        "emerging": now.emerging,
        "unknown": now.unknown,
        "present_before": before.present,
        "emerging_before": before.emerging,
        "unknown_before": before.unknown,
    }
    return Ground(Source.FRAMEWORK, points, said, numbers)


def _worsened(now: Picture) -> Ground:
    said = f"{_count(now.worsened, 'known risk factor')} became worse within a month."
    return Ground(Source.WORSENED, int(now.worsened > 0), said, {"worsened": now.worsened})


def _month(flag: MonthFlag | None) -> Ground:
    if flag is None:
        return Ground(Source.MONTH, 0, "No event data tell of the past year.")
    return Ground(Source.MONTH, int(flag.flagged), flag.said, {"flag": flag})


def _actors(actors: tuple[ActorYear, ...]) -> Ground:
    if not actors:
        said = "In the past year no actor is known to have reached the threshold of killings of civilians."
        return Ground(Source.ACTORS, 0, said)
    return Ground(Source.ACTORS, 1, " ".join(actor.said for actor in actors), {"actors": actors})


def _stage(stage: Stage) -> Ground:
    points = int(stage not in (Stage.MONITORING, Stage.CLOSED))
    return Ground(Source.STAGE, points, f"The case is in the stage: {stage.replace('_', ' ')}.", {"stage": stage})


def _determination(decided: Decided | None) -> tuple[Ground, ...]:
    if decided is None:
        return (Ground(Source.LIKELY, 0, "No determination is in force."),)
    found = Ground(
        Source.LIKELY,
        LIKELY_POINTS if decided.likely else 0,
        f"{decided.number} finds {_count(decided.likely, 'crime')} likely.",
        {"number": decided.number, "likely": decided.likely},
    )
    if not decided.likely:
        return (found,)
    pressing = decided.temporal is not Temporal.NEITHER
    return (
        found,
        Ground(
            Source.TEMPORAL,
            TEMPORAL_POINTS if pressing else 0,
            f"Its temporal finding: {decided.temporal}.",
            {"temporal": decided.temporal},
        ),
        Ground(
            Source.SEVERITY,
            SEVERE_POINTS if decided.severity >= SEVERE_FROM else 0,
            f"Its severity level: {decided.severity} of 5.",
            {"severity": decided.severity},
        ),
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


# --- what the facts are worked out from ------------------------------------------------------------


def alarms_at(screened: Sequence[datetime], moment: datetime) -> Alarms:
    """`screened`: the moments at which the case took in a submission with an alarm."""
    recent = sum(moment - ALARM_WINDOW < at <= moment for at in screened)
    before = sum(moment - 2 * ALARM_WINDOW < at <= moment - ALARM_WINDOW for at in screened)
    return Alarms(recent, before)


def picture(courses: Sequence[Course], moment: datetime) -> Picture:
    """The factors at a moment, and how many of them worsened within the month up to it."""
    now = [course.at(moment).status for course in courses]
    before = [course.at(moment - MONTH_AGO).status for course in courses]
    worsened = sum(moved(was, status) is Moved.WORSE for was, status in zip(before, now, strict=True))
    present, emerging, absent, unknown = (
        now.count(s) for s in (Status.PRESENT, Status.EMERGING, Status.ABSENT, Status.UNKNOWN)
    )
    return Picture(present, emerging, absent, unknown, worsened)


def month_at(flags: Sequence[MonthFlag], moment: datetime) -> MonthFlag | None:
    """The newest month, over before the moment and told of, that lies in the past year. `flags`: oldest first."""
    this = moment.date().replace(day=1)
    told = (f for f in reversed(flags) if f.covered and f.month < this)
    newest = next(told, None)
    return newest if newest and newest.month > (moment - EVENTS_WINDOW).date().replace(day=1) else None


def actors_at(years: Sequence[ActorYear], moment: datetime) -> tuple[ActorYear, ...]:
    """The actors who reached the threshold within the year up to the moment."""
    first, last = (moment - EVENTS_WINDOW).date(), moment.date()
    return tuple(year for year in years if year.reached is not None and first < year.reached <= last)


def rank(number: str, standing: int, change: int | None, points: int) -> tuple[int, int, int, str]:
    """Sorts the list: highest level, then largest rise, then most points, then the case's number."""
    return -standing, -(change or 0), -points, number
