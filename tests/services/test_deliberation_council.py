"""R41: the Council's answer: meetings, corrections, the stage of the case, what is expected of a vote."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import Error, transaction

from cases.services import move_stage
from deliberation import services
from deliberation.models import CouncilMeeting, CouncilVersion, ExpectedPosition
from deliberation.selectors.council import outlook
from deliberation.services.council import correct_text, record_meeting
from deliberation.services.council_votes import correct_meeting, expect_position, explain_vote
from mad.common import clock
from mad.common.errors import Invalid, NotPermitted, Refused
from mad.docket.models import Entry
from tests.council_factory import council_text, meeting, transmitted, vote

pytest_plugins = ["tests.deliberation_factory"]
ELECTED = ("BHR", "COL", "COD", "LVA", "LBR", "DNK", "GRC", "PAK", "PAN", "SOM")


def refused(act, **given) -> Refused:
    with pytest.raises(Refused) as caught:
        act(**given)
    return caught.value


# --- meetings -------------------------------------------------------------------------------------------


def test_r41_a_meeting_is_recorded_with_who_was_heard(plenary, people):
    output = transmitted(plenary)
    held = meeting(plenary, output)
    assert (held.ordinal, held.heard, held.spoke, held.version) == (1, "heard", "Betty Otieno", 1)
    assert CouncilVersion.objects.get(meeting=held).content["symbol"] == "S/PV.9900"
    entry = Entry.objects.get(act="output.council_met")
    assert (entry.object, entry.case_number) == (output.number, plenary.case.number)


def test_r41_only_what_was_transmitted_is_answered(plenary, people):
    why = refused(record_meeting, output=plenary.draft(), by=people.registrar, form="meeting", held_on=clock.today())
    assert why.rule == "R41"


@pytest.mark.parametrize("name", ["amal", "betty", "officer", "admin", "auditor", "focal"])
def test_r9_only_the_registrar_enters_the_answer(plenary, people, name):
    output = transmitted(plenary)
    with pytest.raises(NotPermitted):
        record_meeting(output=output, by=getattr(people, name), form="meeting")


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"symbol": ""}, "symbol"),
        ({"form": "party"}, "form"),
        ({"heard": ""}, "heard"),
        ({"spoke": ""}, "spoke"),
        ({"held_on": None}, "held_on"),
        ({"held_on": date(2026, 1, 1)}, "held_on"),
        ({"held_on": date(2027, 1, 1)}, "held_on"),
        ({"form": "not_taken_up", "heard": "heard"}, "heard"),
        ({"form": "not_taken_up", "heard": "not_heard", "spoke": "", "note": ""}, "note"),
        ({"source": "javascript:alert(1)"}, "source"),
        ({"spoke": "x" * 301}, "spoke"),
    ],
)
def test_r41_a_meeting_that_cannot_have_been_names_the_field(plenary, facts, field):
    output = transmitted(plenary)
    with pytest.raises(Invalid) as caught:
        meeting(plenary, output, **facts)
    assert field in caught.value.errors
    assert caught.value.rule == "R41"
    assert not CouncilMeeting.objects.exists()


def test_r41_a_meeting_is_recorded_once(plenary):
    output = transmitted(plenary)
    meeting(plenary, output)
    with pytest.raises(Refused) as caught:
        meeting(plenary, output)
    assert caught.value.field == "symbol"


def test_r41_a_correction_keeps_what_was_and_says_why(plenary, people):
    held = meeting(plenary, transmitted(plenary))
    facts = {"form": "meeting", "held_on": held.held_on, "symbol": "S/PV.9901", "heard": "not_heard"}
    missing = {"meeting": held, "by": people.registrar, "version": 1, "reason": " ", **facts}
    with pytest.raises(Invalid):
        correct_meeting(**missing)
    correct_meeting(meeting=held, by=people.registrar, version=1, reason="A slip of the pen", **facts)
    held.refresh_from_db()
    assert (held.version, held.symbol, held.heard) == (2, "S/PV.9901", "not_heard")
    kept = list(held.versions.values_list("version", "content__symbol", "reason"))
    assert kept == [(1, "S/PV.9900", ""), (2, "S/PV.9901", "A slip of the pen")]
    assert refused(correct_meeting, **missing | {"reason": "late"}).code == "conflict"


def test_r15_versions_and_explanations_are_never_changed(plenary, people):
    held = meeting(plenary, transmitted(plenary))
    cast = vote(plenary, held, RUS="no")
    explain_vote(vote=cast, by=people.registrar, state="RUS", text="Too early.", source="S/PV.9900")
    for rows in (CouncilVersion.objects.all(), cast.explanations.all()):
        for change in (lambda rows: rows.update(by=people.admin), lambda rows: rows.delete()):
            with pytest.raises(Error), transaction.atomic():
                change(rows)


# --- the answer and the stage of the case ------------------------------------------------------------------


def test_r20_the_case_goes_on_only_with_the_answer_on_record(plenary, people):
    output = transmitted(plenary)
    go = {"case": plenary.case, "to": "follow_up", "by": people.registrar}
    why = refused(move_stage, **go)
    assert (why.rule, why.reason) == ("R41", "The Council's answer has not been recorded.")
    meeting(plenary, output)
    move_stage(**go)
    plenary.case.refresh_from_db()
    assert plenary.case.stage == "follow_up"


def test_r41_that_the_council_did_not_take_it_up_is_an_answer(plenary, people):
    output = transmitted(plenary)
    meeting(plenary, output, form="not_taken_up", symbol="", heard="not_heard", spoke="", note="Not on the programme.")
    move_stage(case=plenary.case, to="follow_up", by=people.registrar)


def test_r41_a_request_to_be_heard_is_answered_by_a_meeting(plenary, people):
    call = {"kind": "request_to_be_heard", "title": "To be heard", "text": "The Division asks to be heard."}
    request = services.make_call(case=plenary.case, by=people.betty, **call)
    held = meeting(plenary, request)
    assert request.council_meetings.get() == held


# --- what is expected ------------------------------------------------------------------------------------------


def test_r41_expected_positions_are_entered_and_never_inferred(plenary, people):
    text = council_text(plenary, transmitted(plenary))
    empty = outlook(text, clock.today())
    assert {line.position.value for line in empty.lines} == {"unknown"}
    assert {reason.value for reason in empty.prediction.possible} == {"carried", "too_few_votes", "veto"}
    for state, position in {"RUS": "no", **dict.fromkeys(("USA", "GBR", "FRA", "CHN", *ELECTED[:4]), "yes")}.items():
        expect_position(text=text, by=people.amal, state=state, position=position, reason="It said so.")
    found = outlook(text, clock.today()).prediction
    assert [reason.value for reason in found.possible] == ["too_few_votes", "veto"]
    assert (found.blocking, found.fewest, found.more_yes) == (("RUS",), 1, 0)
    expect_position(text=text, by=people.amal, state="RUS", position="abstain", reason="It said it would.")
    assert outlook(text, clock.today()).prediction.blocking == ()
    assert ExpectedPosition.objects.filter(text=text, state="RUS").count() == 2


def test_r41_an_expectation_needs_a_reason_a_member_of_that_day_and_an_open_vote(plenary, people):
    output = transmitted(plenary)
    text = council_text(plenary, output)
    given = {"text": text, "by": people.amal, "state": "RUS", "position": "no", "reason": "It said so."}
    for changes in ({"reason": ""}, {"position": "perhaps"}):
        with pytest.raises(Invalid):
            expect_position(**given | changes)
    assert refused(expect_position, **given | {"state": "DEU"}).field == "state"
    with pytest.raises(NotPermitted):
        expect_position(**given | {"by": people.officer})
    vote(plenary, meeting(plenary, output), text)
    assert refused(expect_position, **given).rule == "R41"


def test_r41_a_planned_day_beyond_the_record_has_no_range(plenary):
    text = council_text(plenary, transmitted(plenary), planned_on=date(2027, 3, 1))
    assert outlook(text, text.planned_on).prediction is None


def test_r41_a_text_is_corrected_until_it_is_compared(plenary, people):
    text = council_text(plenary, transmitted(plenary))
    facts = {"symbol": text.symbol, "title": "Another title", "dated": text.dated}
    correct_text(text=text, by=people.registrar, version=1, reason="Title", pasted="1. Demands peace.", **facts)
    text.refresh_from_db()
    assert (text.version, text.title, len(text.paragraphs)) == (2, "Another title", 1)
    with pytest.raises(Invalid) as caught:
        council_text(plenary, text.output, symbol="S/2026/101", text="\n\n".join(["1. x"] * 1001))
    assert "text" in caught.value.errors
    with pytest.raises(Refused):
        council_text(plenary, text.output)


def test_r41_a_meeting_on_the_day_before_in_utc_is_taken(plenary):
    """It is still the day before in New York when an emergency call goes out after midnight UTC."""
    output = transmitted(plenary)
    meeting(plenary, output, held_on=output.transmitted_at.date() - timedelta(days=1))


def test_r41_what_an_expectation_rests_on_is_kept_whole_or_refused(plenary, people):
    text = council_text(plenary, transmitted(plenary))
    with pytest.raises(Invalid) as caught:
        expect_position(text=text, by=people.betty, state="FRA", position="no", reason="x" * 1001)
    assert "reason" in caught.value.errors
    assert not text.expectations.exists()
