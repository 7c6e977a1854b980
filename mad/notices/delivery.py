"""From the outbox to desks and mail boxes (R52)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q, QuerySet

from mad.accounts.models import User
from mad.accounts.roles import Role
from mad.common import clock, ports
from mad.notices import deliveries
from mad.notices.models import Notice, Outbox
from mad.notices.outbox import register
from mad.notices.services import NOTICE_TOPIC

MAIL_TOPIC = "mail"


def connect() -> None:
    register(NOTICE_TOPIC, expand)
    register(MAIL_TOPIC, send_mail, outside=True)


def expand(payload: dict[str, Any], key: str) -> None:
    """One notice and one mail row per person, one delivery per webhook; a second run adds nothing."""
    now = clock.now()
    if offices := payload.get("offices"):
        deliveries.tell(offices, kind=payload["kind"], number=payload["subject"], url=payload["url"], source=key)
    if not (payload["users"] or payload["roles"]):
        return
    people = [user for user in _people(payload) if _may_know(user, payload["case"])]
    told = set(Notice.objects.filter(source=key, user__in=people).values_list("user_id", flat=True))
    notices = [_notice(user, payload, key, now) for user in people if user.pk not in told]
    Notice.objects.bulk_create(notices)
    Outbox.objects.bulk_create(
        Outbox(topic=MAIL_TOPIC, payload={"notice": notice.pk}, created_at=now, available_at=now)
        for notice in notices
        if notice.user.email
    )


def _notice(user: User, payload: dict[str, Any], key: str, now: Any) -> Notice:
    return Notice(
        user=user,
        source=key,
        kind=payload["kind"],
        subject=payload["subject"],
        url=payload["url"],
        case_number=payload["case"],
        at=now,
    )


def _people(payload: dict[str, Any]) -> QuerySet[User]:
    roles = set(payload["roles"])
    who = Q(pk__in=payload["users"]) | Q(role__in=roles - {Role.PRESIDING})
    if Role.PRESIDING in roles:
        who |= Q(presiding=True)
    return User.objects.filter(who, is_active=True, is_machine=False)


def _may_know(user: User, case: str) -> bool:
    if not case:
        return True
    return any(visible(user).filter(number=case).exists() for visible in ports.visible_case_numbers)


def send_mail(payload: dict[str, Any], key: str) -> None:
    """One mail with number, kind and link. Its Message-ID is the row's, so a repeat can be told."""
    notice = Notice.objects.select_related("user").get(pk=payload["notice"])
    mark = "[Demonstration] " if settings.DEMONSTRATION else ""
    EmailMessage(
        subject=f"{mark}{notice.subject}: {notice.text}",
        body=f"{notice.subject}\n{notice.text}\n{settings.SITE_URL}{notice.url}\n",
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[notice.user.email],
        headers={"Message-ID": f"<{key}@{settings.MAIL_DOMAIN}>"},
    ).send()
