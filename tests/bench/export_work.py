"""`python -m tests.bench.export_work BYTES`: give a case a file of so many bytes and stream its package; prints JSON.

The file is one long hole on the disk: its bytes are read, hashed and sent as any others, and take no room.
"""

from __future__ import annotations

import hashlib
import json
import resource
import sys
import time
from typing import Any

import django

MEBIBYTE = 1024 * 1024


def main() -> None:
    django.setup()
    from deliberation.services.casefile import export_as_stream  # noqa: PLC0415 - after django.setup()
    from mad.accounts.models import User  # noqa: PLC0415 - after django.setup()

    case = _case_with(int(sys.argv[1]))
    registrar = User.objects.get(username="registrar")
    started, sent = time.perf_counter(), 0
    _name, content = export_as_stream(case=case, edition="whole", by=registrar)
    for block in content:
        sent += len(block)
    taken = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"sent": sent, "seconds": taken, "peak": peak}))


def _case_with(size: int) -> Any:
    """A case of the demonstration, with an item of `size` bytes beside those it has."""
    from cases.models import CaseSubmission  # noqa: PLC0415 - after django.setup()
    from evidence.models import Item, StoredFile, SubmissionFile  # noqa: PLC0415 - after django.setup()
    from evidence.store.disk import path_of  # noqa: PLC0415 - after django.setup()
    from mad.common import clock  # noqa: PLC0415 - after django.setup()

    digest = _digest(size)
    path = path_of(digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.truncate(size)
    item = Item.objects.order_by("pk").first()
    assert item is not None
    stored = StoredFile.objects.create(
        sha256=digest, size=size, type="application/octet-stream", checked_at=clock.now()
    )
    held = SubmissionFile.objects.create(
        submission=item.submission, stored=stored, name=f"{size}.bin", verdict="released"
    )
    Item.objects.create(
        number=f"E-1999-{size // MEBIBYTE:06}",
        submission=item.submission,
        file=held,
        sha256=digest,
        title="A long recording",
        source_grade=item.source_grade,
        info_grade=item.info_grade,
        sensitivity=item.sensitivity,
        created_at=clock.now(),
    )
    placed = CaseSubmission.objects.select_related("case").filter(submission=item.submission).first()
    assert placed is not None
    return placed.case


def _digest(size: int) -> str:
    sha, block = hashlib.sha256(), bytes(MEBIBYTE)
    for _ in range(size // MEBIBYTE):
        sha.update(block)
    return sha.hexdigest()


if __name__ == "__main__":
    main()
