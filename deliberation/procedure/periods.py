"""The periods of Part VII: quarters (R46), months (R47), years (R48). What is no period, or has not begun, is refused."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from mad.common.errors import Invalid

FIRST_YEAR = 2000
"""Of the United Nations' practice that the Division takes over, nothing before this year is on its record."""


@dataclass(frozen=True, slots=True)
class Span:
    """Half open: `end` is the first day after it."""

    first: date
    end: date

    @property
    def begins(self) -> datetime:
        return datetime.combine(self.first, time.min, UTC)

    @property
    def ends(self) -> datetime:
        return datetime.combine(self.end, time.min, UTC)

    def has(self, moment: datetime | None) -> bool:
        return moment is not None and self.begins <= moment < self.ends


def year(number: int, today: date, rule: str = "R48") -> Span:
    """Raises Invalid (field year) for a year before the record or one that has not begun."""
    _check_year(number, today, rule)
    return Span(date(number, 1, 1), date(number + 1, 1, 1))


def quarter(year_: int, number: int, today: date) -> Span:
    """Raises Invalid (R46), naming year or quarter."""
    if not 1 <= number <= 4:
        raise Invalid({"quarter": ["A year has four quarters: Q1 to Q4."]}, rule="R46")
    _check_year(year_, today, "R46")
    return _begun(Span(date(year_, 3 * number - 2, 1), _month_after(year_, 3 * number)), today, "R46", "quarter")


def month(year_: int, number: int, today: date) -> Span:
    """Raises Invalid (R47), naming year or month."""
    if not 1 <= number <= 12:
        raise Invalid({"month": ["A year has twelve months: 1 to 12."]}, rule="R47")
    _check_year(year_, today, "R47")
    return _begun(Span(date(year_, number, 1), _month_after(year_, number)), today, "R47", "month")


def quarter_of(day: date) -> tuple[int, int]:
    """Year and quarter in which a day lies."""
    return day.year, (day.month + 2) // 3


def month_name(year_: int, number: int) -> str:
    return f"{date(year_, number, 1):%B %Y}"


def _check_year(number: int, today: date, rule: str) -> None:
    if not FIRST_YEAR <= number <= today.year:
        raise Invalid({"year": [f"Give a year from {FIRST_YEAR} to {today.year}."]}, rule=rule)


def _begun(span: Span, today: date, rule: str, field: str) -> Span:
    if span.first > today:
        raise Invalid({field: [f"This {field} has not begun."]}, rule=rule)
    return span


def _month_after(year_: int, number: int) -> date:
    return date(year_ + number // 12, number % 12 + 1, 1)
