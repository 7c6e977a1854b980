"""The duty to share (R10, R11): when a bound source reports, and how it stands for each period.

Days are days in UTC. A period is half open: its `end` is the first day of the next.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from evidence.procedure.fields import Day, Errors, ListOf, Object, Text, wrong
from mad.common.errors import Invalid

STATES_MOST = 50
ONE_DAY = timedelta(days=1)

NIL_RETURN = Object(
    {
        "states": ListOf(Text(3), most=STATES_MOST, least=1, distinct=True),
        "period": Object({"from": Day(), "to": Day()}),
    }
)


class Standing(StrEnum):
    """How a source stands for one situation and one period; OPEN while the period runs and nothing came."""

    OPEN = "open"
    ON_TIME = "on_time"
    LATE = "late"
    SILENT = "silent"


GRAVEST = (Standing.SILENT, Standing.LATE, Standing.OPEN, Standing.ON_TIME)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    first: date
    end: date

    @property
    def last(self) -> date:
        return self.end - ONE_DAY

    def has(self, day: date) -> bool:
        return self.first <= day < self.end


@dataclass(frozen=True, slots=True)
class Report:
    """One act of reporting: the day it came, the days it speaks of (both included), and whether it is a nil return."""

    came: date
    first: date
    last: date
    nil: bool = False

    def speaks_of(self, period: Period) -> bool:
        return self.first < period.end and self.last >= period.first

    def is_on_time_for(self, period: Period) -> bool:
        """A report counts for the period it comes in; a nil return besides only for days that it speaks of."""
        return period.has(self.came) and (not self.nil or self.speaks_of(period))

    def is_late_for(self, period: Period) -> bool:
        return self.came >= period.end and self.speaks_of(period)


@dataclass(frozen=True, slots=True)
class NilReturn:
    """ "Nothing to report" as a source declared it."""

    states: tuple[str, ...]
    first: date
    last: date


def periods(since: date, until: date | None, today: date, length_on: Callable[[date], int]) -> Iterator[Period]:
    """The periods of a watch, without gap or overlap, up to the one that runs today.

    length_on: how many days the period lasts that begins on a day (R11: *30*). A period that the end of the watch
    cuts short is not due. until: the last day of the watch.
    """
    first = since
    while first <= today:
        end = first + timedelta(days=length_on(first))
        if until is not None and end > until + ONE_DAY:
            return
        yield Period(first, end)
        first = end


def standing(period: Period, reports: Iterable[Report], today: date) -> Standing:
    """R11. What comes after the end turns silent into late, and never into on time."""
    late = False
    for report in reports:
        if report.is_on_time_for(period):
            return Standing.ON_TIME
        late = late or report.is_late_for(period)
    if today < period.end:
        return Standing.OPEN
    return Standing.LATE if late else Standing.SILENT


def is_due(period: Period, bound_since: date | None) -> bool:
    """A source owes reports for the periods that begin when it is bound already (R10)."""
    return bound_since is None or period.first >= bound_since


def gravest(standings: Collection[Standing]) -> Standing | None:
    """The one to show for several; None when nothing was due."""
    return next((each for each in GRAVEST if each in standings), None)


def read_nil_return(body: Any, *, known_states: Collection[str], today: date) -> NilReturn:
    """Read the JSON of a nil return. Raises Invalid (R11) that names every wrong field."""
    errors: Errors = {}
    given = NIL_RETURN.read(body, "", errors)
    if given is not None:
        for place, state in enumerate(given.get("states") or ()):
            if isinstance(state, str) and state not in known_states:
                wrong(errors, f"states[{place}]", f"{state} is no State's ISO 3166 alpha-3 code.")
        _check_period(given.get("period") or {}, today, errors)
    if errors or given is None:
        raise Invalid(errors, rule="R11")
    return NilReturn(tuple(sorted(given["states"])), given["period"]["from"], given["period"]["to"])


def _check_period(period: Mapping[str, date | None], today: date, errors: Errors) -> None:
    first, last = period.get("from"), period.get("to")
    if first and last and last < first:
        wrong(errors, "period.to", "The period ends before it begins.")
    if last and last > today:
        wrong(errors, "period.to", "This lies in the future: nobody knows yet that there is nothing to report.")
