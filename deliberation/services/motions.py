"""Moving motions (R31 to R33), seconding them, and bringing back one that failed (R35)."""

from typing import Any

from django.db import transaction

from cases.models import Case, Determination
from cases.selectors import all_items
from deliberation.models import Motion, Option, Output, Recommendation, Vote
from deliberation.procedure.draft import Mandate
from deliberation.procedure.gate import OptionClass, strongest
from deliberation.procedure.outputs import Stage as OutputStage
from deliberation.procedure.votes import may_reconsider, prevailing_side
from deliberation.selectors import counted, gate_of, mandate_of, voters
from deliberation.selectors.facts import OPEN_MOTION
from evidence.models import Item
from mad.accounts.permissions import Act
from mad.common import clock
from mad.common.errors import Invalid, Refused
from mad.common.numbering import next_number
from mad.docket.services import record
from mad.membership.models import Member

from . import stages
from .guards import AFTER_DETERMINATION, in_plenary, plenary_member
from .options import refuse_force
from .tabling import refuse_force_paragraphs

Kind, State = Motion.Kind, Motion.State
INSUFFICIENCY = "Attempts without force will fail in this case"


@transaction.atomic
def move(
    *,
    case: Case,
    by,
    kind: str,
    option: Option | None = None,
    recommendation: Recommendation | None = None,
    output: Output | None = None,
    text: str = "",
) -> Motion:
    """Move that an option be carried, a finding of insufficiency made, a recommendation or an output adopted.

    Raises Refused: R31 (no plenary), R33 (force behind the gate), R35 (the same motion failed in this stage),
    R37 (an output not in review); Invalid for an unknown kind.
    """
    if kind not in Kind.values:
        raise Invalid({"kind": ["There is no such kind of motion."]}, rule="R31")
    locked = Case.objects.select_for_update().get(pk=case.pk)
    member = plenary_member(by, locked, Act.MOVE_MOTION)
    determination = in_plenary(locked, AFTER_DETERMINATION if kind == Kind.OUTPUT else AFTER_DETERMINATION[:1])
    target = {"option": option, "recommendation": recommendation, "output": output and stages.locked(output)}
    _refuse_target(locked, kind, target)
    _refuse_repeat(locked, kind, target)
    return _create(locked, member, determination, kind, target, text=text.strip(), by=by)


def _refuse_target(case: Case, kind: str, target: dict[str, Any]) -> None:
    for name, value in target.items():
        if (value is not None) != (name == kind):
            raise Invalid(
                {name: [f"A motion of this kind {'names' if name == kind else 'names no'} {name}."]},
                rule="R31",
            )
        if value is not None and value.case_id != case.pk:
            raise Invalid({name: ["This belongs to another case."]}, rule="R31")
    if target["option"] and target["option"].cls == OptionClass.FORCE:
        refuse_force(case)
    if target["output"] and target["output"].stage != OutputStage.IN_REVIEW:
        stage = target["output"].get_stage_display().lower()
        raise Refused("R37", "Only an output in review is moved for adoption.", f"It is {stage}.")
    if target["output"]:
        refuse_force_paragraphs(target["output"])


def _refuse_repeat(case: Case, kind: str, target: dict[str, Any]) -> None:
    """One live motion on one matter; one that failed comes back only by reconsideration (R35)."""
    same = Motion.objects.filter(case=case, kind=kind, **{name: value for name, value in target.items() if value})
    if kind == Kind.RECOMMENDATION:
        same = Motion.objects.filter(case=case, kind=kind)
    live = same.filter(state__in=OPEN_MOTION).first()
    if live:
        raise Refused("R31", f"{live.number} on the same matter is not decided yet.", "It is voted on first.")
    if kind == Kind.OPTION and same.filter(state=State.CARRIED).exists():
        raise Refused("R31", "The plenary has carried this option already.")
    failed = same.filter(state=State.NOT_CARRIED, stage_entry=stage_entry(case)).first()
    if failed and kind in (Kind.OPTION, Kind.INSUFFICIENCY):
        raise Refused(
            "R35",
            f"{failed.number} on the same matter was not carried in this stage.",
            "It can come back once, on new evidence, moved by a member who voted on the prevailing side.",
        )


def stage_entry(case: Case) -> int:
    """Which stay in a stage this is: the number of moves the case has made."""
    return case.moves.count()


def _create(
    case: Case,
    member: Member,
    determination: Determination,
    kind: str,
    target: dict,
    *,
    text: str,
    by,
    **more: Any,
) -> Motion:
    motion = Motion.objects.create(
        number=next_number("M"),
        case=case,
        kind=kind,
        cls=_class(kind, target),
        title=_title(kind, target),
        text=text,
        determination=determination,
        moved_by=member,
        moved_at=clock.now(),
        stage_entry=stage_entry(case),
        **target,
        **more,
    )
    record(
        act="motion.moved",
        by=by,
        obj=motion.number,
        case=case.number,
        content={"kind": kind, "title": motion.title, "text": text, "class": motion.cls},
        facts={"kind": kind, "class": motion.cls},
    )
    return motion


