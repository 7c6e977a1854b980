"""What the desk shows of evidence: to officers the queue, to a source its open queries (SCREENS 2)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from evidence.models import Query, Submission
from evidence.procedure.terms import Status
from evidence.selectors import screening_queue
from mad.accounts.permissions import Act, may
from mad.common.addresses import address
from mad.common.ports import DeskItem

SHOWN = 12
ROW = ("number", "title", "status", "alarm", "quick_matrix", "received_at", "due_at")


def screening(user: Any, now: datetime) -> list[DeskItem]:
    """The officer's queue, soonest first. One query."""
    if not may(user, Act.SCREEN):
        return []
    waiting = screening_queue(user).select_related(None).only(*ROW).order_by("due_at", "id")
    return [_screen(submission) for submission in waiting[:SHOWN]]


def _screen(submission: Submission) -> DeskItem:
    queried = submission.status == Status.QUERIED
    return DeskItem(
        title=submission.title,
        url=address("screening_item", submission.number),
        action="Read" if queried else "Screen",
        why=f"{submission.number}. {submission.alarm_facts.reason}" if submission.alarm else submission.number,
        seen_by="The decision is kept on the docket with your name.",
        due=submission.due_at,
        rule="R14",
        kind="Alarm" if submission.alarm else "Screening",
        paused="query" if queried else "",
        started=submission.received_at,
    )


def own_queries(user: Any, now: datetime) -> list[DeskItem]:
    """Questions that await the user's office. One query. The secretariat sees its own in the screening queue."""
    if not (user.office_id and may(user, Act.ANSWER_QUERY)):
        return []
    waiting = Query.objects.filter(closed_at=None, submission__office=user.office_id).select_related("submission")
    return [_answer(query) for query in waiting.order_by("due_at")[:SHOWN]]


def _answer(query: Query) -> DeskItem:
    return DeskItem(
        title=query.submission.title,
        url=address("submission", query.submission.number),
        action="Answer",
        why=f"The secretariat asks about {query.submission.number}.",
        seen_by="The secretariat reads your answer.",
        due=query.due_at,
        rule="R14",
        kind="Query",
        started=query.asked_at,
    )
