"""What Part I of the rules puts on a desk: a declaration to sign, a discipline short of people, a vacancy."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _

from mad.accounts.permissions import Act, may
from mad.accounts.roles import Role
from mad.common.addresses import address
from mad.common.ports import DeskItem, DeskPanel
from mad.membership.independence import Standing, look_ahead
from mad.membership.models import DisciplineChoices
from mad.membership.selectors import Roll, next_new_year, todays_roll

WARN_BEFORE = timedelta(days=14)


def items(user: Any, now: datetime) -> list[DeskItem]:
    """One query, shared with `panel`."""
    if user.role == Role.MEMBER:
        return _declaration(user, todays_roll(user, now))
    if may(user, Act.KEEP_ROSTER):
        called = todays_roll(user, now)
        return [*_shortfalls(called), *_vacancies(called)]
    return []


def panel(user: Any, now: datetime) -> DeskPanel | None:
    """A member's own standing, beside the tasks. One query, shared with `items`."""
    if user.role != Role.MEMBER:
        return None
    called = todays_roll(user, now)
    member = called.member_of(user)
    if member is None:
        return None
    facts = called.facts[member.pk]
    day = next_new_year(called.on)
    context = {
        "member": member,
        "standing": called.standings()[member.pk],
        "ties": [tie for tie in facts.ties if tie.covers(called.on)],
        "term": next((term for term in facts.terms if term.covers(called.on)), None),
        "ahead": look_ahead([facts], called.council, day, called.numbers.panel_minimum),
    }
    return DeskPanel("mad/membership/standing_panel.html", context, place="aside")


def _declaration(user: Any, called: Roll) -> list[DeskItem]:
    member = called.member_of(user)
    if member is None:
        return []
    found = called.standings()[member.pk]
    why = _why(found, called.on) if found.in_office else ""
    if not why:
        return []
    return [
        DeskItem(
            title=_("Sign your declaration of interests"),
            url=address("declaration"),
            action=_("Sign"),
            why=why,
            seen_by=_("whoever reads the roster."),
            due=_end_of(found.declared_until or called.on),
            rule="R4",
            kind="declaration",
        )
    ]


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


def _shortfalls(called: Roll) -> list[DeskItem]:
    day = next_new_year(called.on)
    return [
        DeskItem(
            title=_("From 1 January: %(text)s") % {"text": short.text},
            url=address("roster") + "#ahead",
            action=_("See who"),
            why=_("The Council as it will be composed bars members, or their terms end."),
            due=datetime.combine(day, time(), UTC),
            rule=short.rule,
            kind="look_ahead",
        )
        for short in called.look_ahead(day).shortfalls
    ]


def _vacancies(called: Roll) -> list[DeskItem]:
    return [
        DeskItem(
            title=_("Vacant: %(discipline)s, %(number)d")
            % {"discipline": DisciplineChoices(discipline).label, "number": number},
            url=address("elections"),
            action=_("Open it"),
            why=_("A vacancy stays visible until it is filled."),
            rule="R2",
            kind="vacancy",
        )
        for discipline, number in Counter(called.vacant).items()
    ]
