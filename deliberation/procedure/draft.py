"""A draft as the mandate check reads it (R38, R39): measures, paragraphs, blocks, objections."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from . import wording
from .form import Part
from .gate import OptionClass, strongest


class State(StrEnum):
    HOLDS = "holds"
    WAITS = "waits"
    REFUSED = "refused"


@dataclass(frozen=True)
class MeasureKind:
    """What an operative paragraph does. `rests`: needs an option the plenary carried (R39 e)."""

    key: str
    name: str
    cls: OptionClass
    rests: bool = True
    negotiates: bool = False


_P, _C, _F = OptionClass.PEACEFUL, OptionClass.COERCIVE, OptionClass.FORCE
MEASURES: Mapping[str, MeasureKind] = {
    kind.key: kind
    for kind in (
        MeasureKind("cessation", "Cessation of attacks", _P, rests=False),
        MeasureKind("negotiation", "Negotiation", _P, negotiates=True),
        MeasureKind("good_offices", "Good offices and mediation", _P, negotiates=True),
        MeasureKind("ceasefire", "Ceasefire", _P, negotiates=True),
        MeasureKind("humanitarian_access", "Humanitarian access", _P),
        MeasureKind("monitoring", "Monitoring and observation", _P),
        MeasureKind("inquiry", "Inquiry and fact-finding", _P),
        MeasureKind("evidence", "Preservation of evidence", _P),
        MeasureKind("protection", "Protection of civilians without force", _P),
        MeasureKind("accountability", "Accountability", _P),
        MeasureKind("assistance", "Assistance and capacity", _P),
        MeasureKind("other_peaceful", "Another peaceful measure", _P),
        MeasureKind("arms_embargo", "Arms embargo", _C),
        MeasureKind("asset_freeze", "Asset freeze", _C),
        MeasureKind("travel_ban", "Travel ban", _C),
        MeasureKind("other_sanctions", "Other sanctions", _C),
        MeasureKind("court_referral", "Referral to the Court", _C),
        MeasureKind("other_coercive", "Another coercive measure without force", _C),
        MeasureKind("protection_force", "Protection of civilians by force", _F),
        MeasureKind("no_fly_zone", "No-fly zone", _F),
        MeasureKind("armed_presence", "Armed presence or intervention", _F),
        MeasureKind("reporting", "Reporting", _P, rests=False),
        MeasureKind("seized", "Remaining seized", _P, rests=False),
    )
}


@dataclass(frozen=True)
class Citation:
    """A finding or evidence item that a paragraph cites; `barred` says why it may not be released, or ""."""

    ref: str
    barred: str = ""


@dataclass(frozen=True)
class Clearance:
    """words: what was cleared; "" stands for whatever the paragraph says."""

    member: int
    name: str
    legal: bool
    words: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph as the check sees it. `territory`: ISO alpha-3. `label`: as printed ("PP4", "3 (a)")."""

    key: str
    label: str
    part: Part
    text: str
    opening: str = ""
    level: int = 0
    measure: str = ""
    addressee: str = ""
    territory: tuple[str, ...] = ()
    option: str = ""
    of_fact: bool = False
    citations: tuple[Citation, ...] = ()
    clearances: tuple[Clearance, ...] = ()


@dataclass(frozen=True)
class OptionFact:
    label: str
    cls: OptionClass
    carried: bool
    vote_open: bool = False


@dataclass(frozen=True)
class Facts:
    """`homelands`: names of each P5 State by ISO alpha-3. `gate_open`, `gate_missing`: from R33."""

    options: Mapping[str, OptionFact]
    homelands: Mapping[str, tuple[str, ...]]
    gate_open: bool
    gate_missing: str = ""
    clearances_needed: int = 2


@dataclass(frozen=True)
class Objection:
    """One refusal: the paragraph (key, label) and the rule, with the words at fault when there are any."""

    letter: str
    reason: str
    key: str = ""
    label: str = ""
    words: str = ""
    state: State = State.REFUSED

    @property
    def rule(self) -> str:
        return f"R39 {self.letter}"


@dataclass(frozen=True)
class Limb:
    """One of (a) to (f)."""

    letter: str
    title: str
    state: State
    detail: str
    objections: tuple[Objection, ...] = ()


@dataclass(frozen=True)
class Mandate:
    limbs: tuple[Limb, ...]

    @property
    def holds(self) -> bool:
        return all(limb.state is State.HOLDS for limb in self.limbs)

    @property
    def objections(self) -> tuple[Objection, ...]:
        return tuple(objection for limb in self.limbs for objection in limb.objections)

    def of(self, key: str) -> tuple[Objection, ...]:
        return tuple(objection for objection in self.objections if objection.key == key)


@dataclass(frozen=True)
class Block:
    """A paragraph and its sub-paragraphs, read as one; what each limb asks of it is found once."""

    head: Paragraph
    all: tuple[Paragraph, ...]

    @cached_property
    def text(self) -> str:
        return " ".join(f"{p.opening} {p.text}" for p in self.all)

    @cached_property
    def cls(self) -> OptionClass:
        """The strongest of the measures and of the words: words of force are force whatever the tag."""
        tagged = [MEASURES[p.measure].cls for p in self.all if p.measure in MEASURES]
        return OptionClass.FORCE if self.force_words else strongest(tagged)

    @cached_property
    def force_words(self) -> str | None:
        """In all of it read on, or in one paragraph behind those it stands under: what a sub-paragraph beside it
        forbids, it does not forbid."""
        named = next((words for p in self.all if (words := wording.force_words(p.addressee))), None)
        whole = wording.force_words(self.text) or named
        if whole or not wording.speaks_of_force(self.text):
            return whole
        return next((words for text in self._branches() if (words := wording.force_words(text))), None)

    def _branches(self) -> Iterator[str]:
        above: list[Paragraph] = []
        for p in self.all:
            above = [*(other for other in above if other.level < p.level), p]
            yield " ".join(f"{other.opening} {other.text}" for other in above)

    @property
    def seat_of_force(self) -> tuple[Paragraph, str | None]:
        """The paragraph that makes the block one of force, with its words; the head when its measure does."""
        words = self.force_words
        return (self.culprit(wording.force_words) if words else self.head), words

    @cached_property
    def territory(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(state for p in self.all for state in p.territory))

    def culprit(self, test: Callable[[str], object]) -> Paragraph:
        """The single paragraph that answers to `test`, else the head of the block."""
        return next((p for p in self.all if test(f"{p.opening} {p.text}")), self.head)


def kind_of(paragraph: Paragraph) -> MeasureKind | None:
    """What the paragraph is marked as."""
    return MEASURES.get(paragraph.measure)


def objection(letter: str, at: Paragraph, what: str, words: str = "", state: State = State.REFUSED) -> Objection:
    """An objection whose sentence begins with the paragraph it names."""
    return Objection(letter, f"Paragraph {at.label} {what}", at.key, at.label, words, state)
