"""One assessment of a case: rounds, sealed answers, labels, discussion (R21, R25, R26, R28)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.procedure import GREATEST, LEAST, SCALES, Temporal

from .case import MEMBER, Case

USER = settings.AUTH_USER_MODEL


class Assessment(models.Model):
    """From its opening (R21) to its determination or its return to monitoring."""

    ALARM, INITIATIVE, REVIEW = "alarm", "initiative", "review"
    GROUNDS = [(ALARM, "Screened alarm"), (INITIATIVE, "Members' initiative"), (REVIEW, "Review")]

    case = models.ForeignKey(Case, models.PROTECT, related_name="assessments")
    ordinal = models.PositiveSmallIntegerField()
    ground = models.CharField(max_length=10, choices=GROUNDS)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["case", "ordinal"], name="assessments_are_numbered"),
            models.UniqueConstraint(fields=["case"], condition=Q(ended_at=None), name="one_assessment_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"assessment {self.ordinal} of {self.case_id}"


class Round(models.Model):
    """A sealed round; only the second counts (R26)."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="rounds")
    ordinal = models.PositiveSmallIntegerField()
    elements = models.JSONField(default=list)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["assessment_id", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "ordinal"], name="two_rounds_numbered"),
            models.UniqueConstraint(
                fields=["assessment"], condition=Q(closed_at=None), name="one_open_round_at_a_time"
            ),
            models.CheckConstraint(name="round_is_first_or_second", condition=Q(ordinal__in=[1, 2])),
            models.CheckConstraint(name="round_runs_forward", condition=Q(due_at__gt=F("opened_at"))),
        ]

    def __str__(self) -> str:
        return f"round {self.ordinal} of {self.assessment_id}"

    @property
    def case(self) -> Case:
        return self.assessment.case


class Answer(models.Model):
    """One member's answer in one round; it counts once `submitted_at` is set (R25)."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    member = models.ForeignKey(MEMBER, models.PROTECT, related_name="+")
    temporal = models.CharField(max_length=10, blank=True, choices=[(t.value, t.value) for t in Temporal])
    version = models.PositiveIntegerField(default=0)
    submitted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "member"], name="one_answer_per_round")]

    def __str__(self) -> str:
        return f"answer {self.pk}"


class Estimate(models.Model):
    """Probabilities per mille of one element being met; `typed` keeps what was written, as written.

    A number that cannot be read, or bounds that cross, leave the three columns empty and stay in `typed`.
    """

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="estimates")
    element_id = models.CharField(max_length=40)
    low = models.PositiveSmallIntegerField(null=True)
    best = models.PositiveSmallIntegerField(null=True)
    high = models.PositiveSmallIntegerField(null=True)
    reasons = models.TextField(blank=True)
    typed = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["answer", "element_id"], name="one_estimate_per_element"),
            models.CheckConstraint(
                name="estimate_is_whole_or_empty",
                condition=Q(low__isnull=True, best__isnull=True, high__isnull=True)
                | Q(low__isnull=False, best__isnull=False, high__isnull=False),
            ),
            models.CheckConstraint(
                name="estimate_between_0_and_1", condition=Q(low=None) | Q(low__gte=LEAST, high__lte=GREATEST)
            ),
            models.CheckConstraint(
                name="lowest_best_highest",
                condition=Q(low=None) | Q(low__lte=F("best"), best__lte=F("high")),
            ),
        ]

    def __str__(self) -> str:
        return f"estimate {self.pk}"

    def per_cent(self) -> dict[str, str]:
        """low, best and high as pages show them."""
        values = {"low": self.low, "best": self.best, "high": self.high}
        return {k: f"{v / 10:.1f}".removesuffix(".0") for k, v in values.items() if v is not None}


class SeverityScore(models.Model):
    """One of the six scores of R29."""

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="scores")
    scale = models.CharField(max_length=12, choices=[(s, s) for s in SCALES])
    score = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["answer", "scale"], name="one_score_per_scale"),
            models.CheckConstraint(name="score_is_1_to_5", condition=Q(score__range=(1, 5))),
            models.CheckConstraint(name="scale_is_known", condition=Q(scale__in=list(SCALES))),
        ]

    def __str__(self) -> str:
        return f"score {self.pk}"


class ContraryAnswer(models.Model):
    """How a member answers a contrary item (R28)."""

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="contrary")
    element_id = models.CharField(max_length=40)
    item = models.ForeignKey("evidence.Item", models.PROTECT, related_name="+")
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["answer", "element_id", "item"], name="one_reply_per_contrary_item")
        ]

    def __str__(self) -> str:
        return f"reply {self.pk}"


class Commitment(models.Model):
    """A submitted answer as it was sealed: its content, the salt, the docket entry that commits to it.

    Append-only. The salt opens the commitment once the round has closed.
    """

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="commitments")
    version = models.PositiveIntegerField()
    content = models.JSONField()
    salt = models.BinaryField(max_length=32)
    entry = models.ForeignKey("docket.Entry", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["answer", "version"], name="one_commitment_per_version")]

    def __str__(self) -> str:
        return f"commitment {self.pk}"


class Label(models.Model):
    """The letter under which a member's answers appear, drawn at the first reveal (R26)."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="labels")
    member = models.ForeignKey(MEMBER, models.PROTECT, related_name="+")
    letter = models.CharField(max_length=2)

    class Meta:
        ordering = ["letter"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "member"], name="one_letter_per_member"),
            models.UniqueConstraint(fields=["assessment", "letter"], name="one_member_per_letter"),
        ]

    def __str__(self) -> str:
        return self.letter


class Post(models.Model):
    """A contribution to the discussion of one element, under its author's letter (R26)."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="posts")
    element_id = models.CharField(max_length=40)
    label = models.ForeignKey(Label, models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()
    pieces: list[tuple[str, bool]]

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(name="post_has_text", condition=~Q(text=""))]

    def __str__(self) -> str:
        return f"post {self.pk}"


class CrimeVote(models.Model):
    """The panel's vote on a crime when the two ways of finding it disagree (R28)."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="crime_votes")
    crime_id = models.CharField(max_length=40)
    member = models.ForeignKey(MEMBER, models.PROTECT, related_name="+")
    likely = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "crime_id", "member"], name="one_crime_vote_each")]

    def __str__(self) -> str:
        return f"crime vote {self.pk}"
