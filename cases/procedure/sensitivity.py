"""What would change a finding: which member's move, which item, which elements (R17, R24, R28). Pure.

Members are ids here; whoever shows this turns them into letters, and only once the round has closed (R25, R26).
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from .findings import (
    CrimeFinding,
    CrimeVote,
    Inputs,
    Outcome,
    Tree,
    acts_made_out,
    crime_finding,
    element_finding,
    finds_met,
    holds,
    own_findings,
)
from .terms import more_than_half

Backing = Mapping[str, Mapping[int, int]]
"""Element → each accepted item that supports it, with the item's root (R17)."""


@dataclass(frozen=True, slots=True)
class ElementChange:
    """One element's finding and what turns it.

    needed: members who must move across one half, None when no number of those who answered can turn it; alone:
    members each of whose move turns it; bare_without, single_without: items without any one of which the element has
    no support, or the support of one root only.
    """

    element: str
    met: bool
    supported: bool
    needed: int | None
    alone: tuple[int, ...]
    roots: int
    bare_without: tuple[int, ...]
    single_without: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """One member's best estimate on one element crosses one half, up or down; then the outcome is another."""

    member: int
    element: str
    up: bool
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Loss:
    """One item is taken away; `elements` are then without support, and the outcome is another."""

    item: int
    elements: tuple[str, ...]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class CrimeChange:
    """sets: the smallest sets of element findings which, turned, turn the tree; all sets of the least size."""

    finding: CrimeFinding
    sets: tuple[tuple[str, ...], ...]
    moves: tuple[Move, ...]
    losses: tuple[Loss, ...]


def element_change(element: str, inputs: Inputs, backing: Backing) -> ElementChange:
    finding, size = element_finding(element, inputs), len(inputs.panel)
    given = {m: own[element] for m, own in sorted(inputs.bests.items()) if m in inputs.panel and element in own}
    majority = more_than_half(finding.count, size)
    crossing = tuple(m for m, best in given.items() if finds_met(best) is majority)
    needed = finding.count - size // 2 if majority else size // 2 + 1 - finding.count
    turns = finding.supported and needed <= len(crossing)
    items = backing.get(element, {})
    roots = Counter(items.values())
    sole = tuple(items) if len(items) == 1 else ()
    one_left = tuple(item for item, root in items.items() if len(roots) == 2 and roots[root] == 1)
    return ElementChange(
        element=element,
        met=finding.met,
        supported=finding.supported,
        needed=needed if turns else None,
        alone=crossing if turns and needed == 1 else (),
        roots=len(roots),
        bare_without=sole,
        single_without=one_left,
    )


def crime_change(tree: Tree, inputs: Inputs, backing: Backing, vote: CrimeVote | None = None) -> CrimeChange:
    """What turns the outcome on a crime; a vote that the panel has taken stays as it is (R28)."""
    state = _State(tree, inputs, vote)
    return CrimeChange(
        finding=state.finding,
        sets=smallest_sets(tree, state.met),
        moves=tuple(state.moves()),
        losses=tuple(state.losses(backing)),
    )


def smallest_sets(tree: Tree, met: frozenset[str]) -> tuple[tuple[str, ...], ...]:
    """Every set of element findings of the least size which, turned round, turns what the tree says."""
    if holds(tree, met):
        return _undoing(tree, met)
    context = [e for e in tree.contextual if e not in met]
    lacking = [
        tuple(dict.fromkeys([*context, *(e for e in a.elements if e not in met)])) for a in tree.acts if a.elements
    ]
    least = min(map(len, lacking), default=0)
    return tuple(dict.fromkeys(each for each in lacking if len(each) == least))


def _undoing(tree: Tree, met: frozenset[str]) -> tuple[tuple[str, ...], ...]:
    """Any contextual element alone, or what all acts made out have in common; where there is neither, one of each."""
    made = [frozenset(a.elements) for a in tree.acts if a.id in acts_made_out(tree, met)]
    common = frozenset.intersection(*made)
    alone = tuple((e,) for e in tree.elements if e in tree.contextual or e in common)
    if alone:
        return alone
    within = [e for e in tree.elements if any(e in act for act in made)]
    for size in range(2, len(made) + 1):
        found = tuple(each for each in combinations(within, size) if all(act.intersection(each) for act in made))
        if found:
            return found
    return ()


class _State:
    """The findings on one crime, worked out once and then asked "what if" many times."""

    def __init__(self, tree: Tree, inputs: Inputs, vote: CrimeVote | None) -> None:
        self.tree, self.inputs, self.vote = tree, inputs, vote
        self.finding = crime_finding(tree, inputs, vote)
        self.elements = {e: element_finding(e, inputs) for e in tree.elements}
        self.met = frozenset(e for e, f in self.elements.items() if f.met)
        self.own = {m: own_findings(m, inputs) for m in sorted(inputs.panel)}
        self.holds = {m: holds(tree, own) for m, own in self.own.items()}

    def moves(self) -> Iterator[Move]:
        """In the order of the elements: an order of members would tell who is who (R26)."""
        for element in self.tree.elements:
            for member in self.own:
                answers = self.inputs.bests.get(member, {})
                # An element without support is found met by nobody, wherever the estimates stand.
                if element in answers and element in self.inputs.supported:
                    up = not finds_met(answers[element])
                    if (then := self._after_move(member, element, up)) is not self.finding.outcome:
                        yield Move(member, element, up, then)

    def _after_move(self, member: int, element: str, up: bool) -> Outcome:
        count, size = self.elements[element].count + (1 if up else -1), self.finding.panel
        met = self.met | {element} if more_than_half(count, size) else self.met - {element}
        own = self.own[member] | {element} if up else self.own[member] - {element}
        found = self.finding.count - self.holds[member] + holds(self.tree, own)
        return self._outcome(met, found)

    def losses(self, backing: Backing) -> Iterator[Loss]:
        sole: dict[int, list[str]] = {}
        for element in self.tree.elements:
            if len(items := backing.get(element, {})) == 1:
                sole.setdefault(next(iter(items)), []).append(element)
        for item, elements in sorted(sole.items()):
            found = sum(holds(self.tree, own.difference(elements)) for own in self.own.values())
            then = self._outcome(self.met.difference(elements), found)
            if then is not self.finding.outcome:
                yield Loss(item, tuple(elements), then)

    def _outcome(self, met: frozenset[str], count: int) -> Outcome:
        made = acts_made_out(self.tree, met)
        return CrimeFinding(self.tree.crime, holds(self.tree, met), count, self.finding.panel, made, self.vote).outcome
