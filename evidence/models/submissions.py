"""Submissions, and what was decided, asked and opened on them (R12–R16, R50)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex, GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import cached_property

from evidence.models.choices import SENSITIVITIES, grade_field, one_of, words
from evidence.models.readers import Named
from evidence.models.salted import Salted
from evidence.procedure.grades import Information, Source
from evidence.procedure.intake import alarm_of
from evidence.procedure.matrix import Alarm
from evidence.procedure.screening import Decision, DeclineReason
from evidence.procedure.terms import OPEN, Question, Sensitivity, Status
from mad.accounts.models import Office
from mad.docket.models import Entry
from mad.reference.models import State

OPEN_STATUSES = sorted(status.value for status in OPEN)


class Submission(models.Model):
    """What an office sent, as it sent it, and where it stands. The database refuses to change what was received."""

    number = models.CharField(max_length=20)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", db_index=False)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    title = models.CharField(max_length=200)
    narrative = models.TextField()
    received_at = models.DateTimeField()
    known_since = models.DateTimeField(null=True)
    period_from = models.DateField(null=True)
    period_to = models.DateField(null=True)
    state_codes = ArrayField(models.CharField(max_length=3))
    places = models.JSONField(default=list)
    declared_sensitivity = models.CharField(max_length=24, choices=SENSITIVITIES)
    protect_source = models.BooleanField(default=False)
    release_terms = models.TextField(blank=True)
    release = models.JSONField(default=dict, db_default={})
    quick_matrix = models.JSONField(default=dict)
    alarm = models.BooleanField(default=False)
    idempotency_key = models.CharField(max_length=200, null=True)
    body_digest = models.CharField(max_length=64, blank=True)
    salt = models.BinaryField(max_length=32, default=bytes)
    received_files = models.JSONField(default=list)
    entry_id = models.BigIntegerField()

    status = models.CharField(max_length=12, choices=words(Status), default=Status.RECEIVED.value)
    sensitivity = models.CharField(max_length=24, choices=SENSITIVITIES)
    source_grade = grade_field(Source, blank=True, default="")
    info_grade = grade_field(Information, blank=True, default="")
    due_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["number"], name="one_submission_per_number"),
            models.UniqueConstraint(fields=["office", "idempotency_key"], name="one_submission_per_idempotency_key"),
            one_of("status", Status, "submission_status_is_known"),
            one_of("sensitivity", Sensitivity, "submission_sensitivity_is_known"),
            one_of("declared_sensitivity", Sensitivity, "declared_sensitivity_is_known"),
            one_of("source_grade", Source, "submission_source_grade_is_known", blank=True),
            one_of("info_grade", Information, "submission_info_grade_is_known", blank=True),
            models.CheckConstraint(
                name="accepted_means_graded",
                condition=~Q(status=Status.ACCEPTED.value) | (~Q(source_grade="") & ~Q(info_grade="")),
            ),
            models.CheckConstraint(
                name="submission_period_runs_forward",
                condition=Q(period_from=None) | Q(period_to=None) | Q(period_to__gte=F("period_from")),
            ),
            models.CheckConstraint(
                name="a_protected_source_is_salted", condition=Q(protect_source=False) | ~Q(salt=b"")
            ),
        ]
        indexes = [
            models.Index(name="screening_queue", fields=["due_at", "id"], condition=Q(status__in=OPEN_STATUSES)),
            models.Index(
                name="screening_alarms", fields=["due_at", "id"], condition=Q(status__in=OPEN_STATUSES, alarm=True)
            ),
            models.Index(
                name="screening_waiting",
                fields=["status", "due_at", "id"],
                condition=Q(status__in=[Status.HELD.value, Status.QUERIED.value]),
            ),
            models.Index(name="submissions_of_an_office", fields=["office", "-id"]),
            BrinIndex(name="submissions_by_receipt", fields=["received_at"]),
            # Search asks of thousands of rows whether they may be known of, and of most rows it asks no more than this.
            models.Index(name="submissions_seen", fields=["id"], include=["sensitivity", "status"]),
            GinIndex(name="open_submissions_by_state", fields=["state_codes"], condition=Q(protect_source=False)),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("submission", args=[self.number])

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_STATUSES

    @property
    def alarm_facts(self) -> Alarm:
        return alarm_of(self.quick_matrix)

    @property
    def matrix_rows(self) -> list[dict[str, str]]:
        """The six questions in order, each with its answer and grounds; what was left out is unknown."""
        blank = {"answer": "unknown", "grounds": ""}
        return [{"question": question.value, **self.quick_matrix.get(question.value, blank)} for question in Question]

    @cached_property
    def entry(self) -> Entry:
        """The docket entry of its receipt. One query, unless it was just written."""
        return Entry.objects.get(pk=self.entry_id)

    @property
    def states(self) -> models.QuerySet[State]:
        """The States concerned. Their codes stand in the row, as received; States are never removed."""
        return State.objects.filter(pk__in=self.state_codes)

    def content(self) -> dict[str, Any]:
        """What the docket entry of receipt digests: every declared fact as stored, and each file's hash."""
        structured = {"release": self.release} if self.release else {}
        return {
            "office": self.office_id,
            "received_at": self.received_at,
            "title": self.title,
            "narrative": self.narrative,
            "states": sorted(self.state_codes),
            "sensitivity": self.declared_sensitivity,
            "known_since": self.known_since,
            "period": [self.period_from, self.period_to],
            "places": self.places,
            "protect_source": self.protect_source,
            "release_terms": self.release_terms,
            "quick_matrix": self.quick_matrix,
            "files": self.received_files,
            **structured,
        }


