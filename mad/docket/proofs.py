"""Proofs that travel with receipts, ballots and determinations and are checked offline (R49)."""

from __future__ import annotations

import json
from typing import Any

from mad.common.canonical import canonical
from mad.docket import signing
from mad.docket.merkle import consistency_path, inclusion_path
from mad.docket.models import Entry, Leaf, TreeHead
from mad.docket.sealing import stored_node


def inclusion(entry_id: int) -> dict[str, Any] | None:
    """The entry's leaf, its audit path and a signed head that covers it; None while it waits to be sealed."""
    place = Leaf.objects.select_related("entry").filter(entry_id=entry_id).first()
    if place is None:
        return None
    head = TreeHead.objects.filter(size__gt=place.index).order_by("size").first()
    if head is None:
        return None
    path = inclusion_path(place.index, head.size, stored_node)
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
