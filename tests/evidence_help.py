"""Reaching a submission or an item by the real steps."""

from __future__ import annotations

from typing import Any

from evidence.models import Item, Submission
from evidence.services import receive, screen
from evidence.store import Batch
from mad.notices import outbox

PLAIN = {"title": "Report", "narrative": "What happened.", "states": ["SYR"], "sensitivity": "confidential"}
WORSE = {"answer": "worsening", "grounds": "Seen by the office."}
ALARM = {"quick_matrix": {"incitement": WORSE, "armed_movement": WORSE}}
GRADED = {"source_grade": "B", "info_grade": "2", "sensitivity": "confidential", "grounds": "Seven witnesses."}
ACCEPT = {"decision": "accept", **GRADED, "destination": "new"}


def received(people: Any, *files: tuple[str, bytes], **changes: Any) -> Submission:
    """A submission of OHCHR, its files checked as the worker does."""
    batch = Batch()
    for name, content in files:
        batch.add(name, content)
    submission = receive(body={**PLAIN, **changes}, office=people.ohchr, by=people.ohchr.machine, files=batch)
    outbox.drain()
    submission.refresh_from_db()
    return submission


def accepted(
    people: Any, *files: tuple[str, bytes], grading: dict[str, str] | None = None, **changes: Any
) -> Submission:
    submission = received(people, *files, **changes)
    screen(submission=submission, by=people.officer, **{**ACCEPT, **(grading or {})})
    submission.refresh_from_db()
    return submission


def an_item(people: Any, **changes: Any) -> Item:
    return accepted(people, **changes).items.get(file=None)
