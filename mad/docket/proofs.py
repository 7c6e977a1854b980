"""Proofs that travel with receipts, ballots and determinations and are checked offline (R49)."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from mad.common.canonical import canonical
from mad.docket import signing
from mad.docket.merkle import consistency_path, inclusion_path
from mad.docket.models import Entry, Leaf, Node, TreeHead
from mad.docket.sealing import stored_node


def inclusion(entry_id: int) -> dict[str, Any] | None:
    """The entry's leaf, its audit path and a signed head that covers it; None while it waits to be sealed."""
    return inclusions([entry_id]).get(entry_id)


def inclusions(entry_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """The same for each entry that is sealed, under one head that covers them all. Four queries."""
    places = list(Leaf.objects.select_related("entry").filter(entry_id__in=entry_ids))
    head = TreeHead.objects.filter(size__gt=max(p.index for p in places)).order_by("size").first() if places else None
    if head is None:
        return {}
    wanted: set[tuple[int, int]] = set()

    def note(level: int, index: int) -> bytes:
        wanted.add((level, index))
        return b""

    for place in places:
        inclusion_path(place.index, head.size, note)
    nodes = _nodes(wanted)
    return {place.entry_id: _proof(place, head, nodes) for place in places}


def _nodes(wanted: set[tuple[int, int]]) -> dict[tuple[int, int], bytes]:
    """The hashes at these places (level, index); leaves are level 0."""
    leaves = Leaf.objects.filter(index__in=[index for level, index in wanted if level == 0])
    found = {(0, index): bytes(value) for index, value in leaves.values_list("index", "hash")}
    above: dict[int, list[int]] = defaultdict(list)
    for level, index in wanted:
        above[level].append(index)
    above.pop(0, None)
    asked = reduce(or_, (Q(level=level, index__in=indexes) for level, indexes in above.items()), Q(pk=None))
    rows = Node.objects.filter(asked).values_list("level", "index", "hash")
    return found | {(level, index): bytes(value) for level, index, value in rows}


def _proof(place: Leaf, head: TreeHead, nodes: dict[tuple[int, int], bytes]) -> dict[str, Any]:
    path = inclusion_path(place.index, head.size, lambda level, index: nodes[level, index])
    return {
        "leaf": json.loads(place.entry.leaf_bytes()),
        "index": place.index,
        "path": [step.hex() for step in path],
        "head": signed_head(head),
    }


def consistency(old: int, new: int) -> list[str]:
    """Proof in hex that the log of `old` leaves is a prefix of that of `new`. Raises ValueError for a bad range."""
    return [step.hex() for step in consistency_path(old, new, stored_node)]


def signed_head(head: TreeHead) -> dict[str, Any]:
    """A head with its signature and the key that checks it."""
    return {
        **json.loads(canonical(head.statement())),
        "algorithm": "Ed25519",
        "key_id": head.key_id,
        "public_key": signing.public_key(),
        "signature": head.signature,
    }


def entry_digest(entry_id: int) -> str:
    return Entry.objects.values_list("digest", flat=True).get(pk=entry_id)
