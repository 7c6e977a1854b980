"""R30: proposing, voting, adopting, opinions."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction

from cases.models import Case, Determination, DeterminationVote, FrozenItem, Label
from cases.procedure import (
    Outcome,
    Temporal,
    proposal,
)
from cases.refusals import refuse
from cases.selectors.findings import Findings, assemble
from cases.selectors.people import panel_member, panel_state, roll
from mad.accounts.permissions import Act, require
from mad.accounts.roles import Role
from mad.common import clock
from mad.common.blank import blank
from mad.common.errors import Invalid, Refused
from mad.common.numbering import next_number
from mad.docket.services import record
from mad.notices.services import notify

from .adoption import last_round, lock_case, reject, settle
from .document import build
from .moves import address, panel_audience
from .rounds import current_assessment


@transaction.atomic
def propose_determination(
    *,
    case: Case,
    by,
    opening: str = "",
    reasons: Mapping[str, str] | None = None,
    contrary: Mapping[tuple[str, str], str] | None = None,
    severity: int | None = None,
    severity_reason: str = "",
) -> Determination:
    """Put a determination assembled from the second round before the panel; freezes the evidence by digest.

    `reasons`: element → the panel's words; `contrary`: (element, item number) → reply. A `severity` other
    than the proposed level needs a reason (R29).
    """
    require(by, Act.PROPOSE_DETERMINATION)
    if Role.REGISTRAR not in by.roles:
        panel_member(by, case)
    assessment = current_assessment(Case.objects.select_for_update().get(pk=case.pk))
    if Determination.objects.filter(case=case, adopted_at=None, rejected_at=None).exists():
        raise Refused("R30", "A determination is before the panel already.")
    contrary = {pair: text for pair, text in (contrary or {}).items() if not blank(text)}
    findings = assemble(last_round(assessment))
    refuse(proposal(findings.basis(frozenset(contrary))))
    made = _create(case, findings, by, opening, reasons or {}, contrary, _severity(findings, severity, severity_reason))
    notify(
        kind="determination.proposed",
        subject=made.number,
        url=address(case),
        to=panel_audience(case),
        case=case.number,
    )
    return made


def _severity(findings: Findings, level: int | None, reason: str) -> dict:
    proposed = findings.severity.level
    chosen = proposed if level is None else level
    if chosen not in (1, 2, 3, 4, 5):
        raise Invalid({"severity": ["Choose a level from 1 to 5."]}, rule="R29")
    if chosen != proposed and blank(reason):
        raise Invalid(
            {"severity_reason": [f"The scores propose level {proposed}; say why the panel departs from it."]},
            rule="R29",
        )
    temporal = findings.severity.temporal or Temporal.NEITHER
    return {"level": chosen, "proposed": proposed, "reason": reason.strip(), "temporal": temporal.value}


def _create(case, findings, by, opening, reasons, contrary, severity) -> Determination:
    number = next_number("D")
    letters = dict(Label.objects.filter(assessment=findings.round.assessment).values_list("member_id", "letter"))
    document = build(
        findings,
        letters,
        number=number,
        opening=opening,
        reasons=reasons,
        contrary=contrary,
        severity=severity,
    )
    likely = [c.crime for c in findings.crimes if c.outcome is Outcome.LIKELY]
    entry = record(
        act="determination.proposed",
        by=by,
        obj=number,
        case=case.number,
        content=document,
        facts={"items": len(document["evidence"])},
    )
    made = Determination.objects.create(
        number=number,
        case=case,
        assessment=findings.round.assessment,
        document=document,
        digest=entry.digest,
        likely_crimes=likely,
        severity=severity["level"],
        temporal=severity["temporal"],
        proposed_at=clock.now(),
        proposed_by=by,
        entry=entry,
    )
    items = {link.item_id: link.item for e in findings.elements for link in findings.links[e.id]}
    FrozenItem.objects.bulk_create(
        FrozenItem(determination=made, item=i, version=i.version, digest=i.digest()) for i in items.values()
    )
    return made


def _undecided(determination: Determination) -> Determination:
    lock_case(determination.case_id)
    locked = Determination.objects.select_for_update().get(pk=determination.pk)
    if locked.adopted_at or locked.rejected_at:
        raise Refused("R30", f"{locked.number} has been decided.")
    return locked


@transaction.atomic
def vote_determination(*, determination: Determination, by, vote: str) -> Determination:
    """A panel member's recorded vote ("yes", "no", "abstain"). The vote that makes more than half adopts."""
    require(by, Act.VOTE_DETERMINATION)
    if vote not in dict(DeterminationVote.CHOICES):
        raise Invalid({"vote": ["Choose yes, no or abstain."]}, rule="R30")
    locked = _undecided(determination)
    case = locked.case
    everyone = roll(case)
    member = panel_member(by, case, everyone)
    try:
        with transaction.atomic():
            DeterminationVote.objects.create(determination=locked, member=member, vote=vote, at=clock.now())
    except IntegrityError:
        raise Refused("R30", "Your vote on this determination is recorded; it is final.") from None
    record(
        act="determination.voted",
        by=by,
        obj=locked.number,
        case=case.number,
        content={"determination": locked.number, "digest": locked.digest, "member": member.pk, "vote": vote},
        facts={"vote": vote},
    )
    settle(locked, panel_state(case, everyone=everyone))
    return locked


@transaction.atomic
def withdraw_determination(*, determination: Determination, by, reason: str) -> Determination:
    """Take a proposal back before it is decided, with a reason: its proposer while of the panel, or the registrar,
    so that it ends even when its proposer has left."""
    require(by, Act.PROPOSE_DETERMINATION)
    locked = _undecided(determination)
    if Role.REGISTRAR not in by.roles:
        panel_member(by, locked.case)
        if locked.proposed_by_id != by.pk:
            raise Refused("R30", "Who proposed a determination may withdraw it, or the registrar.", status=403)
    if blank(reason):
        raise Invalid({"reason": ["Say why it is withdrawn."]}, rule="R15")
    reject(locked, by, reason.strip())
    return locked
