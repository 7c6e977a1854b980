"""What people type, checked before it becomes a fact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from mad.common.blank import stripped
from mad.common.errors import Invalid
from mad.membership.models import DisciplineChoices, TieKindChoices
from mad.reference.models import Group, State


@dataclass(frozen=True, slots=True)
class TieFacts:
    """A tie as declared. state: ISO alpha-3 code; ends None: it lasts; note: what it is (R3)."""

    kind: str
    state: str
    starts: date
    ends: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Nominee:
    """A candidate. user None: an account without a password is made when elected."""

    full_name: str
    discipline: str
    group: str
    declared_on: date
    ties: Sequence[TieFacts] = ()
    user: Any = None


def check_days(starts: date, ends: date | None) -> None:
    """Raise Invalid when the last day lies before the first."""
    if ends is not None and ends < starts:
        raise Invalid({"ends": ["The last day lies before the first day."]})


def check_state(code: str) -> State:
    """The State; raise Invalid when there is none."""
    state = State.objects.filter(pk=code).first()
    if state is None:
        raise Invalid({"state": [f"No State has the code {code!r}."]})
    return state


def check_text(name: str, text: str, ask: str) -> str:
    """The text without outer blanks; raise Invalid with `ask` when nothing is left."""
    text = stripped(text)
    if not text:
        raise Invalid({name: [ask]})
    return text


def check_tie(tie: TieFacts) -> State:
    """The tie's State; raise Invalid for an unknown kind or State, reversed days, an unexplained tie."""
    if tie.kind not in TieKindChoices.values:
        raise Invalid({"kind": [f"{tie.kind!r} is no kind of tie."]}, rule="R3")
    check_days(tie.starts, tie.ends)
    if tie.kind in (TieKindChoices.FINANCIAL, TieKindChoices.OTHER):
        check_text("note", tie.note, "Say what the tie is.")
    return check_state(tie.state)


def check_nominee(nominee: Nominee) -> None:
    check_text("full_name", nominee.full_name, "Give the candidate's name.")
    if nominee.discipline not in DisciplineChoices.values:
        raise Invalid({"discipline": [f"{nominee.discipline!r} is no discipline of R1."]}, rule="R1")
    if nominee.group not in Group.values:
        raise Invalid({"group": [f"{nominee.group!r} is no regional group."]}, rule="R7")
    for tie in nominee.ties:
        check_tie(tie)
