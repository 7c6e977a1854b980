"""Re-deriving from the stored rows what the docket sealed on receipt (R49)."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.models import NilReturn, Submission
from mad.common.canonical import digest
from mad.docket.models import Entry

CHUNK = 500


def received_digests() -> Iterator[tuple[int, str, str]]:
    """(docket entry, digest of the row as it stands now, label) of every submission."""
    for submission in Submission.objects.order_by("pk").iterator(chunk_size=CHUNK):
        yield submission.entry_id, digest(submission.content(), bytes(submission.salt)), submission.number


def nil_return_digests() -> Iterator[tuple[int, str, str]]:
    """The same of every nil return; 0 for one that the docket does not know."""
    entries = dict(Entry.objects.filter(act="nil_return.received").values_list("object", "pk"))
    for made in NilReturn.objects.order_by("pk").iterator(chunk_size=CHUNK):
        yield entries.get(made.number, 0), digest(made.content()), made.number
