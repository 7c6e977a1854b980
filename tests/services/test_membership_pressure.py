"""R8: attempts by States to sway a member."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from mad.common.errors import Invalid, NotPermitted
from mad.docket.models import Entry
from mad.docket.verification import verify
from mad.membership.models import PressureIncident
from mad.membership.selectors import pressure_visible_to
from mad.membership.services import decide_pressure, report_pressure
from mad.notices.models import Outbox

pytestmark = pytest.mark.django_db


def report(people, by=None, **facts):
    given = {
        "kind": "enticement",
        "state": "FRA",
        "by_whom": "a counsellor of the mission",
        "happened_on": date(2026, 2, 6),
        "account": "Offered a post for a favourable vote.",
        "evidence": "letter",
    }
    return report_pressure(**(given | facts), by=by or people.amal)


def test_r08_only_the_reporter_the_ethics_officer_and_the_presiding_member_see_it(people):
    incident = report(people)
    for reader in (people.amal, people.ethics, people.betty):
        assert list(pressure_visible_to(reader)) == [incident]
    for other in (
        people.ingrid,
        people.registrar,
        people.officer,
        people.auditor,
        people.admin,
        people.focal,
    ):
        assert not pressure_visible_to(other).exists()


def test_r08_the_docket_shows_that_something_was_reported_and_not_by_whom(people):
    incident = report(people)
    entry = Entry.objects.get(act="pressure.reported")
    assert entry.object == incident.number
    assert "amal" not in f"{entry.actor}{entry.facts}"
    assert entry.facts == {}


def test_r08_the_digest_is_salted_and_the_docket_checks_the_stored_text(people, seal):
    incident = report(people)
    decide_pressure(incident=incident, text="Raised with the mission.", by=people.ethics)
    assert len(bytes(incident.salt)) == 32
    seal()
    assert verify().holds


def test_r08_the_incident_stays_whatever_is_decided(people):
    incident = report(people)
    decide_pressure(incident=incident, text="Nothing further.", by=people.ethics)
    for sql in (
        "UPDATE membership_pressureincident SET account = 'x'",
        "DELETE FROM membership_pressureincident",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    assert PressureIncident.objects.get().account == "Offered a post for a favourable vote."


def test_r08_only_the_ethics_officer_decides(people):
    incident = report(people)
    for other in (people.amal, people.betty, people.registrar):
        with pytest.raises(NotPermitted):
            decide_pressure(incident=incident, text="x", by=other)


def test_r08_only_a_member_reports(people):
    for other in (people.registrar, people.ethics, people.focal):
        with pytest.raises(NotPermitted):
            report(people, by=other)


def test_r52_the_notice_carries_no_content(people):
    incident = report(people)
    payload = Outbox.objects.latest("pk").payload
    assert payload["subject"] == incident.number
    assert sorted(payload["roles"]) == ["ethics", "presiding"]
    assert "counsellor" not in str(payload)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"kind": "gossip"}, "kind"),
        ({"state": "XXX"}, "state"),
        ({"by_whom": " "}, "by_whom"),
        ({"account": ""}, "account"),
        ({"happened_on": date(2026, 2, 10)}, "happened_on"),
    ],
)
def test_r08_what_cannot_be_read_names_its_field_and_stores_nothing(people, facts, field):
    with pytest.raises(Invalid) as refused:
        report(people, **facts)
    assert list(refused.value.errors) == [field]
    assert not PressureIncident.objects.exists()
