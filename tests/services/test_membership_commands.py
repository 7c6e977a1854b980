"""manage.py roster and manage.py load_reference."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from mad.docket.models import Entry
from mad.membership.models import CouncilSeat
from mad.membership.services import declare_tie
from mad.reference.models import State

pytestmark = pytest.mark.django_db


def run(name, *args):
    out, err = StringIO(), StringIO()
    call_command(name, *args, stdout=out, stderr=err)
    return out.getvalue()


def test_r03_the_roster_lists_each_member_with_sits_and_every_reason(people):
    member = people.member("amal")
    declare_tie(member=member, kind="financial", state="LVA", starts=date(2020, 1, 1), note="bonds", by=people.amal)
    rows = {row["name"]: row for row in json.loads(run("roster", "--on", "2026-09-01", "--json"))}
    assert len(rows) == 15
    amal = rows["Amal Benhaddou"]
    assert (amal["sits"], amal["discipline"], amal["group"]) == (False, "legal", "African")
    tie, declaration = amal["reasons"]
    assert (tie["rule"], tie["tie"], tie["state"]) == ("R3", "financial", "LVA")
    assert (tie["since"], tie["until"]) == ("2026-01-01", "2027-12-31")
    assert declaration["rule"] == "R4"
    assert declaration["tie"] is None


def test_r02_the_roster_of_another_year_seats_nobody(people):
    rows = json.loads(run("roster", "--on", "2014-05-22", "--json"))
    assert len(rows) == 15
    assert not any(row["sits"] for row in rows)
    rules = {row["name"]: [reason["rule"] for reason in row["reasons"]] for row in rows}
    assert rules["Amal Benhaddou"] == ["R2", "R4"]
    assert rules["Bilal Haddad"] == ["R2", "R3", "R4"]  # Jordan sat in 2014


def test_the_roster_as_a_table_is_of_today_when_no_day_is_given(people):
    text = run("roster")
    assert "15 of 15 members sit." in text
    assert "Hélène Vautrin" in text


@pytest.mark.parametrize("day", ["2026-13-01", "yesterday", "", "1800-01-01", "9999-12-31", "2026-02-09T10:00"])
def test_a_wrong_day_is_one_line_and_exit_code_2(db, day):
    err = StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("roster", "--on", day, stderr=err)
    assert left.value.code == 2
    assert len(err.getvalue().splitlines()) == 1


def test_loading_the_reference_data_again_changes_nothing(db):
    before = (State.objects.count(), CouncilSeat.objects.count())
    call_command("load_reference", stdout=StringIO())
    entries = Entry.objects.filter(act="reference.loaded").count()
    call_command("load_reference", stdout=StringIO())
    assert (State.objects.count(), CouncilSeat.objects.count()) == before == (195, 186)
    assert Entry.objects.filter(act="reference.loaded").count() == entries


def test_loading_again_keeps_a_seat_that_the_registrar_shortened(db):
    CouncilSeat.objects.filter(state="LVA").update(ends=date(2026, 12, 31))
    call_command("load_reference", stdout=StringIO())
    assert CouncilSeat.objects.get(state="LVA").ends == date(2026, 12, 31)
