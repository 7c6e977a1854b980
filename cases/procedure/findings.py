"""R24: trees of elements. R28: from estimates to findings, on the balance of probabilities."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from .terms import more_than_half

HALF = 500


@dataclass(frozen=True, slots=True)
class Act:
    id: str
    elements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tree:
    """One crime: all contextual elements, and any act with all of its elements (R24)."""

    crime: str
    contextual: tuple[str, ...]
    acts: tuple[Act, ...]

    @property
    def elements(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.contextual, *(e for a in self.acts for e in a.elements))))


def acts_made_out(tree: Tree, met: frozenset[str]) -> tuple[str, ...]:
    return tuple(a.id for a in tree.acts if a.elements and met.issuperset(a.elements))


def holds(tree: Tree, met: Iterable[str]) -> bool:
    """Whether the crime is made out by the elements met; more elements never undo it."""
    found = frozenset(met)
    return found.issuperset(tree.contextual) and any(a.elements and found.issuperset(a.elements) for a in tree.acts)


def finds_met(best: int) -> bool:
    """More than 0.50; exactly 0.50 is not met (R28)."""
    return best > HALF


@dataclass(frozen=True, slots=True)
class Inputs:
    """The panel and its answers: `bests[member][element]` per mille.

    `panel` holds everybody entitled, answered or not; answers of others are not counted.
    `supported`: elements with accepted supporting evidence.
    """

    panel: frozenset[int]
    bests: Mapping[int, Mapping[str, int]]
    supported: frozenset[str]


@dataclass(frozen=True, slots=True)
class ElementFinding:
    element: str
    count: int
    panel: int
    supported: bool

    @property
    def met(self) -> bool:
        return self.supported and more_than_half(self.count, self.panel)

    @property
    def blocked(self) -> bool:
        """The panel would find it met, but nothing accepted supports it."""
        return not self.supported and more_than_half(self.count, self.panel)


def element_finding(element: str, inputs: Inputs) -> ElementFinding:
    """Met when more than half of the whole panel finds it so, and evidence supports it."""
    count = sum(finds_met(own[element]) for m, own in inputs.bests.items() if m in inputs.panel and element in own)
    return ElementFinding(element, count, len(inputs.panel), element in inputs.supported)


def own_findings(member: int, inputs: Inputs) -> frozenset[str]:
    """The elements that one member finds met; an unsupported one cannot be."""
    return frozenset(e for e, best in inputs.bests.get(member, {}).items() if finds_met(best) and e in inputs.supported)


class Outcome(StrEnum):
    LIKELY = "likely"
    NOT_LIKELY = "not_likely"
    TO_VOTE = "to_vote"


@dataclass(frozen=True, slots=True)
class CrimeVote:
    """The panel's vote on the crime itself."""

    yes: int = 0
    no: int = 0

    def decided(self, panel: int) -> Outcome | None:
        """LIKELY by more than half of the panel; NOT_LIKELY once that is out of reach."""
        if more_than_half(self.yes, panel):
            return Outcome.LIKELY
        return Outcome.NOT_LIKELY if not more_than_half(panel - self.no, panel) else None


@dataclass(frozen=True, slots=True)
class CrimeFinding:
    """`tree` by the panel's element findings, `count` members by their own; `acts` made out by the panel."""

    crime: str
    tree: bool
    count: int
    panel: int
    acts: tuple[str, ...]
    vote: CrimeVote | None = None

    @property
    def individually(self) -> bool:
        return more_than_half(self.count, self.panel)

    @property
    def disagree(self) -> bool:
        """The two ways of reaching the finding differ (the discursive dilemma)."""
        return self.tree != self.individually

    @property
    def outcome(self) -> Outcome:
        if not self.disagree:
            return Outcome.LIKELY if self.tree else Outcome.NOT_LIKELY
        return (self.vote and self.vote.decided(self.panel)) or Outcome.TO_VOTE


def crime_finding(tree: Tree, inputs: Inputs, vote: CrimeVote | None = None) -> CrimeFinding:
    """R28, both ways: the tree on the panel's findings, and members who find the crime on their own."""
    met = frozenset(e for e in tree.elements if element_finding(e, inputs).met)
    count = sum(holds(tree, own_findings(m, inputs)) for m in inputs.panel)
    return CrimeFinding(tree.crime, holds(tree, met), count, len(inputs.panel), acts_made_out(tree, met), vote)
