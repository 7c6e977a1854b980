"""Who presides is in the session (R31): opening it, giving the floor, putting motions to the vote are done in it."""

from cases.models import Case
from cases.selectors.people import entitled
from deliberation.models import Presence, Sitting
from mad.common import clock
from mad.docket.services import record


def presides(case: Case, by) -> None:
    """Mark the presiding member present in the open session of the case.

    Not when they have marked themselves already, whichever way: their own word counts. The registrar who stands in is
    no member and is not marked.
    """
    if by is None:
        return
    member = next((m for m in entitled(case) if m.user_id == by.pk and m.user.presiding), None)
    if member is None:
        return
    sitting = Sitting.objects.filter(case=case, closed_at=None).first()
    if sitting is None or Presence.objects.filter(sitting=sitting, member=member).exists():
        return
    Presence.objects.create(sitting=sitting, member=member, here=True, at=clock.now())
    facts = {"session": sitting.ordinal, "here": True}
    record(
        act="presence.marked",
        by=by,
        obj=f"{case.number} session {sitting.ordinal}",
        case=case.number,
        content=facts,
        facts=facts,
    )
