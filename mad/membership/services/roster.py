"""Resignation, suspension and the chair (R2, R9)."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from mad.accounts.models import User
from mad.accounts.permissions import Act, may, require
from mad.common import clock
from mad.common.errors import Invalid, NotPermitted, Refused
from mad.docket.services import record
from mad.membership.models import Member, Presidency, Suspension, Term
from mad.membership.selectors import standing_of
from mad.membership.services.inputs import check_days, check_text


def _lock(member: Member) -> Member:
    return Member.objects.select_for_update(of=("self",)).select_related("user").get(pk=member.pk)


def _members_locked() -> QuerySet[Member]:
    """Every member, locked in one order: the chair changes hands one act at a time."""
    return Member.objects.select_for_update().select_related("user").order_by("pk")


def _vacate_chair(member: Member) -> None:
    Presidency.objects.filter(member=member, ends=None, starts__gte=clock.today()).update(ends=clock.today())
    Presidency.objects.filter(member=member, ends=None).update(ends=clock.today() - timedelta(days=1))
    User.objects.filter(pk=member.user_id, presiding=True).update(presiding=False)


@transaction.atomic
def resign(*, member: Member, on: date, by: User | None) -> Term:
    """Record that a member resigns; from `on` the member no longer acts (R2) and no longer presides.

    by: the member, or the registrar. Raises Refused (R2) outside a term or when resigned already, Invalid for
    a past day.
    """
    if by and by.pk != member.user_id and not may(by, Act.KEEP_ROSTER):
        raise NotPermitted("R9", "A resignation is the member's own, or recorded by the registrar.")
    member = _lock(member)
    if on < clock.today():
        raise Invalid({"on": ["A resignation takes effect today or later."]}, rule="R2")
    term = member.terms.filter(starts__lte=on, ends__gte=on).first()
    if term is None:
        raise Refused("R2", f"{member.name} has no term on {on:%-d %B %Y}.", field="on")
    if term.resigned_on:
        raise Refused("R2", f"{member.name} has resigned already.", "What is recorded stays.")
    term.resigned_on = on
    term.save(update_fields=["resigned_on"])
    _vacate_chair(member)
    facts = {"on": on.isoformat()}
    record(
        act="member.resigned",
        by=by,
        obj=f"member/{member.pk}",
        content={"term": term.pk, **facts},
        facts=facts,
    )
    return term


@transaction.atomic
def suspend(*, member: Member, starts: date, ends: date | None = None, reason: str, by: User | None) -> Suspension:
    """Suspend a member from `starts`, to `ends` or until lifted (R2). The chair falls vacant.

    Raises Refused (R2) when suspended on one of these days already, Invalid.
    """
    require(by, Act.KEEP_ROSTER)
    check_days(starts, ends)
    reason = check_text("reason", reason, "Give the reason for the suspension.")
    if starts < clock.today():
        raise Invalid({"starts": ["A suspension starts today or later."]}, rule="R2")
    member = _lock(member)
    meets = Q(ends=None) | Q(ends__gte=starts)
    if ends:
        meets &= Q(starts__lte=ends)
    if member.suspensions.filter(meets).exists():
        raise Refused("R2", f"{member.name} is suspended on one of these days already.")
    suspension = Suspension.objects.create(member=member, starts=starts, ends=ends, reason=reason)
    _vacate_chair(member)
    facts = {"starts": starts.isoformat(), "ends": ends.isoformat() if ends else None}
    record(
        act="member.suspended",
        by=by,
        obj=f"member/{member.pk}",
        content={**facts, "reason": reason},
        facts=facts,
    )
    return suspension


@transaction.atomic
def lift_suspension(*, suspension: Suspension, reason: str, by: User | None) -> Suspension:
    """End a suspension: today is its last day (R2). Raises Refused when it is over."""
    require(by, Act.KEEP_ROSTER)
    reason = check_text("reason", reason, "Give the reason for lifting the suspension.")
    suspension = Suspension.objects.select_for_update().get(pk=suspension.pk)
    today = clock.today()
    if suspension.ends is not None and suspension.ends <= today:
        raise Refused("R2", "This suspension is over.")
    suspension.ends = max(today, suspension.starts)
    suspension.lifted_because = reason
    suspension.save(update_fields=["ends", "lifted_because"])
    facts = {"last_day": suspension.ends.isoformat()}
    record(
        act="suspension.lifted",
        by=by,
        obj=f"member/{suspension.member_id}",
        content={**facts, "reason": reason},
        facts=facts,
    )
    return suspension


@transaction.atomic
def appoint_presiding(*, member: Member, by: User | None) -> Presidency:
    """Record who presides from today; the chair's holder until now steps back (R9).

    Raises Refused with the first reason when the member may not act today.
    """
    require(by, Act.KEEP_ROSTER)
    locked = {row.pk: row for row in _members_locked()}
    member = locked[member.pk]
    found = standing_of(member, clock.today())
    if not found.sits:
        reason = found.reasons[0]
        raise Refused(reason.rule, f"{member.name} may not act today, so cannot preside.", reason.text)
    if member.user.presiding:
        raise Refused("R9", f"{member.name} presides already.")
    for former in locked.values():
        if former.user.presiding:
            _vacate_chair(former)
    User.objects.filter(pk=member.user_id).update(presiding=True)
    presidency = Presidency.objects.create(member=member, starts=clock.today())
    facts = {"member": member.user.username, "from": presidency.starts.isoformat()}
    record(act="chair.taken", by=by, obj=f"member/{member.pk}", content=facts, facts=facts)
    return presidency
