"""Events of lethal violence from public collections (R19)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mad.reference.models import State


class Incident(models.Model):
    """One event as its source describes it; loading the same release twice changes nothing.

    type_of_violence: 1 with a State, 2 without, 3 one-sided, 4 other (a protest, a riot; ACLED only). In 3, `actor`
    killed civilians. described_as: the source's own word for the kind. provisional: of a candidate release, not vetted
    yet. The State is held by a statement-level trigger (migration 0061), not by a foreign key of the database.
    """

    ONE_SIDED = 3
    KINDS: ClassVar[dict[int, Any]] = {
        1: _("State-based violence"),
        2: _("Violence without a State"),
        3: _("One-sided violence"),
        4: _("Other event"),
    }

    source = models.CharField(max_length=20)
    source_id = models.CharField(max_length=40)
    type_of_violence = models.PositiveSmallIntegerField()
    state = models.ForeignKey(State, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False)
    country = models.CharField(max_length=120)
    region = models.CharField(max_length=40, blank=True)
    adm_1 = models.CharField(max_length=200, blank=True)
    adm_2 = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=300, blank=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    place_precision = models.PositiveSmallIntegerField()
    date_start = models.DateField()
    date_end = models.DateField()
    date_precision = models.PositiveSmallIntegerField()
    actor = models.CharField(max_length=300)
    opponent = models.CharField(max_length=300)
    conflict = models.CharField(max_length=300, blank=True)
    civilians = models.IntegerField()
    low = models.IntegerField()
    best = models.IntegerField()
    high = models.IntegerField()
    reported_by = models.TextField(blank=True)
    described_as = models.CharField(max_length=120, blank=True, default="")
    provisional = models.BooleanField(default=False)
    release = models.CharField(max_length=80)
    loaded_at = models.DateTimeField()

    class Meta:
        ordering = ["date_start", "id"]
        constraints = [
            models.UniqueConstraint(fields=["source", "source_id"], name="one_incident_per_source_id"),
            models.CheckConstraint(name="an_incident_runs_forward", condition=Q(date_end__gte=F("date_start"))),
            models.CheckConstraint(name="incident_kind_is_known", condition=Q(type_of_violence__in=[1, 2, 3, 4])),
            models.CheckConstraint(
                name="incident_deaths_are_counts",
                condition=Q(civilians__gte=0, low__gte=0, best__gte=0, high__gte=0),
            ),
            models.CheckConstraint(
                name="incident_is_on_earth",
                condition=Q(lat=None) | (Q(lat__range=(-90, 90)) & Q(lon__range=(-180, 180))),
            ),
        ]
        indexes = [
            models.Index(name="incidents_of_a_state", fields=["state", "source", "date_start"]),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.source_id}"

    @property
    def kind_words(self) -> str:
        return str(self.KINDS[self.type_of_violence])


class IncidentMonth(models.Model):
    """Killings of civilians in one State and month as one collection tells them, kept by triggers of the incidents.

    deadliest: ids of the 12 deadliest with a place on the map, the deadliest first.
    """

    source = models.CharField(max_length=20)
    state = models.ForeignKey(State, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    month = models.DateField()
    events = models.IntegerField()
    low = models.BigIntegerField()
    best = models.BigIntegerField()
    high = models.BigIntegerField()
    deadliest = ArrayField(models.BigIntegerField())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["state", "source", "month"], name="a_month_is_counted_once")]

    def __str__(self) -> str:
        return f"{self.state_id} {self.month:%Y-%m}"
