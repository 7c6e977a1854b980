"""Attempts by States to sway a member (R8)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.urls import reverse

from mad.accounts.models import User
from mad.accounts.permissions import Act, require
from mad.accounts.roles import Role
from mad.common import clock
from mad.common.canonical import new_salt
from mad.common.errors import Invalid, NotPermitted
from mad.common.numbering import next_number
from mad.docket.services import record
from mad.membership.checks import decision_content, incident_content
from mad.membership.models import PressureDecision, PressureIncident
from mad.membership.selectors import member_for, pressure_visible_to
from mad.membership.services.inputs import check_state, check_text
from mad.notices.audience import Audience
from mad.notices.services import notify


@transaction.atomic
def report_pressure(
    *,
    kind: str,
    state: str,
    by_whom: str,
    happened_on: date,
    account: str,
    evidence: str = "",
    by: User,
) -> PressureIncident:
    """A member reports an attempt: who, when, how, evidence. Seen by that member, the ethics officer and the
    presiding member alone; the docket hides the actor (R8). Raises Invalid, NotPermitted.
    """
    require(by, Act.REPORT_PRESSURE)
    member = member_for(by)
    if member is None:
        raise NotPermitted("R8", "Pressure is reported by the member whom it was meant for.")
    if kind not in PressureIncident.Kind.values:
        raise Invalid({"kind": [f"{kind!r} is neither pressure, intimidation nor enticement."]}, rule="R8")
    if happened_on > clock.today():
        raise Invalid({"happened_on": ["This day has not come yet."]}, rule="R8")
    incident = PressureIncident(
        member=member,
        kind=kind,
        state=check_state(state),
        by_whom=check_text("by_whom", by_whom, "Say who approached you."),
        happened_on=happened_on,
        account=check_text("account", account, "Say what was said or done."),
        evidence=evidence.strip(),
        reported_at=clock.now(),
        salt=new_salt(),
        number=next_number("PI"),
    )
    incident.entry = record(
        act="pressure.reported",
        by=by,
        obj=incident.number,
        content=incident_content(incident),
        salt=bytes(incident.salt),
        protected=True,
    )
    incident.save()
    notify(
        kind="pressure",
        subject=incident.number,
        url=reverse("pressure"),
        to=Audience(roles=[Role.ETHICS, Role.PRESIDING]),
    )
    return incident


@transaction.atomic
def decide_pressure(*, incident: PressureIncident, text: str, by: User) -> PressureDecision:
    """The ethics officer records what follows from an incident; the incident itself stays (R8)."""
    require(by, Act.DECIDE_PRESSURE)
    incident = pressure_visible_to(by).get(pk=incident.pk)
    decision = PressureDecision(
        incident=incident,
        by=by,
        text=check_text("text", text, "Write what was decided."),
        decided_at=clock.now(),
        salt=new_salt(),
    )
    decision.entry = record(
        act="pressure.decided",
        by=by,
        obj=incident.number,
        content=decision_content(decision, incident.number),
        salt=bytes(decision.salt),
        protected=True,
    )
    decision.save()
    notify(
        kind="pressure",
        subject=incident.number,
        url=reverse("pressure"),
        to=Audience(users=[incident.member.user_id]),
    )
    return decision
