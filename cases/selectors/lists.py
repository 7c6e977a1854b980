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
from .visible import visible_to

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
    cases = visible_to(user)
    if stage in list(Stage):
        cases = cases.filter(stage=stage)
    found = keyset(cases, by=["-id"], cursor=cursor, size=size)
    frame.framed(found.rows, user)
    return found


def open_cases(user: Any) -> list[Case]:
    """The cases the reader may open and that are not closed, newest first, without their long texts. One query."""
    cases = visible_to(user).exclude(stage=Stage.CLOSED).order_by("-id")
    return list(cases.defer("summary", "groups_at_risk", "alleged"))


def cases_of_desk(user: Any) -> list[Case]:
    """Open cases as the desk that is being made has read them for this user object; read now when it has not."""
    read: list[Case] | None = getattr(user, "desk_cases", None)
    return open_cases(user) if read is None else read
