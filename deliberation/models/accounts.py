"""What the Division says of itself at fixed times: the monthly Council briefing (R47), the annual account (R48)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

USER = settings.AUTH_USER_MODEL


class Briefing(models.Model):
    """The horizon-scanning brief of one month, in one edition. The database freezes it once it is issued.

    content: {"asked": time, "sections": [{"key", "heading", "lines": [made from the released record], "text": written
    by the registrar}]}. reason: why an issued edition is corrected by this one; "" for the first.
    """

    number = models.CharField(max_length=20, unique=True)
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    edition = models.PositiveSmallIntegerField(default=1)
    reason = models.TextField(blank=True)
    content = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    drafted_at = models.DateTimeField()
    edited_at = models.DateTimeField()
    edited_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(null=True)
    issued_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    digest = models.CharField(max_length=64, blank=True)
    entry = models.OneToOneField("docket.Entry", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-year", "-month", "-edition"]
        constraints = [
            models.UniqueConstraint(fields=["year", "month", "edition"], name="one_briefing_per_month_and_edition"),
            models.UniqueConstraint(
                fields=["year", "month"], condition=Q(issued_at=None), name="one_draft_briefing_per_month"
            ),
            models.CheckConstraint(name="a_year_has_twelve_months", condition=Q(month__range=(1, 12))),
            models.CheckConstraint(
                name="a_later_briefing_edition_says_why",
                condition=Q(edition=1, reason="") | (Q(edition__gt=1) & ~Q(reason="")),
            ),
            models.CheckConstraint(
                name="an_issued_briefing_has_its_digest",
                condition=Q(issued_at=None, digest="", entry=None)
                | (Q(issued_at__isnull=False, issued_by__isnull=False, entry__isnull=False) & ~Q(digest="")),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class AnnualAccount(models.Model):
    """The account of one year as it was published, in one edition. Append-only.

    content: the figures as deliberation.selectors.account gives them. reason: of a correction; "" for the first.
    """

    year = models.PositiveSmallIntegerField()
    edition = models.PositiveSmallIntegerField()
    reason = models.TextField(blank=True)
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    entry = models.OneToOneField("docket.Entry", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-year", "-edition"]
        constraints = [
            models.UniqueConstraint(fields=["year", "edition"], name="one_account_per_year_and_edition"),
            models.CheckConstraint(
                name="a_later_account_says_why", condition=Q(edition=1, reason="") | (Q(edition__gt=1) & ~Q(reason=""))
            ),
        ]

    def __str__(self) -> str:
        return f"account of {self.year}, edition {self.edition}"

    @property
    def number(self) -> str:
        """How the docket names it."""
        return f"AA-{self.year}-{self.edition}"
