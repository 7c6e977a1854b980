"""Motions, the votes held on them and the sealed ballots (R31, R34, R35); the draft recommendation (R32)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.models import Case, Determination
from deliberation.procedure.votes import Choice

from .amendments import Amendment
from .options import CLASSES, MEMBER, Option, class_is_known
from .outputs import Output

USER = settings.AUTH_USER_MODEL


class Recommendation(models.Model):
    """One version of the draft recommendation; its steps never change (R32)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    determination = models.ForeignKey(Determination, models.PROTECT, related_name="+")
    drafted_by = models.ForeignKey(MEMBER, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["case", "version"], name="one_recommendation_per_version")]

    def __str__(self) -> str:
        return f"recommendation {self.version} of {self.case_id}"


class Step(models.Model):
    """Who should do what, when, and what comes next if it fails."""

    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="steps")
    ordinal = models.PositiveSmallIntegerField()
    option = models.ForeignKey(Option, models.PROTECT, related_name="+")
    who = models.CharField(max_length=300)
    what = models.TextField()
    when = models.CharField(max_length=200)
    if_it_fails = models.TextField(blank=True)
    together = models.BooleanField("at the same time as the step before", default=False)

    class Meta:
        ordering = ["ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["recommendation", "ordinal"], name="steps_are_numbered"),
            models.UniqueConstraint(fields=["recommendation", "option"], name="an_option_is_one_step"),
            models.CheckConstraint(name="the_first_step_follows_none", condition=Q(ordinal__gt=1) | Q(together=False)),
        ]

    def __str__(self) -> str:
        return f"{self.ordinal}. {self.what}"


