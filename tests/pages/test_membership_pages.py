"""The roster's pages: who may open them, what they show, what they keep when an act is refused."""

from datetime import date

import pytest
from django.urls import reverse

from mad.membership.models import CouncilSeat, Election, PressureIncident
from mad.membership.services import (
    Nominee,
    declare_tie,
    nominate,
    open_election,
    report_pressure,
    resign,
    suspend,
)

TODAY = date(2026, 2, 9)

pytestmark = pytest.mark.django_db

ROLES = ("amal", "betty", "registrar", "officer", "ethics", "auditor", "admin", "focal")
OPEN_TO = {
    "roster": {"amal", "betty", "registrar", "officer", "ethics", "auditor"},
    "council": {"amal", "betty", "registrar", "officer", "ethics", "auditor"},
    "numbers": {"amal", "betty", "registrar", "officer", "ethics", "auditor"},
    "declaration": {"amal", "betty"},
    "elections": {"registrar"},
    "pressure": {"amal", "betty", "ethics"},
}


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.DEMONSTRATION = True


def get(client, user, name, *args, **query):
    client.force_login(user)
    return client.get(reverse(name, args=args), query)


def post(client, user, name, *args, **data):
    client.force_login(user)
    return client.post(reverse(name, args=args), data)


@pytest.mark.parametrize("page", OPEN_TO)
@pytest.mark.parametrize("who", ROLES)
def test_r09_each_page_opens_for_its_roles_only(client, people, page, who):
    expected = 200 if who in OPEN_TO[page] else 403
    assert get(client, getattr(people, who), page).status_code == expected


@pytest.mark.parametrize("page", OPEN_TO)
def test_pages_ask_a_stranger_to_sign_in(client, people, page):
    assert client.get(reverse(page)).status_code == 302


def test_r03_the_roster_shows_the_matrix_and_every_reason(client, people):
    declare_tie(
        member=people.member("amal"), kind="national", state="LVA", starts=date(2000, 1, 1), by=people.amal
    )
    text = get(client, people.officer, "roster").content.decode()
    assert "14 of 15 members in office may act" in text
    assert "National of Latvia (since 1 January 2000)" in text
    assert 'title="National, Latvia"' in text


def test_r02_the_roster_of_any_day_can_be_asked_for(client, people):
    assert (
        "Nobody is in office on this day"
        in get(client, people.amal, "roster", on="2014-05-22").content.decode()
    )


@pytest.mark.parametrize("day", ["soon", "2026-02-30", "0001-01-01"])
@pytest.mark.parametrize("page", ["roster", "council"])
def test_a_day_that_cannot_be_read_is_said_and_today_is_shown(client, people, day, page):
    answer = get(client, people.amal, page, on=day)
    assert answer.status_code == 400
    assert 'id="on-error"' in answer.content.decode()


def test_r07_the_roster_warns_about_the_balance(client, people):
    for name in ("katarzyna", "milica"):
        resign(member=people.member(name), on=TODAY, by=people.registrar)
    text = get(client, people.amal, "roster").content.decode()
    assert '<span class="alarm-text small">none</span>' in text
    assert "Vacant places" in text


def test_r05_the_roster_looks_ahead_to_1_january(client, people):
    text = get(client, people.registrar, "roster").content.decode()
    assert "From 1 January 2027" in text
    assert "10 of 15 Council members are known" in text


def test_the_roster_costs_the_same_for_more_members(client, people, django_assert_max_num_queries):
    get(client, people.amal, "roster")
    with django_assert_max_num_queries(8):
        client.get(reverse("roster"))
    for number in range(5):
        declare_tie(
            member=people.member("ingrid"),
            kind="other",
            note="n",
            state="LVA",
            starts=date(2000 + number, 1, 1),
            by=None,
        )
    with django_assert_max_num_queries(8):
        client.get(reverse("roster"))


def test_the_registrar_acts_on_a_members_page_and_others_cannot(client, people):
    pk = people.member("amal").pk
    facts = {"act": "suspend", "starts": "2026-02-09", "reason": "inquiry"}
    assert post(client, people.officer, "roster_member", pk, **facts).status_code == 403
    assert post(client, people.registrar, "roster_member", pk, **facts).status_code == 302
    assert (
        "Suspended, since 9 February 2026" in get(client, people.amal, "roster_member", pk).content.decode()
    )


def test_a_refused_act_names_its_rule_and_keeps_what_was_typed(client, people):
    pk = people.member("amal").pk
    suspend(member=people.member("amal"), starts=TODAY, reason="inquiry", by=people.registrar)
    answer = post(
        client,
        people.registrar,
        "roster_member",
        pk,
        act="suspend",
        starts="2026-02-10",
        reason="a second inquiry",
    )
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "suspended on one of these days already" in text
    assert "a second inquiry" in text


@pytest.mark.parametrize("act", ["tie", "end_tie", "suspend", "lift", "resign"])
def test_an_empty_form_is_answered_with_400(client, people, act):
    answer = post(client, people.registrar, "roster_member", people.member("amal").pk, act=act)
    assert answer.status_code == 400
    assert "to put right" in answer.content.decode()


def test_an_unknown_member_is_404(client, people):
    assert get(client, people.amal, "roster_member", 999999).status_code == 404


def test_r04_a_member_adds_a_tie_ends_it_and_signs(client, people):
    member = people.member("amal")
    added = post(
        client,
        people.amal,
        "declaration",
        act="tie",
        kind="financial",
        state="PER",
        starts="2020-01-01",
        note="bonds",
    )
    assert added.status_code == 302
    tie = member.ties.get(state="PER")
    assert (
        post(client, people.amal, "declaration", act="end_tie", tie=tie.pk, ends="2026-02-09").status_code
        == 302
    )
    assert post(client, people.amal, "declaration", act="sign").status_code == 302
    assert member.declarations.count() == 2
    assert "Peru" in client.get(reverse("declaration")).content.decode()


