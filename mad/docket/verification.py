"""Re-deriving the whole log (R49)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from mad.common import clock, ports
from mad.docket import signing
from mad.docket.merkle import EMPTY_ROOT, Frontier, leaf_hash
from mad.docket.models import Entry, Leaf, Node, TreeHead, Unsealed

SEALED_WITHIN = timedelta(minutes=1)


@dataclass
class Report:
    """What was read and everything that does not fit, in the order found; the first is the one to look at."""

    entries: int = 0
    heads: int = 0
    contents: int = 0
    root: bytes = EMPTY_ROOT
    faults: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not self.faults


def verify(published: Iterable[dict] = ()) -> Report:
    """Walk the log from its first leaf; compare nodes, heads, signatures, contents and `published` heads."""
    report = Report()
    heads = {head.size: head for head in TreeHead.objects.all()}
    frontier = _walk(report, heads)
    report.root = frontier.root()
    _check_end(report, frontier, heads, published)
    _check_waiting(report)
    _check_contents(report)
    return report


def _walk(report: Report, heads: dict[int, TreeHead]) -> Frontier:
    frontier = Frontier()
    nodes = _nodes()
    for place in Leaf.objects.select_related("entry").order_by("index").iterator(chunk_size=2000):
        derived = leaf_hash(place.entry.leaf_bytes())
        if place.index != frontier.size:
            report.faults.append(f"leaf {frontier.size} is missing (found {place.index}, entry {place.entry_id})")
            break
        if derived != bytes(place.hash):
            report.faults.append(f"entry {place.entry_id} ({place.entry.act}, {place.entry.object}) was altered")
        for level, index, value in frontier.append(bytes(place.hash))[1:]:
            if nodes.pop((level, index), None) != value:
                report.faults.append(f"node {level}/{index} does not fit (at entry {place.entry_id})")
        if head := heads.get(frontier.size):
            _check_head(report, head, frontier.root())
    report.entries = frontier.size
    report.faults += [f"node {level}/{index} belongs to no leaf" for level, index in sorted(nodes)]
    return frontier


def _nodes() -> dict[tuple[int, int], bytes]:
    return {(level, index): bytes(value) for level, index, value in Node.objects.values_list("level", "index", "hash")}


def _check_head(report: Report, head: TreeHead, root: bytes) -> None:
    report.heads += 1
    if bytes(head.root) != root:
        report.faults.append(f"head {head.size} has another root than its entries")
    elif not signing.verify(head.statement(), head.signature):
        report.faults.append(f"head {head.size} is not signed by this Division's key")


def _check_end(report: Report, frontier: Frontier, heads: dict[int, TreeHead], published: Iterable[dict]) -> None:
    for size in sorted(size for size in heads if size > frontier.size):
        report.faults.append(f"the log was cut off: head {size} covers more than its {frontier.size} entries")
    if frontier.size and max(heads, default=0) < frontier.size:
        report.faults.append(f"entries after {max(heads, default=0)} have no signed head")
    for known in published:
        head = heads.get(known["size"])
        if head is None or bytes(head.root).hex() != known["root"]:
            report.faults.append(f"the published head {known['size']} is not in this log")


def _check_waiting(report: Report) -> None:
    lost = Entry.objects.filter(leaf_row=None).exclude(pk__in=Unsealed.objects.values("pk")).order_by("pk")
    report.faults += [f"entry {entry.pk} ({entry.act}) is neither sealed nor waiting" for entry in lost[:20]]
    stale = Entry.objects.filter(leaf_row=None, at__lt=clock.now() - SEALED_WITHIN).order_by("pk")
    report.faults += [f"entry {entry.pk} ({entry.act}) has waited over a minute for its seal" for entry in stale[:20]]


def _check_contents(report: Report) -> None:
    for derive in ports.docket_checks:
        for chunk in _chunks(derive(), 1000):
            digests = dict(Entry.objects.filter(pk__in=[c[0] for c in chunk]).values_list("pk", "digest"))
            report.contents += len(chunk)
            report.faults += [
                f"{label} is not what entry {entry_id} recorded"
                for entry_id, recomputed, label in chunk
                if digests.get(entry_id) != recomputed
            ]


def _chunks(rows: Iterable[tuple[int, str, str]], size: int) -> Iterator[list[tuple[int, str, str]]]:
    chunk: list[tuple[int, str, str]] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
