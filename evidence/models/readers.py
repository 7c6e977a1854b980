"""What it is to be named as a reader, of a submission as of a case: a row that is kept, and a row that ends it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from evidence.models.salted import Salted


class Named(Salted):
    """A person named to read something strictly confidential, until an Ended says no more (R16). Kept as it is (R15).

    Whoever derives from it says of what (`submission`, `case`), and by whom (`named_by`).
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField()

    class Meta:
        abstract = True
        ordering = ["id"]


class Ended(Salted):
    """From this moment the named person reads no more. That they did stays on the record (R15, R16)."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField()

    class Meta:
        abstract = True
