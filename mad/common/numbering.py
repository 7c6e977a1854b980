"""Docket numbers: gapless per prefix and year, because a number missing from a record is a question."""

from __future__ import annotations

from django.db import connection

from mad.common import clock

WIDTHS = {"S": 6, "E": 4, "C": 4, "M": 4}
DEFAULT_WIDTH = 3

_NEXT = """
INSERT INTO common_counter AS c (prefix, year, last) VALUES (%s, %s, %s)
ON CONFLICT (prefix, year) DO UPDATE SET last = c.last + excluded.last RETURNING last
"""


def next_numbers(prefix: str, count: int, year: int | None = None) -> list[str]:
    """`count` consecutive numbers such as "S-2026-000123".

    The counter's row stays locked until the surrounding transaction ends: a rolled-back act gives its
    number back, and two acts never share one. Call it late in the transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A docket number is taken inside the transaction that uses it.")
    year = year or clock.today().year
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [prefix, year, count])
        last = cursor.fetchone()[0]
    width = WIDTHS.get(prefix, DEFAULT_WIDTH)
    return [f"{prefix}-{year}-{number:0{width}d}" for number in range(last - count + 1, last + 1)]


def next_number(prefix: str, year: int | None = None) -> str:
    """One number; see next_numbers."""
    return next_numbers(prefix, 1, year)[0]
