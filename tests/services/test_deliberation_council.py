"""R41: the Council's answer: meetings, votes State by State, corrections, explanations, commitments, expectations."""

from __future__ import annotations

import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import Error, transaction

from cases.services import move_stage
from deliberation import services
from deliberation.models import (
    CouncilMeeting,
    CouncilPosition,
    CouncilText,
    CouncilVersion,
    CouncilVote,
    ExpectedPosition,
)
from deliberation.selectors.council import meetings_of, outlook, promises_of
from deliberation.services.council import correct_text, record_meeting
from deliberation.services.council_votes import (
    correct_meeting,
    correct_vote,
    expect_position,
    explain_vote,
    record_vote,
)
from mad.common import clock
from mad.common.errors import Invalid, NotPermitted, Refused
from mad.docket.models import Entry
from mad.membership.models import CouncilSeat
from mad.reference.models import State
from tests.council_factory import council_text, meeting, roll, transmitted, vote

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


# --- votes --------------------------------------------------------------------------------------------------


def test_r41_a_veto_is_told_apart_from_too_few_votes(plenary):
    held = meeting(plenary, transmitted(plenary))
    vetoed = vote(plenary, held, RUS="no", CHN="abstain", PAK="abstain")
    assert (vetoed.reason, vetoed.carried, vetoed.permanent_no) == ("veto", False, ["RUS"])
    assert (vetoed.yes, vetoed.no, vetoed.abstain, vetoed.absent) == (12, 1, 2, 0)
    few = vote(plenary, held, **dict.fromkeys(ELECTED[:5], "abstain"), RUS="no", CHN="no")
    assert (few.yes, few.no, few.abstain, few.reason) == (8, 2, 5, "too_few_votes")
    assert (few.needed, few.seats, few.rule["since"]) == (9, 15, "1966-01-01")


def test_r41_a_permanent_member_that_abstains_or_stays_away_stops_nothing(plenary):
    held = meeting(plenary, transmitted(plenary))
    carried = vote(plenary, held, RUS="abstain", CHN="not_participating", USA="absent")
    assert (carried.carried, carried.yes, carried.absent) == (True, 12, 2)


def test_r41_a_procedural_vote_knows_no_veto(plenary, people):
    held = meeting(plenary, transmitted(plenary))
    words = {"meeting": held, "by": people.registrar, "on_what": "The agenda", "kind": "procedural"}
    assert record_vote(roll=roll(held, RUS="no", CHN="no"), **words).carried


def test_r41_a_roll_with_a_state_not_on_the_council_names_state_day_and_rule(plenary, people):
    held = meeting(plenary, transmitted(plenary))
    given = {"meeting": held, "by": people.registrar, "on_what": "The draft"}
    why = refused(record_vote, roll=[*roll(held), ("DEU", "yes")], **given)
    assert (why.rule, why.field) == ("R41", "roll")
    assert "DEU" in why.reason and held.held_on.isoformat() in why.reason
    assert "stands on the roll twice" in refused(record_vote, roll=[*roll(held), ("RUS", "no")], **given).reason
    assert "say how" in refused(record_vote, roll=roll(held)[1:], **given).reason.casefold()
    with pytest.raises(Invalid) as caught:
        record_vote(roll=[*roll(held)[1:], ("USA", "maybe")], **given)
    assert "USA" in caught.value.errors
    assert not CouncilVote.objects.exists()


def test_r41_the_council_of_the_day_counts_at_new_year(plenary, people):
    """Five members leave on 31 December; the roll is that of the day of the meeting, not of the day it is entered."""
    output = transmitted(plenary)
    held = meeting(plenary, output)
    old, leaving = roll(held), CouncilSeat.objects.filter(ends=date(2026, 12, 31)).values_list("state_id", flat=True)
    with clock.travel(clock.now().replace(year=2027, month=1, day=5)):
        vote(plenary, held)
        later = meeting(plenary, output, symbol="S/PV.9999", held_on=clock.today())
        why = refused(record_vote, meeting=later, by=people.registrar, roll=old, on_what="Again")
        assert any(state in why.reason for state in leaving)
        on_record = [(code, "yes") for code, _ in old if code not in leaving]
        why = refused(record_vote, meeting=later, by=people.registrar, roll=on_record, on_what="Again")
        assert "10 of the 15 seats" in why.reason


