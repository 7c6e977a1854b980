"""What Part I of the rules puts on a desk: a declaration to sign, a discipline about to fall short, a vacancy."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from mad.accounts.permissions import Act, may
from mad.accounts.roles import Role
from mad.common.ports import DeskItem
from mad.membership.independence import Standing
from mad.membership.models import Member
from mad.membership.selectors import next_new_year, roll, vacancies

WARN_BEFORE = timedelta(days=14)


def items(user: Any, now: datetime) -> list[DeskItem]:
    """At most two queries."""
    if user.role == Role.MEMBER:
        return _declaration(user, now.date())
    if may(user, Act.KEEP_ROSTER):
        return [*_shortfalls(now.date()), *_vacancies(now.date())]
    return []


def _declaration(user: Any, today: date) -> list[DeskItem]:
    called = roll(today, members=Member.objects.filter(user=user.pk).values("pk"))
    for found in called.standings().values():
        if found.in_office and (why := _why(found, today)):
            return [
                DeskItem(
                    title=_("Sign your declaration of interests"),
                    url=reverse("declaration"),
                    action=_("Sign"),
                    why=why,
                    seen_by=_("Seen by: whoever reads the roster."),
                    due=_end_of(found.declared_until or today),
                    rule="R4",
                    kind="declaration",
                )
            ]
    return []


def _why(found: Standing, today: date) -> str:
    if found.declared_until is None or found.declared_until < today:
        return _("Without a valid declaration you may not act.")
    if found.declared_until - today <= WARN_BEFORE:
        return _("The one you signed lapses soon.")
    if found.declaration_due:
        return _("The Council’s composition has changed since you signed.")
    return ""


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), UTC)


def _shortfalls(today: date) -> list[DeskItem]:
    day = next_new_year(today)
    ahead = roll(today, until=day).look_ahead(day)
    return [
        DeskItem(
            title=_("From 1 January: %(text)s") % {"text": short.text},
            url=reverse("roster") + "#ahead",
            action=_("See who"),
            why=_("The Council as it will be composed bars members, or their terms end."),
            due=datetime.combine(day, time(), UTC),
            rule=short.rule,
            kind="look_ahead",
        )
        for short in ahead.shortfalls
    ]


def _vacancies(today: date) -> list[DeskItem]:
    counted = (
        vacancies(today).order_by().values("discipline").annotate(number=Count("pk")).order_by("discipline")
    )
    return [
        DeskItem(
            title=_("Vacant: %(discipline)s, %(number)d") % row,
            url=reverse("elections"),
            action=_("Open"),
            why=_("A vacancy stays visible until it is filled."),
            rule="R2",
            kind="vacancy",
        )
        for row in counted
    ]
