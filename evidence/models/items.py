"""Evidence items: what an accepted submission gave to the assessment (R14, R17, R30)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from evidence.models.choices import SENSITIVITIES, grade_field, one_of
from evidence.models.files import SubmissionFile
from evidence.models.salted import Salted
from evidence.models.submissions import Submission
from evidence.procedure.grades import Information, Source
from evidence.procedure.terms import Sensitivity
from mad.common.canonical import digest


class Item(Salted):
    """One piece of evidence. `version` counts every change that a determination resting on it must learn of."""

    number = models.CharField(max_length=20, unique=True)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="items")
    file = models.ForeignKey(SubmissionFile, models.PROTECT, null=True, related_name="items")
    sha256 = models.CharField(max_length=64, blank=True)
    title = models.CharField(max_length=200)
    excerpt = models.TextField(blank=True)
    source_grade = grade_field(Source)
    info_grade = grade_field(Information)
    sensitivity = models.CharField(max_length=24, choices=SENSITIVITIES)
    derived_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="derivatives")
    created_at = models.DateTimeField()
    retracted_at = models.DateTimeField(null=True)
    retracted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    retraction_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["id"]
        constraints = [
            one_of("source_grade", Source, "item_source_grade_is_known"),
            one_of("info_grade", Information, "item_info_grade_is_known"),
            one_of("sensitivity", Sensitivity, "item_sensitivity_is_known"),
            models.UniqueConstraint(fields=["submission", "file"], name="one_item_per_file"),
            models.CheckConstraint(
                name="an_item_of_a_file_has_its_hash",
                condition=Q(file=None, sha256="") | Q(file__isnull=False) & ~Q(sha256=""),
            ),
            models.CheckConstraint(
                name="an_item_is_not_its_own_origin",
                condition=Q(derived_from=None) | ~Q(derived_from=F("id")),
            ),
            models.CheckConstraint(
                name="a_retraction_has_a_reason", condition=Q(retracted_at=None) | ~Q(retraction_reason="")
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("item", args=[self.number])

    def content(self) -> dict[str, Any]:
        """What a determination freezes (R30)."""
        return {
            "number": self.number,
            "version": self.version,
            "submission": self.submission_id,
            "file": self.sha256,
            "title": self.title,
            "excerpt": self.excerpt,
            "grades": [self.source_grade, self.info_grade],
            "sensitivity": self.sensitivity,
            "derived_from": self.derived_from_id,
            "retracted_at": self.retracted_at,
        }

    def digest(self) -> str:
        """SHA-256 of content() in hex. It changes with every version."""
        return digest(self.content())


class GradeChange(models.Model):
    """One change of an item, with the grades before and after (R15, R30); what it was says `what`."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="changes")
    version = models.PositiveIntegerField()
    what = models.CharField(max_length=40)
    source_before = grade_field(Source)
    info_before = grade_field(Information)
    source_after = grade_field(Source)
    info_after = grade_field(Information)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["item", "version"], name="one_change_per_item_version"),
            models.CheckConstraint(name="a_grade_change_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.what}"
