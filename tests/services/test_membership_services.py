"""R1 to R5: what the registrar and the members record, and what is refused."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from mad.common.clock import travel
from mad.common.errors import Invalid, NotPermitted, Refused
from mad.docket.models import Entry
from mad.docket.verification import verify
from mad.membership import desk, selectors
from mad.membership.models import CouncilSeat, Election, Member, Term
from mad.membership.services import (
    Nominee,
    TieFacts,
    appoint_presiding,
    declare_tie,
    elect,
    end_council_seat,
    end_tie,
    hold_election,
    lift_suspension,
    nominate,
    open_election,
    resign,
    seat_on_council,
    sign_declaration,
    suspend,
)
from mad.notices.models import Outbox

TODAY = date(2026, 2, 9)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)

pytestmark = pytest.mark.django_db


def sits(member, on=TODAY):
    return selectors.standing_of(member, on).sits


def acts_of(act):
    return Entry.objects.filter(act=act)


def bind(member, state="LVA", kind="national", starts=date(2000, 1, 1), by=None, **facts):
    return declare_tie(member=member, kind=kind, state=state, starts=starts, by=by or member.user, **facts)


# R3


def test_r03_a_declared_tie_with_a_council_state_bars_at_once(people):
    member = people.member("amal")
    assert sits(member)
    bind(member)
    [reason] = selectors.standing_of(member, TODAY).reasons
    assert (reason.rule, reason.state, reason.since) == ("R3", "LVA", date(2026, 1, 1))
    assert member not in selectors.sitting_members(TODAY)


def test_r03_a_tie_is_one_docket_entry_and_can_be_declared_once(people):
    bind(people.member("amal"))
    assert acts_of("tie.declared").count() == 1
    with pytest.raises(Invalid):
        bind(people.member("amal"))
    assert acts_of("tie.declared").count() == 1


def test_r03_nobody_declares_a_tie_of_another_but_the_registrar(people):
    for other in (people.ingrid, people.betty, people.officer, people.admin):
        with pytest.raises(NotPermitted):
            bind(people.member("amal"), by=other)
    assert bind(people.member("amal"), by=people.registrar).pk


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"state": "XXX"}, "state"),
        ({"kind": "friend"}, "kind"),
        ({"starts": TODAY, "ends": YESTERDAY}, "ends"),
        ({"kind": "financial"}, "note"),
        ({"kind": "other", "note": "   "}, "note"),
    ],
)
def test_r03_what_cannot_be_read_names_its_field_and_stores_nothing(people, facts, field):
    with pytest.raises(Invalid) as refused:
        bind(people.member("amal"), **facts)
    assert list(refused.value.errors) == [field]
    assert not acts_of("tie.declared").exists()


def test_r03_a_member_ends_a_tie_from_today_and_the_past_is_the_registrars(people):
    tie = bind(people.member("amal"))
    with pytest.raises(Refused) as refused:
        end_tie(tie=tie, on=YESTERDAY, by=people.amal)
    assert refused.value.rule == "R3"
    end_tie(tie=tie, on=YESTERDAY, by=people.registrar)
    assert sits(people.member("amal"))
    assert not sits(people.member("amal"), YESTERDAY)


def test_r03_a_tie_ends_once_and_not_before_it_began(people):
    tie = bind(people.member("amal"), starts=TODAY)
    with pytest.raises(Invalid):
        end_tie(tie=tie, on=YESTERDAY, by=people.registrar)
    end_tie(tie=tie, on=TOMORROW, by=people.amal)
    with pytest.raises(Refused):
        end_tie(tie=tie, on=TODAY, by=people.amal)


# R4


def test_r04_a_signature_lifts_the_bar_of_an_old_declaration(people, morning):
    member = people.member("amal")
    with travel(morning + timedelta(days=365)):
        late = TODAY + timedelta(days=365)
        assert [r.rule for r in selectors.standing_of(member, late).reasons] == ["R4"]
        sign_declaration(member=member, by=people.amal)
        assert sits(member, late)


def test_r04_nobody_signs_for_another(people):
    for other in (people.ingrid, people.registrar, people.admin):
        with pytest.raises(NotPermitted):
            sign_declaration(member=people.member("amal"), by=other)


def test_r04_a_declaration_freezes_the_ties_and_the_docket_can_check_it(people, seal):
    bind(people.member("amal"), kind="financial", state="LVA", note="shares in a bank")
    signed = sign_declaration(member=people.member("amal"), by=people.amal)
    assert [tie["state"] for tie in signed.content["ties"]] == ["MAR", "LVA"]
    assert signed.entry.digest == signed.digest
    seal()
    assert verify().holds


@pytest.mark.parametrize(
    "sql", ["UPDATE membership_declaration SET digest = ''", "DELETE FROM membership_declaration"]
)
def test_r04_the_database_refuses_to_change_a_signed_declaration(people, sql):
    with pytest.raises(IntegrityError), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(sql)


# R2


def test_r02_a_resigned_member_sits_until_the_day_before(people):
    member = people.member("amal")
    resign(member=member, on=TOMORROW, by=people.amal)
    assert sits(member, TODAY)
    assert not sits(member, TOMORROW)
    with pytest.raises(Refused):
        resign(member=member, on=TOMORROW, by=people.amal)


def test_r02_a_resignation_leaves_the_place_visibly_vacant(people):
    assert not selectors.vacancies(TODAY)
    resign(member=people.member("amal"), on=TODAY, by=people.amal)
    assert [place.discipline for place in selectors.vacancies(TODAY)] == ["legal"]
    assert "Vacant: legal, 1" in [item.title for item in desk.items(people.registrar, _at(TODAY))]


def test_r02_a_resignation_is_the_members_own_or_the_registrars(people):
    with pytest.raises(NotPermitted):
        resign(member=people.member("amal"), on=TODAY, by=people.ingrid)
    with pytest.raises(Invalid):
        resign(member=people.member("amal"), on=YESTERDAY, by=people.amal)
    with pytest.raises(Refused):
        resign(member=people.member("amal"), on=date(2030, 1, 1), by=people.registrar)


def test_r02_a_suspension_bars_until_lifted(people, morning):
    member = people.member("amal")
    spell = suspend(member=member, starts=TODAY, reason="inquiry", by=people.registrar)
    assert not sits(member)
    lift_suspension(suspension=spell, reason="cleared", by=people.registrar)
    assert not sits(member, TODAY)
    assert sits(member, TOMORROW)
    with travel(morning + timedelta(days=1)), pytest.raises(Refused):
        lift_suspension(suspension=spell, reason="again", by=people.registrar)


def test_r02_suspensions_do_not_overlap_and_need_a_reason(people):
    member = people.member("amal")
    suspend(member=member, starts=TODAY, ends=TOMORROW, reason="inquiry", by=people.registrar)
    with pytest.raises(Refused):
        suspend(member=member, starts=TOMORROW, reason="inquiry", by=people.registrar)
    with pytest.raises(Invalid):
        suspend(member=member, starts=TOMORROW + timedelta(days=1), reason=" ", by=people.registrar)
    with pytest.raises(NotPermitted):
        suspend(member=member, starts=TODAY, reason="inquiry", by=people.betty)


def test_r09_who_is_suspended_or_resigns_leaves_the_chair(people):
    assert selectors.presiding_member() == people.member("betty")
    suspend(member=people.member("betty"), starts=TODAY, reason="inquiry", by=people.registrar)
    assert selectors.presiding_member() is None


def test_r09_one_member_presides_and_must_be_able_to_act(people):
    bind(people.member("ingrid"))
    with pytest.raises(Refused) as refused:
        appoint_presiding(member=people.member("ingrid"), by=people.registrar)
    assert refused.value.rule == "R3"
    appoint_presiding(member=people.member("amal"), by=people.registrar)
    assert selectors.presiding_member() == people.member("amal")
    assert Member.objects.filter(user__presiding=True).count() == 1
    with pytest.raises(NotPermitted):
        appoint_presiding(member=people.member("betty"), by=people.betty)


# R2, elections


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
    candidate = nominate(
        election=election, nominee=nominee("Amal", "mediation", user=people.amal), by=people.registrar
    )
    with pytest.raises(Refused) as refused:
        elect(election=election, elected=[candidate], held_on=TODAY, by=people.registrar)
    assert refused.value.rule == "R1"


def test_r02_a_member_can_be_elected_again(people):
    election = general(people)
    candidate = nominate(election=election, nominee=nominee("Amal", user=people.amal), by=people.registrar)
    assert elect(election=election, elected=[candidate], held_on=TODAY, by=people.registrar) == [
        people.member("amal")
    ]


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
    [(candidate, conflicts)] = selectors.candidate_conflicts(election)
    assert [reason.state for reason in conflicts] == ["COL"]


def test_r02_only_the_registrar_holds_elections(people):
    for other in (people.betty, people.officer, people.ethics, people.admin):
        with pytest.raises(NotPermitted):
            open_election(starts=date(2028, 1, 1), places={"legal": 1}, by=other)


def test_r02_hold_election_seats_a_slate_in_one_act(people):
    slate = [nominee("A"), nominee("B", "sanctions")]
    members = hold_election(starts=date(2028, 1, 1), slate=slate, held_on=TODAY, by=people.registrar)
    assert [member.discipline for member in members] == ["legal", "sanctions"]


# R3 and R5, the Council


def test_r03_a_seat_recorded_by_the_registrar_bars_from_its_first_day(people):
    seat_on_council(state="MAR", starts=date(2027, 1, 1), ends=date(2028, 12, 31), by=people.registrar)
    found = selectors.standing_of(people.member("amal"), date(2027, 1, 1))
    assert "R3" in [reason.rule for reason in found.reasons]
    assert sits(people.member("amal"), TODAY)


@pytest.mark.parametrize("state", ["FRA", "VAT", "XXX"])
def test_r03_a_permanent_member_an_observer_or_nobody_is_not_elected(people, state):
    with pytest.raises(Invalid):
        seat_on_council(state=state, starts=date(2027, 1, 1), ends=date(2028, 12, 31), by=people.registrar)


@pytest.mark.parametrize("state", ["COL", "PAK"])
def test_r03_a_sitting_or_retiring_state_is_not_seated_again(people, state):
    with pytest.raises(Refused):
        seat_on_council(state=state, starts=date(2027, 1, 1), ends=date(2028, 12, 31), by=people.registrar)


def test_r03_there_are_ten_elected_seats(people):
    with pytest.raises(Refused):
        seat_on_council(state="MAR", starts=date(2026, 12, 1), ends=date(2027, 12, 31), by=people.registrar)


def entrants(people, *states):
    for state in states:
        seat_on_council(state=state, starts=date(2027, 1, 1), ends=date(2028, 12, 31), by=people.registrar)


def test_r05_the_registrar_is_told_once_when_the_whole_council_is_known(people):
    def told():
        return [row for row in Outbox.objects.all() if row.payload.get("kind") == "look_ahead"]

    entrants(people, "PER", "CHE", "SEN", "FJI")
    assert not told()
    entrants(people, "EST")
    [notice] = told()
    assert notice.payload["roles"] == ["registrar"]


def test_r05_the_look_ahead_names_who_will_be_barred_and_what_falls_short(people):
    entrants(people, "MAR", "NOR", "URY")
    ahead = selectors.coming_council(TODAY)
    assert {facts.name for facts, _ in ahead.barred} == {"Amal Benhaddou", "Ingrid Solheim", "Tomás Arregui"}
    assert [(short.rule, short.can_act) for short in ahead.shortfalls] == [("R23", 2)]
    assert ahead.council_known == 13
    assert any("a legal panel needs 3" in item.title for item in desk.items(people.registrar, _at(TODAY)))


def test_r03_a_seat_can_be_shortened_and_a_permanent_one_not(people):
    seat = CouncilSeat.objects.get(state="LVA")
    end_council_seat(seat=seat, ends=date(2026, 12, 31), reason="split term", by=people.registrar)
    assert "LVA" not in [found.state_id for found in selectors.council(date(2027, 1, 1))]
    with pytest.raises(Invalid):
        end_council_seat(seat=seat, ends=date(2027, 12, 31), reason="back", by=people.registrar)
    with pytest.raises(Refused):
        permanent = CouncilSeat.objects.get(state="FRA")
        end_council_seat(seat=permanent, ends=TODAY, reason="reform", by=people.registrar)


# selectors and the desk


def _at(day):
    return datetime.combine(day, time(9), UTC)


def test_r03_a_days_standings_are_one_query(people, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert len(selectors.standings(TODAY)) == 15
    with django_assert_num_queries(1):
        assert len(selectors.sitting_members(TODAY)) == 15
    with django_assert_num_queries(1):
        assert [m.user.full_name for m, _ in selectors.members_on(TODAY)][0] == "Amal Benhaddou"


def test_r06_ties_with_the_states_concerned_are_found_by_member(people):
    amal, ingrid = people.member("amal"), people.member("ingrid")
    ended = bind(ingrid, state="SYR", kind="permanent_resident")
    end_tie(tie=ended, on=YESTERDAY, by=people.registrar)
    found = selectors.ties_with([amal.pk, ingrid.pk], ["MAR", "SYR"], TODAY)
    assert {pk: [tie.state.name for tie in ties] for pk, ties in found.items()} == {amal.pk: ["Morocco"]}


def test_r04_the_desk_asks_for_a_declaration_fourteen_days_before_it_lapses(people):
    def asked(day):
        return [item.title for item in desk.items(people.amal, _at(day))]

    lapses = date(2026, 1, 5) + timedelta(days=180)
    assert asked(lapses - timedelta(days=15)) == []
    assert asked(lapses - timedelta(days=14)) == ["Sign your declaration of interests"]
    [item] = desk.items(people.amal, _at(lapses + timedelta(days=1)))
    assert item.due < _at(lapses + timedelta(days=1))
    assert item.rule == "R4"


def test_r04_the_desk_asks_for_a_declaration_when_the_council_changed(people):
    end_council_seat(
        seat=CouncilSeat.objects.get(state="LVA"), ends=TODAY, reason="left", by=people.registrar
    )
    assert desk.items(people.amal, _at(TODAY)) == []
    assert [item.rule for item in desk.items(people.amal, _at(TOMORROW))] == ["R4"]


def test_the_desk_costs_at_most_two_queries(people, django_assert_max_num_queries):
    resign(member=people.member("ingrid"), on=TODAY, by=people.ingrid)
    for user in (people.registrar, people.amal, people.officer):
        with django_assert_max_num_queries(2):
            desk.items(user, _at(TODAY))
