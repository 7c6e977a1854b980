"""The docket of a case with a proof for every entry, spooled so that its length costs no memory (R49)."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from django.db.models import Q, QuerySet

from cases.models import Case
from deliberation.procedure.casefile import RELEASED_ACTS, Edition
from evidence.models import Submission
from mad.docket.merkle import inclusion_path
from mad.docket.models import Entry, TreeHead
from mad.docket.proofs import signed_head
from mad.docket.sealing import stored_node

from .bagit import CHUNK_BYTES, Member
from .evidence import Piece, hides_source

NODES_KEPT = 65536
SPOOLED_BYTES = 4 * CHUNK_BYTES


def entries(case: Case, edition: Edition, pieces: list[Piece], released: Iterable[str]) -> QuerySet[Entry]:
    """What the extract holds. released: determinations, votes and outputs that the outside edition has."""
    if edition is Edition.OUTSIDE:
        wanted = Q(object__in=list(released), act__in=RELEASED_ACTS)
    else:
        items = {piece.number for piece in pieces} | {piece.item.submission.number for piece in pieces}
        wanted = Q(case_number=case.number) | Q(object=case.number) | Q(object__in=items)
    return Entry.objects.filter(wanted).order_by("pk")


def hidden_submissions(case: Case) -> frozenset[str]:
    """Submissions whose source is protected: entries that its own people made are left out (R16)."""
    placed = Submission.objects.filter(pk__in=case.placed.values("submission"), protect_source=True)
    return frozenset(placed.values_list("number", flat=True))


def extract(found: QuerySet[Entry], hidden: frozenset[str]) -> tuple[Member, int, int]:
    """(docket/entries.json, entries in it, entries not yet sealed): a list that check_proof.py checks offline."""
    head = TreeHead.objects.order_by("-size").first()
    signed = signed_head(head) if head else {}
    node = lru_cache(maxsize=NODES_KEPT)(stored_node)
    size = head.size if head else 0
    unsealed = 0

    def documents() -> Iterator[dict[str, Any]]:
        nonlocal unsealed
        for entry in found.select_related("leaf_row").iterator(chunk_size=1000):
            if hides_source(entry.actor, entry.object in hidden):
                continue
            place = getattr(entry, "leaf_row", None)
            if place is None or place.index >= size:
                unsealed += 1
                continue
            path = [step.hex() for step in inclusion_path(place.index, size, node)]
            leaf = json.loads(entry.leaf_bytes())
            yield {"proof": {"leaf": leaf, "index": place.index, "path": path, "head": signed}}

    member, count = spooled("docket/entries.json", documents())
    return member, count, unsealed


def spooled(path: str, documents: Iterable[dict[str, Any]]) -> tuple[Member, int]:
    """A JSON list as a member, on disk once it is long; and how many documents it has."""
    file = tempfile.SpooledTemporaryFile(max_size=SPOOLED_BYTES)  # noqa: SIM115 - it lives as long as the member
    count = 0
    file.write(b"[")
    for document in documents:
        file.write(b",\n" if count else b"\n")
        file.write(json.dumps(document, ensure_ascii=False, sort_keys=True).encode())
        count += 1
    file.write(b"\n]\n")

    def chunks() -> Iterator[bytes]:
        file.seek(0)
        while chunk := file.read(CHUNK_BYTES):
            yield chunk

    return Member(path, file.tell(), chunks), count
