"""Filters of the screening queue (R14)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet

from evidence.models import Submission
from evidence.models.submissions import OPEN_STATUSES
from evidence.selectors.visible import reader
from mad.accounts.models import Office


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What is asked for; empty fields ask for everything, and what is not known is not asked for."""

    alarm: bool = False
    status: str = ""
    state: str = ""
    duty: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> QueueFilter:
        status, duty, state = given.get("status", ""), given.get("duty", ""), given.get("state", "").upper()
        return cls(
            alarm=given.get("alarm") == "1",
            status=status if status in OPEN_STATUSES else "",
            state=state if len(state) == 3 and state.isascii() and state.isalpha() else "",
            duty=duty if duty in Office.Duty.values else "",
        )

    @property
    def query(self) -> str:
        """As the end of an address, "" or "?alarm=1&…"."""
        asked = {"alarm": "1" if self.alarm else "", "status": self.status, "state": self.state, "duty": self.duty}
        kept = {name: value for name, value in asked.items() if value}
        return f"?{urlencode(kept)}" if kept else ""

    def narrow(self, queue: QuerySet[Submission], user: Any) -> QuerySet[Submission]:
        if self.alarm:
            queue = queue.filter(alarm=True)
        if self.status:
            queue = queue.filter(status=self.status)
        if self.state:
            queue = queue.filter(state_codes__contains=[self.state])
        if self.duty:
            queue = queue.filter(office__duty=self.duty)
            if not reader(user).keeps_register:  # what sort of source a protected one is would tell of it (R16)
                queue = queue.filter(protect_source=False)
        return queue
