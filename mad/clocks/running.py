"""The outbox handler behind due_actions."""

from __future__ import annotations

from typing import Any

from mad.clocks.due_actions import DUE_TOPIC, action_for
from mad.common import clock
from mad.common.errors import Refused
from mad.notices import outbox


def connect() -> None:
    outbox.register(DUE_TOPIC, run)


def run(payload: dict[str, Any], key: str) -> None:
    action = action_for(payload["kind"])
    if action is None:
        return
    try:
        action(payload["subject"], clock.now())
    except Refused:
        # The rule does not let it close yet (R26: too few answers). The clock is late and escalates by itself.
        return
