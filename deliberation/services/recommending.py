"""R32: the options carried, combined and in their order, make the case's draft recommendation."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max

from cases.models import Case
from deliberation.models import Option, Recommendation
from deliberation.models import Step as StepRow
from deliberation.procedure.gate import OptionClass, Step, recommendation_objections
from deliberation.procedure.wording import force_in
from deliberation.selectors import carried_options, gate_of
from mad.accounts.permissions import Act
from mad.common import clock
from mad.common.blank import stripped
from mad.common.errors import Refused
from mad.docket.services import record

from .guards import in_plenary, plenary_member
from .options import refuse_force

FIELDS = ("who", "what", "when", "if_it_fails")


@transaction.atomic
def draft_recommendation(*, case: Case, by, steps: Sequence[Mapping[str, Any]]) -> Recommendation:
    """A new version of the draft recommendation.

    Each step: option ("O-2"), who, what, when, if_it_fails, together (at the same time as the step before). Raises
    Refused: R32 when the steps are not exactly the options carried, each with who, what and when; R33 for a step of
    class force, by its option or by its words, behind the gate.
    """
    locked = Case.objects.select_for_update().get(pk=case.pk)
    member = plenary_member(by, locked, Act.MOVE_MOTION)
    determination = in_plenary(locked)
    carried = {option.label: option for option in carried_options(locked)}
    given = [_step(row) for row in steps]
    force = [label for label, option in carried.items() if option.cls == OptionClass.FORCE]
    if any(step.option in force for step in given):
        refuse_force(locked)
    for step in given:
        if meant := force_in(step.who, step.what, step.when, step.if_it_fails):
            refuse_force(locked, f"“{meant}” in the step on {step.option} means force.")
    objections = recommendation_objections(given, list(carried), [] if not force or gate_of(locked).open else force)
    if objections:
        raise Refused("R32", objections[0], " ".join(objections[1:]))
    last = Recommendation.objects.filter(case=locked).aggregate(last=Max("version"))["last"] or 0
    draft = Recommendation.objects.create(
        case=locked, version=last + 1, determination=determination, drafted_by=member, drafted_at=clock.now()
    )
    StepRow.objects.bulk_create(_rows(draft, given, carried))
    record(
        act="recommendation.drafted",
        by=by,
        obj=locked.number,
        case=locked.number,
        content={"version": draft.version, "steps": [vars(step) for step in given]},
        facts={"version": draft.version, "options": [step.option for step in given]},
    )
    return draft


def _step(row: Mapping[str, Any]) -> Step:
    who, what, when, if_it_fails = (stripped(str(row.get(name) or "")) for name in FIELDS)
    return Step(row.get("option", ""), who, what, when, if_it_fails, bool(row.get("together")))


def _rows(draft: Recommendation, given: Sequence[Step], carried: Mapping[str, Option]) -> list[StepRow]:
    return [
        StepRow(
            recommendation=draft,
            ordinal=ordinal,
            option=carried[step.option],
            together=step.together,
            **{name: getattr(step, name) for name in FIELDS},
        )
        for ordinal, step in enumerate(given, start=1)
    ]
