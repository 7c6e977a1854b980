"""The way to an emergency call from the desk: at any hour, for every member. No query."""

from datetime import datetime
from typing import Any

from mad.accounts.permissions import Act, may
from mad.common.ports import DeskPanel


def panel(user: Any, now: datetime) -> DeskPanel | None:
    if not may(user, Act.CALL_EMERGENCY):
        return None
    return DeskPanel("deliberation/desk_call.html", {}, place="aside")
