"""What somebody typed is given back when it came too late; and the page that extends a clock (R36)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cases.services import open_round, recuse, withdraw_determination
from mad.clocks.models import Clock
from mad.clocks.services import extend
from mad.common import clock
from mad.common.errors import NotPermitted, Refused
from mad.docket.models import Entry
from mad.membership.services import declare_tie
from tests.pages.cases_help import at, text, visit
from tests.services.cases_steps import ELEMENTS, adopted, both_rounds, propose, refusal, under_assessment

__all__ = ["visit"]  # a fixture

LONG = "An evening of work that must not be lost, four pages of it."


def test_r26_a_late_word_in_the_discussion_is_given_back(people, visit):
    case, *_ = adopted(people)
    response = visit("nguyen").post(at("reveal", case), {"element": ELEMENTS[0], "text": LONG})
    assert response.status_code == 409
    assert LONG in text(response)


@pytest.mark.parametrize("overtaken", ["another", "adoption"])
def test_r30_a_proposal_that_was_overtaken_is_given_back(people, visit, overtaken):
    if overtaken == "another":
        case, _ = both_rounds(people)
        propose(people, case)
    else:
        case, *_ = adopted(people)
    response = visit("ingrid").post(at("determination_propose", case), {"opening": LONG, "severity": "4"})
    assert response.status_code == 409
    assert LONG in text(response)


# --- R36: one extension ----------------------------------------------------------------------------


@pytest.fixture
def running(people) -> Clock:
    case, _ = under_assessment(people)
    open_round(case=case, by=people.registrar)
    return Clock.objects.running().get(kind="first_round")


def page_of(found: Clock) -> str:
    return f"/clocks/{found.pk}/extend/"


def test_r36_the_presiding_member_extends_a_clock_once_with_a_reason(people, visit, running):
    client, due = visit("betty"), running.due_at
    assert client.post(page_of(running), {"hours": "24", "reason": ""}).status_code == 400
    assert client.post(page_of(running), {"hours": "24", "reason": "Two members travel."}).status_code == 302
    running.refresh_from_db()
    assert (running.due_at, running.extension_reason) == (due + timedelta(hours=24), "Two members travel.")
    assert Entry.objects.filter(act="clock.extended", case_number=running.case_number).count() == 1
    again = client.post(page_of(running), {"hours": "24", "reason": LONG})
    assert again.status_code == 409
    assert "extended once already" in text(again) and LONG in text(again)


@pytest.mark.parametrize("hours", ["0", "-5", "a day", "1441", ""])
def test_r36_hours_that_are_none_are_named(visit, running, hours):
    response = visit("betty").post(page_of(running), {"hours": hours, "reason": LONG})
    assert response.status_code == 400
    assert LONG in text(response) and "Hours more" in text(response)
    running.refresh_from_db()
    assert running.extended_at is None


def test_r36_a_late_clock_is_extended_from_now(visit, running):
    clock.advance(timedelta(days=9))
    visit("betty").post(page_of(running), {"hours": "10", "reason": "The panel was ill."})
    running.refresh_from_db()
    assert running.due_at - clock.now() > timedelta(hours=9)


@pytest.mark.parametrize("who", ["amal", "registrar", "officer", "admin", "focal"])
def test_r9_nobody_else_extends(visit, running, who):
    assert visit(who).get(page_of(running)).status_code == 403


def test_r6_a_recused_or_barred_presiding_member_extends_nothing_and_opens_no_round(people, visit):
    case, _ = under_assessment(people)
    declare_tie(
        member=people.member("betty"),
        kind="financial",
        state="FRA",
        starts=date(2026, 1, 1),
        note="x",
        by=people.registrar,
    )
    assert refusal(open_round, case=case, by=people.betty).rule == "R3"
    open_round(case=case, by=people.registrar)
    recuse_by = {"kind": "first_round", "subject": case.number, "reason": "Later.", "by": people.betty}
    with pytest.raises(Refused, match="R3"):
        extend(until=clock.now() + timedelta(days=30), **recuse_by)
    found = Clock.objects.running().get(kind="first_round")
    assert visit("betty").get(page_of(found)).status_code == 403


def test_r6_recused_from_the_case(people, visit, running):
    case, _ = under_assessment(people)
    open_round(case=case, by=people.registrar)
    recuse(case=case, by=people.betty, reason="A former client.")
    with pytest.raises(Refused, match="R6"):
        extend(
            kind="first_round", subject=case.number, until=clock.now() + timedelta(days=3), reason="x", by=people.betty
        )


def test_r36_what_the_rules_fix_is_not_extended(people, visit):
    case, *_ = adopted(people)
    opinions = Clock.objects.running().get(kind="opinions")
    assert "The rules fix how long this runs" in text(visit("betty").get(page_of(opinions)))
    response = visit("betty").post(page_of(opinions), {"hours": "24", "reason": LONG})
    assert response.status_code == 409 and LONG in text(response)
    assert case.number == opinions.case_number


def test_r3_a_barred_proposer_withdraws_nothing(people):
    case, _ = both_rounds(people)
    made = propose(people, case)
    declare_tie(
        member=people.member("amal"),
        kind="financial",
        state="FRA",
        starts=date(2026, 1, 1),
        note="x",
        by=people.registrar,
    )
    with pytest.raises((Refused, NotPermitted)):
        withdraw_determination(determination=made, by=people.amal, reason="On second thoughts.")
