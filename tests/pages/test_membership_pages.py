"""The roster's pages: who may open them, what they show, what they keep when an act is refused."""

from datetime import date

import pytest
from django.urls import reverse

from mad.membership.models import CouncilSeat
from mad.membership.services import (
    declare_tie,
    resign,
    suspend,
)
from tests.pages.membership_steps import get, post
from tests.pages.page_queries import queries

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


def test_r09_each_page_opens_for_its_roles_only(client, people):
    opened = {
        page: {who for who in ROLES if get(client, getattr(people, who), page).status_code == 200} for page in OPEN_TO
    }
    assert opened == OPEN_TO


def test_r09_a_page_refused_is_a_403(client, people):
    assert get(client, people.admin, "roster").status_code == 403


def test_pages_ask_a_stranger_to_sign_in(client, db):
    assert {client.get(reverse(page)).status_code for page in OPEN_TO} == {302}


def test_r03_the_roster_shows_the_matrix_and_every_reason(client, people):
    declare_tie(member=people.member("amal"), kind="national", state="LVA", starts=date(2000, 1, 1), by=people.amal)
    text = get(client, people.officer, "roster").content.decode()
    assert "14 of 15 members in office may act" in text
    assert "National of Latvia (since 1 January 2000)" in text
    assert 'title="National, Latvia"' in text


def test_r02_the_roster_of_any_day_can_be_asked_for(client, people):
    assert "Nobody is in office on this day" in get(client, people.amal, "roster", on="2014-05-22").content.decode()


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


def test_the_roster_costs_the_same_for_more_members(client, people):
    client.force_login(people.amal)
    assert len(queries(client, reverse("roster"))) <= 8
    for number in range(5):
        declare_tie(
            member=people.member("ingrid"),
            kind="other",
            note="n",
            state="LVA",
            starts=date(2000 + number, 1, 1),
            by=None,
        )
    assert len(queries(client, reverse("roster"))) <= 8


def test_the_registrar_acts_on_a_members_page_and_others_cannot(client, people):
    pk = people.member("amal").pk
    facts = {"act": "suspend", "starts": "2026-02-09", "reason": "inquiry"}
    assert post(client, people.officer, "roster_member", pk, **facts).status_code == 403
    assert post(client, people.registrar, "roster_member", pk, **facts).status_code == 302
    assert "Suspended, since 9 February 2026" in get(client, people.amal, "roster_member", pk).content.decode()


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
    assert post(client, people.amal, "declaration", act="end_tie", tie=tie.pk, ends="2026-02-09").status_code == 302
    assert post(client, people.amal, "declaration", act="sign").status_code == 302
    assert member.declarations.count() == 2
    assert "Peru" in client.get(reverse("declaration")).content.decode()


def test_r03_a_member_cannot_end_a_tie_in_the_past_or_of_another(client, people):
    tie = people.member("amal").ties.get()
    past = post(client, people.amal, "declaration", act="end_tie", tie=tie.pk, ends="2025-01-01")
    assert past.status_code == 409
    assert 'value="2025-01-01"' in past.content.decode()
    assert post(client, people.ingrid, "declaration", act="end_tie", tie=tie.pk, ends="2026-02-09").status_code == 404


def test_r05_the_registrar_records_a_seat_and_the_others_only_read(client, people):
    facts = {"act": "seat", "state": "PER", "starts": "2027-01-01", "ends": "2028-12-31"}
    assert post(client, people.amal, "council", **facts).status_code == 403
    assert post(client, people.registrar, "council", **facts).status_code == 302
    assert CouncilSeat.objects.filter(state="PER", starts="2027-01-01").exists()
    assert "Peru" in get(client, people.amal, "council", on="2027-01-01").content.decode()
    assert post(client, people.registrar, "council", **facts).status_code == 409


def test_the_desk_shows_a_member_the_own_standing(client, people):
    text = get(client, people.amal, "desk").content.decode()
    assert "<h2>Your standing</h2>" in text
    assert "Morocco (national)" in text
    bind_latvia(people)
    assert "May not act" in get(client, people.amal, "desk").content.decode()
    assert "<h2>Your standing</h2>" not in get(client, people.registrar, "desk").content.decode()


def bind_latvia(people):
    member = people.member("amal")
    declare_tie(member=member, kind="national", state="LVA", starts=date(2000, 1, 1), by=people.amal)
