"""What an app does when one of its clocks is due: close a round, close a vote. No models: apps.py may import it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

DueAction = Callable[[str, datetime], None]

DUE_TOPIC = "clock.due"

_actions: dict[str, DueAction] = {}


def register(kind: str, action: DueAction) -> None:
    """Run action(subject, now) once the `kind` clock of a subject is due. It must bear being run twice."""
    _actions[kind] = action


def action_for(kind: str) -> DueAction | None:
    return _actions.get(kind)
