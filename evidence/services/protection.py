"""Protected identities, named readers, and the record of reading (R16, R50)."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from evidence.models import NamedReader, ReaderEnd, Reading, SourceReveal, Submission, SubmissionFile
from evidence.procedure.access import sees_source
from evidence.procedure.terms import Sensitivity
from mad.accounts.models import Office, User
from mad.accounts.permissions import Act, require
from mad.common import clock
from mad.common.blank import blank
from mad.common.errors import Invalid, Refused
from mad.docket.services import record


@transaction.atomic
def reveal_source(*, submission: Submission, by: Any, reason: str) -> Office:
    """Who a protected source is: to the registrar, for a stated reason, on the record (R16)."""
    require(by, Act.REVEAL_SOURCE)
    if not sees_source(submission.protect_source, True, reason):
        raise Invalid({"reason": ["Asking for a protected identity needs a stated reason."]}, rule="R16")
    asked = SourceReveal.objects.create(submission=submission, by=by, at=clock.now(), reason=reason.strip())
    content, salt = {"reason": asked.reason}, bytes(asked.salt)
    record(act="source.revealed", by=by, obj=submission.number, content=content, salt=salt)
    return submission.office


@transaction.atomic
def name_reader(*, submission: Submission, user: User, by: Any, reason: str) -> NamedReader:
    """Let one person read a strictly confidential submission (R16). Naming a reader twice changes nothing."""
    require(by, Act.REVEAL_SOURCE)
    if blank(reason):
        raise Invalid({"reason": ["Say why this person reads it."]}, rule="R16")
    if user.is_machine or not user.is_active:
        raise Refused("R16", "A reader is a person with an account in use.", status=400, field="user")
    return let_read(submission=submission, user=user, by=by, reason=reason)


def let_read(*, submission: Submission, user: User, by: Any, reason: str) -> NamedReader:
    """Write down that `user` may read; the caller has checked who may say so."""
    lock_submission(submission)
    named = NamedReader.objects.filter(submission=submission, user=user, end=None).first()
    if named is None:
        named = NamedReader.objects.create(
            submission=submission, user=user, named_by=by, at=clock.now(), reason=reason.strip()
        )
        content = {"reader": user.pk, "reason": reason.strip()}
        record(act="reader.named", by=by, obj=submission.number, content=content, salt=bytes(named.salt))
    return named


@transaction.atomic
def end_reader(*, reader: NamedReader, by: Any, reason: str) -> ReaderEnd:
    """A named reader reads no more from this moment. That the person did stays on the record (R15, R16)."""
    require(by, Act.REVEAL_SOURCE)
    if blank(reason):
        raise Invalid({"reason": ["Say why this person reads it no more."]}, rule="R16")
    lock_submission(reader.submission)
    if ReaderEnd.objects.filter(reader=reader).exists():
        raise Refused("R16", f"{reader.user} reads this no more already.")
    ended = ReaderEnd.objects.create(reader=reader, by=by, at=clock.now(), reason=reason.strip())
    content = {"reader": reader.user_id, "reason": reason.strip()}
    record(act="reader.ended", by=by, obj=reader.submission.number, content=content, salt=bytes(ended.salt))
    return ended


def lock_submission(submission: Submission) -> Submission:
    return Submission.objects.select_for_update(of=("self",)).get(pk=submission.pk)


@transaction.atomic
def record_opening(
    *, submission: Submission, sensitivity: str, by: Any, what: str, file: SubmissionFile | None = None
) -> None:
    """Write down that something strictly confidential was opened (R50); anything else is opened unrecorded."""
    if sensitivity == Sensitivity.STRICT:
        read = _read(submission, by, what)
        _touched("evidence.opened", submission, by, what, file, bytes(read.salt))


@transaction.atomic
def record_export(*, file: SubmissionFile, sensitivity: str, by: Any) -> None:
    """Write down that the original bytes of a file were handed out, whatever its sensitivity (R50)."""
    what = f"File {file.name}"
    salt = bytes(file.submission.salt)
    if sensitivity == Sensitivity.STRICT:
        salt = bytes(_read(file.submission, by, what).salt)
    _touched("evidence.exported", file.submission, by, what, file, salt)


def _read(submission: Submission, by: Any, what: str) -> Reading:
    return Reading.objects.create(submission=submission, by=by, at=clock.now(), what=what[:300])


def _touched(act: str, submission: Submission, by: Any, what: str, file: SubmissionFile | None, salt: bytes) -> None:
    facts = {"file": file.pk} if file else {}
    record(act=act, by=by, obj=submission.number, content={"what": what}, salt=salt, facts=facts)
