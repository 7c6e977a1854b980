"""The Framework of Analysis of a case: the grid of months, one factor with its history, what warnings said (R22)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F

from cases.models import Case, FrameworkReading, ReadingEvidence
from cases.procedure import framework as rules
from cases.procedure import warnings
from evidence.models import Item
from evidence.procedure.terms import Answer, Question
from evidence.selectors import submissions_visible_to
from mad.common.errors import Invalid
from mad.reference import framework as reference

from .matrix import items_of

SHOWN_MONTHS = 12
FIRST_YEAR = 2000


# --- the grid --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cell:
    """One factor at the end of one month (now, in the month that runs), and at the end of the month before."""

    month: date
    state: rules.FactorState
    before: rules.FactorState

    @property
    def moved(self) -> rules.Moved:
        """How the factor's status moved within the month."""
        return rules.moved(self.before.status, self.state.status)

    @property
    def touched(self) -> bool:
        """Its status stayed, and some of its indicators did not."""
        return self.before.status is self.state.status and self.before != self.state


@dataclass(frozen=True, slots=True)
class Row:
    factor: reference.Factor
    cells: tuple[Cell, ...]

    @property
    def newest(self) -> Cell:
        return self.cells[-1]


@dataclass(frozen=True, slots=True)
class Grid:
    """All factors over the months shown, oldest month first.

    changes: the indicators that read differently at the end of the newest month shown than at its beginning.
    earlier, later: the newest month ("2026-03") of the windows before and after, "" when there is none.
    """

    months: tuple[date, ...]
    rows: tuple[Row, ...]
    changes: tuple[tuple[reference.Factor, reference.Indicator, rules.Changed], ...]
    earlier: str
    later: str
    empty: bool


def grid(case: Case, now: datetime, until: str = "") -> Grid:
    """The window of months that ends with `until` ("2026-03", "" for this month). One query.

    Raises Invalid (field "until") for what is no month, or one to come.
    """
    this = rules.month_start(now)
    last = _month(until, this)
    readings = readings_of(case)
    months = tuple(rules.months_before(last, back) for back in reversed(range(SHOWN_MONTHS)))
    begun = rules.months_before(last, SHOWN_MONTHS - 1)
    later = min(this, rules.months_before(last, -SHOWN_MONTHS))
    return Grid(
        tuple(month.date() for month in months),
        tuple(_row(factor, readings, months, now) for factor in reference.factors()),
        tuple(_changes(readings, last, now)),
        _key(rules.months_before(begun, 1)) if any(r.at < begun for r in readings) else "",
        _key(later) if last < this else "",
        not readings,
    )


def readings_of(case: Case) -> list[rules.Reading]:
    """Every reading of the case, in the order they were made. One query."""
    rows = FrameworkReading.objects.filter(case=case).order_by("id").annotate(name=F("by__full_name"))
    return [
        rules.Reading(indicator, rules.Status(status), rules.Trend(trend), at, name)
        for indicator, status, trend, at, name in rows.values_list("indicator", "status", "trend", "at", "name")
    ]


def _month(text: str, this: datetime) -> datetime:
    if not text:
        return this
    try:
        found = rules.month_start(datetime.fromisoformat(f"{text}-01T00:00:00+00:00"))
    except ValueError:
        raise Invalid({"until": ["Give a month as 2026-03."]}, rule="R22") from None
    if found > this or found.year < FIRST_YEAR or _key(found) != text:
        raise Invalid({"until": ["Give a month that has begun, as 2026-03."]}, rule="R22")
    return found


def _key(month: datetime) -> str:
    return f"{month:%Y-%m}"


def _ids(factor: reference.Factor) -> list[str]:
    return [indicator.id for indicator in factor.indicators]


def _row(
    factor: reference.Factor, readings: Iterable[rules.Reading], months: tuple[datetime, ...], now: datetime
) -> Row:
    course = rules.course(_ids(factor), readings)
    ends = [rules.month_end(rules.months_before(months[0], 1)), *(min(rules.month_end(m), now) for m in months)]
    states = [course.at(end) for end in ends]
    steps = zip(months, states, states[1:], strict=False)
    return Row(factor, tuple(Cell(m.date(), state, was) for m, was, state in steps))


def _changes(
    readings: list[rules.Reading], month: datetime, now: datetime
) -> Iterable[tuple[reference.Factor, reference.Indicator, rules.Changed]]:
    before = rules.newest_at(readings, rules.month_end(rules.months_before(month, 1)))
    after = rules.newest_at(readings, min(rules.month_end(month), now))
    changed = {change.indicator: change for change in rules.changes(before, after)}
    for factor in reference.factors():
        for indicator in factor.indicators:
            if indicator.id in changed:
                yield factor, indicator, changed[indicator.id]


