"""The follow-up board over all cases, and what a case's follow-up page shows (SCREENS 16)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef

from cases.models import Case
from cases.selectors import watch
from deliberation.models import Closing, Measure, Trigger
from deliberation.procedure.followup import Status as Standing
from deliberation.procedure.followup import TriggerKind
from evidence.models import ScreeningDecision
from evidence.procedure.screening import Decision
from evidence.procedure.terms import Status
from evidence.selectors import submissions_visible_to
from mad.common.web import Slice, keyset

from .followup import measures_visible_to, under_way, with_sources

SIZE = 50
ORDERS = {"due": ("due", "id"), "status": ("status", "due", "id"), "actor": ("actor_name", "due", "id")}


@dataclass(frozen=True, slots=True)
class Line:
    """One measure on a board. late: its due date has passed; review_late: its review has."""

    measure: Measure
    late: bool
    review_late: bool
    group: str

    @property
    def ended(self) -> bool:
        return self.measure.ended_at is not None


def lines(measures: Iterable[Measure], now: datetime, order: str = "due") -> list[Line]:
    today = now.date()
    return [Line(m, m.overdue(today), _review_late(m, now), _group(m, order, today)) for m in measures]


def _review_late(measure: Measure, now: datetime) -> bool:
    return measure.next_review is not None and measure.next_review < now


def _group(measure: Measure, order: str, today: date) -> str:
    """The heading under which a measure stands."""
    if order == "actor":
        return measure.actor_name
    if order == "status":
        return measure.get_status_display()
    return "Overdue" if measure.overdue(today) else f"{measure.due:%B %Y}"


def board(user: Any, now: datetime, *, order: str, asked: dict[str, str], cursor: str) -> tuple[Slice, list[Line]]:
    """A page of the measures that the user may know of. asked: status ("", a status, or "ended"), actor."""
    rows = with_sources(measures_visible_to(user))
    status = asked.get("status", "")
    if status == "ended":
        rows = rows.exclude(ended_at=None)
    elif status in list(Standing):
        rows = rows.filter(status=status)
    else:
        rows = under_way(rows)
    if actor := asked.get("actor", ""):
        rows = rows.filter(actor=actor)
    found = keyset(rows, by=ORDERS[order], cursor=cursor, size=SIZE)
    return found, lines(found.rows, now, order)


def actors_present(user: Any) -> list[tuple[str, str]]:
    """Who acts in the measures that the user may know of, by name. One query."""
    rows = measures_visible_to(user).order_by("actor_name").values_list("actor", "actor_name")
    return list(dict(rows.distinct()).items())


@dataclass(frozen=True, slots=True)
class Hint:
    """A trigger of a closed case, and whether what it waits for is seen in the record. said: what was seen."""

    trigger: Trigger
    seen: bool
    said: str


def hints(case: Case, closing: Closing, user: Any, now: datetime) -> list[Hint]:
    """What the record that the user may read says of each trigger of a case's last closing; events are for people to
    see (R44). A closed case takes in nothing, so alarms are looked for on its States, wherever they lie."""
    triggers = list(closing.plan.triggers.all())
    kinds = {trigger.kind for trigger in triggers}
    alarms = _alarms_since(case, closing.at, user) if TriggerKind.ALARM in kinds else 0
    level = _level(case, now) if TriggerKind.LEVEL in kinds else 0
    return [_hint(trigger, alarms, level) for trigger in triggers]


def _alarms_since(case: Case, at: datetime, user: Any) -> int:
    """Alarms screened since, whenever they were received (R21)."""
    codes = [row["iso3"] for row in case.page["state_facts"]]
    taken = ScreeningDecision.objects.filter(submission=OuterRef("pk"), decision=Decision.ACCEPT.value)
    rows = submissions_visible_to(user).filter(alarm=True, status=Status.ACCEPTED.value, state_codes__overlap=codes)
    return rows.filter(Exists(taken.filter(at__gt=at)), ~Exists(taken.filter(at__lte=at))).count()


def _level(case: Case, now: datetime) -> int:
    (line,) = watch.lines([case], now)
    return line.proposed.level


def _hint(trigger: Trigger, alarms: int, level: int) -> Hint:
    if trigger.kind == TriggerKind.ALARM:
        return Hint(trigger, alarms > 0, f"{alarms} since it was closed")
    if trigger.kind == TriggerKind.LEVEL:
        return Hint(trigger, level >= (trigger.level or 0), f"level {level} is proposed now")
    return Hint(trigger, False, "seen by people, not by the record")
