"""Screening (R14): the states of a submission, who moves it, what must be said, when it is due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from evidence.procedure.terms import OPEN, Status
from mad.common.errors import Refused


class Decision(StrEnum):
    """What can be decided on a submission."""

    ACCEPT = "accept"
    HOLD = "hold"
    QUERY = "query"
    DECLINE = "decline"
    ANSWER = "answer"
    WAKE = "wake"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"


class DeclineReason(StrEnum):
    """The usual reasons to decline; the grounds say the rest in words."""

    OUTSIDE_MANDATE = "outside_mandate"
    REPEATED = "repeated"
    NOTHING_TO_JUDGE = "nothing_to_judge"
    NOT_CREDIBLE = "not_credible"
    SENT_IN_ERROR = "sent_in_error"
    OTHER = "other"


class Actor(StrEnum):
    """Who moves a submission: the officer who screens, the source, or the clock."""

    OFFICER = "officer"
    SOURCE = "source"
    CLOCK = "clock"


class Timer(StrEnum):
    """The clocks of a submission (R14, R36)."""

    SCREENING = "screening"
    QUERY = "query"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the transition table. goes_on: the screening clock resumes, or starts anew if stopped."""

    decision: Decision
    sources: frozenset[Status]
    target: Status
    who: Actor
    act: str
    needs: tuple[str, ...] = ()
    stops: tuple[Timer, ...] = ()
    starts: Timer | None = None
    pauses: bool = False
    goes_on: bool = False


_GRADED = ("source_grade", "info_grade", "sensitivity", "grounds")
_ALL = (Timer.SCREENING, Timer.QUERY, Timer.HOLD)
_ASKABLE = frozenset({Status.RECEIVED, Status.HELD})

TABLE: tuple[Move, ...] = (
    Move(Decision.ACCEPT, OPEN, Status.ACCEPTED, Actor.OFFICER, "submission.accepted",
         needs=(*_GRADED, "destination"), stops=_ALL),
    Move(Decision.HOLD, OPEN, Status.HELD, Actor.OFFICER, "submission.held",
         needs=("grounds", "hold_until"), stops=_ALL, starts=Timer.HOLD),
    Move(Decision.QUERY, _ASKABLE, Status.QUERIED, Actor.OFFICER, "submission.queried",
         needs=("question",), stops=(Timer.HOLD,), starts=Timer.QUERY, pauses=True),
    Move(Decision.DECLINE, OPEN, Status.DECLINED, Actor.OFFICER, "submission.declined",
         needs=("grounds",), stops=_ALL),
    Move(Decision.ANSWER, frozenset({Status.QUERIED}), Status.RECEIVED, Actor.SOURCE, "submission.answered",
         needs=("answer",), stops=(Timer.QUERY,), goes_on=True),
    Move(Decision.WAKE, frozenset({Status.HELD}), Status.RECEIVED, Actor.CLOCK, "submission.woken",
         stops=(Timer.HOLD,), goes_on=True),
    Move(Decision.WITHDRAW, OPEN, Status.WITHDRAWN, Actor.SOURCE, "submission.withdrawn",
         needs=("reason",), stops=_ALL),
    Move(Decision.REOPEN, frozenset({Status.DECLINED}), Status.RECEIVED, Actor.OFFICER, "submission.reopened",
         needs=("grounds",), goes_on=True),
)  # fmt: skip

BY_DECISION: Mapping[Decision, Move] = {move.decision: move for move in TABLE}

ASKED = {
    "source_grade": "Grade the source, A to F. F says that it cannot be judged.",
    "info_grade": "Grade the information, 1 to 6. 6 says that it cannot be judged.",
    "sensitivity": "Set the sensitivity.",
    "grounds": "Write the grounds. One line is enough.",
    "destination": "Choose the case that takes it, or open a new one.",
    "hold_until": "Give a day to hold until.",
    "question": "Write what you ask the submitter.",
    "answer": "Write the answer.",
    "reason": "Give the reason.",
    "decline_reason": "Choose a reason from the list.",
    "parts": "Choose what goes into this case.",
}


def due(received: datetime, alarm: bool, hours: int, alarm_hours: int) -> datetime:
    """When screening is due: `hours` after receipt, `alarm_hours` when the alarm is up (R13, R14)."""
    return received + timedelta(hours=alarm_hours if alarm else hours)


def move(decision: Decision, status: Status) -> Move:
    """The row that `decision` follows from `status`. Raises Refused (R14) when there is none."""
    row = BY_DECISION[decision]
    if status in row.sources:
        return row
    said = "has no open query" if decision is Decision.ANSWER else f"is {status.value}"
    reason = f"The submission {said}; it cannot be {_PARTICIPLE[decision]}."
    raise Refused("R14", reason, code="already-decided")


def missing(row: Move, given: Mapping[str, object]) -> dict[str, list[str]]:
    """What the decision needs and was not given, by field, in words."""
    return {name: [ASKED[name]] for name in row.needs if not given.get(name)}


def allowed(status: Status, who: Actor) -> tuple[Decision, ...]:
    """What `who` can decide from `status`."""
    return tuple(row.decision for row in TABLE if row.who is who and status in row.sources)


def check_hold(until: datetime, now: datetime, longest: timedelta = timedelta(days=366)) -> None:
    """A hold ends after now and within a year. Raises Refused (R14)."""
    if until <= now:
        raise Refused("R14", "The day to hold until lies in the past.", field="hold_until", status=400)
    if until - now > longest:
        raise Refused("R14", "A submission is held for a year at most.", field="hold_until", status=400)


_PARTICIPLE = {
    Decision.ACCEPT: "accepted",
    Decision.HOLD: "held",
    Decision.QUERY: "queried",
    Decision.DECLINE: "declined",
    Decision.ANSWER: "answered",
    Decision.WAKE: "taken up again",
    Decision.WITHDRAW: "withdrawn",
    Decision.REOPEN: "reopened",
}
