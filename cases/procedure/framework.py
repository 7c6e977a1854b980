"""R22: the Framework of Analysis: a factor's status from its indicators, how it went, what changed.

A factor is *present* when any of its indicators is present; else *emerging* when any is emerging; else *absent* when
every indicator is known to be absent; else *unknown*. So one unknown indicator keeps a factor from being absent: what
nobody looked at is never taken for what is not there (R13). Its trend is read from the indicators that are present or
emerging: *rising* when any of them rises, else *falling* when any falls, else *steady* when any is steady, else unknown.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import groupby
from operator import attrgetter


class Status(StrEnum):
    """R22."""

    ABSENT = "absent"
    EMERGING = "emerging"
    PRESENT = "present"
    UNKNOWN = "unknown"


class Trend(StrEnum):
    RISING = "rising"
    STEADY = "steady"
    FALLING = "falling"
    UNKNOWN = "unknown"


class Moved(StrEnum):
    """How a factor stands against an earlier moment. Coming to know is no worsening, and no relief."""

    SAME = "same"
    WORSE = "worse"
    BETTER = "better"
    LEARNED = "learned"
    LOST = "lost"


RANK: Mapping[Status, int] = {Status.ABSENT: 0, Status.EMERGING: 1, Status.PRESENT: 2}
"""Known statuses from the least to the gravest; *unknown* has no place among them."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one person (by: their name) read of one indicator at one moment."""

    indicator: str
    status: Status
    trend: Trend
    at: datetime
    by: str = ""


@dataclass(frozen=True, slots=True)
class FactorState:
    """One factor at one moment: `known` of its `of` indicators have a status other than unknown."""

    status: Status
    trend: Trend
    known: int
    of: int
    present: int = 0
    emerging: int = 0

    @property
    def unknown(self) -> int:
        return self.of - self.known


@dataclass(frozen=True, slots=True)
class Changed:
    """One indicator whose status or trend differs between two moments; None before: nobody had read it."""

    indicator: str
    before: Reading | None
    after: Reading


@dataclass(frozen=True, slots=True)
class Course:
    """How one factor went: its state from each moment on; before the first, nothing was known."""

    moments: tuple[datetime, ...]
    states: tuple[FactorState, ...]
    nothing: FactorState

    def at(self, moment: datetime) -> FactorState:
        """The state at a moment; what was read in that very instant counts."""
        place = bisect_right(self.moments, moment)
        return self.states[place - 1] if place else self.nothing


def factor_status(statuses: Iterable[Status]) -> Status:
    """The rule at the head of this module; `statuses`: one for each indicator of the factor."""
    found = set(statuses)
    for status in (Status.PRESENT, Status.EMERGING):
        if status in found:
            return status
    return Status.ABSENT if found == {Status.ABSENT} else Status.UNKNOWN


def factor_trend(readings: Iterable[Reading]) -> Trend:
    found = {r.trend for r in readings if RANK.get(r.status, 0) > 0}
    return next((trend for trend in (Trend.RISING, Trend.FALLING, Trend.STEADY) if trend in found), Trend.UNKNOWN)


def factor_state(indicators: Sequence[str], newest: Mapping[str, Reading]) -> FactorState:
    """A factor by its indicators' ids and the newest reading of each; one that has none is unknown."""
    readings = [newest[i] for i in indicators if i in newest]
    counted = Counter(r.status for r in readings)
    present, emerging = counted[Status.PRESENT], counted[Status.EMERGING]
    known = present + emerging + counted[Status.ABSENT]
    statuses = [*counted, Status.UNKNOWN] if len(readings) < len(indicators) else [*counted]
    return FactorState(factor_status(statuses), factor_trend(readings), known, len(indicators), present, emerging)


def course(indicators: Sequence[str], readings: Iterable[Reading]) -> Course:
    """The whole way of one factor. `readings`: in the order they were made; those of other factors are passed over."""
    wanted, newest = set(indicators), dict[str, Reading]()
    moments: list[datetime] = []
    states: list[FactorState] = []
    for at, together in groupby((r for r in readings if r.indicator in wanted), key=attrgetter("at")):
        newest |= {r.indicator: r for r in together}  # one form holds many readings of the same instant
        moments.append(max(at, moments[-1]) if moments else at)
        states.append(factor_state(indicators, newest))
    return Course(tuple(moments), tuple(states), factor_state(indicators, {}))


def newest_at(readings: Iterable[Reading], moment: datetime) -> dict[str, Reading]:
    """The newest reading of each indicator at a moment; `readings` in the order they were made."""
    return {r.indicator: r for r in readings if r.at <= moment}


def moved(before: Status, after: Status) -> Moved:
    """How a status stands against an earlier one."""
    if before is after:
        return Moved.SAME
    if before is Status.UNKNOWN:
        return Moved.LEARNED
    if after is Status.UNKNOWN:
        return Moved.LOST
    return Moved.WORSE if RANK[after] > RANK[before] else Moved.BETTER


def changes(before: Mapping[str, Reading], after: Mapping[str, Reading]) -> tuple[Changed, ...]:
    """The indicators that read differently at two moments, in the order of `after`."""
    return tuple(
        Changed(name, before.get(name), reading)
        for name, reading in after.items()
        if _said(before.get(name)) != _said(reading)
    )


def _said(reading: Reading | None) -> tuple[Status, Trend]:
    return (reading.status, reading.trend) if reading else (Status.UNKNOWN, Trend.UNKNOWN)


def month_start(moment: datetime) -> datetime:
    """The first instant of the moment's month, UTC."""
    return moment.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def months_before(start: datetime, count: int) -> datetime:
    """The first instant of the month `count` months before (after, when negative) that of `start`."""
    months = start.year * 12 + start.month - 1 - count
    return datetime(months // 12, months % 12 + 1, 1, tzinfo=UTC)


def month_end(start: datetime) -> datetime:
    """The last instant of the month that begins at `start`."""
    return months_before(start, -1) - timedelta(microseconds=1)
