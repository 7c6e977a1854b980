"""The numbers of the rules that every submission asks for."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from time import monotonic

from django.db import connection

from mad.common.prepared import Prepared
from mad.reference.parameters import Numbers, in_force

_DECISIONS = Prepared(
    "evidence_numbers",
    """
SELECT key, value FROM reference_parameterdecision
WHERE decided_on <= %(on)s AND key IN ('screening_hours', 'screening_alarm_hours') ORDER BY decided_on, id
""",
    types={"on": "date"},
)


def screening_numbers(on: date) -> Numbers:
    """The numbers in force, the screening hours as decided, the others at their defaults. At most one query.

    Asked for with every submission. A submission that is a transaction of its own takes the answer of the running
    second, so a decision on the hours counts from the next second on.
    """
    if connection.in_atomic_block:
        return _read(on)
    return _read_once(on, int(monotonic()))


def _read(on: date) -> Numbers:
    return in_force(_DECISIONS.rows({"on": on}))


@lru_cache(maxsize=1)
def _read_once(on: date, second: int) -> Numbers:
    return _read(on)
