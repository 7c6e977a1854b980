"""Elections by the General Assembly: places, candidates and their declarations (R2)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mad.membership.models.common import not_blank, one_of, ordered
from mad.membership.models.members import DisciplineChoices, Member, TieKindChoices
from mad.reference.models import Group, State


class Election(models.Model):
    """An election for the term `starts` to `ends`.

    fills None: a general election with places of its own; else the election whose vacancies it fills, so
    that the term ends with theirs. held_on None: the Assembly has not voted yet.
    """

    number = models.CharField(max_length=16, unique=True)
    starts = models.DateField()
    ends = models.DateField()
    held_on = models.DateField(null=True, blank=True)
    fills = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="by_elections")
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["-starts", "-id"]
        constraints = [
            ordered("election_days_are_ordered"),
            models.CheckConstraint(condition=Q(ends__month=12, ends__day=31), name="election_term_ends_with_the_year"),
            models.CheckConstraint(
                condition=Q(held_on__isnull=True) | Q(held_on__lte=F("starts")),
                name="election_precedes_its_term",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Place(models.Model):
    """One place in the Division for one discipline and term, filled or vacant."""

    election = models.ForeignKey(Election, models.PROTECT, related_name="places")
    discipline = models.CharField(max_length=12, choices=DisciplineChoices)
    ordinal = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["discipline", "ordinal"]
        constraints = [
            one_of("discipline", DisciplineChoices.values, "place_discipline_is_known"),
            models.UniqueConstraint(fields=["election", "discipline", "ordinal"], name="places_are_numbered"),
        ]

    def __str__(self) -> str:
        return f"{self.election_id}: {self.discipline} {self.ordinal}"


class Candidate(models.Model):
    """A candidate with a signed declaration. elected None: not voted on; member: once elected."""

    election = models.ForeignKey(Election, models.PROTECT, related_name="candidates")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    full_name = models.CharField(max_length=160)
    discipline = models.CharField(max_length=12, choices=DisciplineChoices)
    group = models.CharField(max_length=20, choices=Group)
    declared_on = models.DateField()
    elected = models.BooleanField(null=True)
    member = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["discipline", "full_name", "id"]
        constraints = [
            one_of("discipline", DisciplineChoices.values, "candidate_discipline_is_known"),
            one_of("group", Group.values, "candidate_group_is_known"),
            not_blank("full_name", "candidate_has_a_name"),
            models.UniqueConstraint(fields=["election", "full_name"], name="candidate_stands_once"),
            models.UniqueConstraint(fields=["election", "user"], name="candidate_account_stands_once"),
            models.CheckConstraint(
                condition=Q(elected=True, member__isnull=False)
                | Q(elected=False, member__isnull=True)
                | Q(elected__isnull=True, member__isnull=True),
                name="only_the_elected_are_members",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name


class CandidateTie(models.Model):
    """A tie in a candidate's declaration."""

    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="ties")
    kind = models.CharField(max_length=20, choices=TieKindChoices)
    state = models.ForeignKey(State, models.PROTECT, related_name="+")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["starts", "id"]
        constraints = [
            ordered("candidate_tie_days_are_ordered"),
            one_of("kind", TieKindChoices.values, "candidate_tie_kind_is_known"),
            models.UniqueConstraint(
                fields=["candidate", "kind", "state", "starts"], name="candidate_tie_is_declared_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["national", "permanent_resident"]) | ~Q(note=""),
                name="candidate_tie_of_interest_says_what_it_is",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate_id}: {self.kind} {self.state_id}"
