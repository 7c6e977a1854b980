"""Receiving files in pieces (R12): what was recorded is on disk, and a file is hashed while it arrives."""

from __future__ import annotations

import errno
import hmac
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from evidence.models import Upload
from evidence.procedure.tus import Announced, Checksum
from evidence.services.ahead import ahead, until_broken
from evidence.services.recording import record_new
from evidence.store import spool
from mad.accounts.api_auth import Granted
from mad.accounts.permissions import Act, require
from mad.common import clock
from mad.common.errors import Invalid, Refused

logger = logging.getLogger(__name__)

LIFE = timedelta(days=7)
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
SWEPT_AT_ONCE = 500
LARGE = 8 * 1024 * 1024
LARGE_BLOCK = 1024 * 1024
ORPHAN_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Body:
    """The bytes of one request. read(n) gives up to n of them, b"" at the end, and less than `size` in all when the
    connection broke off. checksum: what they must have."""

    size: int
    read: Callable[[int], bytes]
    checksum: Checksum | None = None


def begin(*, announced: Announced, by: Any, body: Body | None = None, granted: Granted | None = None) -> Upload:
    """Begin an upload, with its first bytes when the request brings some; these are kept whole or not at all.

    granted: the token, looked at once more when the upload is recorded. Raises Refused: 413 for more bytes than
    announced, 460, 507; and what granted.renew() raises.
    """
    require(by, Act.SUBMIT)
    now = clock.now()
    upload = Upload(
        by=by,
        name=announced.name,
        claimed_type=announced.claimed_type,
        declared_sha256=announced.sha256,
        metadata=announced.metadata,
        length=announced.length,
        created_at=now,
        expires_at=now + LIFE,
    )
    if upload.length and not (body and body.size):
        record_new(upload, granted)
        return upload
    return _begin_with(upload, body or Body(0, lambda _: b""), granted)


def _begin_with(upload: Upload, body: Body, granted: Granted | None) -> Upload:
    """Nobody knows the upload's name yet, so one row at the end says all of it."""
    _check_size(upload, body)
    try:
        with spool.writing(str(upload.pk), new=True) as writer:
            _receive(writer, body, mark=None)
            with writer.pinned():
                _settle(upload, writer)
                record_new(upload, granted)
    except BaseException as error:
        spool.remove(str(upload.pk))
        raise _understood(error) from error
    return _checked(upload)


def append(*, upload: Upload, offset: int, body: Body, by: Any) -> Upload:
    """Add `body` at `offset`. Whatever ends it, the recorded offset is true and the rest can be sent from there.

    Raises Refused: 404, 409 for another offset, 413, 423 while somebody else writes, 460, 507.
    """
    require(by, Act.SUBMIT)
    if upload.is_whole:
        _check_offset(upload, offset)
        _check_size(upload, body)
        return upload
    try:
        with spool.writing(str(upload.pk), new=not upload.offset) as writer:
            upload = _as_recorded(upload)
            _check_offset(upload, offset)
            _check_size(upload, body)
            writer.resume(offset)
            _append(upload, writer, body)
    except (spool.Busy, spool.Superseded, spool.Lost, FileNotFoundError, OSError) as error:
        raise _understood(error) from error
    return _checked(upload)


def _append(upload: Upload, writer: spool.Writer, body: Body) -> None:
    start = upload.offset
    try:
        _receive(writer, body, mark=None if body.checksum else lambda: _record(upload, writer.synced))
    except spool.Superseded:
        raise
    except BaseException:
        with writer.pinned():
            _keep_what_came(upload, writer, start if body.checksum else None)
        raise
    with writer.pinned():
        _settle(upload, writer)


def _receive(writer: spool.Writer, body: Body, mark: Callable[[], object] | None) -> None:
    """Stream the body. mark: called whenever more of it is on disk, also while its sender pauses. Raises Invalid when
    it broke off."""
    check = body.checksum and body.checksum.begin()
    look = _nothing if check or mark is None else _looking(writer, mark)
    if body.size < LARGE:
        _take(writer, body, body.read, look, check)
    else:
        with ahead(body.read, body.size, LARGE_BLOCK, look) as read:
            _take(writer, body, read, look, check)
    if check and body.checksum and not hmac.compare_digest(check.digest(), body.checksum.digest):
        raise _other_bytes("What arrived has another checksum.", "It was not kept. Send it again.")


def _nothing() -> None:
    """Nothing is recorded before the end."""


def _looking(writer: spool.Writer, mark: Callable[[], object]) -> Callable[[], None]:
    """Syncs what was written, now and then, and marks what the last sync brought to disk."""
    marked = writer.synced

    def look() -> None:
        nonlocal marked
        writer.sync_soon()
        if writer.synced > marked:
            marked = writer.synced
            mark()

    return look


