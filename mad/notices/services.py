"""Telling people that something happened."""

from __future__ import annotations

from dataclasses import asdict

from mad.notices.audience import Audience
from mad.notices.models import Outbox
from mad.notices.outbox import enqueue

NOTICE_TOPIC = "notice"


def notify(*, kind: str, subject: str, url: str, to: Audience, case: str = "") -> Outbox:
    """Tell `to` that `kind` happened to `subject` (a docket number). Call inside the act's transaction.

    The outbox resolves roles to people when it delivers; who may not open the case is not told.
    """
    return enqueue(NOTICE_TOPIC, {"kind": kind, "subject": subject, "url": url, "case": case, **asdict(to)})
