"""Ties and signed declarations of interests (R3, R4)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from mad.accounts.models import User
from mad.accounts.permissions import Act, may, require
from mad.common import clock
from mad.common.canonical import digest
from mad.common.errors import Invalid, NotPermitted, Refused
from mad.docket.services import record
from mad.membership.models import Declaration, Member, Tie
from mad.membership.services.inputs import TieFacts, check_tie


def _require_own_or_registrar(member: Member, by: User | None) -> None:
    if by is None or by.pk == member.user_id:
        return
    if not may(by, Act.KEEP_ROSTER):
        raise NotPermitted("R9", "A member's ties are declared by the member or recorded by the registrar.")


def _tie_content(tie: Tie) -> dict[str, Any]:
    return {
        "kind": tie.kind,
        "state": tie.state_id,
        "starts": tie.starts.isoformat(),
        "ends": tie.ends.isoformat() if tie.ends else None,
        "note": tie.note,
    }


@transaction.atomic
def declare_tie(
    *,
    member: Member,
    kind: str,
    state: str,
    starts: date,
    ends: date | None = None,
    note: str = "",
    by: User | None,
) -> Tie:
    """Record a tie with a State (R3); it bars from its first day, whenever the State sits on the Council.

    by: the member, or the registrar on what came to light. Raises Invalid, NotPermitted.
    """
    _require_own_or_registrar(member, by)
    found = check_tie(TieFacts(kind, state, starts, ends, note))
    facts = {"kind": kind, "state": found, "starts": starts, "ends": ends, "note": note.strip()}
    try:
        with transaction.atomic():
            tie = Tie.objects.create(member=member, declared_at=clock.now(), **facts)
    except IntegrityError as error:
        raise Invalid({"state": ["This tie is declared already."]}, rule="R3") from error
    record(
        act="tie.declared",
        by=by,
        obj=f"member/{member.pk}",
        content=_tie_content(tie),
        facts={"state": state},
    )
    return tie


@transaction.atomic
def end_tie(*, tie: Tie, on: date, by: User | None) -> Tie:
    """Set a tie's last day. A member can end one from today; the registrar, on proof, on a past day.

    Raises Refused (R3) when the tie has ended already, NotPermitted, Invalid.
    """
    tie = Tie.objects.select_for_update().select_related("member").get(pk=tie.pk)
    _require_own_or_registrar(tie.member, by)
    if tie.ends is not None:
        raise Refused("R3", "This tie has its last day already.", "What is recorded stays; declare a new tie.")
    if on < tie.starts:
        raise Invalid({"ends": ["The last day lies before the tie began."]}, rule="R3")
    if by and on < clock.today() and not may(by, Act.KEEP_ROSTER):
        detail = "Give today or a later day, or show the registrar the proof."
        raise Refused("R3", "Only the registrar records that a tie ended on a past day.", detail, field="ends")
    tie.ends = on
    tie.save(update_fields=["ends"])
    record(
        act="tie.ended",
        by=by,
        obj=f"member/{tie.member_id}",
        content=_tie_content(tie),
        facts={"state": tie.state_id, "ends": on.isoformat()},
    )
    return tie


def write_declaration(member: Member, signed_on: date, by: User | None) -> Declaration:
    """Freeze the member's ties as they stand into a declaration signed on a day."""
    ties = member.ties.order_by("starts", "pk")
    content = {
        "member": member.user.username,
        "signed_on": signed_on.isoformat(),
        "ties": [_tie_content(tie) for tie in ties],
    }
    facts = {"signed_on": signed_on.isoformat(), "ties": len(content["ties"])}
    entry = record(act="declaration.signed", by=by, obj=f"member/{member.pk}", content=content, facts=facts)
    return Declaration.objects.create(
        member=member,
        signed_on=signed_on,
        signed_at=clock.now(),
        content=content,
        digest=digest(content),
        entry=entry,
    )


@transaction.atomic
def sign_declaration(*, member: Member, by: User) -> Declaration:
    """The member signs, today, that the ties recorded are all there are (R4).

    Raises NotPermitted: nobody signs for another.
    """
    require(by, Act.DECLARE)
    if by.pk != member.user_id:
        raise NotPermitted("R4", "A declaration of interests is signed by the member in person.")
    member = Member.objects.select_for_update(of=("self",)).select_related("user").get(pk=member.pk)
    return write_declaration(member, clock.today(), by)
