"""How a load of event data stands (R19)."""

from __future__ import annotations

from enum import StrEnum

MAX_ATTEMPTS = 5


class RunState(StrEnum):
    """A run that was running when its worker ended is taken up again, from the start: until done it changed nothing."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
