"""What the desk shows of Parts VI and VII: measures to review, closed cases with a new alarm (SCREENS 2). One query."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

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
    }
    return list(_items(DESK.rows(asked), now))


def _items(rows: list[tuple[Any, ...]], now: datetime) -> Iterator[DeskItem]:
    for number, title, case, started, due in rows:
        if due is None:
            yield _reopen(case, title)
        else:
            yield _review(number, title, case, started, due)


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


def _reopen(case: str, title: str) -> DeskItem:
    return DeskItem(
        title=f"An alarm beside a closed case: {title}",
        url=address("case_reopen", case),
        action="Look",
        why=f"{case} has a trigger by alarm, and one was screened on a State concerned.",
        seen_by="Everybody who may open the case.",
        rule="R44",
        kind="Trigger",
    )
