"""Who sits on the Security Council."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from mad.membership.models.common import ordered
from mad.reference.models import State


class CouncilSeat(models.Model):
    """A State's seat, by its first and last day; a permanent seat has no last day."""

    state = models.ForeignKey(State, models.PROTECT, related_name="+")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    permanent = models.BooleanField(default=False)

    class Meta:
        ordering = ["-permanent", "state__name"]
        indexes = [models.Index(fields=["ends", "starts"], name="council_on_a_day")]
        constraints = [
            ordered("council_seat_days_are_ordered"),
            models.UniqueConstraint(fields=["state", "starts"], name="one_council_seat_per_state_and_day"),
            models.CheckConstraint(
                condition=Q(permanent=True) | Q(ends__isnull=False), name="elected_council_seat_ends"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state_id}: {self.starts} to {self.ends or 'open'}"