def _take(writer: spool.Writer, body: Body, read: Callable[[int], bytes], look: Callable[[], None], check: Any) -> None:
    left = body.size
    while left:
        block = until_broken(read, min(spool.BLOCK, left))
        if not block:
            raise Invalid({"body": [f"The body broke off {left} bytes before its end."]}, rule="R12")
        writer.write(block)
        left -= len(block)
        if check:
            check.update(block)
        look()


def _keep_what_came(upload: Upload, writer: spool.Writer, cut_to: int | None) -> None:
    """A request ended early: what is on disk counts, unless its checksum could not be compared."""
    try:
        if cut_to is not None:
            writer.cut(cut_to)
        else:
            _settle(upload, writer)
    except OSError:
        logger.exception("upload %s: what arrived could not be synced, and is sent again", upload.pk)


def _settle(upload: Upload, writer: spool.Writer) -> None:
    """Sync what was written, and record it."""
    whole = writer.position == upload.length
    writer.sync(finished=whole)
    if upload._state.adding:
        upload.offset, upload.sha256 = writer.position, writer.hash.hexdigest() if whole else ""
    else:
        _record(upload, writer.position, writer.hash.hexdigest() if whole else "")


def _record(upload: Upload, offset: int, sha256: str = "") -> None:
    expires = clock.now() + LIFE
    known = Upload.objects.filter(pk=upload.pk, offset=upload.offset, sha256="")
    if not known.update(offset=offset, sha256=sha256, expires_at=expires):
        raise _gone()
    upload.offset, upload.sha256, upload.expires_at = offset, sha256, expires


def _as_recorded(upload: Upload) -> Upload:
    """The row as it is now that nobody else can write."""
    try:
        return Upload.objects.get(pk=upload.pk, submission=None)
    except Upload.DoesNotExist:
        raise _gone() from None


def terminate(*, upload: Upload, by: Any) -> None:
    """Give up an upload that no submission took. Raises Refused: 423 while somebody writes, 409 once it was taken."""
    require(by, Act.SUBMIT)
    with transaction.atomic():
        locked = Upload.objects.select_for_update().filter(pk=upload.pk).first()
        if locked is None:
            raise _gone()
        if locked.submission_id is not None:
            raise Refused("R15", "A submission holds this file.", "Nothing that was received is removed.")
        if not spool.remove(str(upload.pk)):
            raise _busy()
        locked.delete()


def sweep_uploads() -> int:
    """Remove uploads that expired, and bytes that no upload needs any more. Returns how many uploads expired."""
    with transaction.atomic():
        expired = Upload.objects.filter(submission=None, expires_at__lte=clock.now())
        stale = list(expired.select_for_update(skip_locked=True)[:SWEPT_AT_ONCE])
        gone = [upload.pk for upload in stale if spool.remove(str(upload.pk))]
        Upload.objects.filter(pk__in=gone).delete()
    for name in spool.spooled_names(ORPHAN_SECONDS):
        if _is_not_needed(name):
            spool.remove(name)
    return len(gone)


def _is_not_needed(name: str) -> bool:
    """A submission took it, so that the store has it; or the process that began it died before anybody knew."""
    try:
        return not Upload.objects.filter(pk=UUID(name), submission=None).exists()
    except ValueError:
        return True


def _check_offset(upload: Upload, offset: int) -> None:
    if upload.offset != offset:
        raise Refused(
            "R12",
            f"{upload.offset} bytes were received; these begin at {offset}.",
            "Nothing was changed. Go on from where it stands.",
            field="Upload-Offset",
            code="offset-mismatch",
        )


def _check_size(upload: Upload, body: Body) -> None:
    if upload.offset + body.size > upload.length:
        raise Refused(
            "R12",
            f"More bytes came than the {upload.length} announced.",
            "Nothing was changed.",
            status=413,
            field="Content-Length",
            code="too-large",
        )


def _checked(upload: Upload) -> Upload:
    """A whole upload has the SHA-256 that was declared for it; if not, no submission takes it."""
    if upload.is_whole and not upload.is_as_declared:
        raise _other_bytes(
            f"{upload.name} as received has SHA-256 {upload.sha256}, not the one declared.",
            "No submission takes it. Remove it, and send it again.",
        )
    return upload


def _other_bytes(reason: str, detail: str) -> Refused:
    return Refused("R12", reason, detail, status=460, field="Upload-Checksum", code="checksum-mismatch")


def _understood(error: BaseException) -> BaseException:
    if isinstance(error, spool.Busy | spool.Superseded):
        return _busy()
    if isinstance(error, spool.Lost | FileNotFoundError):
        return _gone()
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        return Refused(
            "R12",
            "There is no room for more at the moment.",
            "What was received is kept. Go on when there is room again.",
            status=507,
            code="no-room",
        )
    return error


def _busy() -> Refused:
    return Refused("R12", "Another connection is sending this file.", "Try again.", status=423, code="locked")


def _gone() -> Refused:
    return Refused("R12", "This upload is no longer there.", "Begin it again.", status=410, code="gone")
