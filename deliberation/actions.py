"""Lines of "What you can do now" on the case page. At most one query."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from cases.models import Case
from cases.procedure import Stage
from deliberation.models import Vote
from mad.accounts.permissions import Act, may
from mad.common.addresses import address
from mad.common.errors import Refused
from mad.common.ports import CaseAction

OPEN_STAGES = (Stage.DELIBERATION, Stage.WITH_COUNCIL, Stage.FOLLOW_UP)


def on_case(user: Any, case: Case, now: datetime) -> list[CaseAction]:
    if not may(user, Act.VOTE):
        return []
    if case.stage not in OPEN_STAGES:
        return [_waiting(case), _call(case)]
    return [*(_vote(*motion) for motion in _open_votes(case)), _deliberate(case), _call(case)]


def _open_votes(case: Case) -> Iterable[tuple[str, str]]:
    """Number and title of each motion with a vote open, soonest to close first."""
    votes = Vote.objects.filter(motion__case=case, closed_at=None).order_by("closes_at")
    return votes.values_list("motion__number", "motion__title")


def _vote(number: str, title: str) -> CaseAction:
    return CaseAction(
        title=f"Vote on {title}",
        url=address("motion", number),
        action="Vote",
        detail=f"{number}, sealed until voting closes.",
        primary=True,
        order=10,
    )


def _deliberate(case: Case) -> CaseAction:
    return CaseAction(
        title="Deliberate on what to recommend",
        url=address("deliberation", case.number),
        action="Deliberate",
        detail="Options, their appraisal, the gate, motions.",
        order=40,
    )


def _waiting(case: Case) -> CaseAction:
    refused = Refused("R31", "The plenary deliberates after a determination that at least one crime is likely.")
    return CaseAction(
        title="Deliberate on what to recommend",
        url=address("deliberation", case.number),
        action="Deliberate",
        refused=refused,
        order=60,
    )


def _call(case: Case) -> CaseAction:
    return CaseAction(
        title="Call for an emergency session",
        url=address("case_outputs", case.number) + "#call",
        action="Make a call",
        detail="At any time, by the presiding member or any three members (R37).",
        order=90,
    )
