"""What the pages of the roster share."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mad.accounts.models import User
from mad.accounts.permissions import Act, may
from mad.common import clock
from mad.common.web import page
from mad.membership.days import read_day

TABS = (
    ("roster", _("Roster"), Act.READ_ROSTER),
    ("council", _("Council"), Act.READ_ROSTER),
    ("declaration", _("My declaration"), Act.DECLARE),
    ("elections", _("Elections"), Act.HOLD_ELECTION),
    ("pressure", _("Pressure"), Act.READ_PRESSURE),
    ("numbers", _("Numbers"), Act.READ_ROSTER),
)


def actor(request: HttpRequest) -> User:
    """The signed-in person; the decorators let nobody else in."""
    return cast(User, request.user)


def asked_day(request: HttpRequest) -> tuple[date, str]:
    """The day of ?on=, today without one; and a sentence when what was typed is no day."""
    typed = request.GET.get("on", "").strip()
    try:
        return (read_day(typed), "") if typed else (clock.today(), "")
    except ValueError as error:
        return clock.today(), str(error)


def roster_page(
    request: HttpRequest, template: str, tab: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page under the roster's sub-navigation."""
    request.nav_key = "roster"  # type: ignore[attr-defined]  # read by the navigation
    tabs = [
        {"label": label, "url": reverse(key), "current": key == tab}
        for key, label, act in TABS
        if may(request.user, act)
    ]
    return page(request, f"mad/membership/{template}.html", {"tabs": tabs, **context}, status=status)
