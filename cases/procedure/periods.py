"""R20: a case's timeline from years to days. Dates are days; a period holds its first and its last."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

_YEAR = re.compile(r"(\d{4})")
_MONTH = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True, slots=True)
class Period:
    """A year, a month or a day. key: "2026", "2026-02" or "2026-02-11"."""

    key: str
    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Span:
    """What is looked at: all years ("" as `key`), one year by months, or one month by days."""

    key: str = ""

    @property
    def by(self) -> str:
        return {0: "year", 4: "month", 7: "day"}[len(self.key)]

    @property
    def wider(self) -> str | None:
        """The key one step further out, or None when everything is seen already."""
        return self.key[:-3] if len(self.key) == 7 else "" if self.key else None


def span(key: str) -> Span | None:
    """The span that `key` names, or None when it names none."""
    if not key:
        return Span()
    if found := _YEAR.fullmatch(key):
        return Span(key) if int(found[1]) >= 1 else None
    found = _MONTH.fullmatch(key)
    return Span(key) if found and int(found[1]) >= 1 and 1 <= int(found[2]) <= 12 else None


def year(number: int) -> Period:
    return Period(f"{number:04}", date(number, 1, 1), date(number, 12, 31))


def month(number: int, of: int) -> Period:
    return Period(f"{number:04}-{of:02}", date(number, of, 1), date(number, of, monthrange(number, of)[1]))


def periods(wanted: Span, first: date, last: date) -> list[Period]:
    """The steps of a span, oldest first: every year from `first` to `last`, or all months or days of the one named."""
    if not wanted.key:
        return [year(n) for n in range(first.year, last.year + 1)]
    if len(wanted.key) == 4:
        return [month(int(wanted.key), n) for n in range(1, 13)]
    whole = month(int(wanted.key[:4]), int(wanted.key[5:]))
    days = (whole.last - whole.first).days + 1
    return [Period(day.isoformat(), day, day) for day in (whole.first + timedelta(n) for n in range(days))]


def bounds(wanted: Span) -> tuple[date, date]:
    """First and last day of a span; of all time when everything is looked at."""
    if not wanted.key:
        return date.min, date.max
    whole = year(int(wanted.key)) if len(wanted.key) == 4 else month(int(wanted.key[:4]), int(wanted.key[5:]))
    return whole.first, whole.last
