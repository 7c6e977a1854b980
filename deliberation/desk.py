"""What the desk shows of deliberation (SCREENS 2): what to decide, and what is ready to be put.

One query: each case before the plenary brings its open votes, motions, options and wordings as JSON.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse

from cases.models import Case
from cases.procedure import Stage
from cases.selectors.visible import visible_to
from deliberation.models import Ballot, Clearance, Motion, Option, OptionScore, Paragraph, Vote
from deliberation.procedure import wording
from mad.accounts.permissions import Act, may
from mad.accounts.roles import Role
from mad.common.ports import DeskItem
from mad.membership.models import Member

STAGES = [stage.value for stage in (Stage.DELIBERATION, Stage.WITH_COUNCIL, Stage.FOLLOW_UP)]
READY = ["tabled", "inquorate", "void"]


def awaiting(user: Any, now: datetime) -> list[DeskItem]:
    """A member's open votes, options to score and wordings to clear; for who presides, motions to put."""
    if not may(user, Act.VOTE):
        return []
    presides = Role.PRESIDING in user.roles
    items: list[DeskItem] = []
    for case in _cases(user):
        items += [_vote(case, row, now) for row in case.votes if _awaits(case, row, now, presides)]
        items += [_ready(case, row) for row in case.motions if presides]
        items += [_to_score(case)] if case.unscored and case.stage == Stage.DELIBERATION else []
        items += [_to_clear(row) for row in case.wordings if wording.regime_words(row["text"])]
    return items


def _cases(user: Any) -> Iterable[Any]:
    """Cases with votes, motions, wordings (lists of rows), unscored, and me (the member's id)."""
    scored = OptionScore.objects.filter(option=OuterRef("pk"), member__user=user)
    unscored = Option.objects.filter(case=OuterRef("pk")).exclude(Exists(scored))
    return visible_to(user).filter(stage__in=STAGES).order_by("id").annotate(
        votes=ArraySubquery(_votes(user)),
        motions=ArraySubquery(_motions()),
        wordings=ArraySubquery(_wordings(user)),
        unscored=Exists(unscored),
        me=Subquery(Member.objects.filter(user=user).values("pk")),
    )  # fmt: skip


def _votes(user: Any) -> QuerySet:
    own = Ballot.objects.filter(vote=OuterRef("pk"), member__user=user)
    rows = Vote.objects.filter(motion__case=OuterRef("pk"), closed_at=None).annotate(voted=Exists(own))
    return rows.values(
        row=JSONObject(
            number="motion__number",
            title="motion__title",
            opened="opened_at",
            closes="closes_at",
            voted="voted",
            roster="roster",
        )
    )


def _motions() -> QuerySet:
    rows = Motion.objects.filter(case=OuterRef("pk"), state__in=READY).order_by("id")
    return rows.values(row=JSONObject(number="number", title="title", state="state"))


def _wordings(user: Any) -> QuerySet:
    """Paragraphs of drafts that this legal member has not cleared, as written."""
    legal = Member.objects.filter(user=user, discipline="legal")
    own = Clearance.objects.filter(paragraph=OuterRef("pk"), version=OuterRef("version"), member__user=user)
    rows = Paragraph.objects.filter(
        Exists(legal), output__case=OuterRef("pk"), output__stage__in=["draft", "in_review"], removed_at=None
    )
    return rows.exclude(Exists(own)).values(
        row=JSONObject(key="pk", text="text", number="output__number", title="output__title")
    )


def _awaits(case: Any, row: dict[str, Any], now: datetime, presides: bool) -> bool:
    """A ballot is missing and can still be cast; or the time is over and the presiding member closes."""
    over = datetime.fromisoformat(row["closes"]) <= now
    return presides if over else not row["voted"] and case.me in {listed["member"] for listed in row["roster"]}


def _vote(case: Case, row: dict[str, Any], now: datetime) -> DeskItem:
    due = datetime.fromisoformat(row["closes"])
    return DeskItem(
        title=f"Vote: {row['title']}",
        url=reverse("motion", args=[row["number"]]),
        action="Close the vote" if due <= now else "Vote",
        why=f"{row['number']}, {case.title}. Two thirds of those entitled carry.",
        seen_by="Sealed until voting closes, then published by name.",
        due=due,
        rule="R34",
        kind="Vote",
        started=datetime.fromisoformat(row["opened"]),
    )


def _ready(case: Case, row: dict[str, Any]) -> DeskItem:
    return DeskItem(
        title=row["title"],
        url=reverse("motion", args=[row["number"]]),
        action="Put to the vote",
        why=f"{row['number']}, {case.title}: {row['state']}.",
        seen_by="The plenary.",
        rule="R34",
        kind="Motion",
    )


def _to_score(case: Case) -> DeskItem:
    return DeskItem(
        title=f"Score the options: {case.title}",
        url=reverse("deliberation", args=[case.number]),
        action="Score",
        why=f"{case.number}. Scores inform; votes decide.",
        seen_by="The plenary sees each option’s scores.",
        rule="R32",
        kind="Options",
    )


def _to_clear(row: dict[str, Any]) -> DeskItem:
    return DeskItem(
        title=f"Clear wording: {row['title']}",
        url=f"{reverse('output', args=[row['number']])}#p{row['key']}",
        action="Read and clear",
        why=f"“{wording.regime_words(row['text'])}” in {row['number']}.",
        seen_by="Your clearance is shown by name.",
        rule="R39 c",
        kind="Clearance",
    )
