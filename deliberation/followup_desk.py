"""What the desk shows of Parts VI and VII: measures to review, closed cases with a trigger that is met (SCREENS 2).

One query; where closed cases have triggers by level, those of the watch list besides.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from cases.models import Case
from cases.selectors import watch
from deliberation.procedure.followup import TriggerKind
from deliberation.selectors.followup_sql import DESK
from mad.accounts.permissions import Act, may
from mad.accounts.roles import Role
from mad.common.addresses import address
from mad.common.ports import DeskItem

AHEAD = timedelta(days=7)


def awaiting(user: Any, now: datetime) -> list[DeskItem]:
    """For the secretariat: reviews due within a week or late, and what may reopen a closed case."""
    if Role.MEMBER in user.roles or not may(user, Act.REVIEW_MEASURE):
        return []
    asked = {
        "until": now + AHEAD,
        "reopens": may(user, Act.OPEN_ASSESSMENT),
        "whole": may(user, Act.REVEAL_SOURCE),
        "user": user.pk,
        "day": now.date(),
    }
    rows = DESK.rows(asked)
    reviews = [_review(*row[:5]) for row in rows if not row[7]]
    return reviews + triggers_met([(*row[1:3], *row[5:]) for row in rows if row[7]], now)


def triggers_met(rows: Iterable[tuple[str, str, int, datetime, str, int | None]], now: datetime) -> list[DeskItem]:
    """rows: of followup_sql.TRIGGERS. No query, unless a closed case has a trigger by level."""
    rows = list(rows)
    watched = {pk: Case(pk=pk, opened_at=at) for _, _, pk, at, kind, _ in rows if kind == TriggerKind.LEVEL}
    proposed = (
        {line.case.pk: line.proposed.level for line in watch.lines(list(watched.values()), now)} if watched else {}
    )
    return [
        _alarm(case, title) if level is None else _level(case, title, level, proposed[pk])
        for title, case, pk, _, _, level in rows
        if level is None or proposed[pk] >= level
    ]


def _review(number: str, title: str, case: str, started: datetime, due: datetime) -> DeskItem:
    return DeskItem(
        title=f"Review: {title}",
        url=address("measure", number),
        action="Review",
        why=f"{number}, {case}." if case else f"{number}, of a regional review.",
        seen_by="Everybody who may open the case.",
        due=due,
        rule="R43",
        kind="Measure",
        started=started,
    )


def _alarm(case: str, title: str) -> DeskItem:
    return _met(
        case,
        f"An alarm beside a closed case: {title}",
        f"{case} has a trigger by alarm, and one was screened on a State concerned.",
    )


def _level(case: str, title: str, level: int, proposed: int) -> DeskItem:
    return _met(
        case,
        f"The level of a closed case: {title}",
        f"{case} has a trigger by level {level}, and level {proposed} is proposed now.",
    )


def _met(case: str, title: str, why: str) -> DeskItem:
    return DeskItem(
        title=title,
        url=address("case_reopen", case),
        action="Look",
        why=why,
        seen_by="Everybody who may open the case.",
        rule="R44",
        kind="Trigger",
    )
