"""What the deliberation app offers to the shared packages."""

from deliberation import record
from deliberation.services.consequences import lapse_due
from deliberation.services.voting import close_due
from mad.clocks import due_actions
from mad.clocks.models import ClockKind
from mad.common import ports


def connect() -> None:
    due_actions.register(ClockKind.VOTE, close_due)
    due_actions.register(ClockKind.INSUFFICIENCY, lapse_due)
    ports.docket_checks.register(record.checks)
