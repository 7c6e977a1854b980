"""Taking a motion back, and bringing back one that failed (R35)."""

from typing import Any

from django.db import transaction

from cases.models import Case
from cases.selectors import all_items
from deliberation.models import Motion, Vote
from deliberation.procedure.votes import may_reconsider, prevailing_side
from deliberation.selectors import counted, voters
from deliberation.selectors.amendments import text_now
from deliberation.selectors.facts import OPEN_MOTION
from evidence.models import Item
from mad.accounts.permissions import Act, require
from mad.common.errors import Refused
from mad.docket.services import record

from . import stages
from .amending import refuse_amendment
from .guards import chair, in_plenary, plenary_member
from .motions import ABOUT_PARAGRAPHS, create, refuse_target, stages_of
from .repeats import refuse_live, stage_entry
from .voting import locked_motion

State = Motion.State


@transaction.atomic
def withdraw_motion(*, motion: Motion, by) -> Motion:
    """The mover takes the motion back; it and its votes are kept. Refused (R35) while its vote is open.

    An amendment that no longer fits its text can be set aside by the presiding member: its mover may have left, and the
    whole is not voted on before it is decided (R40).
    """
    case = Case.objects.select_for_update().get(pk=motion.case_id)
    locked = locked_motion(motion)
    own = locked.moved_by.user_id == getattr(by, "pk", None)
    if own:
        plenary_member(by, case, Act.MOVE_MOTION)
    else:
        _refuse_setting_aside(locked, case, by)
    if locked.state == State.VOTING:
        raise Refused("R35", "Its vote is open; a motion is withdrawn before its vote opens.")
    if locked.state not in OPEN_MOTION:
        raise Refused("R31", f"This motion is decided: it is “{locked.get_state_display().lower()}”.")
    locked.state = State.WITHDRAWN
    locked.save(update_fields=["state"])
    act = "motion.withdrawn" if own else "motion.set_aside"
    record(act=act, by=by, obj=locked.number, case=case.number, content={}, facts={"kind": locked.kind})
    return locked


def _refuse_setting_aside(motion: Motion, case: Case, by) -> None:
    """Raise unless the motion amends a text that has gone on without it, and `by` presides."""
    require(by, Act.READ_CASES)
    overtaken = motion.amendment is not None and text_now(motion.amends[1]).conflict(motion.amendment)
    if not overtaken:
        raise Refused("R31", "A motion is withdrawn by the member who moved it.", status=403)
    chair(by, case, Act.PUT_TO_VOTE)


@transaction.atomic
def reconsider(*, motion: Motion, by, new_evidence: Item | None) -> Motion:
    """R35: a motion that failed comes back once per stage, on new evidence, from the prevailing side."""
    case = Case.objects.select_for_update().get(pk=motion.case_id)
    member = plenary_member(by, case, Act.MOVE_MOTION)
    determination = in_plenary(case, stages_of(motion.kind))
    last = motion.votes.filter(closed_at__isnull=False).order_by("-ordinal").first()
    sides = prevailing_side(voters(last, counted(last))) if last else frozenset()
    refused = may_reconsider(
        failed=motion.state == State.NOT_CARRIED,
        times_in_stage=_came_back(motion, case),
        on_prevailing_side=member.pk in sides,
        new_evidence=_is_new(new_evidence, case, last),
    )
    if refused:
        raise Refused("R35", refused)
    target: dict[str, Any] = {
        "option": motion.option,
        "recommendation": motion.recommendation,
        "output": motion.output and stages.locked(motion.output),
    }
    refuse_live(case, motion.kind, {**target, "amendment": motion.amendment})
    if motion.kind in ABOUT_PARAGRAPHS:
        target["amendment"] = motion.amendment
        refuse_amendment(Motion(kind=motion.kind, **target))
    else:
        refuse_target(case, motion.kind, target)
    return create(
        case, member, determination, motion.kind, target,
        text=motion.text, by=by, reconsiders=motion, new_evidence=new_evidence,
    )  # fmt: skip


def _is_new(item: Item | None, case: Case, last: Vote | None) -> bool:
    """Evidence accepted into this case after the vote closed, and not retracted."""
    if item is None or item.retracted_at or last is None or last.closed_at is None:
        return False
    return item.created_at > last.closed_at and all_items(case).filter(pk=item.pk).exists()


def _came_back(motion: Motion, case: Case) -> int:
    """How often the matter came back in this stage: this motion, and the one it may itself bring back. What was taken
    back again undecided does not count."""
    again = motion.reconsidered_by.filter(stage_entry=stage_entry(case)).exclude(state=State.WITHDRAWN).count()
    return again + (1 if motion.reconsiders_id and motion.stage_entry == stage_entry(case) else 0)
