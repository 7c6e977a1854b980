"""All that follows from one panel's answers, in one pass over them (R24, R27, R28).

Says what `element_finding`, `crime_finding` and `pool` say one by one; a test holds them to each other.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from .findings import HALF, CrimeFinding, CrimeVote, ElementFinding, Inputs, Tree, acts_made_out, holds
from .pool import Pool, pool_ordered, widest


class Whole(NamedTuple):
    """Findings and pools per element, in the order asked for (a pool is None when nobody answered), and per crime."""

    elements: dict[str, ElementFinding]
    pools: dict[str, Pool | None]
    crimes: tuple[CrimeFinding, ...]


def whole(
    elements: Iterable[str],
    trees: Iterable[Tree],
    inputs: Inputs,
    iqr_limit: Decimal | float,
    votes: Mapping[str, CrimeVote] | None = None,
) -> Whole:
    """`elements`: those in issue; `votes`: by crime, where the panel has voted on one."""
    rows = [own for member, own in inputs.bests.items() if member in inputs.panel]
    size, most = len(inputs.panel), widest(iqr_limit)
    found: dict[str, ElementFinding] = {}
    pools: dict[str, Pool | None] = {}
    for element in elements:
        column = [own[element] for own in rows if element in own]
        column.sort()
        above = len(column) - bisect_right(column, HALF)
        found[element] = ElementFinding(element, above, size, element in inputs.supported)
        pools[element] = pool_ordered(column, most) if column else None
    alone = [frozenset([e for e, best in own.items() if best > HALF]) & inputs.supported for own in rows]
    met = frozenset([element for element, finding in found.items() if finding.met])
    crimes = tuple(_crime(tree, met, alone, size, (votes or {}).get(tree.crime)) for tree in trees)
    return Whole(found, pools, crimes)


def _crime(
    tree: Tree, met: frozenset[str], alone: list[frozenset[str]], size: int, vote: CrimeVote | None
) -> CrimeFinding:
    count = sum(holds(tree, own) for own in alone)
    return CrimeFinding(tree.crime, holds(tree, met), count, size, acts_made_out(tree, met), vote)
