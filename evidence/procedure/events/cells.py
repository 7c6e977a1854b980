"""What one cell of an event file may hold (R19): patterns that mean the same to Python and to PostgreSQL."""

from __future__ import annotations

import re
from math import isfinite

SHOWN = 40

_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")

_LEAP = "(?:(?:19|20)(?:0[48]|[2468][048]|[13579][26])|2000)"
_LEAP_SHORT = f"(?:{_LEAP}|(?:0[048]|[2468][048]|[13579][26]))"
_YEAR, _YEAR_SHORT = "(?:19|20)[0-9]{2}", "(?:(?:19|20)[0-9]{2}|[0-9]{2})"
_TO_28, _TO_30, _TO_31 = "(?:0[1-9]|1[0-9]|2[0-8])", "(?:0[1-9]|[12][0-9]|30)", "(?:0[1-9]|[12][0-9]|3[01])"
_MIDNIGHT = r"(?:[ T]00:00(?::00(?:\.0+)?)?Z?)?"

# 2020-01-31, with or without midnight; only days that there are, of this century and the last.
ISO_DAY = f"^(?:{_YEAR}-(?:(?:0[13578]|1[02])-{_TO_31}|(?:0[469]|11)-{_TO_30}|02-{_TO_28})|{_LEAP}-02-29){_MIDNIGHT}$"


def _month(name: str) -> str:
    """January as January, JANUARY, january, Jan …"""
    first, rest = "".join(f"[{letter.upper()}{letter}]" for letter in name[:3]), name[3:]
    long = "".join(f"[{letter.upper()}{letter}]" for letter in rest)
    return f"{first}(?:{long})?" if rest else first


_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_OF_31, _OF_30 = (
    "|".join(_month(_MONTHS[place]) for place in places) for places in ((0, 2, 4, 6, 7, 9, 11), (3, 5, 8, 10))
)
_SHORT_31, _SHORT_30, _SHORT_28 = "(?:0?[1-9]|[12][0-9]|3[01])", "(?:0?[1-9]|[12][0-9]|30)", "(?:0?[1-9]|1[0-9]|2[0-8])"

# 31 January 2020, 31-Jan-2020, 31-Jan-20; two figures of a year up to 69 lie in this century.
NAMED_DAY = (
    f"^(?:(?:{_SHORT_31}[ -](?:{_OF_31})|{_SHORT_30}[ -](?:{_OF_30})|{_SHORT_28}[ -]{_month('february')})[ -]{_YEAR_SHORT}"
    f"|29[ -]{_month('february')}[ -]{_LEAP_SHORT})$"
)


class BadCell(ValueError):
    """The cell cannot be read; the message names the column and shows the cell's beginning."""


def number(name: str, text: str) -> str:
    """The cell as PostgreSQL reads a number; '' when it is empty. Raises BadCell."""
    text = text.strip()
    if text and not (_NUMBER.fullmatch(text) and _fits(text)):
        raise BadCell(f"{name} is no number: {text[:SHOWN]!r}.")
    return text


def _fits(text: str) -> bool:
    """Neither too large for double precision nor, unless it is nought, too small."""
    mantissa = text.lower().partition("e")[0]
    return isfinite(float(text)) and bool(float(text) or not mantissa.strip("+-0."))
