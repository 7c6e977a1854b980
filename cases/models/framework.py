"""The Framework of Analysis in a case: what was read of each indicator, and the evidence it rests on (R22)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.procedure.framework import Status, Trend

from .case import Case

STATUSES = [(status.value, status.value.capitalize()) for status in Status]
TRENDS = [(trend.value, trend.value.capitalize()) for trend in Trend]


class FrameworkReading(models.Model):
    """One reading of one indicator; the newest is its state and none is ever changed. Append-only.

    indicator: an id of mad.reference.framework. All readings of one saved form share their docket entry.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="framework")
    indicator = models.CharField(max_length=8)
    status = models.CharField(max_length=8, choices=STATUSES)
    trend = models.CharField(max_length=8, choices=TRENDS)
    grounds = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    entry = models.ForeignKey("docket.Entry", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="reading_status_is_known", condition=Q(status__in=[s.value for s in Status])),
            models.CheckConstraint(name="reading_trend_is_known", condition=Q(trend__in=[t.value for t in Trend])),
            models.CheckConstraint(
                name="the_unknown_has_no_trend",
                condition=~Q(status=Status.UNKNOWN.value) | Q(trend=Trend.UNKNOWN.value),
            ),
            models.CheckConstraint(
                name="what_is_known_has_grounds", condition=Q(status=Status.UNKNOWN.value) | ~Q(grounds="")
            ),
        ]
        indexes = [models.Index(name="readings_of_an_indicator", fields=["case", "indicator", "id"])]

    def __str__(self) -> str:
        return f"{self.indicator} {self.status}"


class ReadingEvidence(models.Model):
    """An item that a reading cites from then on (linked) or no longer (not linked). Append-only.

    Kept as changes, so that a reading never speaks for an item that its author may not open.
    """

    reading = models.ForeignKey(FrameworkReading, models.PROTECT, related_name="evidence")
    item = models.ForeignKey("evidence.Item", models.PROTECT, related_name="+")
    linked = models.BooleanField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["reading", "item"], name="a_reading_names_an_item_once")]

    def __str__(self) -> str:
        return f"{self.item_id} {'cited' if self.linked else 'no longer cited'}"
