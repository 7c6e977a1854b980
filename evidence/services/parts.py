"""Files within files: an attachment of a mail becomes a received file of its own, checked like any other (R18)."""

from __future__ import annotations

from evidence.models import StoredFile, SubmissionFile
from evidence.procedure.hostile import Verdict
from evidence.procedure.texts import DEPTH_MOST, free_name
from evidence.store import Batch
from mad.docket.services import record
from mad.notices.outbox import enqueue

CHECK_TOPIC = "evidence.check_file"

Part = tuple[str, str, str]  # sha256, name, claimed type


def attach_parts(batch: Batch, sha256: str) -> None:
    """Store what was taken out of the file with this hash, under every released file with these bytes that has no
    parts yet. Call inside the transaction."""
    if not batch.files:
        return
    batch.keep()
    stored = {one.sha256: StoredFile(sha256=one.sha256, size=one.size) for one in batch.received}
    StoredFile.objects.bulk_create(stored.values(), ignore_conflicts=True)
    parts = [(file.received.sha256, file.received.name, file.claimed_type) for file in batch.files]
    uses = SubmissionFile.objects.filter(stored_id=sha256, verdict=Verdict.RELEASED.value, children=None)
    for file in uses.select_related("submission").order_by("id"):
        _attach(file, parts)


def share_parts(*, to: SubmissionFile) -> None:
    """Give a file the parts that the same bytes had when they were received before."""
    if to.children.exists():
        return
    twin = SubmissionFile.objects.filter(stored_id=to.stored_id).exclude(children=None).order_by("id").first()
    if twin is not None:
        _attach(to, list(twin.children.values_list("stored_id", "name", "claimed_type")))


def _attach(parent: SubmissionFile, parts: list[Part]) -> None:
    if _depth(parent) >= DEPTH_MOST:
        return
    taken = set(parent.submission.files.values_list("name", flat=True))
    for sha256, name, claimed in parts:
        own = free_name(name, taken)
        taken.add(own)
        child = SubmissionFile.objects.create(
            submission=parent.submission, stored_id=sha256, parent=parent, name=own, claimed_type=claimed[:120]
        )
        content = {"file": sha256, "name": own, "within": parent.stored_id}
        record(
            act="file.taken_out",
            by=None,
            obj=parent.submission.number,
            content=content,
            salt=bytes(parent.submission.salt),
            facts={"file": child.pk, "within": parent.pk},
        )
        enqueue(CHECK_TOPIC, {"file": child.pk})


def _depth(file: SubmissionFile) -> int:
    depth, above = 0, file.parent
    while above is not None:
        depth, above = depth + 1, above.parent
    return depth