def test_r03_a_member_cannot_end_a_tie_in_the_past_or_of_another(client, people):
    tie = people.member("amal").ties.get()
    past = post(client, people.amal, "declaration", act="end_tie", tie=tie.pk, ends="2025-01-01")
    assert past.status_code == 409
    assert 'value="2025-01-01"' in past.content.decode()
    assert (
        post(client, people.ingrid, "declaration", act="end_tie", tie=tie.pk, ends="2026-02-09").status_code
        == 404
    )


def test_r05_the_registrar_records_a_seat_and_the_others_only_read(client, people):
    facts = {"act": "seat", "state": "PER", "starts": "2027-01-01", "ends": "2028-12-31"}
    assert post(client, people.amal, "council", **facts).status_code == 403
    assert post(client, people.registrar, "council", **facts).status_code == 302
    assert CouncilSeat.objects.filter(state="PER", starts="2027-01-01").exists()
    assert "Peru" in get(client, people.amal, "council", on="2027-01-01").content.decode()
    assert post(client, people.registrar, "council", **facts).status_code == 409


def nomination(**facts):
    form = {f"ties-{key}": value for key, value in {"TOTAL_FORMS": 3, "INITIAL_FORMS": 0}.items()}
    form |= {"ties-0-kind": "national", "ties-0-state": "COL", "ties-0-starts": "1980-01-01"}
    form |= {
        "full_name": "Nadia Example",
        "discipline": "legal",
        "group": "GRULAC",
        "declared_on": "2026-02-01",
    }
    return {"act": "nominate"} | form | facts


def test_r02_an_election_from_its_opening_to_the_result(client, people):
    opened = post(
        client,
        people.registrar,
        "elections",
        starts="2027-01-01",
        legal=1,
        mediation=0,
        sanctions=0,
        intervention=0,
    )
    assert opened.status_code == 302
    number = Election.objects.get(starts="2027-01-01").number
    assert post(client, people.registrar, "election", number, **nomination()).status_code == 302
    text = get(client, people.registrar, "election", number).content.decode()
    assert "Would be barred" in text
    assert "National of Colombia" in text
    [candidate] = Election.objects.get(number=number).candidates.all()
    result = post(
        client,
        people.registrar,
        "election",
        number,
        act="result",
        held_on="2026-02-09",
        elected=[candidate.pk],
    )
    assert result.status_code == 302
    assert "Elected" in get(client, people.registrar, "election", number).content.decode()


def test_r02_a_candidate_with_a_wrong_tie_is_not_entered_and_the_name_is_kept(client, people):
    election = open_election(starts=date(2027, 1, 1), places={"legal": 1}, by=people.registrar)
    answer = post(
        client, people.registrar, "election", election.number, **nomination(**{"ties-0-starts": "never"})
    )
    assert answer.status_code == 400
    assert "Nadia Example" in answer.content.decode()
    assert not election.candidates.exists()


def test_r02_too_many_elected_is_refused_with_its_rule(client, people):
    election = open_election(starts=date(2027, 1, 1), places={"legal": 1}, by=people.registrar)
    both = [
        nominate(election=election, nominee=Nominee(name, "legal", "WEOG", TODAY), by=people.registrar).pk
        for name in ("A Example", "B Example")
    ]
    answer = post(
        client,
        people.registrar,
        "election",
        election.number,
        act="result",
        held_on="2026-02-09",
        elected=both,
    )
    assert answer.status_code == 409
    assert "2 were marked elected, 1 places are vacant" in answer.content.decode()


def incident(people):
    return report_pressure(
        kind="pressure",
        state="FRA",
        by_whom="a third secretary",
        happened_on=TODAY,
        account="a call at night",
        by=people.amal,
    )


@pytest.mark.parametrize(
    ("who", "sees"), [("amal", True), ("betty", True), ("ethics", True), ("ingrid", False)]
)
def test_r08_the_page_shows_an_incident_only_to_those_who_may_see_it(client, people, who, sees):
    number = incident(people).number
    text = get(client, getattr(people, who), "pressure").content.decode()
    assert (number in text) is sees
    assert ("third secretary" in text) is sees


def test_r08_a_member_reports_and_the_ethics_officer_decides(client, people):
    facts = {"kind": "pressure", "state": "FRA", "by_whom": "x", "happened_on": "2026-02-09", "account": "y"}
    assert post(client, people.ingrid, "pressure", act="report", **facts).status_code == 302
    found = PressureIncident.objects.get()
    assert (
        post(client, people.ethics, "pressure", act="decide", incident=found.pk, text="Raised.").status_code
        == 302
    )
    assert post(
        client, people.amal, "pressure", act="decide", incident=found.pk, text="Raised."
    ).status_code in (403, 404)
    assert found.decisions.count() == 1


def test_a_number_is_changed_by_the_registrar_only(client, people):
    facts = {"key": "vote_hours", "value": "48", "decided_on": "2026-02-09", "reason": "as decided"}
    assert post(client, people.amal, "numbers", **facts).status_code == 403
    assert post(client, people.registrar, "numbers", **facts).status_code == 302
    assert "<strong>48</strong>" in get(client, people.amal, "numbers").content.decode()
    assert post(client, people.registrar, "numbers", **(facts | {"value": "soon"})).status_code == 400