class ScreeningDecision(Salted):
    """One decision on a submission, kept whatever is decided later (R14, R15).

    destinations: every case that took it; destination: the first of them. decline_reason: from the short list.
    """

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="decisions")
    decision = models.CharField(max_length=10, choices=words(Decision))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    grounds = models.TextField(blank=True)
    source_grade = grade_field(Source, blank=True, default="")
    info_grade = grade_field(Information, blank=True, default="")
    sensitivity = models.CharField(max_length=24, choices=SENSITIVITIES, blank=True)
    hold_until = models.DateTimeField(null=True)
    destination = models.CharField(max_length=60, blank=True)
    destinations = ArrayField(models.CharField(max_length=60), default=list, db_default=[])
    decline_reason = models.CharField(max_length=20, blank=True, default="", choices=words(DeclineReason))
    late_by = models.DurationField(null=True)
    version = models.PositiveIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "version"], name="one_decision_per_version"),
            one_of("decision", Decision, "screening_decision_is_known"),
            one_of("decline_reason", DeclineReason, "decline_reason_is_known", blank=True),
        ]

    def __str__(self) -> str:
        return f"{self.submission}: {self.decision}"


class Query(models.Model):
    """A question to the submitter, and the answer (R14)."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="queries")
    question = models.TextField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "queries"
        constraints = [
            models.UniqueConstraint(fields=["submission"], condition=Q(closed_at=None), name="one_open_query"),
            models.CheckConstraint(name="an_answer_has_a_time", condition=Q(answer="") | Q(answered_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.submission}: {self.question[:40]}"


class NamedReader(Named):
    """A person whom the registrar lets read a strictly confidential submission, until a ReaderEnd says no more (R16)."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="named_readers")
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta(Named.Meta):
        indexes = [models.Index(name="readers_of_a_submission", fields=["submission", "user"])]

    def __str__(self) -> str:
        return f"{self.submission}: {self.user}"


class SourceReveal(Salted):
    """The registrar asked who a protected source is, and why (R16)."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="reveals")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField()

    class Meta:
        constraints = [models.CheckConstraint(name="a_reveal_has_a_reason", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return f"{self.submission}: asked by {self.by}"


class Reading(Salted):
    """One opening of something strictly confidential (R50)."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="readings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    what = models.CharField(max_length=300)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.by}: {self.what}"
