"""Times as a reader sees them (R53): in the reader's language and zone, stored and compared in UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from django.utils import dateformat, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

PATTERNS = {"zh-hans": {"day": "Y年n月j日", "near": "n月j日 D", "time": "H:i"}}
DEFAULT_PATTERNS = {"day": "j M Y", "near": "D j M", "time": "H:i"}


def pattern(kind: str) -> str:
    """The date pattern of the reader's language; kind is day, near or time."""
    return PATTERNS.get(get_language() or "en", DEFAULT_PATTERNS)[kind]


def iso(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def day(value: date) -> str:
    return dateformat.format(value, pattern("day"))


def clock_time(moment: datetime, seconds: bool = False) -> str:
    return dateformat.format(moment, pattern("time") + (":s" if seconds else ""))


def stamp(moment: datetime, seconds: bool = False) -> str:
    """"25 Feb 2026, 14:41 UTC", in the zone that `moment` carries."""
    return f"{day(moment)}, {clock_time(moment, seconds)} {moment.tzname()}"


def near(moment: datetime, now: datetime) -> str:
    """A deadline beside its count: "today, 18:00 UTC" or "Thu 26 Feb, 09:50 UTC", in the reader's zone."""
    local, here = timezone.localtime(moment), timezone.localtime(now)
    ends = f"{clock_time(local)} {local.tzname()}"
    if local.date() == here.date():
        return _("today, %(time)s") % {"time": ends}
    shown = dateformat.format(local, pattern("near")) if local.year == here.year else day(local)
    return f"{shown}, {ends}"


def time_tag(moment: datetime | date | None, text: str) -> SafeString:
    if moment is None:
        return SafeString("")
    value = iso(moment) if isinstance(moment, datetime) else moment.isoformat()
    return format_html('<time datetime="{}">{}</time>', value, text)


def split(left: timedelta) -> tuple[int, int, int]:
    """Days, hours and minutes of a length, its sign dropped."""
    minutes = int(abs(left).total_seconds()) // 60
    return minutes // 1440, minutes // 60 % 24, minutes % 60


def figures(left: timedelta) -> list[tuple[str, str]]:
    """A length as (figure, unit) pairs: two digits for minutes after hours, days alone from a week on."""
    days, hours, minutes = split(left)
    if days >= 7:
        return [(str(days), _("d"))]
    if days:
        return [(str(days), _("d")), (str(hours), _("h")), (f"{minutes:02}", _("min"))]
    if hours:
        return [(str(hours), _("h")), (f"{minutes:02}", _("min"))]
    return [(str(minutes), _("min"))]
