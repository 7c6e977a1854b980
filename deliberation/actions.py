"""Lines of "What you can do now" on the case page. At most two queries."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from cases.models import Case
from cases.procedure import Stage
from deliberation.models import Vote
from mad.accounts.permissions import Act, may
from mad.common.errors import Refused
from mad.common.ports import CaseAction

OPEN_STAGES = (Stage.DELIBERATION, Stage.WITH_COUNCIL, Stage.FOLLOW_UP)


def on_case(user: Any, case: Case, now: datetime) -> list[CaseAction]:
    if not may(user, Act.VOTE):
        return []
    if case.stage not in OPEN_STAGES:
        return [_waiting(case), _call(case)]
    return [*(_vote(vote) for vote in _open_votes(case)), _deliberate(case), _call(case)]


def _open_votes(case: Case) -> list[Vote]:
    return list(Vote.objects.filter(motion__case=case, closed_at=None).select_related("motion").order_by("closes_at"))


def _vote(vote: Vote) -> CaseAction:
    return CaseAction(
        title=f"Vote on {vote.motion.title}",
        url=reverse("motion", args=[vote.motion.number]),
        action="Vote",
        detail=f"{vote.motion.number}, sealed until voting closes.",
        primary=True,
        order=10,
    )


def _deliberate(case: Case) -> CaseAction:
    return CaseAction(
        title="Deliberate on what to recommend",
        url=reverse("deliberation", args=[case.number]),
        action="Deliberate",
        detail="Options, their appraisal, the gate, motions.",
        order=40,
    )


def _waiting(case: Case) -> CaseAction:
    refused = Refused("R31", "The plenary deliberates after a determination that at least one crime is likely.")
    return CaseAction(
        title="Deliberate on what to recommend",
        url=reverse("deliberation", args=[case.number]),
        action="Deliberate",
        refused=refused,
        order=60,
    )


def _call(case: Case) -> CaseAction:
    return CaseAction(
        title="Call for an emergency session",
        url=reverse("case_outputs", args=[case.number]) + "#call",
        action="Make a call",
        detail="At any time, by the presiding member or any three members (R37).",
        order=90,
    )
