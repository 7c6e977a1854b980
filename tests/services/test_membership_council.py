"""R3 to R7: the Council's composition, the look-ahead, selectors and the desk."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from mad.common.errors import Invalid, Refused
from mad.membership import desk, selectors
from mad.membership.models import CouncilSeat
from mad.membership.services import (
    declare_tie,
    end_council_seat,
    end_tie,
    resign,
    seat_on_council,
)
from mad.notices.models import Outbox

TODAY = date(2026, 2, 9)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)

pytestmark = pytest.mark.django_db


def sits(member, on=TODAY):
    return selectors.standing_of(member, on).sits


def bind(member, state="LVA", kind="national", starts=date(2000, 1, 1), by=None, **facts):
    return declare_tie(member=member, kind=kind, state=state, starts=starts, by=by or member.user, **facts)


def _at(day):
    return datetime.combine(day, time(9), UTC)


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


def test_r03_a_days_standings_are_one_query(people, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert len(selectors.standings(TODAY)) == 15
    with django_assert_num_queries(1):
        assert len(selectors.sitting_members(TODAY)) == 15
    with django_assert_num_queries(1):
        assert next(m.user.full_name for m, _ in selectors.members_on(TODAY)) == "Amal Benhaddou"


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
    end_council_seat(seat=CouncilSeat.objects.get(state="LVA"), ends=TODAY, reason="left", by=people.registrar)
    assert desk.items(people.amal, _at(TODAY)) == []
    assert [item.rule for item in desk.items(people.amal, _at(TOMORROW))] == ["R4"]


def test_the_desk_costs_one_query(people, django_assert_max_num_queries):
    resign(member=people.member("ingrid"), on=TODAY, by=people.ingrid)
    for user in (people.registrar, people.amal, people.officer):
        with django_assert_max_num_queries(1):
            desk.items(user, _at(TODAY))
            desk.panel(user, _at(TODAY))