def test_r41_what_did_not_carry_became_no_resolution(plenary, people):
    held = meeting(plenary, transmitted(plenary))
    given = {"meeting": held, "by": people.registrar, "on_what": "The draft", "passed_as": "S/RES/2900 (2026)"}
    with pytest.raises(Invalid) as caught:
        record_vote(roll=roll(held, RUS="no"), **given)
    assert "passed_as" in caught.value.errors
    assert record_vote(roll=roll(held), **given).passed_as == "S/RES/2900 (2026)"


def test_r41_a_corrected_vote_is_counted_anew_and_the_old_roll_is_kept(plenary, people):
    cast = vote(plenary, meeting(plenary, transmitted(plenary)), RUS="no")
    given = {"vote": cast, "by": people.registrar, "kind": "substantive", "on_what": cast.on_what, "version": 1}
    correct_vote(roll=roll(cast.meeting, RUS="abstain"), reason="Misheard", **given)
    cast.refresh_from_db()
    assert (cast.reason, cast.version, cast.permanent_no) == ("carried", 2, [])
    first, second = cast.versions.all()
    assert (first.content["roll"]["RUS"], second.content["roll"]["RUS"], second.reason) == ("no", "abstain", "Misheard")
    assert refused(correct_vote, roll=roll(cast.meeting), reason="x", **given).code == "conflict"
    same = roll(cast.meeting, RUS="abstain")
    with pytest.raises(Invalid):
        correct_vote(roll=same, reason="Nothing changes", **given | {"version": 2})
    swapped = roll(cast.meeting, CHN="abstain")
    correct_vote(roll=swapped, reason="It was China", **given | {"version": 2})
    cast.refresh_from_db()
    assert cast.version == 3


def test_r41_no_vote_where_the_council_did_not_meet(plenary, people):
    output = transmitted(plenary)
    held = meeting(plenary, output, form="not_taken_up", symbol="", heard="not_asked", spoke="", note="Not listed.")
    assert refused(record_vote, meeting=held, by=people.registrar, roll=roll(held), on_what="x").rule == "R41"
    other = CouncilText(output_id=0, ordinal=1, symbol="x", title="x")
    real = meeting(plenary, output)
    assert refused(record_vote, meeting=real, by=people.registrar, roll=roll(real), text=other).rule == "R41"


@pytest.mark.parametrize(
    "wrong",
    [
        {"carried": True},
        {"reason": "carried", "carried": True},
        {"reason": "too_few_votes"},
        {"permanent_no": []},
        {"yes": 15},
        {"passed_as": "S/RES/1 (2026)"},
    ],
)
def test_r41_the_database_holds_a_result_to_its_count(plenary, wrong):
    cast = vote(plenary, meeting(plenary, transmitted(plenary)), RUS="no")
    with pytest.raises(Error), transaction.atomic():
        CouncilVote.objects.filter(pk=cast.pk).update(**wrong)


def test_r41_the_database_takes_each_state_once(plenary):
    cast = vote(plenary, meeting(plenary, transmitted(plenary)))
    with pytest.raises(Error), transaction.atomic():
        CouncilPosition.objects.create(vote=cast, state_id="USA", position="no")


# --- what was promised, what was said ------------------------------------------------------------------------


