"""What was learnt later of a crime that a determination decided on."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.procedure.calibration import Happened

from .determination import Determination


class CrimeOutcome(models.Model):
    """Whether the crime occurred, by which source and why that is believed. Append-only: the newest of a crime counts."""

    HAPPENED = [
        (Happened.OCCURRED.value, "It occurred"),
        (Happened.DID_NOT.value, "It did not occur"),
        (Happened.UNKNOWN.value, "It cannot be known"),
    ]

    determination = models.ForeignKey(Determination, models.PROTECT, related_name="outcomes")
    crime_id = models.CharField(max_length=40)
    happened = models.CharField(max_length=10, choices=HAPPENED)
    source = models.CharField(max_length=500)
    reasons = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    entry = models.ForeignKey("docket.Entry", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="what_happened_is_known", condition=Q(happened__in=list(Happened))),
            models.CheckConstraint(name="an_outcome_has_its_source", condition=~Q(source="")),
            models.CheckConstraint(name="an_outcome_has_its_reasons", condition=~Q(reasons="")),
        ]

    def __str__(self) -> str:
        return f"{self.crime_id} of {self.determination_id}: {self.happened}"
