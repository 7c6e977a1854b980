"""What cases answers for the packages below it (mad.common.ports, evidence.hooks, mad.clocks)."""

from cases import checks, desk, destination, search, selectors
from cases.models import CaseSubmission
from cases.services import refresh_staleness
from cases.services.aftermath import close_opinions
from cases.services.rounds import close_due
from evidence import hooks
from mad.accounts.permissions import Act
from mad.clocks import due_actions
from mad.clocks.kinds import ClockKind
from mad.common import ports


def connect() -> None:
    ports.desk.register(desk.items)
    ports.desk_panels.register(desk.my_cases)
    ports.nav.register(ports.NavItem("cases", "Cases", "cases", 20, Act.READ_CASES))
    ports.nav.register(ports.NavItem("watch_list", "Watch list", "watch_list", 25, Act.READ_CASES))
    ports.member_guards.register(selectors.refuse_who_may_not_act)
    ports.destination.register(destination.Cases())
    ports.excluded_submissions.register(selectors.excluded_submissions)
    ports.excluded_items.register(selectors.excluded_items)
    ports.placed_in.register(selectors.placed_in)
    ports.visible_case_numbers.register(selectors.visible_case_numbers)
    ports.search_sources.register(search.CASES)
    ports.search_marks.register(search.marks)
    ports.placements.register(search.placements)
    ports.docket_checks.register(checks.contents)
    due_actions.register(ClockKind.FIRST_ROUND, close_due)
    due_actions.register(ClockKind.SECOND_ROUND, close_due)
    due_actions.register(ClockKind.OPINIONS, close_opinions)
    hooks.item_changed.register(item_changed)


def item_changed(item) -> None:
    """An item was regraded or retracted: look whether a determination rests on it (R30)."""
    for placed in CaseSubmission.objects.filter(submission_id=item.submission_id).select_related("case"):
        refresh_staleness(placed.case)
