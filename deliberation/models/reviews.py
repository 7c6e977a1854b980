"""Regional quarterly reviews: their agenda, what was decided, what goes up to the principals' meeting (R46)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models import Case
from deliberation.procedure.reviews import Region
from mad.reference.models import Group

USER = settings.AUTH_USER_MODEL
NAMES = {region.value: Group(region.group).label for region in Region}


class RegionalReview(models.Model):
    """The review of one region in one quarter. closed_at: its record is complete and frozen by its digest."""

    region = models.CharField(max_length=20, choices=list(NAMES.items()))
    year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    held_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    digest = models.CharField(max_length=64, blank=True)
    entry = models.OneToOneField("docket.Entry", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-year", "-quarter", "region"]
        constraints = [
            models.UniqueConstraint(fields=["region", "year", "quarter"], name="one_review_per_region_and_quarter"),
            models.CheckConstraint(name="review_region_is_known", condition=Q(region__in=list(Region))),
            models.CheckConstraint(name="a_year_has_four_quarters", condition=Q(quarter__range=(1, 4))),
            models.CheckConstraint(
                name="a_closed_review_was_held",
                condition=Q(closed_at=None, digest="", entry=None)
                | (Q(closed_at__isnull=False, held_on__isnull=False, entry__isnull=False) & ~Q(digest="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_region_display()}, Q{self.quarter} {self.year}"

    @property
    def number(self) -> str:
        """How the docket names it."""
        return f"RR-{self.region}-{self.year}-Q{self.quarter}"


class AgendaItem(models.Model):
    """A situation as it stood on the watch list when the agenda was made. grounds: [{source, points, said}]."""

    review = models.ForeignKey(RegionalReview, models.PROTECT, related_name="items")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    ordinal = models.PositiveSmallIntegerField()
    standing = models.PositiveSmallIntegerField()
    proposed = models.PositiveSmallIntegerField()
    change = models.SmallIntegerField(null=True)
    grounds = models.JSONField()
    last_warning = models.DateTimeField(null=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["review", "ordinal"], name="agenda_items_are_numbered"),
            models.UniqueConstraint(fields=["review", "case"], name="a_case_stands_once_on_an_agenda"),
        ]

    def __str__(self) -> str:
        return f"{self.ordinal}. {self.case_id}"


class ReviewDecision(models.Model):
    """What the review decided, on one item or (item None) on the region. Append-only.

    no_follow_up: why nothing follows from it; "" where measures do, before the review is closed.
    """

    review = models.ForeignKey(RegionalReview, models.PROTECT, related_name="decisions")
    item = models.ForeignKey(AgendaItem, models.PROTECT, null=True, related_name="decisions")
    ordinal = models.PositiveSmallIntegerField()
    text = models.TextField()
    no_follow_up = models.TextField(blank=True, default="")
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    entry = models.OneToOneField("docket.Entry", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["review", "ordinal"], name="review_decisions_are_numbered"),
            models.CheckConstraint(name="a_review_decision_has_text", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return f"decision {self.ordinal} of {self.review_id}"


class RaisedItem(models.Model):
    """A situation goes up to the principals' meeting, for a stated reason. Append-only."""

    item = models.OneToOneField(AgendaItem, models.PROTECT, related_name="raised")
    reason = models.TextField()
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    entry = models.OneToOneField("docket.Entry", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [models.CheckConstraint(name="what_goes_up_has_a_reason", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return f"{self.item_id} raised"
