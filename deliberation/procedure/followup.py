"""R43: measures and their reviews. R44: what a case still needs before it can close."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

LONGEST_PLAN = timedelta(days=3660)
LONGEST_EVENT = 500
LONGEST_TITLE = 300
LONGEST_NAME = 200
"""Characters of an event that reopens a case, of a measure's title, of a contact or of who takes a measure over."""
ONE_DAY = timedelta(days=1)


class Status(StrEnum):
    """Where a measure stands. The last three end its follow-up."""

    OPEN = "open"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    DONE = "done"
    FAILED = "failed"
    HANDED_OVER = "handed_over"

    @property
    def ends(self) -> bool:
        return self in FINISHED


FINISHED = frozenset({Status.DONE, Status.FAILED, Status.HANDED_OVER})
UNDER_WAY = tuple(status for status in Status if status not in FINISHED)


class TriggerKind(StrEnum):
    """What reopens a closed case. LEVEL: the proposed level of the watch list reaches a figure (R45)."""

    ALARM = "alarm"
    LEVEL = "level"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Words:
    """A measure as it is written down: actor is a key of the list of actors."""

    title: str
    actor: str
    benchmark: str
    starts: date
    due: date
    contact: str = ""


def wrong_words(words: Words, actors: Collection[str], today: date) -> dict[str, str]:
    """What is wrong with a measure, by field; empty when nothing is (R43)."""
    wrong = {}
    if not words.title:
        wrong["title"] = "Say what is done."
    elif len(words.title) > LONGEST_TITLE:
        wrong["title"] = f"At most {LONGEST_TITLE} characters."
    if len(words.contact) > LONGEST_NAME:
        wrong["contact"] = f"At most {LONGEST_NAME} characters."
    if words.actor not in actors:
        wrong["actor"] = "Choose who acts from the list: a State, an organ or an office."
    if not words.benchmark:
        wrong["benchmark"] = "Say by what one will know that it is done."
    if words.due < words.starts:
        wrong["due"] = "It is due before it begins."
    elif words.due < today:
        wrong["due"] = "The due date has passed already."
    elif words.due - min(words.starts, today) > LONGEST_PLAN:
        wrong["due"] = "A measure is due within ten years; part it into steps."
    return wrong


@dataclass(frozen=True, slots=True)
class Said:
    """What a review says. due: the due date from now on. handed_to: who goes on with it, when it is handed over."""

    status: str
    reason: str
    due: date
    handed_to: str = ""


def wrong_review(said: Said, starts: date, due: date, today: date) -> dict[str, str]:
    """What is wrong with a review, by field; empty when nothing is (R43). due: the date before the review."""
    wrong = {}
    if said.status not in list(Status):
        wrong["status"] = "Choose open, on track, at risk, done, failed or handed over."
    if not said.reason:
        wrong["reason"] = "Give the reason: what was seen, and from whom it is known."
    if said.due < starts:
        wrong["due"] = "It is due before it begins."
    elif said.due != due and said.due < today:
        wrong["due"] = "A new due date does not lie in the past."
    elif said.due - min(starts, today) > LONGEST_PLAN:
        wrong["due"] = "A measure is due within ten years; part it into steps."
    if len(said.handed_to) > LONGEST_NAME:
        wrong["handed_to"] = f"At most {LONGEST_NAME} characters."
    if said.status == Status.HANDED_OVER and not said.handed_to:
        wrong["handed_to"] = "Say to whom it is handed over."
    if said.handed_to and said.status != Status.HANDED_OVER:
        wrong["handed_to"] = "Only what is handed over has somebody who takes it over."
    return wrong


def end_of(day: date) -> datetime:
    """The moment at which a day is over, in UTC."""
    return datetime.combine(day + ONE_DAY, time.min, UTC)


def next_review(now: datetime, every_days: int) -> datetime:
    """R43: every `every_days` days."""
    return now + timedelta(days=every_days)


def is_overdue(status: str, due: date, today: date) -> bool:
    return status not in FINISHED and due < today


def wrong_trigger(kind: str, text: str, level: int | None) -> str:
    """What is wrong with one trigger, or "" (R44)."""
    if kind not in list(TriggerKind):
        return "Choose an alarm, a level or an event."
    if kind == TriggerKind.LEVEL and level not in range(1, 6):
        return "Give the level of the watch list, from 1 to 5."
    if kind != TriggerKind.LEVEL and level is not None:
        return "Only a trigger by level has a level."
    if kind == TriggerKind.EVENT and not text:
        return "Say which event reopens the case."
    if len(text) > LONGEST_EVENT:
        return f"An event takes at most {LONGEST_EVENT} characters; this one has {len(text)}."
    return ""


@dataclass(frozen=True, slots=True)
class ClosingFacts:
    """measures: status of each, by number. plan: whether a prevention plan is written; triggers: how many it has.

    by_level: the lowest level that is a trigger. proposed: what the watch list proposes for the case once it is closed.
    """

    measures: Mapping[str, str]
    plan: bool
    triggers: int
    by_level: int | None = None
    proposed: int = 0

    @property
    def met(self) -> bool:
        """Whether the trigger by level is met before the case is closed, so that it could never be seen to be."""
        return self.by_level is not None and self.proposed >= self.by_level

    @property
    def unfinished(self) -> tuple[str, ...]:
        return tuple(number for number, status in self.measures.items() if status not in FINISHED)


@dataclass(frozen=True, slots=True)
class Condition:
    """One line of the checklist of R44. state: done, part or "" for not yet."""

    key: str
    label: str
    state: str
    said: str


def closing(facts: ClosingFacts) -> tuple[Condition, ...]:
    """R44 as a checklist: what holds and what is missing."""
    left, count = facts.unfinished, len(facts.measures)
    ended = f"{count - len(left)} of {count}"
    return (
        Condition(
            "measures",
            "Follow-up is finished or handed over",
            "done" if count and not left else "part" if count - len(left) else "",
            "No measure is recorded" if not count else f"{ended}; open: {', '.join(left)}" if left else ended,
        ),
        Condition("plan", "A plan to prevent recurrence", "done" if facts.plan else "", _yes(facts.plan, "written")),
        Condition(
            "triggers",
            "Triggers that reopen the case",
            "part" if facts.met else "done" if facts.triggers else "",
            _triggers(facts),
        ),
    )


def _triggers(facts: ClosingFacts) -> str:
    if facts.met:
        said = f"Level {facts.proposed} is proposed now; the trigger by level {facts.by_level} is met already."
        return f"{said} Write the plan anew with another."
    return str(facts.triggers) if facts.triggers else "not yet"


def _yes(holds: bool, word: str) -> str:
    return word if holds else "not yet"


def may_close(facts: ClosingFacts) -> bool:
    return all(condition.state == "done" for condition in closing(facts))
