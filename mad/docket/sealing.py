"""Batches of entries into the Merkle log. One sealer at a time; writers never wait for it."""

from __future__ import annotations

from django.db import connection, transaction

from mad.common import clock
from mad.docket import signing
from mad.docket.merkle import Frontier, leaf_hash, peak_positions
from mad.docket.models import Entry, Leaf, Node, TreeHead, Unsealed

SEALER_LOCK = 0x4D414401
BATCH = 5000


@transaction.atomic
def seal() -> TreeHead | None:
    """Seal what is committed and waiting, at most BATCH entries. None when another sealer works or nothing waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEALER_LOCK])
        if not cursor.fetchone()[0]:
            return None
    waiting = list(Entry.objects.filter(pk__in=Unsealed.objects.order_by("pk").values("pk")[:BATCH]).order_by("pk"))
    if not waiting:
        return None
    frontier = current_frontier()
    _append(frontier, waiting)
    Unsealed.objects.filter(pk__in=[entry.pk for entry in waiting]).delete()
    return _sign(frontier)


def seal_all() -> int:
    """Seal until nothing waits; the number of heads signed."""
    heads = 0
    while seal() is not None:
        heads += 1
    return heads


def current_frontier() -> Frontier:
    """The frontier of the log as stored."""
    latest = TreeHead.objects.order_by("-size").first()
    size = latest.size if latest else 0
    return Frontier(size, [stored_node(level, index) for level, index in peak_positions(size)])


def stored_node(level: int, index: int) -> bytes:
    """A perfect subtree's hash from the store. Raises DoesNotExist when the log is shorter."""
    if level == 0:
        return bytes(Leaf.objects.values_list("hash", flat=True).get(pk=index))
    return bytes(Node.objects.values_list("hash", flat=True).get(level=level, index=index))


def _append(frontier: Frontier, waiting: list[Entry]) -> None:
    leaves, nodes = [], []
    for entry in waiting:
        leaf, *above = frontier.append(leaf_hash(entry.leaf_bytes()))
        leaves.append(Leaf(index=leaf[1], entry=entry, hash=leaf[2]))
        nodes += [Node(level=level, index=index, hash=value) for level, index, value in above]
    Leaf.objects.bulk_create(leaves)
    Node.objects.bulk_create(nodes)


def _sign(frontier: Frontier) -> TreeHead:
    head = TreeHead(size=frontier.size, root=frontier.root(), at=clock.now(), key_id=signing.key_id())
    head.signature = signing.sign(head.statement())["signature"]
    head.save(force_insert=True)
    return head
