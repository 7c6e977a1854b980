"""What the Council did with an output (R41): meetings, texts, votes State by State, what was expected of whom.

A row says what holds now; every version of it, the first included, is kept in CouncilVersion with its reason.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from deliberation.procedure.council import Kind, Position, Reason
from deliberation.procedure.prediction import Expected

from .outputs import Output

USER = settings.AUTH_USER_MODEL
STATE = "reference.State"


class CouncilMeeting(models.Model):
    """When the Council took up an output, or that it did not. held_on: the day it met, or the day this was found."""

    class Form(models.TextChoices):
        MEETING = "meeting", "Meeting"
        CONSULTATIONS = "consultations", "Closed consultations"
        NOT_TAKEN_UP = "not_taken_up", "Not taken up"

    class Heard(models.TextChoices):
        HEARD = "heard", "The Division was heard"
        NOT_HEARD = "not_heard", "The Division was not heard"
        NOT_ASKED = "not_asked", "The Division had not asked to be heard"

    output = models.ForeignKey(Output, models.PROTECT, related_name="council_meetings")
    ordinal = models.PositiveSmallIntegerField()
    form = models.CharField(max_length=15, choices=Form)
    held_on = models.DateField()
    symbol = models.CharField(max_length=60, blank=True)
    heard = models.CharField(max_length=10, choices=Heard)
    spoke = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    source = models.URLField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["output_id", "held_on", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["output", "ordinal"], name="council_meetings_are_numbered"),
            models.UniqueConstraint(
                fields=["output", "symbol"], condition=~Q(symbol=""), name="a_council_meeting_is_recorded_once"
            ),
            models.CheckConstraint(name="a_council_meeting_has_a_symbol", condition=~Q(form="meeting") | ~Q(symbol="")),
            models.CheckConstraint(
                name="what_was_not_taken_up_heard_nobody",
                condition=~Q(form="not_taken_up") | (~Q(heard="heard") & ~Q(note="")),
            ),
            models.CheckConstraint(name="who_was_heard_is_named", condition=~Q(heard="heard") | ~Q(spoke="")),
        ]

    def __str__(self) -> str:
        return f"{self.symbol or self.get_form_display()}, {self.held_on:%-d %B %Y}"

    @property
    def met(self) -> bool:
        return self.form != self.Form.NOT_TAKEN_UP


class CouncilText(models.Model):
    """A text before the Council. paragraphs: as procedure.council_reading.Read, empty while not entered."""

    output = models.ForeignKey(Output, models.PROTECT, related_name="council_texts")
    ordinal = models.PositiveSmallIntegerField()
    symbol = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    dated = models.DateField()
    divisions = models.BooleanField("the Division's own text")
    put_by = models.CharField(max_length=300, blank=True)
    planned_on = models.DateField(null=True)
    paragraphs = models.JSONField(default=list)
    source = models.URLField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["output_id", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["output", "ordinal"], name="council_texts_are_numbered"),
            models.UniqueConstraint(fields=["output", "symbol"], name="a_council_text_is_recorded_once"),
            models.CheckConstraint(name="a_council_text_has_symbol_and_title", condition=~Q(symbol="") & ~Q(title="")),
        ]

    def __str__(self) -> str:
        return f"{self.symbol} {self.title}"


class CouncilVote(models.Model):
    """One vote, with the result by the rule of its day. rule: {seats, needed, source, since}.

    permanent_no: holders of permanent seats that voted no, as counted. passed_as: symbol of the resolution.
    """

    meeting = models.ForeignKey(CouncilMeeting, models.PROTECT, related_name="votes")
    text = models.ForeignKey(CouncilText, models.PROTECT, null=True, related_name="votes")
    ordinal = models.PositiveSmallIntegerField()
    on_what = models.CharField(max_length=300)
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value.capitalize()) for kind in Kind])
    yes = models.PositiveSmallIntegerField()
    no = models.PositiveSmallIntegerField()
    abstain = models.PositiveSmallIntegerField()
    absent = models.PositiveSmallIntegerField()
    permanent_no = ArrayField(models.CharField(max_length=3), default=list)
    needed = models.PositiveSmallIntegerField()
    seats = models.PositiveSmallIntegerField()
    carried = models.BooleanField()
    reason = models.CharField(
        max_length=15, choices=[(reason.value, reason.value.replace("_", " ").capitalize()) for reason in Reason]
    )
    arithmetic = models.TextField()
    rule = models.JSONField()
    passed_as = models.CharField(max_length=60, blank=True)
    source = models.URLField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["meeting_id", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "ordinal"], name="council_votes_are_numbered"),
            models.CheckConstraint(
                name="council_votes_fill_the_seats",
                condition=Q(seats=F("yes") + F("no") + F("abstain") + F("absent")),
            ),
            models.CheckConstraint(
                name="council_result_follows_the_count",
                condition=Q(reason="too_few_votes", carried=False, yes__lt=F("needed"))
                | (Q(reason="veto", kind="substantive", carried=False, yes__gte=F("needed")) & ~Q(permanent_no=[]))
                | (
                    Q(reason="carried", carried=True, yes__gte=F("needed"))
                    & (Q(kind="procedural") | Q(permanent_no=[]))
                ),
            ),
            models.CheckConstraint(
                name="only_what_carried_became_a_resolution", condition=Q(passed_as="") | Q(carried=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on_what}: {self.get_reason_display()}"


class CouncilPosition(models.Model):
    """How one State voted."""

    vote = models.ForeignKey(CouncilVote, models.PROTECT, related_name="positions")
    state = models.ForeignKey(STATE, models.PROTECT, related_name="+")
    position = models.CharField(
        max_length=17, choices=[(p.value, p.value.replace("_", " ").capitalize()) for p in Position]
    )

    class Meta:
        ordering = ["vote_id", "state_id"]
        constraints = [
            models.UniqueConstraint(fields=["vote", "state"], name="a_state_votes_once"),
            models.CheckConstraint(
                name="council_position_is_known", condition=Q(position__in=[p.value for p in Position])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state_id}: {self.position}"


class CouncilVersion(models.Model):
    """One version of a meeting, a text or a vote, as it was entered. Append-only. reason: why it was corrected."""

    meeting = models.ForeignKey(CouncilMeeting, models.PROTECT, null=True, related_name="versions")
    text = models.ForeignKey(CouncilText, models.PROTECT, null=True, related_name="versions")
    vote = models.ForeignKey(CouncilVote, models.PROTECT, null=True, related_name="versions")
    version = models.PositiveIntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="a_council_version_is_of_one_thing",
                condition=Q(meeting__isnull=False, text=None, vote=None)
                | Q(meeting=None, text__isnull=False, vote=None)
                | Q(meeting=None, text=None, vote__isnull=False),
            ),
            models.CheckConstraint(name="a_council_correction_has_a_reason", condition=Q(version=1) | ~Q(reason="")),
            models.UniqueConstraint(fields=["meeting", "version"], name="one_version_per_council_meeting"),
            models.UniqueConstraint(fields=["text", "version"], name="one_version_per_council_text"),
            models.UniqueConstraint(fields=["vote", "version"], name="one_version_per_council_vote"),
        ]

    def __str__(self) -> str:
        return f"version {self.version}"


class CouncilExplanation(models.Model):
    """What a State said in public of its vote, and where. Append-only; the newest version counts."""

    vote = models.ForeignKey(CouncilVote, models.PROTECT, related_name="explanations")
    state = models.ForeignKey(STATE, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    text = models.TextField()
    source = models.CharField(max_length=300)
    link = models.URLField(max_length=500, blank=True)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["vote_id", "state_id", "version"]
        constraints = [
            models.UniqueConstraint(fields=["vote", "state", "version"], name="one_council_explanation_per_version"),
            models.CheckConstraint(name="a_council_explanation_is_sourced", condition=~Q(text="") & ~Q(source="")),
        ]

    def __str__(self) -> str:
        return f"{self.state_id} v{self.version}"


class ExpectedPosition(models.Model):
    """How a person expects a State to vote on a text, and why. Append-only; the newest counts. Never inferred."""

    text = models.ForeignKey(CouncilText, models.PROTECT, related_name="expectations")
    state = models.ForeignKey(STATE, models.PROTECT, related_name="+")
    position = models.CharField(max_length=7, choices=[(e.value, e.value.capitalize()) for e in Expected])
    reason = models.TextField()
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="expected_position_is_known", condition=Q(position__in=[e.value for e in Expected])
            ),
            models.CheckConstraint(name="an_expectation_has_a_reason", condition=~Q(reason="")),
        ]
        indexes = [models.Index(fields=["text", "state", "-id"], name="expected_of_a_text")]

    def __str__(self) -> str:
        return f"{self.state_id}: {self.position}"


class HistoricVeto(models.Model):
    """A draft that fell to a permanent member's no, from a public list. Append-only.

    states: the permanent seats that voted no (ISO alpha-3 of today's holder). repeat: 1, and 2, 3 … when the list has
    the same draft, day and subject more than once, which are as many votes.
    """

    draft = models.CharField(max_length=60)
    day = models.DateField()
    subject = models.CharField(max_length=400)
    repeat = models.PositiveSmallIntegerField(default=1)
    meeting = models.CharField(max_length=60, blank=True)
    topic = models.CharField(max_length=100, blank=True)
    region = models.CharField(max_length=60, blank=True)
    states = ArrayField(models.CharField(max_length=3))
    file_digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    class Meta:
        ordering = ["-day", "draft", "subject", "repeat"]
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "day", "subject", "repeat"], name="a_historic_veto_is_loaded_once"
            ),
            models.CheckConstraint(
                name="a_veto_is_cast_by_permanent_members",
                condition=Q(states__contained_by=["CHN", "FRA", "GBR", "RUS", "USA"]) & ~Q(states=[]),
            ),
        ]
        indexes = [models.Index(fields=["-day", "-id"], name="historic_vetoes_by_day")]

    def __str__(self) -> str:
        return f"{self.draft}, {self.day:%-d %B %Y}"
