"""What members write to each other on an option, a motion or a paragraph of an output. Append-only but for notes."""

from django.db import models
from django.db.models import Q

from cases.models import Case

from .options import MEMBER


class Remark(models.Model):
    """A contribution to one thread. subject, key: what it is on, see deliberation.selectors.threads."""

    class Subject(models.TextChoices):
        OPTION = "option", "Option"
        MOTION = "motion", "Motion"
        PARAGRAPH = "paragraph", "Paragraph"

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    subject = models.CharField(max_length=10, choices=Subject)
    key = models.CharField(max_length=20)
    by = models.ForeignKey(MEMBER, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="remark_subject_is_known", condition=Q(subject__in=["option", "motion", "paragraph"])
            ),
            models.CheckConstraint(name="a_remark_is_on_something", condition=~Q(key="")),
        ]
        indexes = [models.Index(fields=["case", "subject", "key", "id"], name="remarks_of_a_thread")]

    def __str__(self) -> str:
        return f"remark {self.pk} on {self.subject} {self.key}"


class RemarkText(models.Model):
    """What a remark says; from version 2 on a correction, which leaves the earlier ones to be read."""

    remark = models.ForeignKey(Remark, models.PROTECT, related_name="texts")
    version = models.PositiveSmallIntegerField()
    text = models.TextField()
    at = models.DateTimeField()
    entry = models.OneToOneField("docket.Entry", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["remark_id", "version"]
        constraints = [
            models.UniqueConstraint(fields=["remark", "version"], name="one_remark_text_per_version"),
            models.CheckConstraint(name="remark_has_text", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return f"remark {self.remark_id} v{self.version}"


class Mention(models.Model):
    """A member spoken to by a remark. noted_at: when they took note, or wrote in the thread themselves."""

    remark = models.ForeignKey(Remark, models.PROTECT, related_name="mentions")
    member = models.ForeignKey(MEMBER, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    noted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["remark", "member"], name="spoken_to_once_per_remark")]
        indexes = [models.Index(fields=["member"], condition=Q(noted_at=None), name="mentions_not_noted")]

    def __str__(self) -> str:
        return f"{self.remark_id} speaks to {self.member_id}"
