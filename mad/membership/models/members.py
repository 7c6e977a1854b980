"""Members, their terms, suspensions, ties and declarations."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import ExtractYear
from django.db.models.lookups import LessThanOrEqual

from mad.membership.models.common import not_blank, one_of, ordered
from mad.reference.models import Group, State


class DisciplineChoices(models.TextChoices):
    """R1. The values are those of independence.Discipline."""

    LEGAL = "legal", "Legal"
    MEDIATION = "mediation", "Mediation"
    SANCTIONS = "sanctions", "Sanctions"
    INTERVENTION = "intervention", "Intervention"


class TieKindChoices(models.TextChoices):
    """R3. The values are those of independence.TieKind."""

    NATIONAL = "national", "National"
    PERMANENT_RESIDENT = "permanent_resident", "Permanent resident"
    FINANCIAL = "financial", "Financial tie"
    OTHER = "other", "Other conflict of interest"


class Member(models.Model):
    """An elected expert. discipline: exactly one (R1). group: the regional group counted for R7."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="member")
    discipline = models.CharField(max_length=12, choices=DisciplineChoices)
    group = models.CharField(max_length=20, choices=Group)

    class Meta:
        ordering = ["user__full_name", "id"]
        constraints = [
            one_of("discipline", DisciplineChoices.values, "member_discipline_is_known"),
            one_of("group", Group.values, "member_group_is_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.user.full_name


class Term(models.Model):
    """Days a member was elected for; the last is a 31 December (R2). From resigned_on it counts no more."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="terms")
    place = models.ForeignKey("membership.Place", models.PROTECT, related_name="terms")
    starts = models.DateField()
    ends = models.DateField()
    resigned_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["starts", "id"]
        constraints = [
            ordered("term_days_are_ordered"),
            models.UniqueConstraint(fields=["member", "starts"], name="one_term_per_member_and_day"),
            models.UniqueConstraint(fields=["place", "starts"], name="one_term_per_place_and_day"),
            models.CheckConstraint(condition=Q(ends__month=12, ends__day=31), name="term_ends_with_the_year"),
            models.CheckConstraint(
                condition=LessThanOrEqual(ExtractYear("ends") - ExtractYear("starts"), 1),
                name="term_is_two_years_at_most",
            ),
            models.CheckConstraint(
                condition=Q(resigned_on__isnull=True) | Q(resigned_on__gte=F("starts"), resigned_on__lte=F("ends")),
                name="resignation_is_inside_the_term",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.starts} to {self.ends}"


class Suspension(models.Model):
    """Days on which a member may not act (R2). ends None: until lifted."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="suspensions")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    reason = models.TextField()
    lifted_because = models.TextField(blank=True)

    class Meta:
        ordering = ["starts", "id"]
        constraints = [ordered("suspension_days_are_ordered"), not_blank("reason", "suspension_has_a_reason")]

    def __str__(self) -> str:
        return f"{self.member_id}: suspended from {self.starts}"


class Presidency(models.Model):
    """Who presided and when. At most one is open."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="presidencies")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["starts", "id"]
        constraints = [
            ordered("presidency_days_are_ordered"),
            models.UniqueConstraint(
                fields=["ends"],
                condition=Q(ends__isnull=True),
                nulls_distinct=False,
                name="one_open_presidency",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id}: presides from {self.starts}"


class Tie(models.Model):
    """A member's declared tie with a State (R3). Never removed: it ends on a day."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="ties")
    kind = models.CharField(max_length=20, choices=TieKindChoices)
    state = models.ForeignKey(State, models.PROTECT, related_name="+")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    declared_at = models.DateTimeField()

    class Meta:
        ordering = ["starts", "id"]
        indexes = [models.Index(fields=["state", "member"], name="tie_by_state")]
        constraints = [
            ordered("tie_days_are_ordered"),
            one_of("kind", TieKindChoices.values, "tie_kind_is_known"),
            models.UniqueConstraint(
                fields=["member", "kind", "state", "starts"], name="one_tie_per_kind_state_and_day"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["national", "permanent_resident"]) | ~Q(note=""),
                name="tie_of_interest_says_what_it_is",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.kind} {self.state_id}"


class Declaration(models.Model):
    """A signed declaration of interests (R4): the ties as they stood, frozen by digest. Append-only."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="declarations")
    signed_on = models.DateField()
    signed_at = models.DateTimeField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    entry = models.OneToOneField("docket.Entry", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-signed_at", "-id"]
        indexes = [models.Index(fields=["member", "-signed_on"], name="newest_declaration")]

    def __str__(self) -> str:
        return f"{self.member_id}: declared {self.signed_on}"
