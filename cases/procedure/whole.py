"""All that follows from one panel's answers, in one pass over them (R24, R27, R28).

Says what `element_finding`, `crime_finding` and `pool` say one by one; a test holds them to each other.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import compress, repeat
from operator import itemgetter, lt
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
    for element, column in _columns(list(elements), rows):
        above = len(column) - bisect_right(column, HALF)
        found[element] = ElementFinding(element, above, size, element in inputs.supported)
        pools[element] = pool_ordered(column, most) if column else None
    alone = [inputs.supported.intersection(compress(own, map(lt, repeat(HALF), own.values()))) for own in rows]
    met = frozenset([element for element, finding in found.items() if finding.met])
    crimes = tuple(_crime(tree, met, alone, size, (votes or {}).get(tree.crime)) for tree in trees)
    return Whole(found, pools, crimes)


def _columns(elements: list[str], rows: list[Mapping[str, int]]) -> Iterator[tuple[str, list[int]]]:
    """Each element with its answers, the least first. Mostly everybody has answered on everything."""
    if len(elements) > 1 and all(map(set(elements).issubset, rows)):
        given = map(itemgetter(*elements), rows)
        yield from zip(elements, map(sorted, zip(*given, strict=True)) if rows else repeat([]), strict=False)
    else:
        for element in elements:
            yield element, sorted([own[element] for own in rows if element in own])


def _crime(
    tree: Tree, met: frozenset[str], alone: list[frozenset[str]], size: int, vote: CrimeVote | None
) -> CrimeFinding:
    count = sum(holds(tree, own) for own in alone)
    return CrimeFinding(tree.crime, holds(tree, met), count, size, acts_made_out(tree, met), vote)
