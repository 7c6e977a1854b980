"""The outbox: rows claimed with SKIP LOCKED. Losing the broker loses nothing, a killed worker repeats nothing.

A handler's database effects commit together with the row's `done_at`. Effects outside the database must be
idempotent under the row's key, which is why a mail's Message-ID is derived from it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction

from mad.common import clock
from mad.notices.models import Outbox

logger = logging.getLogger(__name__)

Handler = Callable[[dict[str, Any], str], None]

BATCH = 100
MAX_ATTEMPTS = 20
LONGEST_WAIT = timedelta(hours=1)
"""Between two attempts: a mail relay that is down for a night loses no mail."""

SLOW_BATCH = 20

_handlers: dict[str, Handler] = {}
_slow: set[str] = set()
_outside: set[str] = set()


def register(topic: str, handler: Handler, *, slow: bool = False, outside: bool = False) -> None:
    """handler(payload, key) does the work of `topic`; key is stable over retries.

    slow: it can take seconds or minutes; each such row is then done by itself, apart from mail and notices.
    outside: what it does cannot be taken back; each such row has a transaction of its own, so that no other row's
    failure makes it happen twice.
    """
    _handlers[topic] = handler
    (_slow.add if slow else _slow.discard)(topic)
    (_outside.add if outside else _outside.discard)(topic)


def enqueue(topic: str, payload: Mapping[str, Any], *, delay: timedelta = timedelta(0)) -> Outbox:
    """Write one row in the surrounding transaction."""
    now = clock.now()
    return Outbox.objects.create(topic=topic, payload=dict(payload), created_at=now, available_at=now + delay)


def drain() -> int:
    """Do what waits until nothing does, quick and slow; returns how many rows were done."""
    done = 0
    while (batch := drain_quick()) or (batch := drain_slow()):
        done += batch
    return done


def drain_quick() -> int:
    """The rows of quick topics until none waits: those that reach outside singly, the others in batches."""
    done = 0
    while (some := _drain_one_by_one(outside=True)) is not None or (some := _drain_batch()) is not None:
        done += some
    return done


def drain_slow() -> int:
    """At most SLOW_BATCH rows of slow topics, each in a transaction of its own."""
    return _drain_one_by_one(SLOW_BATCH, slow=True) or 0


def _drain_batch() -> int | None:
    """Done in this batch; None when nothing waits."""
    try:
        with transaction.atomic():
            rows = _claim(BATCH)
            for row in rows:
                _handle(row)
            _mark_done(rows)
    except Exception:
        # One bad row must not hold up the others: take them singly.
        return _drain_one_by_one()
    return len(rows) or None


def _drain_one_by_one(most: int = BATCH, *, slow: bool = False, outside: bool = False) -> int | None:
    done = tried = 0
    for _ in range(most):
        with transaction.atomic():
            rows = _claim(1, slow=slow, outside=outside)
            if not rows:
                break
            tried += 1
            done += _try(rows[0])
    return done if tried else None


def _try(row: Outbox) -> int:
    try:
        with transaction.atomic():
            _handle(row)
    except Exception as error:
        logger.exception("outbox row %s (%s) failed", row.pk, row.topic)
        _postpone(row, error)
        return 0
    _mark_done([row])
    return 1


def _claim(count: int, *, slow: bool = False, outside: bool = False) -> list[Outbox]:
    waiting = Outbox.objects.filter(done_at=None, dead_at=None, available_at__lte=clock.now())
    if slow or outside:
        waiting = waiting.filter(topic__in=_slow if slow else _outside)
    else:
        waiting = waiting.exclude(topic__in=_slow | _outside)
    return list(waiting.order_by("available_at", "id").select_for_update(skip_locked=True)[:count])


def _handle(row: Outbox) -> None:
    _handlers[row.topic](row.payload, f"outbox-{row.pk}")


def _mark_done(rows: list[Outbox]) -> None:
    Outbox.objects.filter(pk__in=[row.pk for row in rows]).update(done_at=clock.now())


def _postpone(row: Outbox, error: Exception) -> None:
    row.attempts += 1
    row.error = f"{type(error).__name__}: {error}"[:2000]
    row.available_at = clock.now() + min(timedelta(seconds=2**row.attempts), LONGEST_WAIT)
    if row.attempts >= MAX_ATTEMPTS:
        row.dead_at = clock.now()
    row.save(update_fields=["attempts", "error", "available_at", "dead_at"])
