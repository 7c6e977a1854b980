"""R37: what is public and when, to whom an output goes, how far its correspondence has come. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from .outputs import OutputKind, Stage

LONGEST_EMBARGO = timedelta(days=3660)
EMBARGO_STAGES = frozenset({Stage.ADOPTED, Stage.TRANSMITTED})


class Standing(StrEnum):
    """How far the correspondence with one addressee has come."""

    WAITS = "waits"
    SENT = "sent"
    SEEN = "seen"
    ANSWERED = "answered"


def standing(handled: Iterable[str], replies: int) -> Standing:
    """The furthest step. Who answered has read it, whether or not the link was opened."""
    done = set(handled)
    if replies:
        return Standing.ANSWERED
    return Standing.SEEN if "seen" in done else Standing.SENT if "sent" in done else Standing.WAITS


@dataclass(frozen=True, slots=True)
class Council:
    """Of the day of sending: seats that are known, and how many there are."""

    known: int
    size: int

    @property
    def missing(self) -> int:
        return max(0, self.size - self.known)


def seats_refusal(kind: OutputKind, council: Council) -> str:
    """Why an output cannot go to the whole Council; "" when it can.

    A call and a request go to the seats that are known, and to the others once they are (R37: at once, at any hour);
    what the plenary voted waits until all are.
    """
    if not council.missing or not kind.needs_vote:
        return ""
    return f"Of the Council's {council.size} seats {council.missing} are not known for this day."


def embargo_refusal(stage: Stage, until: datetime | None, now: datetime) -> tuple[str, str]:
    """(field, why) an embargo cannot be set or lifted; ("", "") when it can. until None: lifted."""
    if stage not in EMBARGO_STAGES:
        return "", "An embargo is set on a text that is adopted and not yet published."
    if until is not None and until <= now:
        return "until", "This moment is past. An embargo ends in the future."
    if until is not None and until - now > LONGEST_EMBARGO:
        return "until", "An embargo ends within ten years."
    return "", ""


_COUNCIL_SYMBOL = re.compile(
    r"^S/(?:RES/\d{1,5} \((?:19|20)\d\d\)|PRST/\d{4}/\d{1,4}|\d{4}/\d{1,5})(?:/(?:Rev|Add|Corr)\.\d{1,3})*$"
)


def council_symbol(typed: str) -> str | None:
    """A Council text's symbol as printed ("S/RES/2139 (2014)", "S/2014/348"), or None when it is none."""
    said = " ".join(typed.upper().replace("REV.", "Rev.").replace("ADD.", "Add.").replace("CORR.", "Corr.").split())
    said = re.sub(r"^(S/RES/\d+) ?\((\d{4})\)", r"\1 (\2)", said)
    return said if _COUNCIL_SYMBOL.match(said) else None
