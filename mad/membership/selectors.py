"""Reads of the roster. A day's standings, reasons and the Council they rest on are one query."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Exists, OuterRef, Q, QuerySet

from mad.accounts.models import User
from mad.accounts.permissions import Act, may
from mad.accounts.roles import Role
from mad.membership import roll_sql
from mad.membership.independence import (
    Balance,
    LookAhead,
    MemberFacts,
    Reason,
    Seat,
    Span,
    Standing,
    SuspensionFact,
    TermFact,
    TieFact,
    TieKind,
    conflicts,
    group_balance,
    look_ahead,
    standing,
)
from mad.membership.models import (
    Candidate,
    CandidateTie,
    CouncilSeat,
    Election,
    Member,
    Place,
    PressureIncident,
    Term,
    Tie,
)
from mad.reference.parameters import Numbers, in_force

_MEMBER_FIELDS = ("id", "user_id", "discipline", "group")


def _covering(on: date) -> Q:
    return Q(starts__lte=on) & (Q(ends__isnull=True) | Q(ends__gte=on))


@dataclass(frozen=True)
class Roll:
    """Members in order of name, the facts on each, the Council, and the numbers in force, all for `on`.

    vacant: the discipline of each vacant place.
    """

    on: date
    members: tuple[Member, ...]
    facts: dict[int, MemberFacts]
    council: tuple[Seat, ...]
    numbers: Numbers
    vacant: tuple[str, ...] = ()

    def member_of(self, user: Any) -> Member | None:
        return next((member for member in self.members if member.user_id == user.pk), None)

    def standings(self) -> dict[int, Standing]:
        return {
            member.pk: standing(self.facts[member.pk], self.council, self.on, self.numbers.declaration_days)
            for member in self.members
        }

    def look_ahead(self, day: date) -> LookAhead:
        """What the Council of a coming day does (R5); the roll must have been called `until` that day."""
        return look_ahead(list(self.facts.values()), self.council, day, self.numbers.panel_minimum)

    def balance(self) -> Balance:
        """Members in office per regional group and discipline (R7)."""
        return group_balance(self.in_office(), self.numbers.group_share)

    def in_office(self) -> list[MemberFacts]:
        """Facts on those whose term runs, barred or not: whom R7 counts."""
        found = self.standings()
        return [self.facts[member.pk] for member in self.members if found[member.pk].in_office]


def roll(on: date, *, members: Iterable[int] | None = None, until: date | None = None) -> Roll:
    """The roll for `on`, of all members or those with the given ids; `until`: with seats known up to then.

    One query.
    """
    return _roll_of(on, roll_sql.read(on, until, members if members is None else [int(pk) for pk in members]))


def roll_of_one(on: date, user: Any, version: str | None) -> Roll:
    """The roll with that user's member alone, or nobody. version: roll_sql.VERSION, as a statement found it
    that reads something else as well; while it stands, what was read of the roll before is so, and no query is made.
    """
    rows = roll_sql.read_unless_known(on, version)
    own = [row for row in rows["members"] if row["user_id"] == user.pk]
    return _roll_of(on, {**rows, "members": own}, user)


def _roll_of(on: date, rows: dict[str, Any], user: Any | None = None) -> Roll:
    return Roll(
        on=on,
        members=tuple(_member(row, user) for row in rows["members"]),
        facts={row["id"]: _facts(row) for row in rows["members"]},
        council=_seats(rows["seats"]),
        numbers=in_force(rows["numbers"]),
        vacant=tuple(rows["vacant"]),
    )


def todays_roll(user: Any, now: datetime) -> Roll:
    """The roll of all members for today and the next 1 January, called once for whoever asks with the same
    `user` object and moment: a desk asks several times in one request.
    """
    kept = getattr(user, "_todays_roll", None)
    if kept is None or kept[0] != now:
        kept = (now, roll(now.date(), until=next_new_year(now.date())))
        user._todays_roll = kept
    return kept[1]


def _member(row: dict[str, Any], user: Any | None) -> Member:
    member = Member.from_db(DEFAULT_DB_ALIAS, _MEMBER_FIELDS, [row[name] for name in _MEMBER_FIELDS])
    member.user = user or User.from_db(DEFAULT_DB_ALIAS, roll_sql.USER_FIELDS, list(row["user"].values()))
    return member


def _dated(row: dict[str, Any]) -> dict[str, Any]:
    dates = {key: row[key] for key in ("starts", "ends", "resigned_on") if key in row}
    return row | {key: date.fromisoformat(day) if day else None for key, day in dates.items()}


@lru_cache(64)
def _seats(rows: str) -> tuple[Seat, ...]:
    """The Council is the same for all who ask on a day: its seats are read from JSON once."""
    return tuple(Seat(**_dated(row)) for row in json.loads(rows))


def _facts(row: dict[str, Any]) -> MemberFacts:
    return MemberFacts(
        id=row["id"],
        name=row["user"]["full_name"],
        discipline=row["discipline"],
        group=row["group"],
        terms=tuple(TermFact(**_dated(term)) for term in row["terms"]),
        suspensions=tuple(SuspensionFact(**_dated(span)) for span in row["suspensions"]),
        ties=tuple(TieFact(**_dated(tie) | {"kind": TieKind(tie["kind"])}) for tie in row["ties"]),
        declared_on=tuple(map(date.fromisoformat, row["declared_on"])),
    )


def standings(on: date) -> dict[int, Standing]:
    """Every member's standing on a day, by member id. One query."""
    return roll(on).standings()


