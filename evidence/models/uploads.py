"""Files on their way in (R12): what is known of an upload until a submission takes it."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from evidence.models.submissions import Submission


class Upload(models.Model):
    """One file being uploaded by `by`. The database says how much of it is on disk; no act, so no docket entry.

    offset: bytes received and synced; sha256: of the whole, once it is whole; metadata: the header as sent;
    submission: which one took it. It is then kept as part of that submission's record.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    claimed_type = models.CharField(max_length=120, blank=True)
    declared_sha256 = models.CharField(max_length=64, blank=True)
    metadata = models.TextField(blank=True)
    length = models.BigIntegerField()
    offset = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    submission = models.ForeignKey(Submission, models.PROTECT, null=True, related_name="uploads")

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="an_upload_stays_within_its_length", condition=Q(offset__gte=0, offset__lte=F("length"))
            ),
            models.CheckConstraint(
                name="a_whole_upload_is_hashed",
                condition=Q(offset=F("length"), sha256__regex=r"^[0-9a-f]{64}$") | Q(offset__lt=F("length"), sha256=""),
            ),
            models.CheckConstraint(name="only_a_whole_upload_is_taken", condition=Q(submission=None) | ~Q(sha256="")),
        ]
        indexes = [models.Index(name="uploads_not_taken", fields=["expires_at"], condition=Q(submission=None))]

    def __str__(self) -> str:
        return self.name

    @property
    def is_whole(self) -> bool:
        return bool(self.sha256)

    @property
    def is_as_declared(self) -> bool:
        return not self.declared_sha256 or self.declared_sha256 == self.sha256

    @property
    def percent(self) -> int:
        return 100 if self.is_whole else self.offset * 100 // self.length

    def is_expired(self, now: datetime) -> bool:
        return self.submission_id is None and self.expires_at <= now
