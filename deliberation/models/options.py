"""Courses of action on the table, their scores, and why each would fail (R32, R33). Append-only."""

from django.db import models
from django.db.models import Q

from cases.models import Case, Determination
from deliberation.procedure.gate import OptionClass

MEMBER = "membership.Member"
CLASSES = [
    (OptionClass.PEACEFUL.value, "Peaceful"),
    (OptionClass.COERCIVE.value, "Coercive without force"),
    (OptionClass.FORCE.value, "Force"),
]
SCALES = ("effect", "speed", "feasibility", "harm", "pull")


def class_is_known(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(name=name, condition=Q(cls__in=[value for value, _ in CLASSES]))


class Option(models.Model):
    """A course of action as it was tabled; its words never change. tool: toolbox id, "" when written in."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    ordinal = models.PositiveSmallIntegerField()
    tool = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=200)
    cls = models.CharField("class", max_length=10, choices=CLASSES)
    charter_basis = models.CharField(max_length=200)
    who = models.CharField("who acts", max_length=300)
    aim = models.TextField()
    effect = models.TextField("expected effect", blank=True)
    risks = models.TextField(blank=True)
    determination = models.ForeignKey(Determination, models.PROTECT, related_name="+")
    tabled_by = models.ForeignKey(MEMBER, models.PROTECT, related_name="+")
    tabled_at = models.DateTimeField()

    class Meta:
        ordering = ["ordinal"]
        constraints = [
            class_is_known("option_class_is_known"),
            models.UniqueConstraint(fields=["case", "ordinal"], name="options_are_numbered"),
            models.CheckConstraint(name="option_has_a_title", condition=~Q(title="")),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.title}"

    @property
    def label(self) -> str:
        return f"O-{self.ordinal}"


class OptionScore(models.Model):
    """One member's appraisal, 1 to 5 on each scale. The newest version counts."""

    option = models.ForeignKey(Option, models.PROTECT, related_name="scores")
    member = models.ForeignKey(MEMBER, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    effect = models.PositiveSmallIntegerField("effect on civilians")
    speed = models.PositiveSmallIntegerField()
    feasibility = models.PositiveSmallIntegerField()
    harm = models.PositiveSmallIntegerField("harm avoided")
    pull = models.PositiveSmallIntegerField("pull toward negotiation")
    at = models.DateTimeField()
    # Five scores are guessed from a bare digest in no time; the salt keeps others' from who has not scored yet.
    salt = models.BinaryField(max_length=32, null=True)
    entry = models.OneToOneField("docket.Entry", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["option_id", "member_id", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["option", "member", "version"], name="one_score_per_version"),
            *[
                models.CheckConstraint(name=f"option_{scale}_is_1_to_5", condition=Q(**{f"{scale}__range": (1, 5)}))
                for scale in SCALES
            ],
        ]

    def __str__(self) -> str:
        return f"{self.option_id}: {self.member_id} v{self.version}"


class FailureReason(models.Model):
    """Why an option without force would fail (R33). The newest version counts.

    needs: what would have to be true for it to work.
    """

    option = models.ForeignKey(Option, models.PROTECT, related_name="failure_reasons")
    version = models.PositiveIntegerField()
    text = models.TextField()
    needs = models.TextField(blank=True, default="")
    by = models.ForeignKey(MEMBER, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["option_id", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["option", "version"], name="one_failure_reason_per_version"),
            models.CheckConstraint(name="failure_reason_has_text", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return f"{self.option_id} v{self.version}"


class FailureEvidence(models.Model):
    """An item of the case that a failure analysis cites. Append-only."""

    reason = models.ForeignKey(FailureReason, models.PROTECT, related_name="evidence")
    item = models.ForeignKey("evidence.Item", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["reason", "item"], name="a_failure_analysis_cites_an_item_once")]

    def __str__(self) -> str:
        return f"{self.reason_id} cites {self.item_id}"