class Motion(models.Model):
    """What a member moves. `state` follows its last vote; `stage_entry` numbers the stays in a stage.

    output: the text that is to be adopted, amended or divided.
    """

    class Kind(models.TextChoices):
        OPTION = "option", "Option"
        INSUFFICIENCY = "insufficiency", "Finding of insufficiency"
        RECOMMENDATION = "recommendation", "Recommendation"
        OUTPUT = "output", "Output"
        AMENDMENT = "amendment", "Amendment"
        DIVISION = "division", "Paragraph voted separately"

    class State(models.TextChoices):
        TABLED = "tabled", "Tabled"
        VOTING = "voting", "Voting is open"
        CARRIED = "carried", "Carried"
        NOT_CARRIED = "not_carried", "Not carried"
        INQUORATE = "inquorate", "Inquorate"
        VOID = "void", "Void"
        WITHDRAWN = "withdrawn", "Withdrawn"

    number = models.CharField(max_length=20, unique=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=15, choices=Kind)
    cls = models.CharField("class", max_length=10, choices=CLASSES)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    option = models.ForeignKey(Option, models.PROTECT, null=True, related_name="motions")
    recommendation = models.ForeignKey(Recommendation, models.PROTECT, null=True, related_name="motions")
    output = models.ForeignKey("Output", models.PROTECT, null=True, related_name="motions")
    amendment = models.ForeignKey("Amendment", models.PROTECT, null=True, related_name="motions")
    determination = models.ForeignKey(Determination, models.PROTECT, related_name="+")
    moved_by = models.ForeignKey(MEMBER, models.PROTECT, related_name="+")
    seconded_by = models.ForeignKey(MEMBER, models.PROTECT, null=True, related_name="+")
    moved_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State, default=State.TABLED)
    stage_entry = models.PositiveIntegerField()
    reconsiders = models.ForeignKey("self", models.PROTECT, null=True, related_name="reconsidered_by")
    new_evidence = models.ForeignKey("evidence.Item", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [
            class_is_known("motion_class_is_known"),
            models.CheckConstraint(
                name="motion_state_is_known",
                condition=Q(state__in=["tabled", "voting", "carried", "not_carried", "inquorate", "void", "withdrawn"]),
            ),
            models.CheckConstraint(
                name="motion_has_the_object_of_its_kind",
                condition=Q(kind="option", option__isnull=False, recommendation=None, output=None, amendment=None)
                | Q(kind="recommendation", recommendation__isnull=False, option=None, output=None, amendment=None)
                | Q(kind="output", output__isnull=False, option=None, recommendation=None, amendment=None)
                | Q(kind="insufficiency", option=None, recommendation=None, output=None, amendment=None)
                | Q(
                    kind__in=["amendment", "division"],
                    output__isnull=False,
                    amendment__isnull=False,
                    option=None,
                    recommendation=None,
                ),
            ),
            models.CheckConstraint(
                name="reconsidered_on_new_evidence",
                condition=Q(reconsiders=None, new_evidence=None)
                | Q(reconsiders__isnull=False, new_evidence__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["option"],
                condition=Q(state__in=["tabled", "voting", "carried", "inquorate", "void"]),
                name="one_live_motion_per_option",
            ),
            models.UniqueConstraint(
                fields=["output"],
                condition=Q(kind="output", state__in=["tabled", "voting", "inquorate", "void"]),
                name="one_live_motion_per_output",
            ),
            models.UniqueConstraint(
                fields=["output"], condition=Q(state="voting"), name="one_vote_at_a_time_on_an_output"
            ),
            models.UniqueConstraint(
                fields=["amendment"],
                condition=Q(state__in=["tabled", "voting", "carried", "inquorate", "void"]),
                name="one_live_motion_per_amendment",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(kind="insufficiency", state__in=["tabled", "voting", "inquorate", "void"]),
                name="one_live_motion_of_insufficiency",
            ),
        ]
        indexes = [models.Index(fields=["case", "-id"], name="motions_of_a_case")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def amends(self) -> tuple[Amendment, Output]:
        """Of a motion to amend a text or divide it: what is moved, and the text. The database holds that both are."""
        if self.amendment is None or self.output is None:
            raise ValueError(f"{self.number} amends nothing")
        return self.amendment, self.output


class Vote(models.Model):
    """One vote on a motion: what was frozen at opening (R35), and the result at closing (R34).

    roster: [{member, name, discipline}]; council: [State codes]; rule: the sentence and the numbers applied.
    struck: [{member, name, reason}], who stopped being entitled before closing; disqualified: the same for
    who turned out, after closing, not to have been entitled.
    """

    OUTCOMES = [
        ("carried", "Carried"),
        ("not_carried", "Not carried"),
        ("inquorate", "Inquorate"),
        ("void", "Void"),
    ]

    motion = models.ForeignKey(Motion, models.PROTECT, related_name="votes")
    ordinal = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    closes_at = models.DateTimeField()
    text = models.TextField()
    text_digest = models.CharField(max_length=64)
    roster = models.JSONField()
    council = models.JSONField()
    rule = models.JSONField()
    entry = models.OneToOneField("docket.Entry", models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, choices=OUTCOMES, blank=True)
    entitled = models.PositiveSmallIntegerField(null=True)
    yes = models.PositiveSmallIntegerField(null=True)
    no = models.PositiveSmallIntegerField(null=True)
    abstain = models.PositiveSmallIntegerField(null=True)
    struck = models.JSONField(default=list)
    disqualified = models.JSONField(default=list)
    arithmetic = models.TextField(blank=True)
    void_reason = models.TextField(blank=True)
    closing_entry = models.OneToOneField("docket.Entry", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["motion_id", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["motion", "ordinal"], name="votes_are_numbered"),
            models.UniqueConstraint(fields=["motion"], condition=Q(closed_at=None), name="one_open_vote_per_motion"),
            models.CheckConstraint(name="vote_runs_forward", condition=Q(closes_at__gt=F("opened_at"))),
            models.CheckConstraint(
                name="a_closed_vote_has_a_result",
                condition=Q(closed_at=None, outcome="")
                | Q(
                    closed_at__isnull=False,
                    outcome__in=["carried", "not_carried", "inquorate", "void"],
                    entitled__isnull=False,
                    yes__isnull=False,
                    no__isnull=False,
                    abstain__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="no_more_ballots_than_entitled",
                condition=Q(entitled=None) | Q(entitled__gte=F("yes") + F("no") + F("abstain")),
            ),
            models.CheckConstraint(
                name="carried_means_two_thirds",
                condition=~Q(outcome="carried") | Q(yes__gte=1, entitled__lte=F("yes") * 3 / 2),
            ),
            models.CheckConstraint(name="a_void_vote_says_why", condition=~Q(outcome="void") | ~Q(void_reason="")),
        ]

    def __str__(self) -> str:
        return f"vote {self.ordinal} on {self.motion_id}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def silent(self) -> int:
        """Of a closed vote: members entitled who cast no ballot."""
        return (self.entitled or 0) - (self.yes or 0) - (self.no or 0) - (self.abstain or 0)

    @property
    def roster_ids(self) -> list[int]:
        return [row["member"] for row in self.roster]


class Ballot(models.Model):
    """One version of a member's sealed ballot. Append-only; the last version before closing counts (R34)."""

    # The constraint on both has the index that either is looked up by; each more is written by every ballot.
    vote = models.ForeignKey(Vote, models.PROTECT, related_name="ballots", db_index=False)
    member = models.ForeignKey(MEMBER, models.PROTECT, related_name="+", db_index=False)
    version = models.PositiveIntegerField()
    choice = models.CharField(max_length=7, choices=[(c.value, c.value.capitalize()) for c in Choice])
    explanation = models.TextField(blank=True)
    salt = models.BinaryField(max_length=32)
    digest = models.CharField(max_length=64)
    cast_at = models.DateTimeField()
    entry = models.OneToOneField("docket.Entry", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["vote_id", "member_id", "version"]
        constraints = [
            models.UniqueConstraint(fields=["vote", "member", "version"], name="one_ballot_per_version"),
            models.CheckConstraint(name="choice_is_known", condition=Q(choice__in=list(Choice))),
        ]

    def __str__(self) -> str:
        return f"ballot {self.pk}"

    @property
    def receipt(self) -> str:
        """What the voter keeps: the docket entry and the beginning of its digest."""
        return f"B-{self.entry_id}-{self.digest[:12]}"
