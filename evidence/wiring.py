"""What evidence plugs into the shared packages when the process starts."""

from __future__ import annotations

from datetime import datetime

from evidence import desk, search
from evidence.checks import nil_return_digests, received_digests
from evidence.models import Submission
from evidence.selectors import queue_count
from evidence.services.duties import PERIOD_TOPIC, close_period
from evidence.services.files import check_waiting_file
from evidence.services.parts import CHECK_TOPIC
from evidence.services.redaction import REDACT_TOPIC, redact_waiting
from evidence.services.screening import wake
from evidence.services.texts import READ_TOPIC, read_waiting_file
from mad.accounts.permissions import Act
from mad.clocks import due_actions
from mad.clocks.models import ClockKind
from mad.common import ports
from mad.notices import outbox


def connect() -> None:
    outbox.register(PERIOD_TOPIC, close_period)
    outbox.register(CHECK_TOPIC, check_waiting_file, slow=True)
    outbox.register(READ_TOPIC, read_waiting_file, slow=True)
    outbox.register(REDACT_TOPIC, redact_waiting, slow=True)
    due_actions.register(ClockKind.HOLD, end_hold)
    ports.docket_checks.register(received_digests)
    ports.docket_checks.register(nil_return_digests)
    ports.desk.register(desk.screening)
    ports.desk.register(desk.own_queries)
    ports.nav.register(ports.NavItem("screening", "Screening", "screening", 10, Act.SCREEN, queue_count))
    ports.desk.register(desk.silence)
    ports.desk.register(desk.report_due)
    ports.nav.register(ports.NavItem("duty", "Duty to share", "duty", 14, Act.READ_LEDGER))
    ports.nav.register(ports.NavItem("events", "Event data", "events", 14, Act.READ_SUBMISSIONS))
    ports.search_sources.register(search.SUBMISSIONS)
    ports.search_sources.register(search.FILES)
    ports.search_sources.register(search.ITEMS)
    ports.nav.register(ports.NavItem("submissions", "Submissions", "submissions", 12, Act.SUBMIT))


def end_hold(subject: str, now: datetime) -> None:
    """The day of a hold has come."""
    wake(submission=Submission.objects.get(number=subject))
