"""The watch list: what a person decided on the proposed level of a case (R45)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.procedure.watch import GREATEST_LEVEL, LEAST_LEVEL

from .case import Case


class LevelReview(models.Model):
    """A level confirmed, or departed from, with reasons; the newest counts. Append-only.

    grounds: the explanation of the proposal as it stood, one object a ground: source, points, said.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="level_reviews")
    proposed = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField()
    grounds = models.JSONField()
    reasons = models.TextField()
    next_review = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    entry = models.ForeignKey("docket.Entry", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="levels_are_1_to_5",
                condition=Q(level__range=(LEAST_LEVEL, GREATEST_LEVEL), proposed__range=(LEAST_LEVEL, GREATEST_LEVEL)),
            ),
            models.CheckConstraint(name="a_review_has_reasons", condition=~Q(reasons="")),
        ]
        indexes = [models.Index(name="reviews_of_a_case", fields=["case", "id"])]

    def __str__(self) -> str:
        return f"{self.case_id}: level {self.level}"
