"""The duty-to-share ledger (R10, R11): what is watched, who declared that nothing is to report, who was silent."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from mad.accounts.models import Office
from mad.reference.models import State


class Situation(models.Model):
    """A situation on which bound sources report. Its States never change; a watch with others is another one."""

    number = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    state_codes = ArrayField(models.CharField(max_length=3))
    since = models.DateField()
    until = models.DateField(null=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["name"], condition=Q(until=None), name="one_running_watch_per_name"),
            models.CheckConstraint(name="a_watch_has_a_state", condition=~Q(state_codes=[])),
            models.CheckConstraint(name="a_watch_runs_forward", condition=Q(until=None) | Q(until__gte=F("since"))),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def states(self) -> models.QuerySet[State]:
        return State.objects.filter(pk__in=self.state_codes)


class NilReturn(models.Model):
    """A bound source says that on some States and days there is nothing to report."""

    number = models.CharField(max_length=20, unique=True)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", db_index=False)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    state_codes = ArrayField(models.CharField(max_length=3))
    period_from = models.DateField()
    period_to = models.DateField()
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(name="a_nil_return_names_a_state", condition=~Q(state_codes=[])),
            models.CheckConstraint(name="a_nil_return_runs_forward", condition=Q(period_to__gte=F("period_from"))),
        ]
        indexes = [models.Index(name="nil_returns_of_an_office", fields=["office", "-id"])]

    def __str__(self) -> str:
        return self.number

    def content(self) -> dict[str, Any]:
        """What its docket entry digests."""
        return {
            "office": self.office_id,
            "states": self.state_codes,
            "period": [self.period_from, self.period_to],
            "received_at": self.received_at,
        }


class Lapse(models.Model):
    """A period ended without an open report of a bound source: the line on the ledger, written once."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="+", db_index=False)
    situation = models.ForeignKey(Situation, models.PROTECT, related_name="lapses")
    first = models.DateField()
    end = models.DateField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-end", "id"]
        constraints = [
            models.UniqueConstraint(fields=["office", "situation", "first"], name="one_lapse_per_period"),
            models.CheckConstraint(name="a_lapse_runs_forward", condition=Q(end__gt=F("first"))),
        ]
        indexes = [models.Index(name="lapses_by_end", fields=["-end", "id"])]

    def __str__(self) -> str:
        return f"{self.office}: {self.situation}, {self.first}"
