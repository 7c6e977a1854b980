"""What the desk shows of evidence: to officers the queue, to a source its open queries (SCREENS 2)."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

from django.utils.translation import ngettext

from evidence.models import Query, Submission
from evidence.procedure.terms import Status
from evidence.selectors import screening_queue
from evidence.selectors.duties import Line, due_now, silent_sources
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


def silence(user: Any, now: datetime) -> list[DeskItem]:
    """To the secretariat: bound sources that were silent when a period ended and still are (R11). One query."""
    if not may(user, Act.SCREEN) or not (names := silent_sources(now)):
        return []
    count = len(names)
    return [
        DeskItem(
            title=ngettext("%(count)d bound source is silent", "%(count)d bound sources are silent", count)
            % {"count": count},
            url=f"{address('duty')}?standing=silent",
            action="Read",
            why=f"{', '.join(names)}.",
            rule="R11",
            kind="Silence",
        )
    ]


def report_due(user: Any, now: datetime) -> list[DeskItem]:
    """To the people of a bound source: what it has not reported on yet in the running period (R11)."""
    return [_report(line) for line in due_now(user)[:SHOWN]]


def _report(line: Line) -> DeskItem:
    return DeskItem(
        title=line.situation.name,
        url=address("nil_return"),
        action="Report",
        why=f"A submission on {', '.join(line.situation.state_codes)}, or a nil return, is due.",
        seen_by="The ledger shows the Division whether a report came, never what it says.",
        due=datetime.combine(line.period.end, time.min, UTC),
        rule="R11",
        kind="Report",
        started=datetime.combine(line.period.first, time.min, UTC),
    )
