"""R30, after adoption: opinions inside their window, and freshness."""

from datetime import datetime

from django.db import transaction

from cases.models import Case, Determination, Opinion
from cases.procedure import opinion_refusal
from cases.refusals import refuse
from cases.selectors.determinations import changes_beneath
from cases.selectors.people import acting_member
from cases.selectors.reading import determination_in_force
from mad.accounts.permissions import Act, require
from mad.accounts.roles import Role
from mad.clocks import services as clocks
from mad.clocks.kinds import ClockKind
from mad.common import clock
from mad.common.blank import blank
from mad.common.errors import Invalid
from mad.docket.services import record
from mad.notices.audience import Audience
from mad.notices.services import notify
from mad.reference.parameters import numbers

from .moves import address


@transaction.atomic
def attach_opinion(*, determination: Determination, by, kind: str, text: str) -> Opinion:
    """A signed separate or dissenting opinion of any member who takes part in the case, within its window."""
    require(by, Act.ATTACH_OPINION)
    determination = Determination.objects.select_related("case").get(pk=determination.pk)
    member = acting_member(by, determination.case)
    if kind not in dict(Opinion.KINDS):
        raise Invalid({"kind": ["Choose separate or dissenting."]}, rule="R30")
    if blank(text):
        raise Invalid({"text": ["The opinion is empty."]}, rule="R30")
    now = clock.now()
    refuse(opinion_refusal(determination.adopted_at, now, numbers().opinion_hours))
    entry = record(
        act="opinion.attached",
        by=by,
        obj=determination.number,
        case=determination.case.number,
        content=opinion_content(determination.number, member.pk, kind, text.strip()),
        facts={"kind": kind},
    )
    return Opinion.objects.create(
        determination=determination, member=member, kind=kind, text=text.strip(), at=now, entry=entry
    )


def opinion_content(number: str, member: int, kind: str, text: str) -> dict:
    """What the docket entry of an opinion commits to."""
    return {"determination": number, "member": member, "kind": kind, "text": text}


@transaction.atomic
def refresh_staleness(case: Case) -> Determination | None:
    """Mark the determination in force stale when evidence beneath it changed (R30). Idempotent.

    Returns the determination in force, or None.
    """
    current = determination_in_force(case)
    if current is None:
        return None
    locked = Determination.objects.select_for_update().get(pk=current.pk)
    changes = [{"item": c.item, "cause": c.cause.value} for c in changes_beneath(locked)]
    if not changes or changes == locked.stale_changes:
        return locked
    locked.stale_since = locked.stale_since or clock.now()
    locked.stale_changes = changes
    locked.save(update_fields=["stale_since", "stale_changes"])
    record(
        act="determination.stale",
        by=None,
        obj=locked.number,
        case=case.number,
        content={"changes": changes},
        facts={"items": len(changes)},
    )
    to = Audience(roles=[Role.REGISTRAR.value, Role.PRESIDING.value])
    notify(kind="determination.stale", subject=locked.number, url=address(case), to=to, case=case.number)
    return locked


def close_opinions(subject: str, now: datetime) -> None:
    """Due action of the opinions clock: the window closes by itself."""
    with transaction.atomic():
        clocks.stop(kind=ClockKind.OPINIONS, subject=subject, by=None)
