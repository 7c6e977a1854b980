"""What the docket digests of Parts VI and VII: one place for the writers and for verification (R43 to R49)."""

from collections.abc import Iterator
from typing import Any

from deliberation.models import (
    AnnualAccount,
    Briefing,
    MeasureReview,
    PreventionPlan,
    RegionalReview,
    ReviewDecision,
)
from mad.common.canonical import digest


def review_content(review: MeasureReview) -> dict[str, Any]:
    """The content of a "measure.reviewed" entry."""
    return {
        "measure": review.measure.number,
        "version": review.version,
        "status": review.status,
        "reason": review.reason,
        "due": review.due,
        "handed_to": review.handed_to,
        "at": review.at,
    }


def plan_content(plan: PreventionPlan, triggers: list[dict[str, Any]]) -> dict[str, Any]:
    """The content of a "plan.written" entry. triggers: kind, text and level of each, in order."""
    return {"case": plan.case.number, "version": plan.version, "text": plan.text, "triggers": triggers, "at": plan.at}


def triggers_of(plan: PreventionPlan) -> list[dict[str, Any]]:
    return [{"kind": t.kind, "text": t.text, "level": t.level} for t in plan.triggers.all()]


def decision_content(decision: ReviewDecision) -> dict[str, Any]:
    """The content of a "review.decided" entry."""
    return {
        "review": decision.review.number,
        "decision": decision.ordinal,
        "item": decision.item.case.number if decision.item else "",
        "text": decision.text,
        "at": decision.at,
        # Left out where there is none: decisions from before this was asked keep their digest.
        **({"no_follow_up": decision.no_follow_up} if decision.no_follow_up else {}),
    }


def regional_content(review: RegionalReview) -> dict[str, Any]:
    """What is frozen when a regional review is closed: its agenda, decisions, and what goes up."""
    items = list(review.items.select_related("case", "raised").order_by("ordinal"))
    return {
        "review": review.number,
        "held_on": review.held_on,
        "agenda": [
            {
                "case": item.case.number,
                "standing": item.standing,
                "proposed": item.proposed,
                "change": item.change,
                "grounds": item.grounds,
                "raised": item.raised.reason if hasattr(item, "raised") else "",
            }
            for item in items
        ],
        "decisions": [
            decision_content(decision)
            for decision in review.decisions.select_related("review", "item__case").order_by("ordinal")
        ],
    }


def briefing_content(briefing: Briefing) -> dict[str, Any]:
    return {"briefing": briefing.number, "edition": briefing.edition, "reason": briefing.reason, **briefing.content}


def account_content(account: AnnualAccount) -> dict[str, Any]:
    return {"account": account.number, "reason": account.reason, **account.content}


def checks() -> Iterator[tuple[int, str, str]]:
    """For verify_docket: digests of Parts VI and VII derived anew from the stored rows."""
    for review in MeasureReview.objects.select_related("measure").order_by("pk").iterator():
        yield review.entry_id, digest(review_content(review)), f"review {review.version} of {review.measure.number}"
    for plan in PreventionPlan.objects.select_related("case").prefetch_related("triggers").order_by("pk"):
        said = digest(plan_content(plan, triggers_of(plan)))
        yield plan.entry_id, said, f"plan {plan.version} of {plan.case.number}"
    for decision in ReviewDecision.objects.select_related("review", "item__case").order_by("pk"):
        yield decision.entry_id, digest(decision_content(decision)), f"{decision.review.number}, {decision.ordinal}"
    for held in RegionalReview.objects.exclude(entry=None).order_by("pk"):
        yield _entry(held.entry_id), digest(regional_content(held)), held.number
    for briefing in Briefing.objects.exclude(entry=None).order_by("pk"):
        yield _entry(briefing.entry_id), digest(briefing_content(briefing)), briefing.number
    for account in AnnualAccount.objects.order_by("pk"):
        yield account.entry_id, digest(account_content(account)), account.number


def _entry(found: int | None) -> int:
    assert found is not None  # the query leaves the others out
    return found
