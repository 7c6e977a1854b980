"""Lines of "What you can do now" on the case page for Part VI. No query: all is in the case's own page."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from cases.models import Case
from cases.procedure import Stage
from cases.selectors import frame
from mad.accounts.permissions import Act, may
from mad.clocks.kinds import ClockKind
from mad.common.addresses import address
from mad.common.ports import CaseAction

from .services.guards import AFTER_DETERMINATION


def on_case(user: Any, case: Case, now: datetime) -> list[CaseAction]:
    return list(_lines(user, case, now))


def _lines(user: Any, case: Case, now: datetime) -> Iterator[CaseAction]:
    late = [c for c in frame.clocks_of(case) if c.kind == ClockKind.FOLLOW_UP and c.due_at < now]
    if late and may(user, Act.REVIEW_MEASURE):
        yield _action(case, "Review the measures that are late", "case_follow_up", "Review", 18, primary=True)
    if case.stage in AFTER_DETERMINATION and may(user, Act.KEEP_FOLLOW_UP):
        detail = "From options, the recommendation and outputs, in one act (R43)."
        yield _action(case, "Take measures into follow-up", "measures_take", "Take", 55, detail)
    if case.stage == Stage.FOLLOW_UP and may(user, Act.MOVE_CASE):
        detail = "With follow-up ended, a plan and triggers (R44)."
        yield _action(case, "Close this case", "case_follow_up", "Look", 56, detail)
    if case.stage == Stage.CLOSED and not case.page["merged"] and may(user, Act.OPEN_ASSESSMENT):
        detail = "One of the triggers laid down when it was closed (R44)."
        yield _action(case, "Reopen it on a trigger", "case_follow_up", "Look", 57, detail)


def _action(
    case: Case, title: str, view: str, action: str, order: int, detail: str = "", primary: bool = False
) -> CaseAction:
    url = address(view, case.number)
    return CaseAction(title=title, url=url, action=action, detail=detail, order=order, primary=primary)
