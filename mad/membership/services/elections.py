"""Elections by the General Assembly (R2)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import count

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from mad.accounts.models import User
from mad.accounts.permissions import Act, require
from mad.accounts.roles import Role
from mad.common import clock
from mad.common.errors import Invalid, Refused
from mad.common.numbering import next_number
from mad.docket.services import record
from mad.membership.models import (
    Candidate,
    CandidateTie,
    DisciplineChoices,
    Election,
    Member,
    Place,
    Term,
    Tie,
)
from mad.membership.selectors import open_places
from mad.membership.services.declarations import write_declaration
from mad.membership.services.inputs import Nominee, check_nominee

MAX_PLACES = 50


def _check_places(places: Mapping[str, int]) -> None:
    for discipline, number in places.items():
        if discipline not in DisciplineChoices.values:
            raise Invalid({"places": [f"{discipline!r} is no discipline of R1."]}, rule="R1")
        if not 0 <= number <= MAX_PLACES:
            raise Invalid({discipline: [f"Give a number from 0 to {MAX_PLACES}."]}, rule="R2")
    if not sum(places.values()):
        raise Invalid({"places": ["An election fills at least one place."]}, rule="R2")


def _term_end(starts: date, fills: Election | None) -> date:
    if fills is None:
        if (starts.month, starts.day) != (1, 1):
            raise Invalid({"starts": ["A term starts on 1 January."]}, rule="R2")
        return date(starts.year + 1, 12, 31)
    if fills.fills_id or not fills.held_on:
        raise Refused("R2", f"{fills.number} has no vacancies to fill: it is not a general election held.")
    if not fills.starts <= starts <= fills.ends:
        raise Invalid({"starts": [f"The term of {fills.number} does not cover this day."]}, rule="R2")
    return fills.ends


@transaction.atomic
def open_election(
    *, starts: date, places: Mapping[str, int] | None = None, fills: Election | None = None, by: User | None
) -> Election:
    """Open an election for the two years from 1 January `starts`, with `places` per discipline; or, with
    `fills`, for the vacancies of that election's term from the day `starts`.

    Raises Invalid; Refused (R2) while another election for the same term is open.
    """
    require(by, Act.HOLD_ELECTION)
    ends = _term_end(starts, fills)
    if fills is None:
        _check_places(places or {})
    number = next_number("EL")
    if Election.objects.filter(held_on=None, starts=starts, fills=fills).exists():
        raise Refused("R2", "An election for this term is open already.", field="starts")
    election = Election.objects.create(number=number, starts=starts, ends=ends, fills=fills, opened_at=clock.now())
    wanted = {} if fills else {d: n for d, n in (places or {}).items() if n}
    Place.objects.bulk_create(
        Place(election=election, discipline=discipline, ordinal=ordinal)
        for discipline, number in wanted.items()
        for ordinal in range(1, number + 1)
    )
    facts = {"starts": starts.isoformat(), "ends": ends.isoformat(), "places": wanted}
    record(act="election.opened", by=by, obj=election.number, content=facts, facts=facts)
    return election


def _lock_open(election: Election) -> Election:
    election = Election.objects.select_for_update().get(pk=election.pk)
    if election.held_on:
        raise Refused("R2", f"The Assembly has voted in {election.number}; its result stands.")
    return election


@transaction.atomic
def nominate(*, election: Election, nominee: Nominee, by: User | None) -> Candidate:
    """Enter a candidate with the signed declaration (R2). Raises Invalid, Refused when already voted on."""
    require(by, Act.HOLD_ELECTION)
    check_nominee(nominee)
    election = _lock_open(election)
    if nominee.declared_on > clock.today():
        raise Invalid({"declared_on": ["This day has not come yet."]}, rule="R4")
    try:
        with transaction.atomic():
            candidate = Candidate.objects.create(
                election=election,
                user=nominee.user,
                full_name=nominee.full_name.strip(),
                discipline=nominee.discipline,
                group=nominee.group,
                declared_on=nominee.declared_on,
            )
            CandidateTie.objects.bulk_create(
                CandidateTie(
                    candidate=candidate,
                    kind=tie.kind,
                    state_id=tie.state,
                    starts=tie.starts,
                    ends=tie.ends,
                    note=tie.note.strip(),
                )
                for tie in nominee.ties
            )
    except IntegrityError as error:
        raise Invalid({"full_name": ["This candidate, or one of the ties, is entered already."]}) from error
    record(
        act="candidate.nominated",
        by=by,
        obj=election.number,
        content={
            "name": candidate.full_name,
            "discipline": candidate.discipline,
            "group": candidate.group,
            "declared_on": candidate.declared_on,
            "ties": [[t.kind, t.state, t.starts, t.ends, t.note] for t in nominee.ties],
        },
        facts={"candidate": candidate.full_name, "discipline": candidate.discipline},
    )
    return candidate


@transaction.atomic
def elect(*, election: Election, elected: Iterable[Candidate], held_on: date, by: User | None) -> list[Member]:
    """Record the Assembly's result: each elected candidate takes a vacant place and becomes a member (R2).

    Places nobody was elected to stay vacant. Raises Refused (R1, R2), Invalid.
    """
    require(by, Act.HOLD_ELECTION)
    election = _lock_open(election)
    if held_on > min(clock.today(), election.starts):
        raise Invalid({"held_on": ["The Assembly votes before the term, and not in the future."]}, rule="R2")
    chosen = {candidate.pk for candidate in elected}
    candidates = list(election.candidates.select_related("user").prefetch_related("ties"))
    if not chosen <= {candidate.pk for candidate in candidates}:
        raise Invalid({"elected": ["One of those elected is no candidate in this election."]}, rule="R2")
    winners = [candidate for candidate in candidates if candidate.pk in chosen]
    free = _free_places(election, winners)
    members = [_seat(candidate, free[candidate.discipline].pop(0), election, by) for candidate in winners]
    election.candidates.filter(elected=None).update(elected=False)
    election.held_on = held_on
    election.save(update_fields=["held_on"])
    facts = {
        "held_on": held_on.isoformat(),
        "elected": sorted(candidate.full_name for candidate in winners),
        "vacant": sum(len(places) for places in free.values()),
    }
    record(act="election.result", by=by, obj=election.number, content=facts, facts=facts)
    return members


def _free_places(election: Election, winners: Sequence[Candidate]) -> dict[str, list[Place]]:
    free: dict[str, list[Place]] = defaultdict(list)
    for place in open_places(election).select_for_update():
        free[place.discipline].append(place)
    for discipline, number in Counter(winner.discipline for winner in winners).items():
        if number > len(free[discipline]):
            have = len(free[discipline])
            reason = f"{discipline.capitalize()}: marked elected {number}, places vacant {have}."
            raise Refused("R2", reason, field="elected")
    return free


def _seat(candidate: Candidate, place: Place, election: Election, by: User | None) -> Member:
    member = _member_of(candidate)
    meets = member.terms.filter(starts__lte=election.ends, ends__gte=election.starts)
    if any(term.resigned_on is None or term.resigned_on > election.starts for term in meets):
        raise Refused("R2", f"{member.name} is in office on one of the days of this term already.")
    Term.objects.create(member=member, place=place, starts=election.starts, ends=election.ends)
    candidate.elected, candidate.member = True, member
    candidate.save(update_fields=["elected", "member"])
    _take_over_ties(candidate, member)
    write_declaration(member, candidate.declared_on, by)
    return member


def _member_of(candidate: Candidate) -> Member:
    user = candidate.user or _new_account(candidate.full_name)
    member = Member.objects.select_for_update(of=("self",)).select_related("user").filter(user=user).first()
    if member is None:
        return Member.objects.create(user=user, discipline=candidate.discipline, group=candidate.group)
    if member.discipline != candidate.discipline:
        raise Refused("R1", f"{member.name} holds the discipline {member.discipline} and can hold only one.")
    return member


def _new_account(full_name: str) -> User:
    """An account that cannot sign in until the administrator gives it a password."""
    stem = slugify(full_name)[:60] or "member"
    names = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
    username = next(name for name in names if not User.objects.filter(username=name).exists())
    return User.objects.create_user(username=username, full_name=full_name, role=Role.MEMBER)


def _take_over_ties(candidate: Candidate, member: Member) -> None:
    Tie.objects.bulk_create(
        (
            Tie(
                member=member,
                kind=tie.kind,
                state_id=tie.state_id,
                starts=tie.starts,
                ends=tie.ends,
                note=tie.note,
                declared_at=clock.now(),
            )
            for tie in candidate.ties.all()
        ),
        ignore_conflicts=True,
    )


@transaction.atomic
def hold_election(*, starts: date, slate: Sequence[Nominee], held_on: date, by: User | None) -> list[Member]:
    """An election in one act, when the result is known: one place per candidate, all elected (R2)."""
    places = Counter(nominee.discipline for nominee in slate)
    election = open_election(starts=starts, places=places, by=by)
    candidates = [nominate(election=election, nominee=nominee, by=by) for nominee in slate]
    return elect(election=election, elected=candidates, held_on=held_on, by=by)
