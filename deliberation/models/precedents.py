"""Past texts of the Council, to find agreed language in (SCREENS 14). Facts of the public record, loaded by command."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

KINDS = [("preambular", "Preambular"), ("operative", "Operative"), ("sub", "Sub-paragraph")]


class Precedent(models.Model):
    """One text. symbol: as the Council gives it; digest: of the text it was read from."""

    symbol = models.CharField(max_length=60)
    language = models.CharField(max_length=5, default="en")
    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    subject = models.CharField(max_length=300, blank=True)
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    class Meta:
        ordering = ["-year", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["symbol", "language"], name="one_precedent_per_symbol_and_language"),
            models.CheckConstraint(name="precedent_has_a_symbol", condition=~Q(symbol="")),
        ]

    def __str__(self) -> str:
        return self.symbol


class PrecedentParagraph(models.Model):
    """A paragraph of it. label: as it is spoken of ("PP2", "4 (b)"); measures: keys of MEASURES; words: for search.

    year: of the precedent, beside the words, since results are ordered by it.
    """

    precedent = models.ForeignKey(Precedent, models.CASCADE, related_name="paragraphs")
    year = models.PositiveSmallIntegerField()
    ordinal = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=KINDS)
    number = models.CharField(max_length=12, blank=True)
    label = models.CharField(max_length=40)
    level = models.PositiveSmallIntegerField(default=0)
    opening = models.CharField(max_length=160, blank=True)
    text = models.TextField(blank=True)
    measures = ArrayField(models.CharField(max_length=30), default=list)
    words = SearchVectorField(null=True)

    class Meta:
        ordering = ["-year", "-precedent_id", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["precedent", "ordinal"], name="one_precedent_paragraph_per_place"),
            models.CheckConstraint(
                name="precedent_kind_is_known", condition=Q(kind__in=["preambular", "operative", "sub"])
            ),
        ]
        indexes = [
            GinIndex(fields=["words"], name="precedent_words"),
            GinIndex(fields=["measures"], name="precedent_measures"),
            models.Index(fields=["-year", "-precedent", "ordinal"], name="precedents_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.precedent_id}: {self.label}"

    @property
    def source(self) -> str:
        """How a draft that takes these words notes where they come from."""
        return f"{self.precedent.symbol}, {self.label}"
