"""R30: adopting and rejecting what is before the panel, by a vote or because the panel is another."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from cases.models import Assessment, Case, Determination, DeterminationVote, Round
from cases.procedure import Panel, Stage, verdict
from cases.selectors.findings import assemble
from cases.selectors.people import panel_state
from evidence.models import Item
from mad.clocks import services as clocks
from mad.clocks.kinds import ClockKind
from mad.common import clock
from mad.common.canonical import digest
from mad.common.errors import Refused
from mad.docket.services import record
from mad.notices.services import notify
from mad.reference.parameters import numbers

from .document import core
from .moves import address, everybody, move_stage, panel_audience

OVERTAKEN = "The evidence, the links or the panel changed after it was proposed; it can be proposed anew."


def lock_case(pk: int) -> None:
    """Before the determination, as whoever changes the case does: no two wait for each other."""
    Case.objects.select_for_update(no_key=True).get(pk=pk)


def last_round(assessment: Assessment) -> Round:
    found = Round.objects.select_related("assessment__case").filter(assessment=assessment).order_by("-ordinal").first()
    if found is None:
        raise Refused("R26", "No round has been held.")
    return found


def settle(determination: Determination, panel: Panel) -> bool:
    """Decide it if the votes of today's panel do (R30). Returns whether they did."""
    votes = [v.vote for v in determination.votes.all() if v.member_id in panel.ids]
    yes = votes.count(DeterminationVote.YES)
    decided = verdict(yes, len(votes), panel)
    if decided:
        _adopt(determination, panel, yes, votes.count(DeterminationVote.NO))
    elif decided is False:
        reject(determination, None, "The panel did not adopt it.")
    return decided is not None


@transaction.atomic
def settle_pending(case: Case) -> bool:
    """Decide what is before the panel when its votes suffice, or no longer can, now that the panel is another (R30).

    Returns whether it was decided. What rested on the panel as it was is then rejected, and can be proposed anew.
    """
    pending = Determination.objects.filter(case=case, adopted_at=None, rejected_at=None)
    if not pending.exists():
        return False
    lock_case(case.pk)
    locked = pending.select_for_update(of=("self",)).select_related("case").first()
    return locked is not None and settle(locked, panel_state(locked.case))


def settle_open() -> int:
    """Every proposal before a panel that lost a member by a day or a fact, not by an act in the case: a term that ended,
    a tie, a seat in the Council (R2, R3). Returns how many were decided; safe to run anywhere, any number of times."""
    waiting = Determination.objects.filter(adopted_at=None, rejected_at=None).values("case")
    return sum(_settled(case) for case in Case.objects.filter(pk__in=waiting))


def _settled(case: Case) -> bool:
    try:
        return settle_pending(case)
    except Refused:
        return False  # something changed between the two; the next beat looks again


def _adopt(determination: Determination, panel: Panel, yes: int, no: int) -> None:
    case = determination.case
    # Whoever regrades or retracts one of these waits, and then finds the determination that rests on it.
    list(Item.objects.select_for_update().filter(pk__in=determination.frozen.values("item")).order_by("pk"))
    second = last_round(determination.assessment)
    if digest(core(assemble(second, panel))) != determination.document["core"]:
        reject(determination, None, OVERTAKEN)
        return
    Determination.objects.filter(case=case, adopted_at__isnull=False, replaced_by=None).update(
        replaced_by=determination
    )
    now = clock.now()
    determination.adopted_at = now
    determination.save(update_fields=["adopted_at"])
    determination.assessment.ended_at = now
    determination.assessment.save(update_fields=["ended_at"])
    Case.objects.filter(pk=case.pk).update(urgency=determination.temporal)
    case.urgency = determination.temporal
    late = clocks.stop(kind=ClockKind.DETERMINATION, subject=case.number, by=None)
    record(
        act="determination.adopted",
        by=None,
        obj=determination.number,
        case=case.number,
        content={"determination": determination.number, "digest": determination.digest, "yes": yes, "no": no},
        facts={
            "yes": yes,
            "no": no,
            "panel": panel.size,
            "late_hours": round(late.total_seconds() / 3600, 1) if late else 0,
        },
    )
    _open_opinions(determination, now)
    to = Stage.DELIBERATION if determination.likely_crimes else Stage.MONITORING
    move_stage(case=case, to=to.value, by=None, ground=determination.number)


def _open_opinions(determination: Determination, adopted_at: datetime) -> None:
    case = determination.case
    clocks.start(
        kind=ClockKind.OPINIONS,
        subject=determination.number,
        case=case.number,
        url=address(case),
        due=adopted_at + timedelta(hours=numbers().opinion_hours),
        to=everybody(),
        title="Opinions",
        by=None,
    )
    notify(
        kind="determination.adopted",
        subject=determination.number,
        url=address(case),
        to=everybody(),
        case=case.number,
    )


def reject(determination: Determination, by: Any, reason: str) -> None:
    determination.rejected_at = clock.now()
    determination.save(update_fields=["rejected_at"])
    record(
        act="determination.rejected" if by is None else "determination.withdrawn",
        by=by,
        obj=determination.number,
        case=determination.case.number,
        content={"determination": determination.number, "reason": reason},
    )
    case = determination.case
    kind, to = "determination.rejected", panel_audience(case)
    notify(kind=kind, subject=determination.number, url=address(case), to=to, case=case.number)
