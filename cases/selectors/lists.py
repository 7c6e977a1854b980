"""Lists of cases: the page of all, and the part of the desk."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases.models import Case
from cases.procedure import Stage
from mad.clocks.models import Clock
from mad.common import clock
from mad.common.web import Slice, keyset

from . import frame

SIZE = 25


@dataclass(frozen=True, slots=True)
class Row:
    """One case in a list."""

    case: Case
    states: str
    clock: dict | None
    determination: dict | None
    changed: datetime | None
    items: int

    @classmethod
    def of(cls, case: Case) -> "Row":
        running: list[Clock] = frame.clocks_of(case)
        moves = case.page["move_facts"]
        moved = frame.when(moves[-1]["at"]) if moves else case.opened_at
        names = ", ".join(row["name"] for row in case.page["state_facts"])
        face = running[0].face(clock.now()) if running else None
        return cls(case, names, face, frame.in_force(case), moved, case.page["items"]["all"])


def listed(user: Any, *, stage: str = "", cursor: str = "", size: int = SIZE) -> Slice:
    """A page of the cases the reader may open, newest first. Two queries."""
    cases = frame.for_page(user)
    if stage in list(Stage):
        cases = cases.filter(stage=stage)
    found = keyset(cases, by=["-id"], cursor=cursor, size=size)
    frame.framed(found.rows, user)
    return found
