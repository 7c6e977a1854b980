"""Moving motions (R31 to R33), seconding them, and what must hold when they are voted on."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from cases.models import Case, Determination
from cases.procedure import Stage as CaseStage
from deliberation.models import Motion, Option, Output, Recommendation
from deliberation.procedure.draft import MEASURES, Mandate
from deliberation.procedure.gate import OptionClass, strongest
from deliberation.procedure.outputs import OutputKind
from deliberation.procedure.outputs import Stage as OutputStage
from deliberation.procedure.wording import force_in
from deliberation.selectors import carried_options, gate_of, mandate_of
from mad.accounts.permissions import Act
from mad.common import clock
from mad.common.errors import Invalid, Refused
from mad.common.numbering import next_number
from mad.docket.services import record
from mad.membership.models import Member

from . import stages
from .amending import refuse_amendment, refuse_undecided
from .guards import AFTER_DETERMINATION, in_plenary, plenary_member
from .naming import refuse_names
from .options import refuse_force
from .repeats import refuse_repeat, stage_entry
from .tabling import refuse_force_paragraphs, refuse_titled

Kind, State = Motion.Kind, Motion.State
ABOUT_PARAGRAPHS = (Kind.AMENDMENT, Kind.DIVISION)
OF_OUTPUTS = (Kind.OUTPUT, *ABOUT_PARAGRAPHS)
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
    if kind in ABOUT_PARAGRAPHS:
        raise Invalid({"kind": ["An amendment is tabled to a paragraph, with its words."]}, rule="R40")
    locked = Case.objects.select_for_update().get(pk=case.pk)
    member = plenary_member(by, locked, Act.MOVE_MOTION)
    determination = in_plenary(locked, stages_of(kind))
    target = {"option": option, "recommendation": recommendation, "output": output and stages.locked(output)}
    refuse_target(locked, kind, target)
    refuse_repeat(locked, kind, target)
    return create(locked, member, determination, kind, target, text=text.strip(), by=by)


def refuse_target(case: Case, kind: str, target: dict[str, Any]) -> None:
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
    if target["recommendation"]:
        refuse_uncarried(target["recommendation"])


def create(
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
    if kind in ABOUT_PARAGRAPHS:
        return class_of(target["amendment"].now.content)
    if kind == Kind.RECOMMENDATION:
        steps = list(target["recommendation"].steps.select_related("option"))
        meant = any(force_in(step.who, step.what, step.when, step.if_it_fails) for step in steps)
        return strongest([OptionClass(s.option.cls) for s in steps] + [OptionClass.FORCE] * meant).value
    return OptionClass.PEACEFUL.value


def class_of(content: Mapping[str, Any] | None) -> str:
    """The class of the measure that a paragraph's content names; what words make of it: amending.refuse_force_of."""
    measure = MEASURES.get(content["measure"]) if content else None
    return (measure.cls if measure else OptionClass.PEACEFUL).value


def _title(kind: str, target: dict) -> str:
    if kind == Kind.OPTION:
        return target["option"].title
    if kind == Kind.RECOMMENDATION:
        return f"Recommendation, version {target['recommendation'].version}"
    if kind in ABOUT_PARAGRAPHS:
        return f"{target['amendment'].label}: {target['output'].title}"[:200]
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


def refuse_to_put(motion: Motion) -> None:
    """What must hold when a vote opens, and again when it closes: R31, R33, R39."""
    case = motion.case
    determination = in_plenary(case, stages_of(motion.kind))
    if motion.cls == OptionClass.FORCE:
        refuse_force(case)
    if motion.kind == Kind.INSUFFICIENCY:
        _refuse_unexplained(case, motion, determination)
    if motion.recommendation is not None:
        refuse_uncarried(motion.recommendation)
    if motion.amendment is not None:
        refuse_amendment(motion)
    elif motion.output is not None:
        _refuse_whole(motion.output, determination)


def refuse_uncarried(recommendation: Recommendation) -> None:
    """R32: every step rests on an option that is carried still; the vote on one can have turned out to be void (R35)."""
    carried = {option.pk for option in carried_options(recommendation.case)}
    steps = recommendation.steps.select_related("option")
    gone = next((step.option for step in steps if step.option_id not in carried), None)
    if gone is not None:
        raise Refused(
            "R32",
            f"{gone.label}, {gone.title}, stands in this recommendation and is no longer carried.",
            "Draft a new version from the options that are carried.",
        )


def stages_of(kind: str) -> tuple[CaseStage, ...]:
    """The stages of a case in which such a motion is moved and voted on: outputs also follow up on the Council."""
    return AFTER_DETERMINATION if kind in OF_OUTPUTS else AFTER_DETERMINATION[:1]


def _refuse_whole(output: Output, determination: Determination) -> None:
    """R37, R39, R40: a text in review whose amendments are decided and that keeps to the mandate."""
    if output.stage != OutputStage.IN_REVIEW:
        stage = output.get_stage_display().lower()
        raise Refused("R37", "Only an output in review is voted on.", f"{output.number} is {stage}.")
    refuse_undecided(output)
    refuse_replaced(output, determination)
    refuse_titled(output.case, output.kind, output.title)
    refuse_mandate(output)
    refuse_names(output)


def refuse_replaced(output: Output, determination: Determination | None) -> None:
    """R37: findings are the determination in force, made public; not one that the panel has replaced (R30)."""
    own = output.determination
    if output.kind == OutputKind.FINDINGS and own is not None and own != determination:
        now = f"{determination} is in force" if determination else "none is in force now"
        raise Refused(
            "R37",
            f"These are the findings of {own.number}, which has been replaced; {now}.",
            "Withdraw them, and draft the findings of the determination in force.",
        )


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
