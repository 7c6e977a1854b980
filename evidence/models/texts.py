"""What was read out of a stored file: its text, its pages as pictures, what it claims of itself (R18)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from evidence.models.choices import one_of, words
from evidence.models.files import StoredFile
from evidence.procedure.texts import ClaimKind, Reading


class Extraction(models.Model):
    """What reading one stored file gave. All that lies here can be made again from the original bytes.

    method: how the text was found ("pdf", "ocr", …). text: pages apart by form feeds. listing: of an archive that was
    never unpacked, {"total", "shown", "unpacked", "flags", "entries": [{"name", "size", "flags"}]}; else empty.
    """

    stored = models.OneToOneField(StoredFile, models.PROTECT, primary_key=True, related_name="extraction")
    state = models.CharField(max_length=10, choices=words(Reading), default=Reading.WAITING.value)
    method = models.CharField(max_length=20, blank=True)
    text = models.TextField(blank=True)
    pages = models.PositiveIntegerField(default=0)
    listing = models.JSONField(default=list)
    why = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("state", Reading, "extraction_state_is_known"),
            models.CheckConstraint(
                name="a_failed_extraction_says_why", condition=~Q(state=Reading.FAILED.value) | ~Q(why="")
            ),
        ]
        indexes = [
            models.Index(name="texts_by_time", fields=["finished_at"], condition=Q(state=Reading.DONE.value)),
        ]

    def __str__(self) -> str:
        return f"{self.stored_id[:12]}: {self.state}"


class PageImage(models.Model):
    """One page of a stored file as a picture in the derived store. number counts from 1; text: this page's own."""

    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="page_images")
    number = models.PositiveIntegerField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["stored", "number"]
        constraints = [models.UniqueConstraint(fields=["stored", "number"], name="one_image_per_page")]

    def __str__(self) -> str:
        return f"{self.stored_id[:12]}, page {self.number}"


class Claim(models.Model):
    """What a file says of itself: a claim, never a fact. at and lat/lon: the value read as a time or a place."""

    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="claims")
    kind = models.CharField(max_length=20, choices=words(ClaimKind))
    value = models.CharField(max_length=500)
    at = models.DateTimeField(null=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [one_of("kind", ClaimKind, "claim_kind_is_known")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.value[:60]}"