def standing_of(member: Member, on: date) -> Standing:
    """One member's standing on a day. One query."""
    return roll(on, members=[member.pk]).standings()[member.pk]


def members_on(on: date) -> list[tuple[Member, Standing]]:
    """Every member with the standing on a day. One query."""
    called = roll(on)
    found = called.standings()
    return [(member, found[member.pk]) for member in called.members]


def sitting_members(on: date) -> list[Member]:
    """Those who may act on a day (R2, R3, R4), in order of name, `user` loaded. One query."""
    return [member for member, found in members_on(on) if found.sits]


def council(on: date) -> list[CouncilSeat]:
    """Who sits on the Council that day, permanent members first, `state` loaded. One query."""
    return list(CouncilSeat.objects.filter(_covering(on)).select_related("state"))


def member_for(user: Any) -> Member | None:
    """The member that a user is, or None. One query, none for other roles."""
    if getattr(user, "role", None) != Role.MEMBER:
        return None
    return Member.objects.select_related("user").filter(user=user.pk).first()


def ties_with(member_ids: Collection[int], states: Collection[str], on: date) -> dict[int, list[Tie]]:
    """Ties, on a day, of these members with these States (ISO alpha-3), by member id (R6). One query."""
    found: dict[int, list[Tie]] = defaultdict(list)
    ties = Tie.objects.filter(_covering(on), member__in=member_ids, state__in=states)
    for tie in ties.select_related("state"):
        found[tie.member_id].append(tie)
    return dict(found)


def next_new_year(on: date) -> date:
    """The 1 January after `on`, when the Council changes next."""
    return date(on.year + 1, 1, 1)


def coming_council(on: date) -> LookAhead:
    """The look-ahead from `on` to the next 1 January (R5). One query."""
    day = next_new_year(on)
    return roll(on, until=day).look_ahead(day)


def _held(on: Any) -> Q:
    return Q(starts__lte=on, ends__gte=on) & (Q(resigned_on__isnull=True) | Q(resigned_on__gt=on))


def vacancies(on: date) -> QuerySet[Place]:
    """Places of the terms that run on a day and that nobody holds (R2). One query."""
    taken = Term.objects.filter(_held(on), place=OuterRef("pk"))
    places = Place.objects.filter(election__starts__lte=on, election__ends__gte=on)
    return places.filter(~Exists(taken)).select_related("election")


def open_places(election: Election) -> QuerySet[Place]:
    """Places an election can fill on the first day of its term. One query."""
    taken = Term.objects.filter(_held(election.starts), place=OuterRef("pk"))
    return Place.objects.filter(~Exists(taken), election=election.fills_id or election.pk)


def seats_known(on: date) -> int:
    """Council seats known for a day; below 15 the composition is not known yet. One query."""
    return CouncilSeat.objects.filter(_covering(on)).count()


def candidate_conflicts(election: Election) -> list[tuple[Candidate, tuple[Reason, ...]]]:
    """Each candidate with every meeting of a tie and a Council seat during the term (R2). Three queries."""
    span = Q(starts__lte=election.ends) & (Q(ends__isnull=True) | Q(ends__gte=election.starts))
    seats = [
        Seat(seat.starts, seat.ends, state=seat.state_id, permanent=seat.permanent)
        for seat in CouncilSeat.objects.filter(span)
    ]
    term = Span(election.starts, election.ends)
    candidates = election.candidates.select_related("member").prefetch_related("ties__state")
    return [(candidate, conflicts(map(_tie_fact, candidate.ties.all()), seats, term)) for candidate in candidates]


def _tie_fact(tie: CandidateTie) -> TieFact:
    return TieFact(tie.starts, tie.ends, kind=TieKind(tie.kind), state=tie.state_id, state_name=tie.state.name)


def pressure_visible_to(user: Any) -> QuerySet[PressureIncident]:
    """Incidents a user may know of: one's own; all for the ethics officer and the presiding member (R8)."""
    incidents = PressureIncident.objects.select_related("state", "member__user").prefetch_related("decisions__by")
    if not may(user, Act.READ_PRESSURE):
        return incidents.none()
    if user.roles & {Role.ETHICS, Role.PRESIDING}:
        return incidents
    return incidents.filter(member__user=user.pk)


def presiding_member() -> Member | None:
    """One query."""
    return Member.objects.select_related("user").filter(user__presiding=True).first()
