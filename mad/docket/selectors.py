"""Reading the docket. Every list starts from visible_to(user)."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from mad.accounts.permissions import Act, may
from mad.common import ports
from mad.docket.models import Entry, TreeHead

# Acts that name evidence before it lies in a case, or who reads it: entries with such a beginning and no case are
# shown only to roles with the act beside it (R6, R8, R16).
RESTRICTED = {
    "pressure.": Act.READ_WHOLE_DOCKET,
    "evidence.": Act.READ_WHOLE_DOCKET,
    "reader.": Act.READ_WHOLE_DOCKET,
    "source.": Act.READ_WHOLE_DOCKET,
    "submission.": Act.SCREEN,
    "item.": Act.SCREEN,
    "file.": Act.SCREEN,
    "release.": Act.SCREEN,
    "clock.": Act.SCREEN,
}


def visible_to(user: Any) -> QuerySet[Entry]:
    """The auditor and the registrar read all; others what concerns no case, or a case they may open (R6, R9)."""
    if may(user, Act.READ_WHOLE_DOCKET):
        return Entry.objects.all()
    if not may(user, Act.READ_DOCKET):
        return Entry.objects.none()
    allowed = Q(case_number="")
    for visible in ports.visible_case_numbers:
        allowed |= Q(case_number__in=visible(user).values("number"))
    for prefix, needed in RESTRICTED.items():
        if not may(user, needed):
            allowed &= ~Q(act__startswith=prefix, case_number="")
    return Entry.objects.filter(allowed)


def entries_for_case(case_number: str) -> QuerySet[Entry]:
    """Entries of one case, newest first; the caller has checked that the reader may open it."""
    return Entry.objects.filter(case_number=case_number).order_by("-id")


def entries_for_object(number: str) -> QuerySet[Entry]:
    return Entry.objects.filter(object=number).order_by("id")


def daily_heads(limit: int = 60) -> list[TreeHead]:
    """The last signed head of each day (UTC), newest first: what the Division publishes (R49)."""
    days = TreeHead.objects.order_by("at__date", "-size").distinct("at__date")
    return sorted(days, key=lambda head: head.at, reverse=True)[:limit]
