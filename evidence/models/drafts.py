"""What somebody is still writing. No act, so no docket entry; it goes when the act is done."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Draft(models.Model):
    """The fields of one unfinished form of one person. place: "submit", or "screening:S-2026-000123"."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    place = models.CharField(max_length=60)
    fields = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "place"], name="one_draft_per_person_and_place")]

    def __str__(self) -> str:
        return f"{self.user}: {self.place}"
