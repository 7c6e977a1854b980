"""A submission takes the files that were uploaded before it (R12): finished, one's own, each once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from evidence.models import Submission, Upload
from evidence.procedure.fields import Errors, wrong
from evidence.store import Spooled
from evidence.store.spool import remove, spool_path
from mad.common import clock
from mad.common.errors import Invalid

NO_UPLOAD = "There is no such upload."
TAKEN = "Another submission took this upload."


class Taken(Invalid):
    """An upload was taken by another submission, perhaps by one with the same idempotency key."""


def named_uploads(ids: Sequence[str], *, by: Any) -> list[Spooled]:
    """The files of these uploads of `by`, in their order. Raises Invalid that names each that cannot be taken.

    One that was taken before is given all the same: the same submission, sent again, is to have the same digest.
    """
    if not ids:
        return []
    read = [_uuid(text) for text in ids]
    mine = {upload.pk: upload for upload in Upload.objects.filter(pk__in=[pk for pk in read if pk], by=by)}
    errors: Errors = {}
    found = [mine.get(pk) if pk else None for pk in read]
    for place, upload in enumerate(found):
        if why := _why_not(upload):
            wrong(errors, f"uploads[{place}]", why)
    if len({upload.pk for upload in found if upload}) < len([upload for upload in found if upload]):
        wrong(errors, "uploads", "An upload is named twice.")
    if errors:
        raise Invalid(errors, rule="R12")
    return [_spooled(upload) for upload in found if upload]


def hold(ids: Sequence[str]) -> list[Upload]:
    """Lock these uploads until the transaction ends. Raises Taken when one is no longer free."""
    if not ids:
        return []
    wanted = [UUID(text) for text in ids]
    free = Upload.objects.select_for_update().filter(pk__in=wanted, submission=None).order_by("pk")
    held = {upload.pk: upload for upload in free}
    missing = {f"uploads[{place}]": [TAKEN] for place, pk in enumerate(wanted) if pk not in held}
    if missing:
        raise Taken(missing, rule="R12", status=409, code="upload-taken")
    return list(held.values())


def take(held: Sequence[Upload], submission: Submission) -> None:
    """Note that `submission` has them. Their bytes are in the store, so that the spool lets go of its name for them."""
    if not held:
        return
    Upload.objects.filter(pk__in=[upload.pk for upload in held]).update(submission=submission)
    transaction.on_commit(lambda: _let_go(held), robust=True)


def _let_go(held: Sequence[Upload]) -> None:
    for upload in held:
        remove(str(upload.pk))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _why_not(upload: Upload | None) -> str:
    if upload is None:
        return NO_UPLOAD
    if upload.is_expired(clock.now()):
        return f"{upload.name} expired. Upload it again."
    if not upload.is_whole:
        return f"{upload.name} is not finished: {upload.offset} of {upload.length} bytes were received."
    if not upload.is_as_declared:
        return f"{upload.name} as received has SHA-256 {upload.sha256}, not the one declared."
    return ""


def _spooled(upload: Upload) -> Spooled:
    path = spool_path(str(upload.pk))
    return Spooled(upload.name, upload.claimed_type, upload.length, upload.sha256, path)
