"""The case, its people, its crimes in issue and its evidence (R6, R20, R21, R24)."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.procedure import Stage, Temporal

USER = settings.AUTH_USER_MODEL
MEMBER = "membership.Member"

STAGES = [
    (Stage.MONITORING.value, "Monitoring"),
    (Stage.ASSESSMENT.value, "Assessment"),
    (Stage.DELIBERATION.value, "Deliberation"),
    (Stage.WITH_COUNCIL.value, "With the Council"),
    (Stage.FOLLOW_UP.value, "Follow-up"),
    (Stage.CLOSED.value, "Closed"),
]
URGENCIES = [(t.value, t.value.capitalize()) for t in Temporal]


class PageFacts:
    """What a page reads with a case (selectors.page_sql); a case read otherwise has none of these.

    page: state_facts, party_facts, recusal_facts, clock_facts, move_facts, determination_facts, round_facts,
    newest_assessment, newest_summary, items, alarms, has_crimes, mine. figures: months, places (R19), entries, numbers.
    """

    page: dict[str, Any]
    figures: dict[str, Any]
    page_roll: Any


class Case(PageFacts, models.Model):
    """What is known of one situation (R20). `summary` is the newest of its versions."""

    number = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    groups_at_risk = models.CharField(max_length=500, blank=True)
    alleged = models.CharField("alleged perpetrators", max_length=500, blank=True)
    states = models.ManyToManyField("reference.State", related_name="+")
    parties = models.ManyToManyField("reference.State", related_name="+", blank=True)
    period_from = models.DateField(null=True, blank=True)
    period_to = models.DateField(null=True, blank=True)
    stage = models.CharField(max_length=15, choices=STAGES, default=Stage.MONITORING.value)
    urgency = models.CharField(max_length=10, choices=URGENCIES, default=Temporal.NEITHER.value)
    sensitivity = models.CharField(max_length=24, default="confidential")
    on_alarm = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.CheckConstraint(name="case_stage_is_known", condition=Q(stage__in=list(Stage))),
            models.CheckConstraint(name="case_urgency_is_known", condition=Q(urgency__in=list(Temporal))),
            models.CheckConstraint(name="case_has_a_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="case_period_runs_forward",
                condition=Q(period_to=None) | Q(period_from=None) | Q(period_to__gte=F("period_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def urgent(self) -> bool:
        """Whether the short deadlines of R36 apply."""
        return self.urgency != Temporal.NEITHER


class CaseSummary(models.Model):
    """One version of the summary; none is overwritten (R15)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="summaries")
    version = models.PositiveIntegerField()
    text = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["case", "version"], name="one_summary_per_version")]

    def __str__(self) -> str:
        return f"{self.case_id} v{self.version}"


class StageMove(models.Model):
    """One move of R20's table, as it was made."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="moves")
    source = models.CharField(max_length=15, choices=STAGES)
    target = models.CharField(max_length=15, choices=STAGES)
    ground = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.source} to {self.target}"


class CaseMerge(models.Model):
    """`source` was merged into `into`, which has all that lay in it (R20). `source` stays, closed and readable."""

    source = models.OneToOneField(Case, models.PROTECT, related_name="merge")
    into = models.ForeignKey(Case, models.PROTECT, related_name="merged_here")
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(name="a_merge_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(name="no_case_is_merged_into_itself", condition=~Q(source=F("into"))),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} into {self.into_id}"


class CaseSubmission(models.Model):
    """A submission accepted into a case (R14), whole or in the parts that its CaseParts name."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="placed")
    submission = models.ForeignKey("evidence.Submission", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    whole = models.BooleanField(default=True, db_default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "submission"], name="placed_once_in_a_case")]

    def __str__(self) -> str:
        return f"{self.submission_id} in {self.case_id}"


class CasePart(models.Model):
    """One part of a submission that lies in a case: a file with all that goes back to it, or the text (file: None)."""

    placed = models.ForeignKey(CaseSubmission, models.PROTECT, related_name="parts")
    file = models.ForeignKey("evidence.SubmissionFile", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["placed", "file"], nulls_distinct=False, name="a_part_lies_once_in_a_case")
        ]

    def __str__(self) -> str:
        return f"{self.placed}: {self.file_id or 'text'}"


