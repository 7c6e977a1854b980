"""What protects a submission or an item, and how that changed: further records, never corrections (R15, R16)."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from evidence.models.choices import SENSITIVITIES, one_of
from evidence.models.items import Item
from evidence.models.readers import Ended
from evidence.models.salted import Salted
from evidence.models.submissions import NamedReader, Submission
from evidence.procedure.release import Limit, Terms
from evidence.procedure.terms import Sensitivity


class ReaderEnd(Ended):
    """A named reader reads no more."""

    reader = models.OneToOneField(NamedReader, models.PROTECT, related_name="end")

    class Meta(Ended.Meta):
        constraints = [models.CheckConstraint(name="a_reading_ends_for_a_reason", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return f"{self.reader}, ended"


class SensitivityChange(Salted):
    """One change of how sensitive a submission (item: None) or one of its items is (R16)."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="sensitivity_changes")
    item = models.ForeignKey(Item, models.PROTECT, null=True, related_name="sensitivity_changes")
    before = models.CharField(max_length=24, choices=SENSITIVITIES)
    after = models.CharField(max_length=24, choices=SENSITIVITIES)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            one_of("before", Sensitivity, "sensitivity_before_is_known"),
            one_of("after", Sensitivity, "sensitivity_after_is_known"),
            models.CheckConstraint(name="a_sensitivity_change_changes", condition=~Q(before=F("after"))),
            models.CheckConstraint(name="a_sensitivity_change_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.item or self.submission}: {self.before} to {self.after}"


class ReleaseTerm(Salted):
    """How the Division read a submission's (item: None) or an item's release terms; the newest counts (R16).

    consent: the source agreed to these terms, which then take the place of those it first set.
    """

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="release_readings")
    item = models.ForeignKey(Item, models.PROTECT, null=True, related_name="release_readings")
    limits = ArrayField(models.CharField(max_length=20), default=list)
    not_before = models.DateField(null=True)
    words = models.TextField(blank=True)
    consent = models.BooleanField(default=False)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(name="a_reading_of_terms_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="release_limits_are_known",
                condition=Q(limits__contained_by=[limit.value for limit in Limit]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item or self.submission}: {', '.join(self.limits) or 'free'}"

    @property
    def terms(self) -> Terms:
        return Terms(
            limits=frozenset(map(Limit, self.limits)),
            not_before=self.not_before,
            words=(self.words,) if self.words else (),
        )
