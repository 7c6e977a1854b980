"""What a text is compared by (R17). Made by the worker, and made again from the text whenever wanted."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from evidence.models.files import StoredFile
from evidence.models.submissions import Submission
from evidence.procedure.likeness import Signature


class TextSignature(models.Model):
    """The MinHash of one text: the narrative of a submission, or what was read out of a stored file.

    minhash: 128 numbers of 32 bits, little-endian; empty for a text too short to compare.
    """

    submission = models.OneToOneField(Submission, models.PROTECT, null=True, related_name="signature")
    stored = models.OneToOneField(StoredFile, models.PROTECT, null=True, related_name="signature")
    minhash = models.BinaryField()
    shingles = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_signature_is_of_one_text",
                condition=Q(submission=None, stored__isnull=False) | Q(submission__isnull=False, stored=None),
            )
        ]
        indexes = [
            models.Index(name="signatures_of_files_by_time", fields=["made_at"], condition=Q(stored__isnull=False))
        ]

    def __str__(self) -> str:
        return f"signature of {self.submission_id or self.stored_id}"

    @property
    def signature(self) -> Signature:
        return Signature.unpack(bytes(self.minhash), self.shingles)


class Band(models.Model):
    """One band of a signature. Texts that share a key are worth comparing; the index makes that one look-up."""

    signature = models.ForeignKey(TextSignature, models.CASCADE, related_name="bands", db_index=False)
    key = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(name="bands_by_key", fields=["key", "signature"])]

    def __str__(self) -> str:
        return f"{self.signature_id}: {self.key}"
