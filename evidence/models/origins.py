"""Which submission goes back to which (R17), as far as officers know."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from evidence.models.salted import Salted
from evidence.models.submissions import Submission


class SubmissionOrigin(Salted):
    """An officer found that `submission` goes back to `origin` (None: to nothing else after all). The newest counts."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="origins")
    origin = models.ForeignKey(Submission, models.PROTECT, null=True, related_name="offshoots")
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(name="an_origin_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="a_submission_is_not_its_own_origin", condition=Q(origin=None) | ~Q(origin=F("submission"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission} from {self.origin or 'nothing else'}"
