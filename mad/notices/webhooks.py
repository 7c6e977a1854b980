"""Webhooks of an office: registered, their secret replaced, removed; and what could not be delivered, sent again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from mad.accounts.models import Office
from mad.accounts.permissions import Act, may, require
from mad.common import clock
from mad.common.errors import Invalid, NotPermitted, Refused
from mad.docket.services import record
from mad.notices import posting, signature
from mad.notices.models import Delivery, Webhook, derived, new_salt

MOST = 10
GRACE = timedelta(hours=24)


def webhooks_of(user: Any, office: Office | None = None) -> QuerySet[Webhook]:
    """Those in use of the user's own office, or of any office for the administrator."""
    kept = Webhook.objects.filter(removed_at=None)
    if may(user, Act.MANAGE_ACCOUNTS):
        return kept.filter(office=office)
    if user.office_id is None or not may(user, Act.KEEP_OWN_TOKENS):
        return kept.none()
    return kept.filter(office=user.office_id)


def _require(by: Any, office: Office) -> None:
    """The office keeps its webhooks; the administrator can end one and have it told again."""
    require(by, Act.KEEP_OWN_TOKENS if by.office_id == office.pk else Act.MANAGE_ACCOUNTS)


def _require_own(by: Any, office: Office) -> None:
    """Where an office is told, and by which secret it knows the Division, is the office's alone to say (R9, R16)."""
    if by.office_id != office.pk:
        raise NotPermitted("R9", "A webhook tells of what its office sent: that office alone registers it.")
    require(by, Act.KEEP_OWN_TOKENS)


@transaction.atomic
def register_webhook(*, office: Office, url: str, by: Any) -> tuple[Webhook, str]:
    """A new webhook and its secret, which cannot be read again. Raises Invalid naming the address."""
    _require_own(by, office)
    _check(url)
    if office.webhooks.filter(removed_at=None).count() >= MOST:
        raise Refused("", f"An office has at most {MOST} webhooks.", "Remove one first.", code="too-many-webhooks")
    try:
        with transaction.atomic():
            made = Webhook.objects.create(office=office, url=url, created_at=clock.now(), created_by=by)
    except IntegrityError as error:
        raise Invalid({"url": ["This address is registered already."]}) from error
    _record("webhook.registered", made, by)
    return made, signature.secret_text(made.secret_key)


def _check(url: str) -> None:
    try:
        posting.target(url, private=settings.WEBHOOKS_TO_PRIVATE)
    except posting.Unreachable as error:
        raise Invalid({"url": [str(error)]}) from error


@transaction.atomic
def replace_secret(*, webhook: Webhook, by: Any) -> str:
    """A new secret; the old one signs as well for another day, so that nothing is lost while it is put in place."""
    _require_own(by, webhook.office)
    locked = Webhook.objects.select_for_update(of=("self",)).get(pk=webhook.pk)
    locked.old_salt, locked.old_until = locked.salt, clock.now() + GRACE
    locked.salt = new_salt()
    locked.save(update_fields=["salt", "old_salt", "old_until"])
    _record("webhook.secret_replaced", locked, by)
    return signature.secret_text(locked.secret_key)


@transaction.atomic
def remove_webhook(*, webhook: Webhook, by: Any) -> None:
    """Tell it nothing more. What was delivered stays on record; a second call changes nothing."""
    _require(by, webhook.office)
    locked = Webhook.objects.select_for_update(of=("self",)).get(pk=webhook.pk)
    if locked.removed_at is not None:
        return
    locked.removed_at = clock.now()
    locked.save(update_fields=["removed_at"])
    _record("webhook.removed", locked, by)


@transaction.atomic
def send_again(*, delivery: Delivery, by: Any) -> Delivery:
    """Take a delivery up again that was given up. Refused for one that waits or arrived."""
    _require(by, delivery.webhook.office)
    locked = Delivery.objects.select_for_update(of=("self",)).select_related("webhook").get(pk=delivery.pk)
    if locked.state != Delivery.State.DEAD:
        raise Refused("", "Only what was given up is sent again.", f"This one is {locked.state}.", code="not-dead")
    now = clock.now()
    locked.state, locked.attempts, locked.next_at = Delivery.State.WAITING, 0, now
    locked.created_at, locked.settled_at = now, None
    locked.save(update_fields=["state", "attempts", "next_at", "created_at", "settled_at"])
    Webhook.objects.filter(pk=locked.webhook_id).update(retry_at=None, failures=0)
    _record("webhook.sent_again", locked.webhook, by, delivery=locked.key)
    return locked


def signing_keys(webhook: Webhook) -> list[bytes]:
    """The keys that sign now: the secret's, and in its grace the one before."""
    keys = [webhook.secret_key]
    if webhook.old_salt and webhook.old_until and clock.now() < webhook.old_until:
        keys.append(derived(webhook.old_salt))
    return keys


def _record(act: str, webhook: Webhook, by: Any, **more: str) -> None:
    content = {"webhook": webhook.key, "url": webhook.url, **more}
    record(act=act, by=by, obj=f"office:{webhook.office.code}", content=content, facts={"webhook": webhook.key})
