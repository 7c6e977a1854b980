"""The clocks of a measure (R36, R43): one for its next review, one for its due date; and what a passed due date does."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from deliberation.models import Measure
from deliberation.procedure.followup import end_of
from mad.accounts.roles import Role
from mad.clocks import services as clocks
from mad.clocks.kinds import ClockKind
from mad.common import clock
from mad.docket.services import record
from mad.notices.audience import Audience
from mad.notices.services import notify

DUE = " due"
OFFICE = Audience(roles=[Role.REGISTRAR.value, Role.OFFICER.value])


def record_on(measure: Measure, act: str, by: Any, content: Mapping[str, Any], **facts: Any) -> Any:
    case = measure.case.number if measure.case else ""
    return record(act=act, by=by, obj=measure.number, case=case, content=content, facts=facts)


def url_of(measure: Measure) -> str:
    return reverse("measure", args=[measure.number])


def start_review(measure: Measure, by: Any) -> None:
    assert measure.next_review is not None  # it is under way
    _start(measure, measure.number, measure.next_review, "Review of a measure", by)


def start_due(measure: Measure, by: Any) -> None:
    if end_of(measure.due) > clock.now():
        _start(measure, measure.number + DUE, end_of(measure.due), "A measure is due", by)


def _start(measure: Measure, subject: str, due: datetime, title: str, by: Any) -> None:
    clocks.start(
        kind=ClockKind.FOLLOW_UP,
        subject=subject,
        case=measure.case.number if measure.case else "",
        url=url_of(measure),
        due=due,
        to=OFFICE,
        title=title,
        by=by,
    )


@transaction.atomic
def pass_due(subject: str, now: datetime) -> None:
    """The due action of the FOLLOW_UP clocks: a measure whose due date has passed is overdue, and who presides is told,
    once. A review that is due is told of by its clock alone."""
    if not subject.endswith(DUE):
        return
    measure = Measure.objects.select_for_update(of=("self",)).filter(number=subject.removesuffix(DUE)).first()
    if measure is not None and end_of(measure.due) <= now and not measure.finished and measure.overdue_at is None:
        mark_overdue(measure)
        measure.save(update_fields=["overdue_at"])


def mark_overdue(measure: Measure) -> None:
    measure.overdue_at = clock.now()
    record_on(measure, "measure.overdue", None, {"due": measure.due}, due=measure.due.isoformat(), rule="R43")
    notify(
        kind="measure.overdue",
        subject=measure.number,
        url=url_of(measure),
        to=Audience.presiding(),
        case=measure.case.number if measure.case else "",
    )
