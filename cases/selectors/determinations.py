"""The determination as a page: its document, votes, freshness, opinions (R30)."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet

from cases.models import Case, Determination, Round
from cases.procedure import opinion_refusal, proposal, staleness
from cases.refusals import as_refused
from evidence.selectors import items_visible_to
from mad.accounts.permissions import Act, may, require
from mad.accounts.roles import Role
from mad.common import clock
from mad.common.errors import Refused
from mad.reference import elements as reference
from mad.reference.parameters import numbers

from .change import CrimeRows, what_would_change
from .findings import assemble
from .frame import closed_rounds
from .people import acting_member, panel_member, panel_state, refusal_of
from .reveal import newest_assessment

TOO_EARLY = "A determination is proposed when the second round has closed."


def before_panel(case: Case) -> QuerySet[Determination]:
    return Determination.objects.filter(case=case, adopted_at=None, rejected_at=None)


def changes_beneath(determination: Determination) -> tuple:
    """Frozen items that are no longer as they were. One query."""
    frozen = list(determination.frozen.select_related("item"))
    current = {f.item.number: None if f.item.retracted_at else f.item.digest() for f in frozen}
    return staleness({f.item.number: f.digest for f in frozen}, current)


def determination_page(case: Case, user: Any, wanted: str = "") -> dict[str, Any]:
    """Context of cases/determination.html: `wanted`, or the one before the panel, or the one in force."""
    rows = list(
        Determination.objects.filter(case=case).select_related("proposed_by", "entry", "replaced_by").order_by("-id")
    )
    found = _choose(rows, wanted)
    context: dict[str, Any] = {
        "determination": found,
        "all": rows,
    }
    if found is None:
        early = None if closed_rounds(case) == 2 else Refused("R26", TOO_EARLY)
        return {**context, "proposal_refused": _proposal_refused(case, user) or early}
    hours = numbers().opinion_hours
    votes = list(found.votes.select_related("member__user"))
    return {
        **context,
        "document": found.document,
        "votes": votes,
        "my_vote": next((v.vote for v in votes if v.member.user_id == user.pk), ""),
        "cannot_vote": refusal_of(panel_member, user, case),
        "panel": panel_state(case),
        "opinions": found.opinions.select_related("member__user"),
        "opinion_until": found.adopted_at + timedelta(hours=hours) if found.adopted_at else None,
        "cannot_opine": _cannot_opine(found, user, case, hours),
        "changes": changes_beneath(found) if not found.replaced_by_id else (),
        "evidence": _evidence(found, user),
        "crime_names": [reference.crime(c).name for c in found.likely_crimes],
        "mine": found.proposed_by_id == user.pk,
        "pending": found.adopted_at is None and found.rejected_at is None,
        "change": _change(found, user),
    }


def _change(found: Determination, user: Any) -> list[CrimeRows]:
    """What would change the findings of a determination before the panel or in force; an older one stands as it is.

    Worked out anew and no part of the document, whose digest it would change.
    """
    if found.rejected_at or found.replaced_by_id:
        return []
    rounds = Round.objects.select_related("assessment__case")
    second = rounds.get(assessment=found.assessment_id, ordinal=2, closed_at__isnull=False)
    return what_would_change(assemble(second), user)


def _choose(rows: list[Determination], wanted: str) -> Determination | None:
    if wanted:
        return next((r for r in rows if r.number == wanted), None)
    pending = next((r for r in rows if not r.adopted_at and not r.rejected_at), None)
    current = next((r for r in rows if r.adopted_at and not r.replaced_by_id), None)
    return pending or current or next(iter(rows), None)


def _cannot_opine(found: Determination, user: Any, case: Case, hours: int) -> Refused | None:
    if not may(user, Act.ATTACH_OPINION):
        return refusal_of(require, user, Act.ATTACH_OPINION)
    return as_refused(opinion_refusal(found.adopted_at, clock.now(), hours)) or refusal_of(acting_member, user, case)


def _evidence(found: Determination, user: Any) -> list[dict[str, Any]]:
    """The items relied on; the title and grade only of those this reader may open (R16)."""
    rows = found.document["evidence"]
    visible = items_visible_to(user).filter(number__in=[row["item"] for row in rows])
    open_ = set(visible.values_list("number", flat=True))
    return [row if row["item"] in open_ else {**row, "title": "Named readers only", "grade": ""} for row in rows]


def _proposal_refused(case: Case, user: Any) -> Refused | None:
    if Role.REGISTRAR not in user.roles and (refused := refusal_of(panel_member, user, case)):
        return refused
    return None


def proposal_page(case: Case, user: Any) -> dict[str, Any]:
    """Context of cases/propose.html: the findings, what stands in the way, what remains to be written."""
    require(user, Act.PROPOSE_DETERMINATION)
    assessment = newest_assessment(case)
    last = Round.objects.filter(assessment=assessment, closed_at__isnull=False).order_by("-ordinal").first()
    if last is None or last.ordinal != 2 or assessment.ended_at:
        raise Refused("R26", TOO_EARLY)
    last.assessment = assessment
    findings = assemble(last)
    unanswered = findings.unanswered()
    return {
        "findings": findings,
        "elements": findings.elements,
        "rows": [{"element": e, "finding": findings.by_element[e.id]} for e in findings.elements],
        "crimes": [{"name": reference.crime(c.crime).name, "finding": c} for c in findings.crimes],
        "unanswered": unanswered,
        "level": findings.severity.level,
        "refused": as_refused(proposal(findings.basis(frozenset(unanswered)))) or _proposal_refused(case, user),
    }
