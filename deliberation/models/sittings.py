"""Sessions of the plenary (R31): who was present, who spoke, and the minutes."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.models import Case
from deliberation.procedure.speakers import Ask

from .options import MEMBER

USER = settings.AUTH_USER_MODEL


class Sitting(models.Model):
    """A session of the plenary on one case, from its opening to its closing."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    ordinal = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["case", "ordinal"], name="sittings_are_numbered"),
            models.UniqueConstraint(fields=["case"], condition=Q(closed_at=None), name="one_open_sitting_per_case"),
            models.CheckConstraint(
                name="a_closed_sitting_has_a_closer",
                condition=Q(closed_at=None, closed_by=None) | Q(closed_at__gte=F("opened_at"), closed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"session {self.ordinal} on {self.case_id}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class Presence(models.Model):
    """A member came or went; the newest row says which. Append-only."""

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="presences")
    member = models.ForeignKey(MEMBER, models.PROTECT, related_name="+")
    here = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["sitting", "member", "-id"], name="presence_of_a_member")]

    def __str__(self) -> str:
        return f"{self.member_id} {'here' if self.here else 'away'}"


class Turn(models.Model):
    """A member asked for the floor, was given it, and spoke; or withdrew."""

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="turns")
    member = models.ForeignKey(MEMBER, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=5, choices=[(ask.value, ask.value) for ask in Ask])
    subject = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField()
    given_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="turn_kind_is_known", condition=Q(kind__in=[ask.value for ask in Ask])),
            models.CheckConstraint(
                name="a_turn_runs_forward",
                condition=Q(given_at=None, ended_at=None)
                | Q(given_at__gte=F("asked_at"), withdrawn_at=None)
                & (Q(ended_at=None) | Q(ended_at__gte=F("given_at"))),
            ),
            models.UniqueConstraint(
                fields=["sitting", "member", "kind"],
                condition=Q(ended_at=None, withdrawn_at=None),
                name="one_turn_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["sitting"],
                condition=Q(given_at__isnull=False, ended_at=None),
                name="one_member_has_the_floor",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.member_id}"


class Minutes(models.Model):
    """One version of a session's minutes. by None: drafted from the record. Append-only."""

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="minutes")
    version = models.PositiveSmallIntegerField()
    text = models.TextField()
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    entry = models.OneToOneField("docket.Entry", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["sitting_id", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["sitting", "version"], name="one_text_of_minutes_per_version"),
            models.CheckConstraint(name="minutes_have_text", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return f"minutes {self.sitting_id} v{self.version}"


class MinutesApproval(models.Model):
    """The version that the presiding member approved. Append-only."""

    sitting = models.OneToOneField(Sitting, models.PROTECT, related_name="approval")
    minutes = models.OneToOneField(Minutes, models.PROTECT, related_name="+")
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"minutes {self.minutes_id} approved"
