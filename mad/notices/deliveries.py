"""Delivering webhooks: rows claimed for a while, posted outside any transaction, settled afterwards.

A worker that dies leaves its rows claimed for LEASE; then they are tried again under the same id. So each is told at
least once, and a repeat can be told from a new one. One that does not answer waits twice as long each time and holds
up nobody else: a batch has at most one delivery of each webhook.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from mad.common import clock
from mad.notices import posting, signature
from mad.notices.models import Delivery, Webhook
from mad.notices.webhooks import signing_keys

AT_ONCE = 8
LOOK_AT = 200
LEASE = timedelta(seconds=60)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=5), timedelta(hours=1)
MOST_ATTEMPTS = 12
LONGEST_LIFE = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Outcome:
    """status: what answered, or None with the error that kept it from answering."""

    status: int | None
    error: str = ""

    @property
    def arrived(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def tell(offices: Iterable[int], *, kind: str, number: str, url: str, source: str) -> None:
    """One delivery for each webhook of the offices; a second call with the same source adds none."""
    now = clock.now()
    found = Webhook.objects.filter(office__in=list(offices), removed_at=None)
    Delivery.objects.bulk_create(
        [
            Delivery(webhook=each, source=source, kind=kind, number=number, url=url, created_at=now, next_at=now)
            for each in found
        ],
        ignore_conflicts=True,
    )


def deliver() -> int:
    """Post what is due until nothing is; returns how many were tried."""
    tried = 0
    while batch := _claim():
        with ThreadPoolExecutor(len(batch)) as pool:
            outcomes = list(pool.map(_post, batch, [_request(delivery) for delivery in batch]))
        for delivery, outcome in zip(batch, outcomes, strict=True):
            _settle(delivery, outcome)
        tried += len(batch)
    return tried


@transaction.atomic
def _claim() -> list[Delivery]:
    now = clock.now()
    resting = Q(webhook__retry_at__gt=now)
    due = (
        Delivery.objects.filter(state=Delivery.State.WAITING, next_at__lte=now, webhook__removed_at=None)
        .exclude(resting)
        .order_by("next_at", "id")
        .select_related("webhook")
        .select_for_update(of=("self",), skip_locked=True)[:LOOK_AT]
    )
    first: dict[int, Delivery] = {}
    for delivery in due:
        first.setdefault(delivery.webhook_id, delivery)
    claimed = list(first.values())[:AT_ONCE]
    for delivery in claimed:
        delivery.attempts += 1
        delivery.next_at = now + LEASE
        delivery.save(update_fields=["attempts", "next_at"])
    return claimed


def body_of(delivery: Delivery) -> bytes:
    """R52: number, kind and link."""
    told = {"number": delivery.number, "kind": delivery.kind, "link": f"{settings.SITE_URL}{delivery.url}"}
    return json.dumps(told).encode()


def _request(delivery: Delivery) -> tuple[dict[str, str], bytes]:
    body, at = body_of(delivery), int(clock.now().timestamp())
    signed = signature.headers(signing_keys(delivery.webhook), delivery.key, at, body)
    return {"Content-Type": "application/json", "User-Agent": "mad-webhooks/1", **signed}, body


def _post(delivery: Delivery, request: tuple[dict[str, str], bytes]) -> Outcome:
    """Runs in a thread of its own and asks no database."""
    headers, body = request
    try:
        return Outcome(posting.post(delivery.webhook.url, headers, body, private=settings.WEBHOOKS_TO_PRIVATE))
    except posting.Unreachable as error:
        return Outcome(None, str(error))


def wait_after(failures: int) -> timedelta:
    """5, 10, 20 … seconds, an hour at most."""
    return min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(max(failures, 1) - 1, 20))


@transaction.atomic
def _settle(delivery: Delivery, outcome: Outcome) -> None:
    now = clock.now()
    delivery.answered, delivery.error = outcome.status, outcome.error[:200]
    webhook = Webhook.objects.select_for_update(of=("self",)).get(pk=delivery.webhook_id)
    if outcome.arrived:
        delivery.state, delivery.settled_at = Delivery.State.DONE, now
        webhook.failures, webhook.retry_at = 0, None
    else:
        webhook.failures += 1
        webhook.retry_at = delivery.next_at = now + wait_after(webhook.failures)
        _give_up(delivery, now)
    delivery.save(update_fields=["state", "settled_at", "answered", "error", "next_at"])
    webhook.save(update_fields=["failures", "retry_at"])


def _give_up(delivery: Delivery, now: datetime) -> None:
    if delivery.attempts >= MOST_ATTEMPTS or now - delivery.created_at >= LONGEST_LIFE:
        delivery.state, delivery.settled_at = Delivery.State.DEAD, now
