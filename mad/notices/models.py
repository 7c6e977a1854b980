"""Notices to people and the outbox they leave by. No content, only number, kind and link (R52)."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac

from mad.accounts.models import Office

KINDS = {
    "clock.half": "half of the time has passed",
    "clock.four_fifths": "four fifths of the time have passed",
    "clock.due": "the clock is due",
    "clock.escalation": "the clock is late",
    "report.missing": "a report or a nil return is missing",
    "token.expiring": "a token ends soon",
    "output.to_sign": "waits for signatures",
    "search.hit": "a saved search found something new",
}


class Outbox(models.Model):
    """Work written in the transaction of an act and done afterwards, whatever crashes in between."""

    topic = models.CharField(max_length=40)
    payload = models.JSONField()
    created_at = models.DateTimeField()
    available_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    dead_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(name="outbox_waiting", fields=["available_at", "id"], condition=Q(done_at=None, dead_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.pk}"


class Notice(models.Model):
    """One person told once of one thing."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="notices")
    source = models.CharField(max_length=60)
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=40)
    url = models.CharField(max_length=200)
    case_number = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="told_once", fields=["user", "source"])]
        indexes = [models.Index(name="notices_of_a_person", fields=["user", "-at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"

    @property
    def text(self) -> str:
        """The kind in words; a notice says no more than this (R52)."""
        return KINDS.get(self.kind, self.kind.replace(".", " ").replace("_", " "))


def new_key() -> str:
    """A name that says nothing of how many there are."""
    return secrets.token_hex(12)


def new_salt() -> str:
    return secrets.token_hex(32)


class Webhook(models.Model):
    """Where an office wants to be told. Its secret is derived from the salt and the installation's key, never stored.

    old_salt: of the secret before, which signs as well until old_until. retry_at: after a failure nothing is tried
    before.
    """

    key = models.CharField(max_length=24, unique=True, default=new_key)
    office = models.ForeignKey(Office, models.PROTECT, related_name="webhooks")
    url = models.CharField(max_length=500)
    salt = models.CharField(max_length=64, default=new_salt)
    old_salt = models.CharField(max_length=64, blank=True)
    old_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="one_webhook_per_address", fields=["office", "url"], condition=Q(removed_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.office}: {self.url}"

    @property
    def secret_key(self) -> bytes:
        return derived(self.salt)


def derived(salt: str) -> bytes:
    """The 32 bytes that sign, from a webhook's salt."""
    return salted_hmac("mad.notices.webhook", salt, algorithm="sha256").digest()


class Delivery(models.Model):
    """One thing that one webhook is told: its own outbox row. No content, only number, kind and link (R52)."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        DONE = "done", "Delivered"
        DEAD = "dead", "Given up"

    key = models.CharField(max_length=24, unique=True, default=new_key)
    webhook = models.ForeignKey(Webhook, models.PROTECT, related_name="deliveries")
    source = models.CharField(max_length=60)
    kind = models.CharField(max_length=40)
    number = models.CharField(max_length=40)
    url = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    answered = models.PositiveSmallIntegerField(null=True)
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name_plural = "deliveries"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(name="a_webhook_is_told_once", fields=["webhook", "source"]),
            models.CheckConstraint(name="delivery_state_is_known", condition=Q(state__in=["waiting", "done", "dead"])),
        ]
        indexes = [
            models.Index(name="deliveries_waiting", fields=["next_at", "id"], condition=Q(state="waiting")),
            models.Index(name="deliveries_of_a_webhook", fields=["webhook", "-id"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
