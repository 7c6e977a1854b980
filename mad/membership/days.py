"""Days as people type them."""

from __future__ import annotations

from datetime import date

EARLIEST, LATEST = 1945, 2200
"""Years of the days that can be asked about: the Council's first, and far enough."""


def read_day(text: str) -> date:
    """A day from YYYY-MM-DD. Raises ValueError with a sentence for the reader."""
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{text[:40]!r} is no day; write it as YYYY-MM-DD, for example 2026-02-09.") from error
    if not EARLIEST <= day.year <= LATEST:
        raise ValueError(f"{text} is out of range; ask about a day from {EARLIEST} to {LATEST}.")
    return day
