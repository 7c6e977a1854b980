"""R20: incidents, evidence and decisions of a case over time, from years to days. Two queries at any size."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from django.db.models import Q

from cases.models import Case
from cases.procedure.periods import Period, Span, bounds, periods
from evidence.models import Item
from mad.docket.models import Entry
from mad.docket.selectors import entries_for_case

from .killings import Killed
from .matrix import items_of

# Acts that decide something, or open and end a step; what is written, linked and sealed in between is in the docket.
DECIDES = (
    "assessment.",
    "case.",
    "determination.",
    "insufficiency.",
    "motion.",
    "opinion.",
    "output.",
    "recusal.decided",
    "round.",
    "vote.",
    "watch.",
)
IN_BETWEEN = (
    "assessment.asked",
    "case.crime_chosen",
    "case.edited",
    "case.submission_placed",
    "case.summarised",
    "determination.voted",
    "motion.seconded",
    "output.exported",
)
LISTED = 200


@dataclass(slots=True)
class Step:
    """One period with what lies in it. bar: its killings in percent of the deadliest step's."""

    period: Period
    killed: Killed = field(default_factory=Killed)
    evidence: list[Item] = field(default_factory=list)
    decisions: list[Entry] = field(default_factory=list)
    bar: int = 0

    @property
    def empty(self) -> bool:
        return not (self.killed.events or self.evidence or self.decisions)


def timeline(case: Case, user: Any, wanted: Span, killed: Mapping[date, Killed]) -> list[Step]:
    """The steps of the span, oldest first; the years of everything known when no year is named."""
    first, last = bounds(wanted)
    evidence = [item for item in items_of(case, user) if first <= told_of(item) <= last]
    decisions = [entry for entry in _decisions(case) if first <= entry.at.date() <= last]
    days = [*killed, *map(told_of, evidence), *(entry.at.date() for entry in decisions)]
    if not days and not wanted.key:
        return []
    steps = [Step(period) for period in periods(wanted, min(days, default=first), max(days, default=last))]
    for day, count in killed.items():
        step = _at(steps, day)
        step.killed = step.killed + count
    _spread(steps, evidence, told_of, "evidence")
    _spread(steps, decisions, lambda entry: entry.at.date(), "decisions")
    most = max((step.killed.best for step in steps), default=0)
    for step in steps:
        step.bar = round(100 * step.killed.best / most) if most else 0
    return steps


def told_of(item: Item) -> date:
    """The day on which what an item tells of began, or the day it arrived when it does not say."""
    return item.submission.period_from or item.submission.received_at.date()


Kind = TypeVar("Kind", Item, Entry)


def _spread(steps: list[Step], found: Iterable[Kind], day: Callable[[Kind], date], name: str) -> None:
    for one in found:
        getattr(_at(steps, day(one)), name).append(one)


def _at(steps: list[Step], day: date) -> Step:
    return next(step for step in steps if day in step.period)


def _decisions(case: Case) -> list[Entry]:
    decides = Q()
    for act in DECIDES:
        decides |= Q(act__startswith=act)
    found = entries_for_case(case.number).filter(decides).exclude(act__in=IN_BETWEEN)
    return sorted(found.defer("facts"), key=lambda entry: (entry.at, entry.pk))
