"""R44: the plan to prevent recurrence, closing a case, and reopening it when a trigger fires."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from cases.models import Assessment, Case
from cases.procedure import Stage
from cases.services import move_stage, reopen_on_trigger
from deliberation.followup_record import plan_content
from deliberation.models import Closing, Measure, PreventionPlan, Trigger, TriggerFiring
from deliberation.procedure.followup import ClosingFacts, closing, wrong_trigger
from deliberation.selectors.followup import closing_facts, newest_closing, newest_plan
from mad.accounts.permissions import Act, require
from mad.common import clock
from mad.common.blank import stripped
from mad.common.errors import Invalid, Refused
from mad.docket.services import record

from .followup import keeper
from .guards import AFTER_DETERMINATION, required

MOST_TRIGGERS = 12


@transaction.atomic
def write_plan(*, case: Case, by: Any, text: str, triggers: Sequence[Mapping[str, Any]], after: int) -> PreventionPlan:
    """A new version of the plan to prevent recurrence, with its triggers: kind, text, level.

    after: the newest version that the writer had before them (0 for none). Raises Refused (R44) when there is a newer
    one; Invalid naming text or triggers.
    """
    locked = Case.objects.select_for_update().get(pk=case.pk)
    keeper(by, locked, Act.KEEP_FOLLOW_UP)
    if locked.stage not in AFTER_DETERMINATION:
        raise Refused("R20", f"The case is at the stage “{locked.get_stage_display()}”.", "A plan is for what follows.")
    said = required("R44", text=text)["text"]
    read = _read(triggers)
    last = PreventionPlan.objects.filter(case=locked).select_related("by").first()
    if last is not None and last.version != after:
        raise Refused(
            "R44",
            f"{last.by} wrote version {last.version} of the plan since you opened this page.",
            "What you wrote is kept; read the other version, and save again if you still think so.",
        )
    plan = PreventionPlan(case=locked, version=(last.version if last else 0) + 1, text=said, by=by, at=clock.now())
    plan.entry = record(
        act="plan.written",
        by=by,
        obj=locked.number,
        case=locked.number,
        content=plan_content(plan, read),
        facts={"version": plan.version, "triggers": len(read)},
    )
    plan.save()
    Trigger.objects.bulk_create(Trigger(plan=plan, ordinal=n, **one) for n, one in enumerate(read, start=1))
    return plan


def _read(triggers: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    read: list[dict[str, Any]] = [
        {"kind": str(t.get("kind") or ""), "text": stripped(str(t.get("text") or "")), "level": t.get("level")}
        for t in triggers
    ]
    if len(read) > MOST_TRIGGERS:
        raise Invalid({"triggers": [f"At most {MOST_TRIGGERS} triggers."]}, rule="R44")
    wrong = {
        f"triggers.{place}": [message]
        for place, one in enumerate(read)
        if (message := wrong_trigger(one["kind"], one["text"], one["level"]))
    }
    if wrong:
        raise Invalid(wrong, rule="R44")
    return read


@transaction.atomic
def close_case(*, case: Case, by: Any, plan_version: int) -> Closing:
    """Close a case whose follow-up has ended, on its newest plan. plan_version: the one that the person read.

    Raises Refused (R44) with all that is missing, (R20) outside the stage of follow-up.
    """
    locked = Case.objects.select_for_update().get(pk=case.pk)
    plan = newest_plan(locked)
    may_act_on(locked, by, closing_facts(locked, plan))
    if plan is None or plan.version != plan_version:
        raise Refused("R44", "The plan was written anew since you opened this page.", "Read it, and close then.")
    # No measure is taken from here on, since that takes the same lock; and one that has ended stays as it is.
    stood = {m.number: [m.status, m.handed_to] for m in Measure.objects.filter(case=locked)}
    moved = move_stage(case=case, to=Stage.CLOSED.value, by=by, ground=f"Plan {plan.version}, {len(stood)} measures")
    content = {"plan": plan.version, "measures": stood}
    entry = record(act="closing.made", by=by, obj=locked.number, case=locked.number, content=content)
    ordinal = Closing.objects.filter(case=locked).count() + 1
    return Closing.objects.create(
        case=locked, ordinal=ordinal, plan=plan, move=moved, measures=stood, by=by, at=clock.now(), entry=entry
    )


def may_act_on(case: Case, by: Any, facts: ClosingFacts) -> None:
    """Raises NotPermitted (R9) or Refused (R6, R20, R44) when this person cannot close this case now."""
    keeper(by, case, Act.MOVE_CASE)
    refuse_to_close(case, facts)


def refuse_to_close(case: Case, facts: ClosingFacts) -> None:
    """Raises Refused: R20 for the stage, R44 naming each condition that does not hold."""
    if case.stage != Stage.FOLLOW_UP:
        raise Refused("R20", f"The case is at the stage “{case.get_stage_display()}”.", "It closes out of follow-up.")
    missing = [condition for condition in closing(facts) if condition.state != "done"]
    if missing:
        said = "; ".join(f"{condition.label.lower()} ({condition.said})" for condition in missing)
        raise Refused("R44", f"Before the case can close it still needs: {said}.")


@transaction.atomic
def reopen_case(*, case: Case, by: Any, trigger: Trigger, reason: str) -> Assessment:
    """A trigger of the last closing has fired: the registrar says why, and the case goes back to assessment."""
    require(by, Act.OPEN_ASSESSMENT)
    locked = Case.objects.select_for_update().get(pk=case.pk)
    last = newest_closing(locked)
    refuse_to_reopen(locked, last)
    assert last is not None  # refused above
    said = required("R44", reason=reason)["reason"]
    if trigger.plan_id != last.plan_id:
        raise Invalid({"trigger": ["It is no trigger of this case's last closing."]}, rule="R44")
    content = {"trigger": trigger.ordinal, "plan": last.plan.version, "reason": said}
    entry = record(act="trigger.fired", by=by, obj=locked.number, case=locked.number, content=content)
    TriggerFiring.objects.create(trigger=trigger, closing=last, reason=said, by=by, at=clock.now(), entry=entry)
    return reopen_on_trigger(case=case, by=by, reason=f"{trigger}: {said}")


def refuse_to_reopen(case: Case, last: Closing | None) -> None:
    if case.stage != Stage.CLOSED or last is None:
        raise Refused("R20", "Only a case that was closed out of follow-up is reopened by a trigger.")
