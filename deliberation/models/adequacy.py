"""A text of the Council compared with the Division's, measure by measure, and the comment made from it (R42)."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from deliberation.procedure.adequacy import Finding

from .council import CouncilText
from .options import MEMBER
from .outputs import Output, Paragraph

USER = settings.AUTH_USER_MODEL


class Adequacy(models.Model):
    """One comparison: the output that CouncilText.output is, with that text. text_version: as it was compared."""

    text = models.OneToOneField(CouncilText, models.PROTECT, related_name="adequacy")
    text_version = models.PositiveIntegerField()
    opened_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "adequacies"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.text_id} compared"


class MeasureJudgement(models.Model):
    """A member's judgement of one measure. Append-only; the newest version counts.

    paragraph: the Division's. answered_by: labels of the Council's paragraphs it was compared with. proposed: what the
    rule proposed, which decides nothing.
    """

    adequacy = models.ForeignKey(Adequacy, models.PROTECT, related_name="judgements")
    paragraph = models.ForeignKey(Paragraph, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    finding = models.CharField(max_length=7, choices=[(f.value, f.said) for f in Finding])
    proposed = models.CharField(max_length=7, choices=[(f.value, f.said) for f in Finding])
    answered_by = ArrayField(models.CharField(max_length=20), default=list)
    reason = models.TextField()
    member = models.ForeignKey(MEMBER, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["adequacy_id", "paragraph_id", "version"]
        constraints = [
            models.UniqueConstraint(fields=["adequacy", "paragraph", "version"], name="a_measure_is_judged_in_turn"),
            models.CheckConstraint(
                name="adequacy_finding_is_known", condition=Q(finding__in=[f.value for f in Finding])
            ),
            models.CheckConstraint(name="a_judgement_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.paragraph_id}: {self.finding}"


class AdequacyComment(models.Model):
    """A draft comment made from the judgements. Append-only; one that is not withdrawn stands for the comparison."""

    adequacy = models.ForeignKey(Adequacy, models.PROTECT, related_name="comments")
    output = models.OneToOneField(Output, models.PROTECT, related_name="comment_of")
    sufficient = models.BooleanField()
    why = models.TextField()
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [models.CheckConstraint(name="a_comment_says_why", condition=~Q(why=""))]

    def __str__(self) -> str:
        return f"comment {self.output_id}"