def _class(kind: str, target: dict) -> str:
    if kind == Kind.OPTION:
        return target["option"].cls
    if kind == Kind.RECOMMENDATION:
        steps = target["recommendation"].steps.select_related("option")
        return strongest(OptionClass(step.option.cls) for step in steps).value
    return OptionClass.PEACEFUL.value


def _title(kind: str, target: dict) -> str:
    if kind == Kind.OPTION:
        return target["option"].title
    if kind == Kind.RECOMMENDATION:
        return f"Recommendation, version {target['recommendation'].version}"
    return target["output"].title if kind == Kind.OUTPUT else INSUFFICIENCY


@transaction.atomic
def second(*, motion: Motion, by) -> Motion:
    """Another member stands behind the motion. Nothing hangs on it."""
    member = plenary_member(by, motion.case, Act.MOVE_MOTION)
    locked = Motion.objects.select_for_update().get(pk=motion.pk)
    if locked.moved_by_id == member.pk or locked.seconded_by_id:
        raise Refused("R31", "A motion is seconded once, by a member who did not move it.")
    if locked.state != State.TABLED:
        raise Refused("R35", "A motion is seconded before its vote opens.")
    locked.seconded_by = member
    locked.save(update_fields=["seconded_by"])
    record(act="motion.seconded", by=by, obj=locked.number, case=locked.case.number, content={})
    return locked


@transaction.atomic
def reconsider(*, motion: Motion, by, new_evidence: Item | None) -> Motion:
    """R35: a motion that failed comes back once per stage, on new evidence, from the prevailing side."""
    case = Case.objects.select_for_update().get(pk=motion.case_id)
    member = plenary_member(by, case, Act.MOVE_MOTION)
    determination = in_plenary(case, AFTER_DETERMINATION if motion.kind == Kind.OUTPUT else AFTER_DETERMINATION[:1])
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
    target = {"option": motion.option, "recommendation": motion.recommendation, "output": motion.output}
    _refuse_target(case, motion.kind, target)
    return _create(
        case, member, determination, motion.kind, target,
        text=motion.text, by=by, reconsiders=motion, new_evidence=new_evidence,
    )  # fmt: skip


def _is_new(item: Item | None, case: Case, last: Vote | None) -> bool:
    """Evidence accepted into this case after the vote closed, and not retracted."""
    if item is None or item.retracted_at or last is None or last.closed_at is None:
        return False
    return item.created_at > last.closed_at and all_items(case).filter(pk=item.pk).exists()


def _came_back(motion: Motion, case: Case) -> int:
    """How often the matter came back in this stage: this motion, and the one it may itself bring back."""
    again = Motion.objects.filter(reconsiders=motion, stage_entry=stage_entry(case)).count()
    return again + (1 if motion.reconsiders_id and motion.stage_entry == stage_entry(case) else 0)


def refuse_to_put(motion: Motion) -> None:
    """What must hold when a vote opens, and again when it closes: R31, R33, R39."""
    case = motion.case
    stages = AFTER_DETERMINATION if motion.kind == Kind.OUTPUT else AFTER_DETERMINATION[:1]
    determination = in_plenary(case, stages)
    if motion.cls == OptionClass.FORCE:
        refuse_force(case)
    if motion.kind == Kind.INSUFFICIENCY:
        _refuse_unexplained(case, motion, determination)
    if motion.output is not None:
        refuse_mandate(motion.output)


def _refuse_unexplained(case: Case, motion: Motion, determination: Determination) -> None:
    opened = gate_of(case)
    missing = "; ".join(
        f"{c.title.lower()}: {', '.join(c.missing) or c.detail}" for c in opened.checks[:3] if not c.holds
    )
    if missing:
        raise Refused(
            "R33",
            "The finding needs a reason for each peaceful and each coercive option on the table.",
            f"Still missing: {missing}.",
        )
    if motion.determination_id != determination.pk:
        raise Refused("R33", f"The motion rests on {motion.determination}, which has been replaced.")


def refuse_mandate(output: Output, mandate: Mandate | None = None) -> None:
    """Raise Refused naming the first paragraph and rule of R39 that stand in the way."""
    mandate = mandate or mandate_of(output)
    if mandate.holds:
        return
    first, *others = mandate.objections
    more = " ".join(f"{o.rule}: {o.reason}" for o in others)
    raise Refused(
        first.rule,
        first.reason,
        more or "The draft is kept as it is.",
        field=first.key or None,
        code="mandate",
    )
