"""The one clock. Everything that asks the time asks here, so tests and the rehearsal can move it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta

_stopped_at: ContextVar[datetime | None] = ContextVar("stopped_at", default=None)


def now() -> datetime:
    """The present moment, aware, UTC."""
    return _stopped_at.get() or datetime.now(UTC)


def today() -> date:
    """The present day in UTC, the day that terms and seats are counted in (R2, R3)."""
    return now().date()


@contextmanager
def travel(to: datetime) -> Iterator[None]:
    """Stop the clock at `to` (aware) inside the block."""
    token = _stopped_at.set(to.astimezone(UTC))
    try:
        yield
    finally:
        _stopped_at.reset(token)


def advance(by: timedelta) -> datetime:
    """Move a stopped clock on. Raises RuntimeError when the clock is running."""
    moment = _stopped_at.get()
    if moment is None:
        raise RuntimeError("The clock is running; advance() moves only a clock stopped by travel().")
    _stopped_at.set(moment + by)
    return moment + by