def test_r41_each_no_stands_beside_what_its_state_promised(plenary, people):
    output = transmitted(plenary)
    cast = vote(plenary, meeting(plenary, output), FRA="no", GBR="no", RUS="no", DNK="no", PAK="no")
    explain_vote(
        vote=cast,
        by=people.registrar,
        state="FRA",
        text="No credible text.",
        source="S/PV.9900",
        link_to="https://x.org/a",
    )
    [met] = meetings_of(output)
    against = {line.state.pk: line for line in met.votes[0].against}
    told = {code: [promise.standing.value for promise in line.promises] for code, line in against.items()}
    assert told == {
        "FRA": ["joined", "joined"],
        "GBR": ["undated", "unknown"],
        "RUS": ["not_joined", "unknown"],
        "DNK": ["joined", "unknown"],
        "PAK": ["unknown", "unknown"],
    }
    assert against["FRA"].explanation.text == "No credible text."
    assert against["RUS"].explanation is None
    assert all(not line.promises for line in met.votes[0].roll if not line.against)


def test_r41_a_vote_before_joining_does_not_count():
    before, after = date(2015, 9, 29), date(2015, 10, 23)
    assert [promise.standing.value for promise in promises_of("FRA", before)] == ["not_yet", "not_yet"]
    assert [promise.standing.value for promise in promises_of("FRA", after)] == ["joined", "joined"]
    assert [promise.standing.value for promise in promises_of("GBR", before)] == ["not_yet", "unknown"]
    assert not any(promise.counts for promise in promises_of("USA", after))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"state": "DEU"}, "state"),
        ({"text": " "}, "text"),
        ({"source": ""}, "source"),
        ({"link_to": "ftp://x"}, "link_to"),
        ({"text": "x" * 4001}, "text"),
    ],
)
def test_r41_an_explanation_is_public_and_of_a_state_on_the_roll(plenary, people, changes, field):
    cast = vote(plenary, meeting(plenary, transmitted(plenary)), RUS="no")
    given = {"vote": cast, "by": people.registrar, "state": "RUS", "text": "Early.", "source": "S/PV.9900"}
    with pytest.raises(Invalid) as caught:
        explain_vote(**given | changes)
    assert field in caught.value.errors


def test_r41_a_later_explanation_stands_and_the_earlier_is_kept(plenary, people):
    output = transmitted(plenary)
    cast = vote(plenary, meeting(plenary, output), RUS="no")
    for said in ("First.", "Second."):
        explain_vote(vote=cast, by=people.registrar, state="RUS", text=said, source="S/PV.9900")
    [met] = meetings_of(output)
    assert met.votes[0].against[0].explanation.text == "Second."
    assert cast.explanations.count() == 2


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


# --- the command -------------------------------------------------------------------------------------------------


def result(*arguments: str) -> dict:
    out = StringIO()
    call_command("council_result", *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_r41_the_command_tells_the_result(people):
    told = result("--yes", "12", "--no", "RUS", "--abstain", "2", "--on", "2026-02-09")
    assert (told["carried"], told["reason"], told["permanent_no"]) == (False, "veto", ["RUS"])
    assert (told["yes"], told["no"], told["abstain"], told["absent"]) == (12, 1, 2, 0)
    told = result("--yes", "8", "--no", "RUS,PAK", "--abstain", "5", "--on", "2026-02-09")
    assert (told["reason"], told["permanent_no"]) == ("too_few_votes", ["RUS"])
    told = result("--yes", "9", "--abstain", "6", "--on", "2026-02-09")
    assert (told["carried"], told["reason"], told["permanent_no"]) == (True, "carried", [])
    assert result("--yes", "9", "--no", "Russia,united kingdom", "--on", "2026-02-09", "--procedural")["carried"]


def test_r41_the_command_knows_the_rule_of_the_day(people):
    told = result("--yes", "7", "--abstain", "4", "--on", "1965-11-23")
    assert (told["carried"], told["seats"], told["needed"]) == (True, 11, 7)
    told = result("--yes", "7", "--no", "USSR", "--on", "1956-10-30")
    assert (told["reason"], told["permanent_no"]) == ("veto", ["SUN"])
    told = result("--yes", "12", "--no", "CUB,YEM", "--abstain", "1", "--on", "1990-11-29")
    assert (told["carried"], told["unchecked"]) == (True, ["CUB", "YEM"])
    assert "could not be checked" in told["note"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("--yes 9 --no XXX --on 2026-02-09", "--no: there is no State “XXX”"),
        ("--yes 9 --no DEU --on 2026-02-09", "--no: Germany (DEU) did not sit"),
        ("--yes 9 --no VAT --on 1985-02-09", "is not a Member State"),
        ("--yes 9 --no RUS --on 1991-12-23", "Soviet Union (SUN) did"),
        ("--yes 9 --no USSR --on 2026-02-09", "Russian Federation (RUS) did"),
        ("--yes 9 --no CHN --on 1971-10-24", "Republic of China (ROC) did"),
        ("--yes 9 --no RUS,rus --on 2026-02-09", "RUS is named twice"),
        ("--yes 15 --no RUS --on 2026-02-09", "--yes: 16 votes are more than the 15 seats"),
        ("--yes 9 --no RUS --abstain 6 --on 2026-02-09", "--yes: 16 votes"),
        ("--yes 12 --on 1960-02-09", "more than the 11 seats"),
        ("--yes 9 --on 1945-01-01", "--on: the Council first met"),
        ("--yes 9 --on 2026-02-30", "--on: “2026-02-30” is no day"),
        ("--yes nine --on 2026-02-09", "--yes: “nine” is no number"),
        ("--yes 9 --abstain -1 --on 2026-02-09", "--abstain: “-1” is no number"),
    ],
)
def test_r41_the_command_refuses_in_one_line_with_argument_and_rule(people, arguments, said):
    with pytest.raises(CommandError) as caught:
        result(*arguments.split())
    assert said in str(caught.value)
    assert str(caught.value).endswith("(R41)")
    assert "\n" not in str(caught.value)


