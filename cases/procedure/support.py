"""R17 and R24: what the evidence linked to an element amounts to, and which item matters most. Pure.

Items are ids. `root` gives each item its origin (R17), so a report repeated five times counts once. Retracted items
are not among those given here.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Set
from typing import NamedTuple


class Support(NamedTuple):
    """One element's evidence in numbers. judged: supporting items whose source and information can both be judged."""

    supports: int
    contradicts: int
    roots: int
    judged: int

    @property
    def bare(self) -> bool:
        """No support: it cannot be found met (R28)."""
        return not self.supports

    @property
    def contradicted(self) -> bool:
        return self.contradicts > 0

    @property
    def single_root(self) -> bool:
        return self.roots == 1

    @property
    def ungradable(self) -> bool:
        """All that supports it is of sources or information that cannot be judged (F or 6, R14)."""
        return self.supports > 0 and not self.judged


def support(
    supporting: Collection[int], contradicting: Collection[int], root: Mapping[int, int], ungraded: Set[int]
) -> Support:
    """`ungraded`: items graded F or 6, which is not the worst grade but none (R14)."""
    return Support(
        supports=len(supporting),
        contradicts=len(contradicting),
        roots=len({root[item] for item in supporting}),
        judged=sum(item not in ungraded for item in supporting),
    )


def decisive(supporting: Collection[int], contradicting: Collection[int], root: Mapping[int, int]) -> list[int]:
    """The items whose removal, or reversal, changes what the element's support amounts to: nothing, one root, several.

    Taking away or turning round a supporting item costs the element that item's root, if no other item has it; turning
    round a contradicting one adds its root. Beyond two roots no single item matters.
    """
    roots = Counter([root[item] for item in supporting])
    if not roots:
        return list(contradicting)
    if len(roots) == 1:
        sole = list(supporting) if len(supporting) == 1 else []
        return sole + [item for item in contradicting if root[item] not in roots]
    if len(roots) == 2:
        return [item for item in supporting if roots[root[item]] == 1]
    return []


def diagnosticity(decided: Iterable[Iterable[int]]) -> Counter[int]:
    """Item → the number of elements that it is decisive for; `decided`: what `decisive` says, per element."""
    return Counter(item for items in decided for item in items)


def most_diagnostic(counted: Counter[int]) -> int | None:
    """The item decisive for most elements, the oldest of several; None when none is decisive for any."""
    return min(counted, key=lambda item: (-counted[item], item), default=None)
