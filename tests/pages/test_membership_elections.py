"""The registrar's election pages, pressure and numbers: from the form to the record."""

from datetime import date

import pytest

from mad.membership.models import Election, PressureIncident
from mad.membership.services import Nominee, nominate, open_election, report_pressure
from tests.pages.membership_steps import get, post

TODAY = date(2026, 2, 9)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.DEMONSTRATION = True


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
    answer = post(client, people.registrar, "election", election.number, **nomination(**{"ties-0-starts": "never"}))
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
    assert "marked elected 2, places vacant 1" in answer.content.decode()


def incident(people):
    return report_pressure(
        kind="pressure",
        state="FRA",
        by_whom="a third secretary",
        happened_on=TODAY,
        account="a call at night",
        by=people.amal,
    )


@pytest.mark.parametrize(("who", "sees"), [("amal", True), ("betty", True), ("ethics", True), ("ingrid", False)])
def test_r08_the_page_shows_an_incident_only_to_those_who_may_see_it(client, people, who, sees):
    number = incident(people).number
    text = get(client, getattr(people, who), "pressure").content.decode()
    assert (number in text) is sees
    assert ("third secretary" in text) is sees


def test_r08_a_member_reports_and_the_ethics_officer_decides(client, people):
    facts = {"kind": "pressure", "state": "FRA", "by_whom": "x", "happened_on": "2026-02-09", "account": "y"}
    assert post(client, people.ingrid, "pressure", act="report", **facts).status_code == 302
    found = PressureIncident.objects.get()
    assert post(client, people.ethics, "pressure", act="decide", incident=found.pk, text="Raised.").status_code == 302
    assert post(client, people.amal, "pressure", act="decide", incident=found.pk, text="Raised.").status_code in (
        403,
        404,
    )
    assert found.decisions.count() == 1


def test_a_number_is_changed_by_the_registrar_only(client, people):
    facts = {"key": "vote_hours", "value": "48", "decided_on": "2026-02-09", "reason": "as decided"}
    assert post(client, people.amal, "numbers", **facts).status_code == 403
    assert post(client, people.registrar, "numbers", **facts).status_code == 302
    assert "<strong>48</strong>" in get(client, people.amal, "numbers").content.decode()
    assert post(client, people.registrar, "numbers", **(facts | {"value": "soon"})).status_code == 400
