"""Redacted copies (R15): each a file and an item of its own that name their original."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from evidence.models.items import Item


class Redaction(models.Model):
    """A redacted copy was asked for: which boxes, why, by whom; and what became of it.

    boxes: [{page, left, top, width, height, reason}] in ten-thousandths of the page. copy: the item made from it.
    """

    item = models.ForeignKey(Item, models.PROTECT, related_name="redactions")
    copy = models.OneToOneField(Item, models.PROTECT, null=True, related_name="redaction")
    boxes = models.JSONField()
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    failed = models.CharField(max_length=300, blank=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(name="a_redaction_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="a_finished_redaction_has_an_outcome",
                condition=Q(finished_at=None, copy=None, failed="")
                | Q(finished_at__isnull=False) & (Q(copy__isnull=False, failed="") | Q(copy=None) & ~Q(failed="")),
            ),
            models.UniqueConstraint(
                fields=["item", "by"], condition=Q(finished_at=None), name="one_redaction_under_way_per_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {len(self.boxes)} boxes"
