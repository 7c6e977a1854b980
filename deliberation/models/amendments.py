"""Amendments to the paragraphs of an output, and paragraphs to be voted separately (R40)."""

from django.db import models
from django.db.models import Q

from deliberation.procedure.amendments import Change
from deliberation.procedure.form import Part

from .options import MEMBER
from .outputs import Output, Paragraph

CHANGES = [
    (Change.REPLACE.value, "Other words"),
    (Change.ADD.value, "A new paragraph"),
    (Change.REMOVE.value, "Take out"),
    (Change.DIVIDE.value, "Vote separately"),
]


class Amendment(models.Model):
    """What a member moves about one paragraph; its words stand in `versions`, its fate in the state of its motion.

    target: the paragraph, or the one after which another is added; None: at the end of `part`.
    place: the order of voting on the output's amendments, as the chair has it.
    effect: what its adoption did to the text, {"edited" | "added": [paragraph, version]} or {"removed": [paragraphs]}.
    """

    output = models.ForeignKey(Output, models.PROTECT, related_name="amendments")
    ordinal = models.PositiveSmallIntegerField()
    change = models.CharField(max_length=10, choices=CHANGES)
    part = models.CharField(max_length=12, choices=[(p.value, p.value.capitalize()) for p in Part])
    target = models.ForeignKey(Paragraph, models.PROTECT, null=True, related_name="amendments")
    place = models.PositiveSmallIntegerField()
    moved_by = models.ForeignKey(MEMBER, models.PROTECT, related_name="+")
    moved_at = models.DateTimeField()
    merged_at = models.DateTimeField(null=True)
    effect = models.JSONField(null=True)

    class Meta:
        ordering = ["output_id", "place", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["output", "ordinal"], name="amendments_are_numbered"),
            models.CheckConstraint(name="amendment_change_is_known", condition=Q(change__in=list(Change))),
            models.CheckConstraint(name="amendment_part_is_known", condition=Q(part__in=list(Part))),
            models.CheckConstraint(
                name="an_amendment_names_its_paragraph", condition=Q(change="add") | Q(target__isnull=False)
            ),
            models.CheckConstraint(
                name="merged_with_its_effect",
                condition=Q(merged_at=None, effect__isnull=True) | Q(merged_at__isnull=False, effect__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} to {self.output_id}"

    @property
    def label(self) -> str:
        return f"A-{self.ordinal}"

    @property
    def now(self) -> "AmendmentVersion":
        """The version that counts."""
        return self.versions.all()[0]

    @property
    def motion(self):
        """The newest motion on it."""
        return max(self.motions.all(), key=lambda motion: motion.pk)


class AmendmentVersion(models.Model):
    """One wording of an amendment, over the text as its mover read it. Append-only.

    base: {paragraph: version} of what it touches; before: [content of each of these paragraphs, in order];
    content: the paragraph as it is to read, None when it is taken out or voted separately.
    """

    amendment = models.ForeignKey(Amendment, models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    base = models.JSONField(default=dict)
    before = models.JSONField(default=list)
    content = models.JSONField(null=True)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["amendment_id", "-version"]
        constraints = [models.UniqueConstraint(fields=["amendment", "version"], name="one_wording_per_version")]

    def __str__(self) -> str:
        return f"{self.amendment_id} v{self.version}"

    @property
    def read(self) -> dict[int, int]:
        """`base` with the ids as numbers, in the order of the text."""
        return {int(key): version for key, version in self.base.items()}
