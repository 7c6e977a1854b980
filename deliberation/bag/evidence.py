"""Originals and their custody, as far as the edition holds them (R15, R16, R18)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cases.models import Case
from cases.selectors import all_items
from deliberation.procedure.casefile import Edition, Held, LeftOut, item_left_out, safe_name
from evidence import store
from evidence.models import Item
from evidence.procedure.hostile import Verdict
from evidence.procedure.release import Terms
from evidence.selectors import release_terms_of
from mad.common import clock
from mad.common.errors import Refused
from mad.docket.models import Entry

from .bagit import CHUNK_BYTES, Member

CUSTODY_OUTSIDE = ("file.", "item.", "submission.")


@dataclass(frozen=True)
class Piece:
    """An item in the package with its terms and where its content lies."""

    item: Item
    terms: Terms
    path: str

    @property
    def number(self) -> str:
        return self.item.number


@dataclass(frozen=True)
class Gathered:
    pieces: list[Piece]
    left_out: list[LeftOut]


def gather(case: Case, edition: Edition) -> Gathered:
    """Which items are in the edition, and why each other is not. A constant number of queries."""
    items = list(
        all_items(case).select_related("submission__office", "file__stored", "derived_from").order_by("number")
    )
    terms = release_terms_of(items)
    pieces: list[Piece] = []
    left: list[LeftOut] = []
    for item in items:
        why = _left_out(edition, item, terms[item.pk])
        if why:
            left.append(why)
        else:
            pieces.append(Piece(item, terms[item.pk], f"originals/{item.number}/{_name(item)}"))
    return Gathered(pieces, left)


def _left_out(edition: Edition, item: Item, terms: Terms) -> LeftOut | None:
    held = Held(Verdict(item.file.verdict), item.file.why) if item.file else None
    why = item_left_out(
        edition,
        item.number,
        item.sensitivity,
        terms,
        retracted=item.retracted_at is not None,
        held=held,
        today=clock.today(),
    )
    redacted = bool(item.file and item.file.redaction_of_id)
    if why is None and edition is Edition.OUTSIDE and item.submission.protect_source and not redacted:
        return LeftOut(item.number, "R16", "its source is protected; a redacted copy can be handed over")
    return why


def _name(item: Item) -> str:
    return safe_name(item.file.name) if item.file else "text.txt"


def originals(pieces: list[Piece]) -> Iterator[Member]:
    """The bytes as received, read from the store only when their turn comes."""
    for piece in pieces:
        if piece.item.file is None:
            yield Member.of(piece.path, piece.item.submission.narrative.encode())
        else:
            stored = piece.item.file.stored
            yield Member(piece.path, stored.size, _reader(stored.pk, piece.number), stored.pk)


def _reader(sha256: str, number: str):
    def chunks() -> Iterator[bytes]:
        try:
            with store.open_original(sha256) as stream:
                while chunk := stream.read(CHUNK_BYTES):
                    yield chunk
        except FileNotFoundError as error:
            raise Refused("R15", f"The bytes of {number} are missing; the package was not made.") from error

    return chunks


def facts_of(pieces: list[Piece], edition: Edition) -> list[dict[str, Any]]:
    """What the package says of each item. A protected source is never named, whoever exports (R16)."""
    here = {piece.number for piece in pieces}
    return [_facts(piece, edition, here) for piece in pieces]


def _facts(piece: Piece, edition: Edition, here: set[str]) -> dict[str, Any]:
    item = piece.item
    origin = item.derived_from.number if item.derived_from else ""
    return {
        "number": item.number,
        "title": item.title,
        "path": f"data/{piece.path}",
        "sha256": item.sha256,
        "size": item.file.stored.size if item.file else None,
        "type": item.file.stored.type if item.file else "text/plain",
        "version": item.version,
        "source_grade": item.source_grade,
        "information_grade": item.info_grade,
        "sensitivity": item.sensitivity,
        "release_terms": list(piece.terms.keys),
        "received_at": item.submission.received_at.isoformat(),
        "retracted": item.retracted_at is not None,
        "source": _source(piece, edition),
        "derived_from": origin if origin in here else "",
    }


def _source(piece: Piece, edition: Edition) -> str:
    if piece.item.submission.protect_source:
        return "protected (R16)"
    if edition is Edition.OUTSIDE and not piece.terms.attributed:
        return "not named (R16)"
    return piece.item.submission.office.name


def custody(pieces: list[Piece], edition: Edition) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """(number, touches in order) of each item: its own, its file's, and its submission's. One query."""
    wanted = {piece.number for piece in pieces} | {piece.item.submission.number for piece in pieces}
    touches: dict[str, list[Entry]] = defaultdict(list)
    for entry in Entry.objects.filter(object__in=wanted).order_by("pk").iterator(chunk_size=2000):
        touches[entry.object].append(entry)
    for piece in pieces:
        both = [*touches[piece.number], *touches[piece.item.submission.number]]
        mine = [entry for entry in both if _concerns(piece.item, entry, edition)]
        yield piece.number, [_touch(piece, entry, edition) for entry in sorted(mine, key=lambda one: one.pk)]


def _concerns(item: Item, entry: Entry, edition: Edition) -> bool:
    if edition is Edition.OUTSIDE and not entry.act.startswith(CUSTODY_OUTSIDE):
        return False
    file = entry.facts.get("file")
    return not file or (item.file_id is not None and int(file) == item.file_id)


def _touch(piece: Piece, entry: Entry, edition: Edition) -> dict[str, Any]:
    shown = edition is Edition.WHOLE and not hides_source(entry.actor, piece.item.submission.protect_source)
    role = entry.actor.partition(":")[0]
    who = entry.actor if shown else "protected" if piece.item.submission.protect_source else role
    return {
        "docket_entry": entry.pk,
        "at": entry.at.isoformat(),
        "act": entry.act,
        "said": entry.act_words,
        "who": who,
        "digest": entry.digest,
    }


def hides_source(actor: str, protected: bool) -> bool:
    """Whether an entry's actor would name a protected source: an office, or a person of one (R16)."""
    return protected and actor.partition(":")[0] in ("office", "partner")
