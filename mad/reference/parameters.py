"""The numbers of the rules that the Division can change by a recorded decision, in one table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from mad.common import clock
from mad.common.errors import Invalid
from mad.reference.models import ParameterDecision

Value = int | Decimal | Fraction


@dataclass(frozen=True, slots=True)
class Parameter:
    """A default and the rule that names it; the default's type is the type of every later value."""

    default: Value
    rule: str
    unit: str
    text: str


PARAMETERS: dict[str, Parameter] = {
    "declaration_days": Parameter(180, "R4", "days", "A declaration of interests counts for so long"),
    "group_share": Parameter(Fraction(1, 3), "R7", "share", "A larger share for one group is warned about"),
    "report_every_days": Parameter(30, "R11", "days", "A bound source reports at least so often"),
    "screening_hours": Parameter(24, "R14", "hours", "A submission is screened within"),
    "screening_alarm_hours": Parameter(4, "R14", "hours", "A submission with an alarm is screened within"),
    "deviations": Parameter(3, "R19", "deviations", "A month beyond so many robust deviations is flagged"),
    "killings_year": Parameter(25, "R19", "deaths", "One actor's killings of civilians in a year"),
    "initiative_members": Parameter(2, "R21", "members", "So many members open an assessment on their own"),
    "panel_minimum": Parameter(3, "R23", "members", "The legal panel needs at least"),
    "iqr_disagreement": Parameter(Decimal("0.25"), "R27", "probability", "A wider range is disagreement"),
    "opinion_hours": Parameter(48, "R30", "hours", "An opinion may be attached within"),
    "determination_days": Parameter(14, "R36", "days", "A determination is due within"),
    "determination_urgent_hours": Parameter(72, "R36", "hours", "The same for ongoing or imminent crimes"),
    "plenary_days": Parameter(7, "R36", "days", "The plenary concludes within"),
    "plenary_urgent_hours": Parameter(48, "R36", "hours", "The same for ongoing or imminent crimes"),
    "insufficiency_days": Parameter(30, "R33", "days", "A finding of insufficiency lapses after"),
    "seal_seconds": Parameter(2, "R49", "seconds", "A docket entry is sealed within"),
    "emergency_members": Parameter(3, "R37", "members", "So many members call for an emergency session"),
    "query_days": Parameter(7, "R36", "days", "A query is answered within"),
    "round_hours": Parameter(72, "R36", "hours", "A sealed round lasts"),
    "round_urgent_hours": Parameter(24, "R36", "hours", "The same for ongoing or imminent crimes"),
    "vote_hours": Parameter(24, "R36", "hours", "A vote stays open for"),
    "follow_up_days": Parameter(30, "R43", "days", "Each measure is reviewed every"),
}


LARGEST = 100_000


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers in force on one day; one attribute per key of PARAMETERS."""

    declaration_days: int
    group_share: Fraction
    report_every_days: int
    screening_hours: int
    screening_alarm_hours: int
    deviations: int
    killings_year: int
    initiative_members: int
    panel_minimum: int
    iqr_disagreement: Decimal
    opinion_hours: int
    determination_days: int
    determination_urgent_hours: int
    plenary_days: int
    plenary_urgent_hours: int
    insufficiency_days: int
    seal_seconds: int
    emergency_members: int
    query_days: int
    round_hours: int
    round_urgent_hours: int
    vote_hours: int
    follow_up_days: int


DEFAULTS = Numbers(**{key: parameter.default for key, parameter in PARAMETERS.items()})  # type: ignore[arg-type]  # the table fixes each type


def read(key: str, text: str) -> Value:
    """`text` as a value for `key`. Raises Invalid for an unknown key, or what is no number above zero."""
    if key not in PARAMETERS:
        raise Invalid({"key": [f"No rule names a number {key!r}."]})
    try:
        value = type(PARAMETERS[key].default)(text)
        usable = 0 < value <= LARGEST
    except (ValueError, ArithmeticError):
        usable = False
    if not usable:
        message = f"Give a number above zero, at most {LARGEST}, in {PARAMETERS[key].unit}."
        raise Invalid({"value": [message]}, rule=PARAMETERS[key].rule)
    return value


def in_force(decisions: Iterable[Iterable[str]]) -> Numbers:
    """The defaults, changed by (key, value) decisions in their order."""
    return _in_force(tuple((key, value) for key, value in decisions))


@lru_cache(64)
def _in_force(decisions: tuple[tuple[str, str], ...]) -> Numbers:
    values: dict[str, Value] = {key: parameter.default for key, parameter in PARAMETERS.items()}
    values |= {key: read(key, text) for key, text in decisions}
    return Numbers(**values)  # type: ignore[arg-type]  # the table fixes each type


def numbers(on: date | None = None) -> Numbers:
    """The numbers in force on a day (today when None): the defaults, changed by decisions up to that day.

    One query.
    """
    decisions = ParameterDecision.objects.filter(decided_on__lte=on or clock.today())
    return in_force(decisions.order_by("decided_on", "id").values_list("key", "value"))
