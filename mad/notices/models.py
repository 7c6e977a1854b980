"""Notices to people and the outbox they leave by. No content, only number, kind and link (R52)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

KINDS = {
    "clock.half": "half of the time has passed",
    "clock.four_fifths": "four fifths of the time have passed",
    "clock.due": "the clock is due",
    "clock.escalation": "the clock is late",
    "report.missing": "a report or a nil return is missing",
    "token.expiring": "a token ends soon",
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
