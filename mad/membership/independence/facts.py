"""Dated facts that bear on a member's standing. Every span includes its first and its last day (UTC)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Discipline(StrEnum):
    """What a member was elected for; exactly one (R1)."""

    LEGAL = "legal"
    MEDIATION = "mediation"
    SANCTIONS = "sanctions"
    INTERVENTION = "intervention"


class TieKind(StrEnum):
    """How a member can be bound to a State (R3)."""

    NATIONAL = "national"
    PERMANENT_RESIDENT = "permanent_resident"
    FINANCIAL = "financial"
    OTHER = "other"


TIE_WORDS = {
    TieKind.NATIONAL: "national of",
    TieKind.PERMANENT_RESIDENT: "permanent resident of",
    TieKind.FINANCIAL: "financial tie with",
    TieKind.OTHER: "conflict of interest with",
}

GROUPS = ("African", "Asia-Pacific", "Eastern European", "GRULAC", "WEOG")
"""The UN regional groups of R7."""


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `starts` to `ends`, both included; ends None: still open."""

    starts: date
    ends: date | None = None

    def covers(self, day: date) -> bool:
        return self.starts <= day and (self.ends is None or day <= self.ends)


@dataclass(frozen=True, slots=True)
class TermFact(Span):
    """A term of office. From `resigned_on` the member no longer acts in it (R2)."""

    resigned_on: date | None = None


@dataclass(frozen=True, slots=True)
class SuspensionFact(Span):
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TieFact(Span):
    """A declared tie. state: ISO alpha-3 code; state_name: for the reader."""

    kind: TieKind
    state: str
    state_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat(Span):
    """A State's seat on the Security Council."""

    state: str
    permanent: bool = False


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """All that bears on one member's standing; declared_on are the days declarations were signed."""

    id: int = 0
    name: str = ""
    discipline: str = ""
    group: str = ""
    terms: tuple[TermFact, ...] = ()
    suspensions: tuple[SuspensionFact, ...] = ()
    ties: tuple[TieFact, ...] = ()
    declared_on: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason why a member does not sit on a day.

    kind: a TieKind for R3; no_term, resigned, suspended for R2; declaration for R4. since and until: the days
    between which this reason holds (until None: open). For R3 that is where tie and seat meet.
    """

    rule: str
    kind: str
    text: str
    since: date | None = None
    until: date | None = None
    state: str = ""
    tie: TieFact | None = None
    seat: Seat | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """May the member act on the day asked about? `reasons` names every obstacle, not only the first.

    in_office: inside a term and not resigned, whatever else bars. declaration_due: a new declaration is asked
    for since the Council changed (R4). declared_until: last day the newest declaration counts.
    """

    sits: bool
    reasons: tuple[Reason, ...] = ()
    in_office: bool = False
    declaration_due: bool = False
    declared_until: date | None = None