class AssessmentRequest(models.Model):
    """A member asks for an assessment on the members' own initiative (R21)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="requests")
    member = models.ForeignKey(MEMBER, models.PROTECT, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField()
    used = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "member"], condition=Q(used=False), name="one_open_request_per_member"
            )
        ]

    def __str__(self) -> str:
        return f"{self.member_id} on {self.case_id}"


class Recusal(models.Model):
    """A member stands aside, alone or by the plenary's vote (R6). A tie recuses by itself, without a row."""

    OWN, PLENARY = "own", "plenary"

    case = models.ForeignKey(Case, models.PROTECT, related_name="recusal_rows")
    member = models.ForeignKey(MEMBER, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=[(OWN, "Own statement"), (PLENARY, "Plenary")])
    reason = models.TextField()
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "member"], name="recused_once_per_case"),
            models.CheckConstraint(name="recusal_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} recused from {self.case_id}"


class RecusalMotion(models.Model):
    """The plenary decides whether a member takes part, by majority of the others (R6)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="recusal_motions")
    member = models.ForeignKey(MEMBER, models.PROTECT, related_name="+")
    moved_by = models.ForeignKey(MEMBER, models.PROTECT, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    carried = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "member"], condition=Q(closed_at=None), name="one_open_recusal_motion"
            ),
            models.CheckConstraint(name="no_motion_against_oneself", condition=~Q(member=F("moved_by"))),
        ]

    def __str__(self) -> str:
        return f"motion to recuse {self.member_id} from {self.case_id}"


class RecusalVote(models.Model):
    """A sealed vote on a motion of recusal; committed in the docket with its salt (R49)."""

    motion = models.ForeignKey(RecusalMotion, models.PROTECT, related_name="votes")
    member = models.ForeignKey(MEMBER, models.PROTECT, related_name="+")
    favour = models.BooleanField()
    salt = models.BinaryField(max_length=32)
    entry = models.ForeignKey("docket.Entry", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["motion", "member"], name="one_vote_per_recusal_motion")]

    def __str__(self) -> str:
        return f"vote of {self.member_id}"


class CrimeInIssue(models.Model):
    """A crime the panel is asked about, with the acts alleged (ids of mad.reference.elements).

    version: the digest of the crime's tree in the reference data when it was chosen; law: the crime with the acts
    chosen as it stood then (mad.reference.elements.written), so that a later wording changes no case by itself.
    Both are empty for what was chosen before versions were kept.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="crimes")
    crime_id = models.CharField(max_length=40)
    acts = models.JSONField(default=list)
    version = models.CharField(max_length=64, blank=True, default="", db_default="")
    law = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["case", "crime_id"], name="a_crime_is_in_issue_once")]

    def __str__(self) -> str:
        return f"{self.crime_id} in {self.case_id}"


class ElementLink(models.Model):
    """Evidence × element, with direction and weight (R24). An unlinked row stays, with its reason (R15)."""

    SUPPORTS, CONTRADICTS, NEUTRAL = "supports", "contradicts", "neutral"
    DIRECTIONS = [(SUPPORTS, "Supports"), (CONTRADICTS, "Contradicts"), (NEUTRAL, "Neutral")]
    SLIGHT, MODERATE, STRONG = 1, 2, 3
    WEIGHTS = [(SLIGHT, "Slight"), (MODERATE, "Moderate"), (STRONG, "Strong")]

    case = models.ForeignKey(Case, models.PROTECT, related_name="links")
    item = models.ForeignKey("evidence.Item", models.PROTECT, related_name="+")
    element_id = models.CharField(max_length=40)
    direction = models.CharField(max_length=11, choices=DIRECTIONS)
    weight = models.PositiveSmallIntegerField(choices=WEIGHTS)
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    removed_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "item", "element_id"],
                condition=Q(removed_at=None),
                name="one_live_link_per_cell",
            ),
            models.CheckConstraint(
                name="link_direction_is_known",
                condition=Q(direction__in=["supports", "contradicts", "neutral"]),
            ),
            models.CheckConstraint(name="link_weight_is_1_to_3", condition=Q(weight__range=(1, 3))),
        ]
        indexes = [models.Index(fields=["case", "element_id"], condition=Q(removed_at=None), name="live_links")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.direction} {self.element_id}"
