"""R1 and R2: elections, their result, and vacancies."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from mad.common.errors import Invalid, NotPermitted, Refused
from mad.membership import selectors
from mad.membership.models import Election, Member, Term
from mad.membership.services import (
    Nominee,
    TieFacts,
    declare_tie,
    elect,
    hold_election,
    nominate,
    open_election,
    resign,
)

TODAY = date(2026, 2, 9)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)

pytestmark = pytest.mark.django_db


def sits(member, on=TODAY):
    return selectors.standing_of(member, on).sits


def bind(member, state="LVA", kind="national", starts=date(2000, 1, 1), by=None, **facts):
    return declare_tie(member=member, kind=kind, state=state, starts=starts, by=by or member.user, **facts)


def _at(day):
    return datetime.combine(day, time(9), UTC)


def nominee(name="Nadia Example", discipline="legal", **facts):
    given = {"group": "African", "declared_on": TODAY, "ties": ()}
    return Nominee(full_name=name, discipline=discipline, **(given | facts))


def general(people, **places):
    return open_election(starts=date(2028, 1, 1), places=places or {"legal": 2}, by=people.registrar)


def test_r02_the_assemblys_result_fills_the_places_and_vacancies_stay(people):
    election = general(people, legal=2, mediation=1)
    winner = nominate(
        election=election,
        nominee=nominee(ties=[TieFacts("national", "KEN", date(1980, 1, 1))]),
        by=people.registrar,
    )
    loser = nominate(election=election, nominee=nominee("Other Example"), by=people.registrar)
    [member] = elect(election=election, elected=[winner], held_on=TODAY, by=people.registrar)
    loser.refresh_from_db()
    assert loser.elected is False
    assert (member.terms.get().starts, member.terms.get().ends) == (date(2028, 1, 1), date(2029, 12, 31))
    assert [tie.state_id for tie in member.ties.all()] == ["KEN"]
    assert member.declarations.get().signed_on == TODAY
    assert sorted(place.discipline for place in selectors.vacancies(date(2028, 1, 1))) == [
        "legal",
        "mediation",
    ]
    assert not member.user.has_usable_password()


def test_r02_a_vacancy_is_filled_for_the_rest_of_the_term(people):
    resign(member=people.member("amal"), on=TODAY, by=people.amal)
    parent = Election.objects.get(fills=None)
    by_election = open_election(starts=TOMORROW, fills=parent, by=people.registrar)
    candidate = nominate(election=by_election, nominee=nominee(), by=people.registrar)
    [member] = elect(election=by_election, elected=[candidate], held_on=TODAY, by=people.registrar)
    assert (member.terms.get().starts, member.terms.get().ends) == (TOMORROW, date(2027, 12, 31))
    assert not selectors.vacancies(TOMORROW)
    assert sits(member, TOMORROW)


def test_r02_no_more_are_elected_than_places_are_vacant(people):
    election = general(people, legal=1)
    two = [nominate(election=election, nominee=nominee(name), by=people.registrar) for name in ("A", "B")]
    with pytest.raises(Refused) as refused:
        elect(election=election, elected=two, held_on=TODAY, by=people.registrar)
    assert refused.value.rule == "R2"
    assert not Member.objects.filter(user__full_name__in=["A", "B"]).exists()


def test_r02_a_result_stands(people):
    election = general(people)
    elect(election=election, elected=[], held_on=TODAY, by=people.registrar)
    for again in (
        lambda: elect(election=election, elected=[], held_on=TODAY, by=people.registrar),
        lambda: nominate(election=election, nominee=nominee(), by=people.registrar),
    ):
        with pytest.raises(Refused):
            again()


def test_r02_terms_of_one_member_do_not_overlap(people):
    election = open_election(starts=date(2027, 1, 1), places={"legal": 1}, by=people.registrar)
    amal = nominee("Amal again", user=people.amal)
    candidate = nominate(election=election, nominee=amal, by=people.registrar)
    with pytest.raises(Refused) as refused:
        elect(election=election, elected=[candidate], held_on=TODAY, by=people.registrar)
    assert refused.value.rule == "R2"
    assert Term.objects.filter(member=people.member("amal")).count() == 1


def test_r01_a_member_keeps_the_one_discipline(people):
    election = general(people, mediation=1)
    candidate = nominate(election=election, nominee=nominee("Amal", "mediation", user=people.amal), by=people.registrar)
    with pytest.raises(Refused) as refused:
        elect(election=election, elected=[candidate], held_on=TODAY, by=people.registrar)
    assert refused.value.rule == "R1"


def test_r02_a_member_can_be_elected_again(people):
    election = general(people)
    candidate = nominate(election=election, nominee=nominee("Amal", user=people.amal), by=people.registrar)
    assert elect(election=election, elected=[candidate], held_on=TODAY, by=people.registrar) == [people.member("amal")]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"starts": date(2028, 2, 1), "places": {"legal": 1}}, "starts"),
        ({"starts": date(2028, 1, 1), "places": {}}, "places"),
        ({"starts": date(2028, 1, 1), "places": {"legal": -1}}, "legal"),
        ({"starts": date(2028, 1, 1), "places": {"tax": 1}}, "places"),
    ],
)
def test_r02_an_election_is_for_two_years_from_1_january(people, facts, field):
    with pytest.raises(Invalid) as refused:
        open_election(**facts, by=people.registrar)
    assert list(refused.value.errors) == [field]


def test_r02_one_election_for_a_term_is_open_at_a_time(people):
    general(people)
    with pytest.raises(Refused):
        general(people)


@pytest.mark.parametrize(
    "facts",
    [
        {"discipline": "tax"},
        {"group": "Nordic"},
        {"name": "  "},
        {"declared_on": TOMORROW},
        {"ties": [TieFacts("national", "XXX", TODAY)]},
    ],
)
def test_r02_a_candidate_that_cannot_be_read_is_not_entered(people, facts):
    election = general(people)
    with pytest.raises(Invalid):
        nominate(election=election, nominee=nominee(**facts), by=people.registrar)
    assert not election.candidates.exists()


def test_r02_a_candidate_is_checked_against_the_council_as_it_will_be_composed(people):
    election = open_election(starts=date(2027, 1, 1), places={"legal": 1}, by=people.registrar)
    ties = [
        TieFacts("national", "COL", date(1980, 1, 1)),
        TieFacts("permanent_resident", "PAK", date(2010, 1, 1)),
    ]
    nominate(election=election, nominee=nominee(ties=ties), by=people.registrar)
    [(_, conflicts)] = selectors.candidate_conflicts(election)
    assert [reason.state for reason in conflicts] == ["COL"]


def test_r02_only_the_registrar_holds_elections(people):
    for other in (people.betty, people.officer, people.ethics, people.admin):
        with pytest.raises(NotPermitted):
            open_election(starts=date(2028, 1, 1), places={"legal": 1}, by=other)


def test_r02_hold_election_seats_a_slate_in_one_act(people):
    slate = [nominee("A"), nominee("B", "sanctions")]
    members = hold_election(starts=date(2028, 1, 1), slate=slate, held_on=TODAY, by=people.registrar)
    assert [member.discipline for member in members] == ["legal", "sanctions"]
