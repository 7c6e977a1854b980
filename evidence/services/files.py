"""Detecting what a held file really is, and releasing it or not (R18)."""

from __future__ import annotations

from typing import Any

import puremagic
from django.db import transaction

from evidence import store
from evidence.models import StoredFile, SubmissionFile
from evidence.procedure.hostile import Judged, Verdict, judge
from evidence.procedure.terms import Status
from evidence.services.items import make_items
from mad.common import clock
from mad.docket.services import record

START_BYTES = 4096
NOT_SCANNED = "Not scanned: no scanner is configured."


def check_waiting_file(payload: dict[str, Any], key: str) -> None:
    """The outbox's handler."""
    check_file(pk=payload["file"])
    store.sweep()


@transaction.atomic
def check_file(*, pk: int) -> SubmissionFile:
    """Detect the type of a held file and judge it. A second call changes nothing.

    No virus scanner is part of this release: the file says so, and is released on its type alone.
    """
    file = SubmissionFile.objects.select_for_update(of=("self",)).select_related("stored", "submission").get(pk=pk)
    if file.verdict != Verdict.PENDING:
        return file
    start = _start_of(file.stored_id)
    detected = detect(start, file.name) if start else ""
    judged = judge(name=file.name, start=start, detected=detected, readable=bool(start))
    _note(file, judged, detected)
    if judged.verdict is Verdict.RELEASED and file.submission.status == Status.ACCEPTED:
        make_items(submission=file.submission, by=None)
    return file


def detect(start: bytes, name: str) -> str:
    """The media type of a file that begins with these bytes; plain text when they are text; else "" for unknown."""
    try:
        found = puremagic.magic_string(start)
    except (puremagic.PureError, ValueError):
        found = []
    best = next((match.mime_type for match in found if match.mime_type), "")
    return best or ("text/plain" if _is_text(start) else "")


def _is_text(start: bytes) -> bool:
    if b"\0" in start:
        return False
    try:
        start.decode()
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data"
    return True


def _start_of(sha256: str) -> bytes:
    try:
        with store.open_original(sha256) as stream:
            return stream.read(START_BYTES)
    except OSError:
        return b""


def _note(file: SubmissionFile, judged: Judged, detected: str) -> None:
    StoredFile.objects.filter(pk=file.stored_id).update(type=detected[:120], scan=NOT_SCANNED, checked_at=clock.now())
    file.verdict, file.why = judged.verdict.value, judged.why
    file.save(update_fields=["verdict", "why"])
    act = "file.released" if judged.verdict is Verdict.RELEASED else "file.held"
    content = {"file": file.stored_id, "name": file.name, "type": detected, "why": judged.why}
    record(act=act, by=None, obj=file.submission.number, content=content, salt=bytes(file.submission.salt))
