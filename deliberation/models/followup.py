"""Measures with their reviews (R43); how a case closes, and what reopens it (R44)."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.models import Case, StageMove
from deliberation.procedure.followup import FINISHED, Status, TriggerKind, is_overdue

from .motions import Step
from .options import Option
from .outputs import Paragraph

USER = settings.AUTH_USER_MODEL
STATUSES = [(status.value, status.value.replace("_", " ").capitalize()) for status in Status]
TRIGGER_KINDS = [
    (TriggerKind.ALARM.value, "A screened alarm on a State concerned"),
    (TriggerKind.LEVEL.value, "A level of the watch list"),
    (TriggerKind.EVENT.value, "An event"),
]


class Measure(models.Model):
    """A measure taken: who does what until when, by what one knows that it is done, and where it stands.

    case is None for a measure that follows from a regional review and belongs to no case. At most one of option,
    step, paragraph and decision says what it was taken from. actor: key in mad.reference.followup.
    """

    number = models.CharField(max_length=20, unique=True)
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    option = models.OneToOneField(Option, models.PROTECT, null=True, related_name="+")
    step = models.OneToOneField(Step, models.PROTECT, null=True, related_name="+")
    paragraph = models.OneToOneField(Paragraph, models.PROTECT, null=True, related_name="+")
    decision = models.ForeignKey("ReviewDecision", models.PROTECT, null=True, related_name="measures")
    template = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=300)
    actor = models.CharField(max_length=40)
    actor_name = models.CharField(max_length=120)
    contact = models.CharField(max_length=200, blank=True)
    benchmark = models.TextField()
    starts = models.DateField()
    due = models.DateField()
    review_days = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=12, choices=STATUSES, default=Status.OPEN.value)
    handed_to = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=0)
    next_review = models.DateTimeField(null=True)
    overdue_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["due", "id"]
        constraints = [
            models.CheckConstraint(name="measure_status_is_known", condition=Q(status__in=list(Status))),
            models.CheckConstraint(name="a_measure_runs_forward", condition=Q(due__gte=F("starts"))),
            models.CheckConstraint(
                name="a_measure_is_whole",
                condition=~Q(title="") & ~Q(actor="") & ~Q(benchmark="") & Q(review_days__gt=0),
            ),
            models.CheckConstraint(
                name="a_measure_has_a_case_or_a_decision", condition=Q(case__isnull=False) | Q(decision__isnull=False)
            ),
            models.CheckConstraint(
                name="a_measure_ends_with_its_status",
                condition=Q(status__in=sorted(FINISHED), ended_at__isnull=False, next_review=None)
                | (~Q(status__in=sorted(FINISHED)) & Q(ended_at=None, next_review__isnull=False)),
            ),
            models.CheckConstraint(
                name="handed_over_means_to_somebody",
                condition=Q(status=Status.HANDED_OVER.value) & ~Q(handed_to="")
                | ~Q(status=Status.HANDED_OVER.value) & Q(handed_to=""),
            ),
        ]
        indexes = [
            models.Index(name="measures_of_a_case", fields=["case", "due"]),
            models.Index(name="measures_by_due", fields=["due", "id"]),
            models.Index(name="measures_under_way", fields=["next_review"], condition=Q(ended_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def finished(self) -> bool:
        return self.status in FINISHED

    def overdue(self, today: date) -> bool:
        return is_overdue(self.status, self.due, today)


class MeasureReview(models.Model):
    """One review of a measure: where it stands, why, and the due date from then on. Append-only."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="reviews")
    version = models.PositiveIntegerField()
    status = models.CharField(max_length=12, choices=STATUSES)
    reason = models.TextField()
    due = models.DateField()
    handed_to = models.CharField(max_length=200, blank=True)
    late_by = models.DurationField(null=True)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    entry = models.OneToOneField("docket.Entry", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "version"], name="one_review_per_measure_version"),
            models.CheckConstraint(name="measure_review_status_is_known", condition=Q(status__in=list(Status))),
            models.CheckConstraint(name="a_measure_review_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} v{self.version}: {self.status}"


class PreventionPlan(models.Model):
    """One version of the plan to prevent recurrence, with its triggers. Append-only; the newest counts."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    text = models.TextField()
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    entry = models.OneToOneField("docket.Entry", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["case", "version"], name="one_plan_per_version"),
            models.CheckConstraint(name="a_plan_has_text", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return f"plan {self.version} of {self.case_id}"


class Trigger(models.Model):
    """What reopens the case once it is closed (R44). level: of the watch list, for that kind alone."""

    plan = models.ForeignKey(PreventionPlan, models.PROTECT, related_name="triggers")
    ordinal = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=TRIGGER_KINDS)
    text = models.CharField(max_length=500, blank=True)
    level = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "ordinal"], name="triggers_are_numbered"),
            models.CheckConstraint(name="trigger_kind_is_known", condition=Q(kind__in=list(TriggerKind))),
            models.CheckConstraint(
                name="a_trigger_says_what_it_waits_for",
                condition=Q(kind="level", level__range=(1, 5))
                | Q(kind="alarm", level=None)
                | (Q(kind="event", level=None) & ~Q(text="")),
            ),
        ]

    def __str__(self) -> str:
        if self.kind == TriggerKind.LEVEL:
            return f"Level {self.level} on the watch list"
        return self.text or str(self.get_kind_display())


class Closing(models.Model):
    """A case was closed on a plan, with its measures as they stood: {number: [status, handed_to]}. Append-only."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    ordinal = models.PositiveSmallIntegerField()
    plan = models.OneToOneField(PreventionPlan, models.PROTECT, related_name="closing")
    move = models.OneToOneField(StageMove, models.PROTECT, related_name="+")
    measures = models.JSONField()
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    entry = models.OneToOneField("docket.Entry", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-ordinal"]
        constraints = [models.UniqueConstraint(fields=["case", "ordinal"], name="closings_are_numbered")]

    def __str__(self) -> str:
        return f"closing {self.ordinal} of {self.case_id}"


class TriggerFiring(models.Model):
    """A person says that a trigger of a closed case has fired, and why; the case is reopened on it. Append-only."""

    trigger = models.ForeignKey(Trigger, models.PROTECT, related_name="firings")
    closing = models.OneToOneField(Closing, models.PROTECT, related_name="reopened")
    reason = models.TextField()
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    entry = models.OneToOneField("docket.Entry", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(name="a_firing_has_a_reason", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return f"{self.trigger_id} fired"
