"""What is being written in a draft, and the draft as it stood at each of its versions (R38)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from deliberation.procedure.form import Part

from .outputs import Output, Paragraph, _words

USER = settings.AUTH_USER_MODEL


class Writing(models.Model):
    """What one person is writing in one place, not saved to the draft; it goes when it is saved or dropped.

    paragraph: None for a new one of `part`. version: of the paragraph, as its writer read it. fields: as typed.
    kept_at: None while nothing was typed. seen_at: when the writer was last there.
    """

    output = models.ForeignKey(Output, models.PROTECT, related_name="+")
    paragraph = models.ForeignKey(Paragraph, models.PROTECT, null=True, related_name="+")
    part = models.CharField(max_length=12, choices=_words(Part))
    writer = models.ForeignKey(USER, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=0)
    fields = models.JSONField(default=dict)
    kept_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_writing_per_paragraph_and_person",
                fields=["paragraph", "writer"],
                condition=Q(paragraph__isnull=False),
            ),
            models.UniqueConstraint(
                name="one_writing_of_a_new_paragraph_each",
                fields=["output", "part", "writer"],
                condition=Q(paragraph=None),
            ),
            models.CheckConstraint(name="writing_part_is_known", condition=Q(part__in=list(Part))),
        ]
        indexes = [models.Index(fields=["output"], name="writings_of_an_output")]

    def __str__(self) -> str:
        return f"{self.output_id}: {self.writer_id}"


class DraftVersion(models.Model):
    """The draft as it stood after one act. Append-only.

    order: [[paragraph id, version of the paragraph], …] of what stood in it. paragraph: the one acted on.
    """

    output = models.ForeignKey(Output, models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    act = models.CharField(max_length=30)
    paragraph = models.ForeignKey(Paragraph, models.PROTECT, null=True, related_name="+")
    order = models.JSONField()
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["output_id", "-version"]
        constraints = [models.UniqueConstraint(fields=["output", "version"], name="one_draft_per_output_version")]

    def __str__(self) -> str:
        return f"{self.output_id} v{self.version}: {self.act}"
