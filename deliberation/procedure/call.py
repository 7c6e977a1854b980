"""R37: the words a call or a request to be heard begins with, from facts that may be released. Pure; the member edits
them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from deliberation.procedure.outputs import OutputKind

KINDS = tuple(kind for kind in OutputKind if not kind.needs_vote)


@dataclass(frozen=True, slots=True)
class CallFacts:
    """What may be said outside of a case. states: as they are called to the Council. crimes: names found likely; alarm: since when one is up that may be told."""

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


def title(facts: CallFacts, kind: OutputKind = OutputKind.EMERGENCY_CALL) -> str:
    where = listed(facts.states)
    if kind == OutputKind.REQUEST_TO_BE_HEARD:
        return f"Request to be heard on the situation in {where}"[:200]
    return f"Call for an emergency session on the situation in {where}"[:200]


def text(facts: CallFacts, kind: OutputKind = OutputKind.EMERGENCY_CALL) -> str:
    """Paragraphs parted by an empty line."""
    where = listed(facts.states)
    if kind == OutputKind.REQUEST_TO_BE_HEARD:
        asked = f"The Mass Atrocities Division requests to be heard by the Security Council at a meeting on the situation in {where}."
        close = "The Division stands ready to answer the questions of the members of the Council."
    else:
        asked = f"The Mass Atrocities Division calls upon the Security Council to meet in emergency session on the situation in {where}."
        close = "The Division asks to be heard at that meeting."
    return "\n\n".join(part for part in (asked, _found(facts), _warned(facts), close) if part)


def fitted(facts: CallFacts, kind: OutputKind, title_: str, text_: str) -> tuple[str, str]:
    """Title and text for this kind: what still is as another kind began takes its words, what was typed stays."""
    others = [other for other in KINDS if other != kind]
    if _same(title_) in {_same(title(facts, other)) for other in others}:
        title_ = title(facts, kind)
    if _same(text_) in {_same(text(facts, other)) for other in others}:
        text_ = text(facts, kind)
    return title_, text_


def _same(typed: str) -> str:
    """A browser sends line ends of its own."""
    return " ".join(typed.split())


def _found(facts: CallFacts) -> str:
    if not facts.determination or not facts.crimes:
        return ""
    said = [
        f"By its determination {facts.determination} of {facts.adopted_on:%-d %B %Y} the Division found that"
        f" {listed(facts.crimes)} {'are' if _plural(facts.crimes) else 'is'} more likely than not, at severity level"
        f" {facts.severity} of 5.",
        _TEMPORAL.get(facts.temporal, ""),
        "A review of the determination is due." if facts.stale else "",
    ]
    return " ".join(part for part in said if part)


def _plural(crimes: Sequence[str]) -> bool:
    """One crime can have a name of many: "war crimes in an international armed conflict are"."""
    return len(crimes) > 1 or re.match(r"(war )?crimes\b", crimes[0]) is not None


def _warned(facts: CallFacts) -> str:
    return f"The Division's early-warning alarm has been up since {facts.alarm:%-d %B %Y}." if facts.alarm else ""


def listed(names: Sequence[str]) -> str:
    """One, "A and B", "A, B and C"."""
    if not names:
        return "the State concerned"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


_TAKES_ARTICLE = re.compile(
    r"\b(Republic|Kingdom|States?|Commonwealth|Union|Federation|Confederation|Principality|Duchy|Sultanate|Nation"
    r"|Emirates|Islands)\b"
)


def state_called(official: str) -> str:
    """The official name of a State within a sentence: "the Syrian Arab Republic", "Ukraine"."""
    return f"the {official}" if _TAKES_ARTICLE.search(official) else official
