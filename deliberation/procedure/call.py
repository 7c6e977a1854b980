"""R37: the words an emergency call begins with, from facts that may be released. Pure; the member edits them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class CallFacts:
    """What may be said outside of a case. crimes: names found likely; alarm: since when one is up that may be told."""

    states: tuple[str, ...]
    determination: str = ""
    adopted_on: date | None = None
    crimes: tuple[str, ...] = ()
    severity: int = 0
    temporal: str = ""
    stale: bool = False
    alarm: datetime | None = None


_TEMPORAL = {
    "ongoing": "It found that these crimes are ongoing.",
    "imminent": "It found that these crimes are imminent.",
}


def title(facts: CallFacts) -> str:
    return f"Call for an emergency session on the situation in {listed(facts.states)}"[:200]


def text(facts: CallFacts) -> str:
    """Paragraphs parted by an empty line."""
    where = listed(facts.states)
    asked = f"The Mass Atrocities Division calls upon the Security Council to meet in emergency session on the situation in {where}."
    close = "The Division asks to be heard at that meeting."
    return "\n\n".join(part for part in (asked, _found(facts), _warned(facts), close) if part)


def _found(facts: CallFacts) -> str:
    if not facts.determination or not facts.crimes:
        return ""
    said = [
        f"By its determination {facts.determination} of {facts.adopted_on:%-d %B %Y} the Division found that"
        f" {listed(facts.crimes)} {'is' if len(facts.crimes) == 1 else 'are'} more likely than not, at severity level"
        f" {facts.severity} of 5.",
        _TEMPORAL.get(facts.temporal, ""),
        "A review of the determination is due." if facts.stale else "",
    ]
    return " ".join(part for part in said if part)


def _warned(facts: CallFacts) -> str:
    return f"The Division's early-warning alarm has been up since {facts.alarm:%-d %B %Y}." if facts.alarm else ""


def listed(names: Sequence[str]) -> str:
    """One, "A and B", "A, B and C"."""
    if not names:
        return "the State concerned"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
