"""Re-deriving from the stored rows what the docket sealed on receipt (R49)."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.models import Submission
from mad.common.canonical import digest

CHUNK = 500


def received_digests() -> Iterator[tuple[int, str, str]]:
    """(docket entry, digest of the row as it stands now, label) of every submission."""
    for submission in Submission.objects.order_by("pk").iterator(chunk_size=CHUNK):
        yield submission.entry_id, digest(submission.content(), bytes(submission.salt)), submission.number
