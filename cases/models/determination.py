"""The determination, its votes, the evidence it froze, the opinions attached (R30)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.procedure import Temporal

from .assessment import Assessment
from .case import MEMBER, URGENCIES, Case


class Determination(models.Model):
    """`document` holds the reasoned text, `digest` its digest; in force once adopted and until replaced."""

    number = models.CharField(max_length=20, unique=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="determinations")
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="determinations")
    document = models.JSONField()
    digest = models.CharField(max_length=64)
    likely_crimes = models.JSONField(default=list)
    severity = models.PositiveSmallIntegerField()
    temporal = models.CharField(max_length=10, choices=URGENCIES)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entry = models.ForeignKey("docket.Entry", models.PROTECT, related_name="+")
    adopted_at = models.DateTimeField(null=True)
    rejected_at = models.DateTimeField(null=True)
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaces")
    stale_since = models.DateTimeField(null=True)
    stale_changes = models.JSONField(default=list)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(name="severity_is_1_to_5", condition=Q(severity__range=(1, 5))),
            models.CheckConstraint(name="temporal_is_known", condition=Q(temporal__in=list(Temporal))),
            models.CheckConstraint(name="adopted_or_rejected", condition=Q(adopted_at=None) | Q(rejected_at=None)),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(adopted_at__isnull=False, replaced_by=None),
                name="one_determination_in_force",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(adopted_at=None, rejected_at=None),
                name="one_determination_before_the_panel",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def stale(self) -> bool:
        return self.stale_since is not None


class FrozenItem(models.Model):
    """An item relied on, in the version and with the digest it had (R30)."""

    determination = models.ForeignKey(Determination, models.PROTECT, related_name="frozen")
    item = models.ForeignKey("evidence.Item", models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["determination", "item"], name="an_item_is_frozen_once")]

    def __str__(self) -> str:
        return f"{self.item_id} in {self.determination_id}"


class DeterminationVote(models.Model):
    """A panel member's recorded vote; final."""

    YES, NO, ABSTAIN = "yes", "no", "abstain"
    CHOICES = [(YES, "Yes"), (NO, "No"), (ABSTAIN, "Abstain")]

    determination = models.ForeignKey(Determination, models.PROTECT, related_name="votes")
    member = models.ForeignKey(MEMBER, models.PROTECT, related_name="+")
    vote = models.CharField(max_length=7, choices=CHOICES)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["determination", "member"], name="one_determination_vote_each"),
            models.CheckConstraint(name="determination_vote_is_known", condition=Q(vote__in=["yes", "no", "abstain"])),
        ]

    def __str__(self) -> str:
        return f"{self.vote} of {self.member_id}"


class Opinion(models.Model):
    """A separate or dissenting opinion, signed, attached within its window."""

    SEPARATE, DISSENTING = "separate", "dissenting"
    KINDS = [(SEPARATE, "Separate"), (DISSENTING, "Dissenting")]

    determination = models.ForeignKey(Determination, models.PROTECT, related_name="opinions")
    member = models.ForeignKey(MEMBER, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=KINDS)
    text = models.TextField()
    at = models.DateTimeField()
    entry = models.ForeignKey("docket.Entry", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(name="opinion_has_text", condition=~Q(text=""))]

    def __str__(self) -> str:
        return f"{self.kind} opinion of {self.member_id}"
