"""R24, R28: a crime's findings as the tree that decides it, for pages and documents."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from .findings import Outcome


class State(StrEnum):
    """UNSUPPORTED: no accepted evidence supports it, so that it cannot be found met (R28)."""

    MET = "met"
    NOT_MET = "not_met"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class Leaf:
    """One element; act: the name of its act, "" for a contextual one. count of panel members find it met."""

    id: str
    text: str
    act: str
    state: State
    count: int
    panel: int

    @property
    def named(self) -> str:
        """The element as the beginning of a line: "Civilians were the target", and no full stop."""
        return self.text.rstrip().removesuffix(".")


@dataclass(frozen=True, slots=True)
class Branch:
    """The contextual elements (name ""), or one act with its elements; it holds when each is met."""

    name: str
    leaves: tuple[Leaf, ...]

    @property
    def holds(self) -> bool:
        return bool(self.leaves) and all(leaf.state is State.MET for leaf in self.leaves)


@dataclass(frozen=True, slots=True)
class Outline:
    """One crime: how it was found, and the branches under it. count of panel members find it on their own findings."""

    crime: str
    name: str
    outcome: Outcome
    tree: bool
    count: int
    panel: int
    contextual: Branch
    acts: tuple[Branch, ...]

    @property
    def likely(self) -> bool:
        return self.outcome is Outcome.LIKELY

    @property
    def to_vote(self) -> bool:
        return self.outcome is Outcome.TO_VOTE

    @property
    def branches(self) -> tuple[Branch, ...]:
        """Those with elements, the contextual ones first."""
        return tuple(branch for branch in (self.contextual, *self.acts) if branch.leaves)


def state(met: bool, supported: bool) -> State:
    if met:
        return State.MET
    return State.NOT_MET if supported else State.UNSUPPORTED


def branches(leaves: Iterable[Leaf]) -> tuple[Branch, tuple[Branch, ...]]:
    """The contextual elements, and the acts in the order in which they come."""
    by_act: dict[str, list[Leaf]] = {"": []}
    for leaf in leaves:
        by_act.setdefault(act_of(leaf.id, leaf.act), []).append(leaf)
    contextual = Branch("", tuple(by_act.pop("")))
    return contextual, tuple(Branch(found[0].act, tuple(found)) for found in by_act.values())


def act_of(element: str, act: str) -> str:
    """What tells the act of an element from others: two acts of a crime may have one name, and an element's id begins
    with its act's. "" for a contextual element."""
    return f"{act} {element.rpartition('.')[0]}" if act else ""
