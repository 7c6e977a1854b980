"""Outputs, their paragraphs and versions, clearances, signatures, deliveries (R37, R38, R39)."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import MD5

from cases.models import Case, Determination
from deliberation.procedure.draft import MEASURES
from deliberation.procedure.form import MAX_LEVEL, Part
from deliberation.procedure.outputs import OutputKind, Stage, symbol

from .options import MEMBER, Option

USER = settings.AUTH_USER_MODEL


def _words(kind) -> list[tuple[str, str]]:
    return [(value.value, value.value.replace("_", " ").capitalize()) for value in kind]


class Output(models.Model):
    """A text of the Division. adopted_lines: the text as adopted, frozen with its digest."""

    number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=20, choices=_words(OutputKind))
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    determination = models.ForeignKey(Determination, models.PROTECT, null=True, related_name="+")
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=5, default="en")
    stage = models.CharField(max_length=12, choices=_words(Stage), default=Stage.DRAFT.value)
    version = models.PositiveIntegerField(default=1)
    drafted_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    adopted_at = models.DateTimeField(null=True)
    adopted_lines = models.JSONField(null=True)
    adopted_digest = models.CharField(max_length=64, blank=True)
    transmitted_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    withdrawn_reason = models.TextField(blank=True)
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, related_name="superseded_by")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(name="output_kind_is_known", condition=Q(kind__in=list(OutputKind))),
            models.CheckConstraint(name="output_stage_is_known", condition=Q(stage__in=list(Stage))),
            models.CheckConstraint(name="output_has_a_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="what_is_transmitted_was_adopted",
                condition=~Q(stage__in=["adopted", "transmitted", "published", "superseded"])
                | Q(adopted_at__isnull=False, adopted_lines__isnull=False),
            ),
            models.CheckConstraint(
                name="what_is_published_was_transmitted",
                condition=Q(published_at=None) | Q(transmitted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_withdrawal_has_a_reason", condition=~Q(stage="withdrawn") | ~Q(withdrawn_reason="")
            ),
        ]
        indexes = [models.Index(fields=["case", "-id"], name="outputs_of_a_case")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def symbol(self) -> str:
        """The Division's own symbol (R38), made from the docket number."""
        _, year, serial = self.number.split("-")
        return symbol(OutputKind(self.kind), int(year), int(serial))

    @property
    def is_resolution(self) -> bool:
        return self.kind == OutputKind.DRAFT_RESOLUTION


class Paragraph(models.Model):
    """A paragraph as it stands; every version is kept in ParagraphVersion. Nothing is deleted: removed_at.

    source: the Council text whose language it takes; noted in the draft, never printed.
    """

    output = models.ForeignKey(Output, models.PROTECT, related_name="paragraphs")
    part = models.CharField(max_length=12, choices=_words(Part))
    position = models.PositiveIntegerField()
    level = models.PositiveSmallIntegerField(default=0)
    opening = models.CharField(max_length=60, blank=True)
    text = models.TextField()
    measure = models.CharField(max_length=30, blank=True, choices=[(m.key, m.name) for m in MEASURES.values()])
    addressee = models.CharField(max_length=200, blank=True)
    territory = ArrayField(models.CharField(max_length=3), default=list)
    option = models.ForeignKey(Option, models.PROTECT, null=True, related_name="+")
    of_fact = models.BooleanField(default=False)
    citations = ArrayField(models.CharField(max_length=20), default=list)
    source = models.CharField(max_length=120, blank=True)
    fixed = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    edited_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    edited_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["output_id", "position", "id"]
        constraints = [
            models.CheckConstraint(name="paragraph_part_is_known", condition=Q(part__in=list(Part))),
            models.CheckConstraint(name="paragraph_level_is_known", condition=Q(level__lte=MAX_LEVEL)),
            models.CheckConstraint(name="paragraph_has_text", condition=~Q(text="") | ~Q(opening="")),
            models.CheckConstraint(
                name="paragraph_measure_is_known", condition=Q(measure="") | Q(measure__in=list(MEASURES))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.output_id}: {self.opening} {self.text[:40]}"

    def content(self) -> dict:
        """What one version says."""
        return {
            "part": self.part,
            "level": self.level,
            "opening": self.opening,
            "text": self.text,
            "measure": self.measure,
            "addressee": self.addressee,
            "territory": list(self.territory),
            "option": self.option.label if self.option else "",
            "of_fact": self.of_fact,
            "citations": list(self.citations),
            **({"source": self.source} if self.source else {}),
        }


class ParagraphVersion(models.Model):
    """One version of a paragraph, as written. Append-only."""

    paragraph = models.ForeignKey(Paragraph, models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["paragraph_id", "-version"]
        constraints = [models.UniqueConstraint(fields=["paragraph", "version"], name="one_text_per_paragraph_version")]

    def __str__(self) -> str:
        return f"{self.paragraph_id} v{self.version}"


class Clearance(models.Model):
    """A legal member clears wording by name, in one version of one paragraph (R39 c). Append-only.

    words: those that suggest it; where only a paragraph and those under it say so together, the text of them all.
    """

    paragraph = models.ForeignKey(Paragraph, models.PROTECT, related_name="clearances")
    version = models.PositiveIntegerField()
    member = models.ForeignKey(MEMBER, models.PROTECT, related_name="+")
    words = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("paragraph", "version", "member", MD5("words"), name="cleared_once_each")
        ]

    def __str__(self) -> str:
        return f"{self.paragraph_id} v{self.version}: {self.member_id}"


class Signature(models.Model):
    """A member makes an emergency call or a request to be heard (R37). Append-only."""

    output = models.ForeignKey(Output, models.PROTECT, related_name="signatures")
    member = models.ForeignKey(MEMBER, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["output", "member"], name="signed_once_each")]

    def __str__(self) -> str:
        return f"{self.output_id}: {self.member_id}"


class Delivery(models.Model):
    """To whom an output was sent: the Council's president and every Council member (R37). Append-only."""

    output = models.ForeignKey(Output, models.PROTECT, related_name="deliveries")
    addressee = models.CharField(max_length=120)
    state = models.ForeignKey("reference.State", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["output", "addressee"], name="delivered_once_each")]

    def __str__(self) -> str:
        return f"{self.output_id} to {self.addressee}"
