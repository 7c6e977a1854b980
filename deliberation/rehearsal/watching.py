"""The months before the warnings, and what is read of the Framework once they are in (R22, R45)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from cases.models import Case
from cases.selectors.watch import lines
from cases.services import open_case, read_factor, review_level
from cases.services.framework import Draft
from deliberation.rehearsal.play import Play, scenario
from evidence.models import Item
from mad.accounts.models import User
from mad.common import clock
from mad.reference.framework import factor
from mad.reference.models import State

LONGEST = timedelta(days=150)


def begins(until: datetime) -> datetime:
    """When the monitoring begins that ends at `until`: some months before, within the same year of case numbers."""
    return min(until, max(until - LONGEST, datetime(until.year, 1, 1, 9, tzinfo=UTC)))


def before(until: datetime, days: int) -> datetime:
    """So many days before `until`, or as much earlier within a shorter time of watching."""
    return until - (until - begins(until)) * (days / LONGEST.days)


def monitor(officer: User, until: datetime) -> Case:
    """Open the case of the scenario, and read its Framework as the months go by."""
    facts = scenario()
    case = open_case(title=facts["title"], states=State.objects.filter(pk__in=facts["states"]), by=officer)
    for step in facts["framework"]["before"]:
        with clock.travel(before(until, step["days"])):
            _read(case, step, officer, {})
    return case


def analyse(play: Play) -> None:
    """Read the Framework with the evidence at hand; where no month went before, what would have been read then too."""
    facts = play.facts["framework"]
    if not play.case.framework.exists():
        for step in facts["before"]:
            _read(play.case, step, play.officer, {})
    for step in facts["assessed"]:
        read = _read(play.case, step, play.officer, play.items)
        play.say("R22", f"factor {step['factor']}: {read} indicators read")


def review(play: Play) -> None:
    """The registrar looks at the proposed level."""
    facts = play.facts["level"]
    (line,) = lines([play.case], clock.now())
    review_level(
        case=play.case,
        level=line.proposed.level,
        reasons=facts["reasons"],
        next_review=clock.today() + timedelta(days=facts["next_review_days"]),
        proposed=line.proposed.level,
        after=0,
        by=play.registrar,
    )
    play.say("R45", f"level {line.proposed.level} is proposed on the watch list, and confirmed")


def _read(case: Case, step: dict[str, Any], by: User, items: dict[str, Item]) -> int:
    drafts = dict(_drafts(step["readings"], items))
    indicators = [indicator.id for indicator in factor(step["factor"]).indicators]
    newest = case.framework.filter(indicator__in=indicators).last()
    after = newest.pk if newest else 0
    return len(read_factor(case=case, factor_id=step["factor"], drafts=drafts, after=after, by=by))


def _drafts(readings: dict[str, list[Any]], items: dict[str, Item]) -> Iterator[tuple[str, Draft]]:
    for indicator, (status, trend, grounds, *cited) in readings.items():
        numbers = frozenset(items[key].number for key in (cited[0] if cited else []))
        yield indicator, Draft(status, trend, grounds, numbers)
