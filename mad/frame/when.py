"""Times as a reader sees them (R53): in the reader's language and zone, stored and compared in UTC.

Django's own date formatting is right and ten times slower; these stand in every row of every table.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from django.utils import dates, timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Manner:
    """How one language writes dates: names of months and days, patterns, units, words of deadlines."""

    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    day: str
    near: str
    units: tuple[str, str, str]
    today: str
    late: str


DAY, NEAR = "{d} {month} {y}", "{weekday} {d} {month}"
MONTHS = {"ar": dates.MONTHS, "fr": dates.MONTHS_AP, "ru": dates.MONTHS_ALT, "zh-hans": dates.MONTHS}
PATTERNS = {"zh-hans": ("{y}年{m}月{d}日", "{m}月{d}日 {weekday}")}


@lru_cache(maxsize=16)
def _manner(language: str) -> Manner:
    names = [str(name) for __, name in sorted(MONTHS.get(language, dates.MONTHS_3).items())]
    months = [name.title() for name in names] if language == "en" else names
    weekdays = tuple(str(name) for __, name in sorted(dates.WEEKDAYS_ABBR.items()))
    units = (pgettext("days", "d"), pgettext("hours", "h"), pgettext("minutes", "min"))
    return Manner(
        tuple(months), weekdays, *PATTERNS.get(language, (DAY, NEAR)), units, _("today, %(time)s"), _("Late %(left)s")
    )


def manner() -> Manner:
    """How the reader's language writes dates and lengths."""
    return _manner(get_language() or "en")


def _written(pattern: str, value: date, words: Manner) -> str:
    month, weekday = words.months[value.month - 1], words.weekdays[value.weekday()]
    return pattern.format(d=value.day, m=value.month, y=value.year, month=month, weekday=weekday)


def iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").removesuffix("+00:00") + "Z"


def day(value: date) -> str:
    words = manner()
    return _written(words.day, value, words)


def clock_time(moment: datetime, seconds: bool = False) -> str:
    shown = f"{moment.hour:02}:{moment.minute:02}"
    return f"{shown}:{moment.second:02}" if seconds else shown


def stamp(moment: datetime, seconds: bool = False) -> str:
    """Day, time and zone, such as 25 Feb 2026, 14:41 UTC, in the zone that `moment` carries."""
    return f"{day(moment)}, {clock_time(moment, seconds)} {moment.tzname()}"


def near(moment: datetime, now: datetime) -> str:
    """A deadline beside its count: "today, 18:00 UTC" or "Thu 26 Feb, 09:50 UTC", in the reader's zone."""
    words, local, here = manner(), timezone.localtime(moment), timezone.localtime(now)
    ends = f"{clock_time(local)} {local.tzname()}"
    if local.date() == here.date():
        return words.today % {"time": ends}
    shown = _written(words.near if local.year == here.year else words.day, local, words)
    return f"{shown}, {ends}"


def time_tag(moment: datetime | date | None, text: str) -> str:
    """`text` is one of ours: names of months and figures, never typed by anybody."""
    if moment is None:
        return SafeString("")
    value = iso(moment) if isinstance(moment, datetime) else moment.isoformat()
    return SafeString(f'<time datetime="{value}">{text}</time>')


def split(left: timedelta) -> tuple[int, int, int]:
    """Days, hours and minutes of a length, its sign dropped."""
    minutes = int(abs(left).total_seconds()) // 60
    return minutes // 1440, minutes // 60 % 24, minutes % 60


def figures(left: timedelta) -> list[tuple[str, str]]:
    """A length as (figure, unit) pairs: two digits for minutes after hours, days alone from a week on."""
    d, h, m = manner().units
    days, hours, minutes = split(left)
    if days >= 7:
        return [(str(days), d)]
    if days:
        return [(str(days), d), (str(hours), h), (f"{minutes:02}", m)]
    return [(str(hours), h), (f"{minutes:02}", m)] if hours else [(str(minutes), m)]
