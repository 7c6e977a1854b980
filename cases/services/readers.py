"""R16: who of the secretariat reads a strictly confidential case. R50: every opening of its file is written down."""

from typing import Any

from django.db import IntegrityError, transaction

from cases.models import Case, CaseReader, CaseReaderEnd
from cases.procedure.readers import STRICT
from mad.accounts.permissions import Act, may, require
from mad.accounts.roles import Role
from mad.common import clock
from mad.common.blank import blank
from mad.common.errors import Invalid, Refused
from mad.docket.services import record


@transaction.atomic
def name_case_reader(*, case: Case, user: Any, by: Any, reason: str) -> CaseReader:
    """Let one officer read the file of a strictly confidential case. Naming a reader twice changes nothing."""
    require(by, Act.REVEAL_SOURCE)
    if blank(reason):
        raise Invalid({"reason": ["Say why this person reads it."]}, rule="R16")
    if Role.OFFICER not in user.roles or not user.is_active:
        raise Refused(
            "R16",
            "A named reader of a case is an officer of the secretariat with an account in use.",
            "Members who take part read it by rule (R23, R31).",
            status=400,
            field="user",
        )
    return let_read_case(case=case, user=user, by=by, reason=reason.strip())


def let_read_case(*, case: Case, user: Any, by: Any, reason: str) -> CaseReader:
    """Write down that `user` may read; the caller has checked who may say so. Call inside a transaction."""
    Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    named = CaseReader.objects.filter(case=case, user=user, end=None).first()
    if named is None:
        named = CaseReader.objects.create(case=case, user=user, named_by=by, at=clock.now(), reason=reason)
        content = {"reader": user.pk, "reason": reason}
        record(
            act="case_reader.named", by=by, obj=case.number, case=case.number, content=content, salt=bytes(named.salt)
        )
    return named


def keep_reading(case: Case, by: Any) -> None:
    """An officer who makes a case strictly confidential goes on reading it, as one who screens does (R16)."""
    if case.sensitivity == STRICT and Role.OFFICER in by.roles:
        let_read_case(case=case, user=by, by=by, reason="Set its sensitivity.")


def bring_readers(source: Case, made: Case, by: Any) -> None:
    """Who reads the case that was split reads what came out of it."""
    for named in CaseReader.objects.filter(case=source, end=None).select_related("user"):
        let_read_case(case=made, user=named.user, by=by, reason=f"{source.number}: {named.reason}")


@transaction.atomic
def end_case_reader(*, reader: CaseReader, by: Any, reason: str) -> CaseReaderEnd:
    """A named reader reads no more from this moment."""
    require(by, Act.REVEAL_SOURCE)
    if blank(reason):
        raise Invalid({"reason": ["Say why this person reads it no more."]}, rule="R16")
    try:
        with transaction.atomic():
            ended = CaseReaderEnd.objects.create(reader=reader, by=by, at=clock.now(), reason=reason.strip())
    except IntegrityError:
        raise Refused("R16", f"{reader.user} reads this no more already.") from None
    number, content = reader.case.number, {"reader": reader.user_id, "reason": ended.reason}
    record(act="case_reader.ended", by=by, obj=number, case=number, content=content, salt=bytes(ended.salt))
    return ended


def record_case_opening(*, case: Case, by: Any, what: str) -> None:
    """Write down that a page of a strictly confidential file was opened (R50); any other is opened unrecorded."""
    if case.sensitivity != STRICT:
        return
    content = {"what": what}
    with transaction.atomic():
        record(act="casefile.opened", by=by, obj=case.number, case=case.number, content=content, facts=content)


def refuse_lowering(by: Any) -> None:
    if not may(by, Act.REVEAL_SOURCE):
        raise Refused(
            "R16",
            "The registrar decides that a case is strictly confidential no more.",
            field="sensitivity",
            status=403,
        )