def test_r41_a_meeting_on_the_day_before_in_utc_is_taken(plenary):
    """It is still the day before in New York when an emergency call goes out after midnight UTC."""
    output = transmitted(plenary)
    meeting(plenary, output, held_on=output.transmitted_at.date() - timedelta(days=1))


@pytest.mark.parametrize("code", ["CHN", "FRA", "GBR", "RUS", "USA"])
def test_r41_the_no_of_a_permanent_member_is_a_veto_under_every_name_of_it(people, code):
    """A code that the list of seats does not have must not make an elected member of it."""
    state = State.objects.get(pk=code)
    for name in {state.pk, state.pk.lower(), state.iso2, state.iso2.lower(), state.name, state.name.upper()}:
        told = result("--yes", "12", "--no", name, "--on", "2026-02-09")
        assert (name, told["reason"], told["permanent_no"]) == (name, "veto", [code])
    with pytest.raises(CommandError, match="named twice"):
        result("--yes", "12", "--no", f"{state.pk},{state.iso2}", "--on", "2026-02-09")


def test_r41_the_seat_of_another_time_is_refused_under_a_short_code_too(people):
    with pytest.raises(CommandError, match=r"Soviet Union \(SUN\) did"):
        result("--yes", "9", "--no", "RU", "--on", "1991-12-23")


def test_r41_what_an_expectation_rests_on_is_kept_whole_or_refused(plenary, people):
    text = council_text(plenary, transmitted(plenary))
    with pytest.raises(Invalid) as caught:
        expect_position(text=text, by=people.betty, state="FRA", position="no", reason="x" * 1001)
    assert "reason" in caught.value.errors
    assert not text.expectations.exists()


def test_r41_a_meeting_moved_over_new_year_takes_no_votes_of_another_council_along(plenary, people):
    output = transmitted(plenary)
    held = meeting(plenary, output)
    cast = vote(plenary, held, RUS="no")
    facts = {"form": "meeting", "symbol": "S/PV.9900", "heard": "not_heard", "reason": "The wrong day"}
    with clock.travel(clock.now().replace(year=2027, month=1, day=5)):
        refused(correct_meeting, meeting=held, by=people.registrar, version=1, held_on=clock.today(), **facts)
    held.refresh_from_db()
    cast.refresh_from_db()
    assert (held.version, held.held_on.year, cast.version, cast.reason) == (1, 2026, 1, "veto")