# --- one factor ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Made:
    """One reading with what it did to the evidence, as far as the reader may open it."""

    reading: FrameworkReading
    linked: tuple[Item, ...] = ()
    dropped: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """What stands for an indicator: its newest reading, and the items cited that the reader may open."""

    reading: FrameworkReading
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """held: None when nobody has read it. history: newest first."""

    indicator: reference.Indicator
    held: Held | None
    history: tuple[Made, ...]


@dataclass(frozen=True, slots=True)
class Warned:
    """How submissions answered one question of the quick matrix, and the indicators it points to."""

    question: Question
    answers: tuple[tuple[Answer, int], ...]
    pointers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FactorPage:
    """One factor. version: the id of its newest reading, 0 for none. warned, carried: what warnings said, and how many
    submissions that the reader may open carried a quick matrix."""

    factor: reference.Factor
    state: rules.FactorState
    rows: tuple[IndicatorRow, ...]
    version: int
    items: tuple[Item, ...]
    warned: tuple[Warned, ...]
    carried: int
    history: Mapping[str, tuple[Made, ...]]


def factor_page(case: Case, factor: reference.Factor, user: Any) -> FactorPage:
    """A constant number of queries, whatever was read."""
    items = {item.pk: item for item in items_of(case, user)}
    history = histories(case, factor, items)
    held = held_at(history)
    newest = {name: _plain(found.reading) for name, found in held.items()}
    warned, carried = _warnings(case, factor, user)
    return FactorPage(
        factor,
        rules.factor_state(_ids(factor), newest),
        tuple(IndicatorRow(i, held.get(i.id), tuple(reversed(history.get(i.id, ())))) for i in factor.indicators),
        max((found.reading.pk for found in held.values()), default=0),
        tuple(items.values()),
        warned,
        carried,
        history,
    )


def histories(case: Case, factor: reference.Factor, items: Mapping[int, Item]) -> dict[str, tuple[Made, ...]]:
    """The readings of each indicator that has any, oldest first. `items`: those the reader may open. Two queries."""
    readings = list(
        FrameworkReading.objects.filter(case=case, indicator__in=_ids(factor)).select_related("by").order_by("id")
    )
    named: dict[int, list[ReadingEvidence]] = defaultdict(list)
    for row in ReadingEvidence.objects.filter(reading__in=[r.pk for r in readings], item__in=items).order_by("id"):
        named[row.reading_id].append(row)
    found: dict[str, list[Made]] = defaultdict(list)
    for reading in readings:
        rows = named[reading.pk]
        linked, dropped = (tuple(items[r.item_id] for r in rows if r.linked is on) for on in (True, False))
        found[reading.indicator].append(Made(reading, linked, dropped))
    return {name: tuple(rows) for name, rows in found.items()}


def held_at(history: Mapping[str, tuple[Made, ...]], newest: int | None = None) -> dict[str, Held]:
    """What stood when the reading with the id `newest` was the newest (now, when None)."""
    out = {}
    for name, rows in history.items():
        seen = [made for made in rows if newest is None or made.reading.pk <= newest]
        if seen:
            out[name] = Held(seen[-1].reading, _cited(seen))
    return out


def _cited(rows: Iterable[Made]) -> tuple[Item, ...]:
    cited: dict[int, Item] = {}
    for made in rows:
        cited |= {item.pk: item for item in made.linked}
        for item in made.dropped:
            cited.pop(item.pk, None)
    return tuple(cited.values())


def _plain(reading: FrameworkReading) -> rules.Reading:
    return rules.Reading(
        reading.indicator, rules.Status(reading.status), rules.Trend(reading.trend), reading.at, str(reading.by)
    )


def _warnings(case: Case, factor: reference.Factor, user: Any) -> tuple[tuple[Warned, ...], int]:
    """From the submissions of the case whose page the reader may open."""
    mine = submissions_visible_to(user).filter(pk__in=case.placed.values("submission"))
    given = [matrix for matrix in mine.values_list("quick_matrix", flat=True) if matrix]
    counted = warnings.counts(given)
    pointing = warnings.questions_of(_ids(factor))
    rows = (
        Warned(question, tuple((answer, counted[question][answer]) for answer in Answer), ids)
        for question, ids in pointing.items()
    )
    return tuple(rows), len(given)
