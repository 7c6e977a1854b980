"""Files as received (R12, R18). One stored file can belong to several submissions."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from evidence.models.choices import one_of, words
from evidence.models.submissions import Submission
from evidence.procedure.hostile import Verdict
from evidence.procedure.receipt import ReceivedFile


class StoredFile(models.Model):
    """Bytes in the store, addressed by their SHA-256. type: what the bytes are, not what was claimed."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField()
    type = models.CharField(max_length=120, blank=True)
    scan = models.CharField(max_length=200, blank=True)
    checked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="no_stored_file_is_empty", condition=Q(size__gt=0)),
            models.CheckConstraint(name="sha256_is_hex", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")),
        ]

    def __str__(self) -> str:
        return self.sha256


class SubmissionFile(models.Model):
    """A stored file as one submission named it. It is served only when released (R18).

    parent: the file it was taken out of, as an attachment out of a mail; None for what was received as such.
    redaction_of: the file it is a redacted copy of (R15). received_in: the file as received that a child or a copy goes
    back to through any number of steps; the database works it out.
    """

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="files")
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="uses")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    redaction_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="redacted_copies")
    received_in = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", editable=False)
    name = models.CharField(max_length=255)
    claimed_type = models.CharField(max_length=120, blank=True)
    verdict = models.CharField(max_length=10, choices=words(Verdict), default=Verdict.PENDING.value)
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "name"], name="a_name_once_per_submission"),
            one_of("verdict", Verdict, "file_verdict_is_known"),
            models.CheckConstraint(name="a_held_file_says_why", condition=~Q(verdict=Verdict.HELD.value) | ~Q(why="")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_released(self) -> bool:
        return self.verdict == Verdict.RELEASED

    @property
    def received(self) -> ReceivedFile:
        return ReceivedFile(self.name, self.stored.size, self.stored_id)
