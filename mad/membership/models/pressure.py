"""Attempts by States to pressure, intimidate or entice a member (R8). Append-only."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from mad.membership.models.common import not_blank, one_of
from mad.membership.models.members import Member
from mad.reference.models import State


class PressureIncident(models.Model):
    """What the member reports: who, when, how, evidence. salt: keeps the docket digest from being guessed."""

    class Kind(models.TextChoices):
        PRESSURE = "pressure", "Pressure"
        INTIMIDATION = "intimidation", "Intimidation"
        ENTICEMENT = "enticement", "Enticement"

    number = models.CharField(max_length=16, unique=True)
    member = models.ForeignKey(Member, models.PROTECT, related_name="pressure_incidents")
    kind = models.CharField(max_length=12, choices=Kind)
    state = models.ForeignKey(State, models.PROTECT, related_name="+")
    by_whom = models.CharField(max_length=300)
    happened_on = models.DateField()
    account = models.TextField()
    evidence = models.TextField(blank=True)
    reported_at = models.DateTimeField()
    salt = models.BinaryField(max_length=32)
    entry = models.OneToOneField("docket.Entry", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-reported_at", "-id"]
        constraints = [
            one_of("kind", ["pressure", "intimidation", "enticement"], "pressure_kind_is_known"),
            not_blank("account", "pressure_says_how"),
            not_blank("by_whom", "pressure_says_who"),
        ]

    def __str__(self) -> str:
        return self.number


class PressureDecision(models.Model):
    """What the ethics officer decided on an incident; an incident can have several."""

    incident = models.ForeignKey(PressureIncident, models.PROTECT, related_name="decisions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField()
    decided_at = models.DateTimeField()
    salt = models.BinaryField(max_length=32)
    entry = models.OneToOneField("docket.Entry", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["decided_at", "id"]
        constraints = [not_blank("text", "pressure_decision_says_what")]

    def __str__(self) -> str:
        return f"{self.incident_id}: {self.decided_at:%Y-%m-%d}"
