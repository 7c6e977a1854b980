"""Detecting what a held file really is, having it scanned, and releasing it or not (R18)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import puremagic
from django.db import transaction

from evidence import scanner, store
from evidence.models import StoredFile, SubmissionFile
from evidence.procedure.hostile import Judged, Looked, Verdict, judge
from evidence.procedure.terms import Status
from evidence.procedure.types import END_BYTES, START_BYTES, second_kind, sniff
from evidence.scanner import ScannerDown
from evidence.services.items import make_items
from evidence.services.parts import CHECK_TOPIC
from evidence.services.texts import begin_reading
from mad.common import clock
from mad.common.errors import Refused
from mad.docket.services import record
from mad.notices.outbox import enqueue

NOT_SCANNED = "Not scanned: no scanner is configured."
CLEAN = "Scanned; nothing was found."
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=10), timedelta(minutes=10)


def check_waiting_file(payload: dict[str, Any], key: str) -> None:
    """The outbox's handler."""
    check_file(pk=payload["file"], tried=payload.get("tried", 0))
    store.sweep()


def check_file(*, pk: int, tried: int = 0) -> SubmissionFile:
    """Detect the type of a held file, have it scanned and judge it. A second call changes nothing.

    While the scanner or the store gives no answer the file stays held; it is asked about again later. tried: how
    often it was.
    """
    file = SubmissionFile.objects.select_related("stored", "submission").get(pk=pk)
    if file.verdict != Verdict.PENDING:
        return file
    try:
        looked, scan = _look(file)
    except ScannerDown as error:
        return _wait(file, f"Waiting for the scanner: {error}.", tried)
    except Refused as error:
        return _wait(file, f"Waiting for the store: {error.reason}", tried)
    return _settle(file, judge(looked), looked.detected, scan)


def _look(file: SubmissionFile) -> tuple[Looked, str]:
    """What is seen of the bytes, and what to say of the scan. Raises ScannerDown."""
    try:
        with store.open_original(file.stored_id) as stream:
            start = stream.read(START_BYTES)
            stream.seek(max(file.stored.size - END_BYTES, 0))
            end = stream.read(END_BYTES)
            stream.seek(0)
            infected = scanner.scan(stream) if scanner.is_configured() else ""
    except OSError:
        return Looked(file.name, b"", "", readable=False), "Not scanned: the bytes cannot be read."
    detected = detect(start, end)
    looked = Looked(
        name=file.name,
        start=start,
        detected=detected,
        claimed=file.claimed_type,
        second=second_kind(start, end, detected),
        infected=infected,
        readable=bool(start),
    )
    return looked, (f"Found: {infected}."[:200] if infected else CLEAN if scanner.is_configured() else NOT_SCANNED)


def detect(start: bytes, end: bytes) -> str:
    """The media type of a file that begins and ends so; "" for unknown."""
    return sniff(start, end) or _guessed(start)


def _guessed(start: bytes) -> str:
    """What a wider table of signs says of rarer kinds."""
    try:
        found = puremagic.magic_string(start)
    except (puremagic.PureError, ValueError):
        return ""
    return next((match.mime_type for match in found if match.mime_type), "")


@transaction.atomic
def _settle(file: SubmissionFile, judged: Judged, detected: str, scan: str) -> SubmissionFile:
    locked = _locked(file)
    if locked.verdict != Verdict.PENDING:
        return locked
    StoredFile.objects.filter(pk=locked.stored_id).update(type=detected[:120], scan=scan, checked_at=clock.now())
    locked.stored.refresh_from_db()
    locked.verdict, locked.why = judged.verdict.value, judged.why[:300]
    locked.save(update_fields=["verdict", "why"])
    if scanner.is_configured():
        _record("file.scanned", locked, {"scan": scan})
    released = judged.verdict is Verdict.RELEASED
    _record("file.released" if released else "file.held", locked, {"type": detected, "why": judged.why})
    if released:
        _release(locked)
    return locked


@transaction.atomic
def _wait(file: SubmissionFile, why: str, tried: int) -> SubmissionFile:
    """Held until the scanner answers: said on the file, on the record once, and asked again ever more slowly."""
    locked = _locked(file)
    if locked.verdict != Verdict.PENDING:
        return locked
    if not tried:
        _record("file.waits", locked, {"why": why})
    locked.why = why[:300]
    locked.save(update_fields=["why"])
    delay = min(FIRST_WAIT * 2 ** min(tried, 10), LONGEST_WAIT)
    enqueue(CHECK_TOPIC, {"file": locked.pk, "tried": tried + 1}, delay=delay)
    return locked


def _locked(file: SubmissionFile) -> SubmissionFile:
    rows = SubmissionFile.objects.select_for_update(of=("self",)).select_related("stored", "submission")
    return rows.get(pk=file.pk)


def _release(file: SubmissionFile) -> None:
    if file.submission.status == Status.ACCEPTED:
        make_items(submission=file.submission, by=None)
    begin_reading(file=file)


def _record(act: str, file: SubmissionFile, content: dict[str, Any]) -> None:
    whole = {"file": file.stored_id, "name": file.name, **content}
    salt = bytes(file.submission.salt)
    record(act=act, by=None, obj=file.submission.number, content=whole, salt=salt, facts={"file": file.pk})
