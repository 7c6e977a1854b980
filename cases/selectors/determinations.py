"""The determination as a page: its document, votes, freshness, opinions (R30)."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cases.models import Case, Determination, Opinion, Round
from cases.procedure import CaseFacts, Refusal, Stage, Who, check, opinion_refusal, proposal, staleness
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
from .outcomes import outcomes_of
from .outlines import of_document
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
        Determination.objects.filter(case=case)
        .select_related("proposed_by", "entry", "replaced_by")
        .defer("replaced_by__document")
        .order_by("-id")
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
        "opinions": opinions_of(found),
        "outlines": of_document(found.document),
        "chain": [row for row in reversed(rows) if row.adopted_at] if found.adopted_at else [],
        "replaces": next((row for row in rows if row.replaced_by_id == found.pk), None),
        **_review(found, case, user),
        "may_record": bool(found.adopted_at and may(user, Act.RECORD_OUTCOME)),
        "outcomes": outcomes_of(found) if found.adopted_at else [],
        "opinion_until": found.adopted_at + timedelta(hours=hours) if found.adopted_at else None,
        "cannot_opine": _cannot_opine(found, user, case, hours),
        "changes": changes_beneath(found) if not found.replaced_by_id else (),
        "evidence": _evidence(found, user),
        "crime_names": [reference.crime(c).name for c in found.likely_crimes],
        "mine": found.proposed_by_id == user.pk or Role.REGISTRAR in user.roles,
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
    closed, rows = closed_to(found, user), found.document["evidence"]
    return [{**row, "title": _("Named readers only"), "grade": ""} if row["item"] in closed else row for row in rows]


def closed_to(found: Determination, user: Any) -> frozenset[str]:
    """Numbers of the items relied on that this reader may not open. One query."""
    relied_on = {row["item"] for row in found.document["evidence"]}
    visible = items_visible_to(user).filter(number__in=relied_on)
    return frozenset(relied_on - set(visible.values_list("number", flat=True)))


def opinions_of(found: Determination) -> QuerySet[Opinion]:
    return found.opinions.select_related("member__user")


def _review(found: Determination, case: Case, user: Any) -> dict[str, Any]:
    """Whether the reader is the one to open a review that is due and not open, and what stands in the way."""
    due = found.stale_since and not found.replaced_by_id and case.stage != Stage.ASSESSMENT
    if not due or not may(user, Act.MOVE_CASE):
        return {"may_review": False}
    who = Who.REGISTRAR if Role.REGISTRAR in user.roles else Who.PRESIDING
    return {"may_review": True, "review_refused": review_refusal(case, who)}


def review_refusal(case: Case, who: Who) -> Refused | None:
    """Why a stale determination cannot go back to assessment from the stage the case is in (R20, R30)."""
    facts = CaseFacts(stale=True, screened_alarm=bool(case.page["alarms"]))
    found = check(Stage(case.stage), Stage.ASSESSMENT, who, facts)
    return as_refused(found) if isinstance(found, Refusal) else None


def _proposal_refused(case: Case, user: Any) -> Refused | None:
    if Role.REGISTRAR not in user.roles and (refused := refusal_of(panel_member, user, case)):
        return refused
    return None


def proposal_page(case: Case, user: Any, *, written: bool = False) -> dict[str, Any]:
    """Context of cases/propose.html: the findings, what stands in the way, what remains to be written.

    written: somebody sent their words; they are given back even when the assessment has ended meanwhile.
    """
    require(user, Act.PROPOSE_DETERMINATION)
    assessment = newest_assessment(case)
    last = Round.objects.filter(assessment=assessment, closed_at__isnull=False).order_by("-ordinal").first()
    if last is None or last.ordinal != 2 or (assessment.ended_at and not written):
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
