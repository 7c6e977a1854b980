"""R20: every move of a case between stages. R21: who opens an assessment."""

from dataclasses import dataclass
from enum import StrEnum

from .terms import Refusal, Stage


class Who(StrEnum):
    REGISTRAR = "registrar"
    MEMBERS = "members"
    PANEL = "panel"
    PRESIDING = "presiding"
    SYSTEM = "system"


class Guard(StrEnum):
    """What must hold; `unmet` gives the refusal of each."""

    ALARM_OR_INITIATIVE = "alarm_or_initiative"
    CRIME_LIKELY = "crime_likely"
    NO_CRIME_LIKELY = "no_crime_likely"
    REVIEW_DUE = "review_due"
    TRANSMITTED = "transmitted"
    ANSWERED = "answered"
    CLOSABLE = "closable"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class Move:
    source: Stage
    target: Stage
    who: frozenset[Who]
    guard: Guard
    act: str
    notice: str


_OPENERS = frozenset({Who.REGISTRAR, Who.MEMBERS})
_BENCH = frozenset({Who.REGISTRAR, Who.PRESIDING, Who.SYSTEM})

TABLE: tuple[Move, ...] = (
    Move(
        Stage.MONITORING,
        Stage.ASSESSMENT,
        _OPENERS,
        Guard.ALARM_OR_INITIATIVE,
        "assessment.opened",
        "assessment",
    ),
    Move(Stage.CLOSED, Stage.ASSESSMENT, _OPENERS, Guard.ALARM_OR_INITIATIVE, "assessment.opened", "assessment"),
    Move(Stage.DELIBERATION, Stage.ASSESSMENT, _BENCH, Guard.REVIEW_DUE, "assessment.reopened", "assessment"),
    Move(Stage.WITH_COUNCIL, Stage.ASSESSMENT, _BENCH, Guard.REVIEW_DUE, "assessment.reopened", "assessment"),
    Move(Stage.FOLLOW_UP, Stage.ASSESSMENT, _BENCH, Guard.REVIEW_DUE, "assessment.reopened", "assessment"),
    Move(
        Stage.ASSESSMENT,
        Stage.DELIBERATION,
        frozenset({Who.SYSTEM}),
        Guard.CRIME_LIKELY,
        "case.deliberation",
        "plenary",
    ),
    Move(
        Stage.ASSESSMENT,
        Stage.MONITORING,
        frozenset({Who.SYSTEM}),
        Guard.NO_CRIME_LIKELY,
        "case.monitoring",
        "monitoring",
    ),
    Move(Stage.DELIBERATION, Stage.WITH_COUNCIL, _BENCH, Guard.TRANSMITTED, "case.with_council", "with_council"),
    Move(Stage.WITH_COUNCIL, Stage.FOLLOW_UP, _BENCH, Guard.ANSWERED, "case.follow_up", "follow_up"),
    Move(Stage.FOLLOW_UP, Stage.CLOSED, _BENCH, Guard.CLOSABLE, "case.closed", "closed"),
    Move(Stage.MONITORING, Stage.CLOSED, frozenset({Who.REGISTRAR}), Guard.MERGED, "case.merged", "merged"),
)


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the guards look at.

    `screened_alarm`: an accepted submission of the case raised the alarm.
    `initiators`: members who asked for an assessment and who may act.
    `likely`: None before a determination is in force, else the number of crimes found likely.
    `merged`: all that lay in the case is in another one now.
    `closable`: all that R44 asks for is there. `triggered`: a trigger laid down at its closing has fired.
    """

    screened_alarm: bool = False
    initiators: int = 0
    initiators_needed: int = 2
    likely: int | None = None
    stale: bool = False
    transmitted: bool = False
    answered: bool = False
    closable: bool = False
    merged: bool = False
    triggered: bool = False


def find(source: Stage, target: Stage) -> Move | None:
    return next((m for m in TABLE if (m.source, m.target) == (source, target)), None)


def moves_from(source: Stage) -> tuple[Move, ...]:
    return tuple(m for m in TABLE if m.source == source)


def check(source: Stage, target: Stage, who: Who, facts: CaseFacts) -> Move | Refusal:
    """The move to make, or why it cannot be made (R20)."""
    move = find(source, target)
    if move is None:
        return Refusal("R20", f"A case does not move from {_said(source)} to {_said(target)}.")
    if who not in move.who:
        allowed = ", ".join(sorted(move.who))
        return Refusal(
            "R20",
            f"The move from {_said(source)} to {_said(target)} is not yours to make.",
            f"It is made by: {allowed}.",
        )
    return unmet(move.guard, who, facts) or move


def unmet(guard: Guard, who: Who, facts: CaseFacts) -> Refusal | None:
    """The refusal of a guard that does not hold, or None."""
    if guard is Guard.ALARM_OR_INITIATIVE:
        return opening(who, facts)
    holds, rule, reason = {
        Guard.CRIME_LIKELY: (bool(facts.likely), "R31", "No determination in force finds a crime likely."),
        Guard.NO_CRIME_LIKELY: (
            facts.likely == 0,
            "R20",
            "A case returns to monitoring when its determination finds no crime likely.",
        ),
        Guard.REVIEW_DUE: (
            facts.stale,
            "R30",
            "A determination is reviewed when evidence it rests on was retracted or regraded.",
        ),
        Guard.TRANSMITTED: (
            facts.transmitted,
            "R37",
            "No output of this case has been transmitted to the Council.",
        ),
        Guard.ANSWERED: (facts.answered, "R41", "The Council's answer has not been recorded."),
        Guard.MERGED: (
            facts.merged,
            "R20",
            "A case being monitored closes only by being merged into another one.",
        ),
        Guard.CLOSABLE: (
            facts.closable,
            "R44",
            "A case closes with follow-up finished or handed over, a prevention plan and triggers to reopen.",
        ),
    }[guard]
    return None if holds else Refusal(rule, reason)


def opening(who: Who, facts: CaseFacts) -> Refusal | None:
    """R21: the registrar on a screened alarm or (R44) a trigger that fired, or members on their own initiative."""
    if facts.merged:
        return Refusal("R20", "This case was merged into another one.", "Open the assessment of that one.")
    if who is Who.REGISTRAR and not (facts.screened_alarm or facts.triggered):
        return Refusal(
            "R21",
            "The registrar opens an assessment on a screened alarm; this case has none.",
            f"Any {facts.initiators_needed} members can open one on their own initiative.",
        )
    if who is Who.MEMBERS and facts.initiators < facts.initiators_needed:
        missing = facts.initiators_needed - facts.initiators
        return Refusal(
            "R21",
            f"{facts.initiators} of the {facts.initiators_needed} members needed asked for an assessment.",
            f"{missing} more must ask.",
        )
    return None


def _said(stage: Stage) -> str:
    return stage.value.replace("_", " ").replace("council", "the Council")
