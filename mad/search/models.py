"""The index of what can be found, and searches that people keep."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q

WEEK_SECONDS = 7 * 24 * 3600
# The week of a moment, as the text index keeps it beside the words: {} is the moment. An index is found for these very
# words alone, so the statement of a search takes them from here.
WEEK_OF = f"ARRAY[floor(extract(epoch FROM {{}} AT TIME ZONE 'UTC') / {WEEK_SECONDS})::int]"


class Document(models.Model):
    """One thing that can be found, or one part of a long one (parts count from 1).

    words: what its title, text and places say, and its facts as labels (search.language.tsquery.label).
    revision: the batch of the index that last wrote it. All of it can be made again: manage.py reindex_search.
    """

    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    part = models.PositiveIntegerField(default=1)
    parts = models.PositiveIntegerField(default=1)
    number = models.CharField(max_length=20)
    title = models.CharField(max_length=300)
    url = models.CharField(max_length=200)
    at = models.DateTimeField()
    states = ArrayField(models.CharField(max_length=3), default=list)
    source = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=20, blank=True)
    grade = models.CharField(max_length=2, blank=True)
    sensitivity = models.CharField(max_length=24, blank=True)
    lats = ArrayField(models.FloatField(), default=list)
    lons = ArrayField(models.FloatField(), default=list)
    revision = models.BigIntegerField()
    words = SearchVectorField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id", "part"], name="one_document_per_part")]
        indexes = [
            GinIndex(F("words"), Func(F("at"), template=WEEK_OF.format("%(expressions)s")), name="search_words"),
            models.Index(name="search_newest", fields=["-at", "-id"]),
            models.Index(name="search_by_number", fields=["kind", "number"]),
            models.Index(name="search_revisions", fields=["revision"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class Body(models.Model):
    """The text of a document, apart from what a search walks over."""

    document = models.OneToOneField(Document, models.CASCADE, primary_key=True, related_name="body")
    text = models.TextField(blank=True)

    def __str__(self) -> str:
        return str(self.document_id)


class Follower(models.Model):
    """The one row that whoever writes the index locks. leaf: entries of the docket up to this leaf are in the index."""

    leaf = models.BigIntegerField(default=-1)
    revision = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"leaf {self.leaf}"

    @classmethod
    def reached(cls) -> int:
        """The newest revision of the index."""
        return cls.objects.filter(pk=1).values_list("revision", flat=True).first() or 0


class Touched(models.Model):
    """A docket number whose documents must be made again though no act changed it, such as a file read anew."""

    number = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.number


class SavedSearch(models.Model):
    """A search that a person keeps. told: alert of what is new; revision: documents up to here were looked at."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    query = models.CharField(max_length=500)
    alerts = models.BooleanField(default=False)
    revision = models.BigIntegerField()
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "query"], name="a_search_is_saved_once"),
            models.CheckConstraint(name="a_saved_search_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(name="a_saved_search_asks", condition=~Q(query="")),
        ]

    def __str__(self) -> str:
        return self.name


class SavedSearchHit(models.Model):
    """A thing that a saved search found: its owner was told, or it was there when the search was saved."""

    search = models.ForeignKey(SavedSearch, models.CASCADE, related_name="hits")
    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["search", "kind", "object_id"], name="told_of_a_hit_once")]

    def __str__(self) -> str:
        return f"{self.search_id}: {self.kind} {self.object_id}"
