"""R30: proposing, adopting, freezing, opinions, staleness."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from .findings import CrimeFinding, Outcome
from .panel import Panel
from .severity import Severity
from .terms import Refusal, more_than_half


@dataclass(frozen=True, slots=True)
class Basis:
    """What a determination is made of: the second round closed, its findings, unanswered contrary items."""

    panel: Panel
    second_closed: bool
    crimes: tuple[CrimeFinding, ...]
    severity: Severity
    unanswered: tuple[tuple[str, str], ...]
    undiscussed: tuple[str, ...]


def proposal(basis: Basis) -> Refusal | None:
    """Why a determination cannot be proposed now, or None."""
    if basis.panel.refusal:
        return basis.panel.refusal
    if not basis.second_closed:
        return Refusal("R26", "The second round has not closed; only its answers count.")
    if not basis.crimes:
        return Refusal("R24", "No crime is in issue.")
    split = [c.crime for c in basis.crimes if c.outcome is Outcome.TO_VOTE]
    if split:
        return Refusal(
            "R28",
            "The element findings and the members' own findings disagree; the panel votes on the crime.",
            ", ".join(split),
        )
    if basis.unanswered:
        listed = ", ".join(f"{item} on {element}" for element, item in basis.unanswered)
        return Refusal("R28", "Each contrary item must be answered in the reasons.", listed)
    if basis.undiscussed:
        return Refusal(
            "R27",
            "A spread beyond the limit must be discussed before the panel concludes.",
            ", ".join(basis.undiscussed),
        )
    if basis.severity.level is None or basis.severity.temporal is None:
        return Refusal("R29", "The severity scores or the temporal finding are missing.")
    return None


def verdict(yes: int, cast: int, panel: Panel) -> bool | None:
    """Whether a proposal is adopted by now (True), can no longer be (False), or waits for votes (None).

    yes, cast: votes, yes and of any kind, of members who are on the panel today. More than half of the panel adopts; below
    its minimum nothing is decided, neither way (R23).
    """
    if panel.refusal:
        return None
    if more_than_half(yes, panel.size):
        return True
    return None if more_than_half(yes + panel.size - cast, panel.size) else False


def opinion_refusal(adopted_at: datetime | None, now: datetime, hours: int) -> Refusal | None:
    """R30: a separate or dissenting opinion within `hours` of adoption."""
    if adopted_at is None:
        return Refusal("R30", "Opinions are attached to an adopted determination.")
    until = adopted_at + timedelta(hours=hours)
    if now > until:
        return Refusal("R30", f"The {hours} hours for opinions ended on {until:%d %B %Y, %H:%M} UTC.")
    return None


class Cause(StrEnum):
    CHANGED = "changed"
    RETRACTED = "retracted"


@dataclass(frozen=True, slots=True)
class Change:
    item: str
    cause: Cause


def staleness(frozen: Mapping[str, str], current: Mapping[str, str | None]) -> tuple[Change, ...]:
    """Items relied on whose digest changed, or that are retracted (None or gone)."""
    return tuple(
        Change(item, Cause.RETRACTED if current.get(item) is None else Cause.CHANGED)
        for item, digest in sorted(frozen.items())
        if current.get(item) != digest
    )


def roots_of(items: Iterable[str], root: Mapping[str, str]) -> int:
    """Distinct roots under these items (R17)."""
    return len({root.get(i, i) for i in items})
