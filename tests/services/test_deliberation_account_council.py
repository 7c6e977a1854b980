"""R48: what the annual account says of the Council: votes, vetoes and what was promised, answers to each output."""

from __future__ import annotations

import csv
import io

from deliberation import services as plenary_services
from deliberation.account_council_tables import STANDING
from deliberation.account_document import export_csv, export_pdf
from deliberation.account_tables import tables
from deliberation.selectors.account import shown_to
from deliberation.services.council_votes import explain_vote
from mad.common import clock
from mad.reference.restraint import commitments
from tests import pdf_help
from tests.council_factory import council_text, meeting, roll, vote
from tests.followup_steps import DAY
from tests.services.test_deliberation_account import NEW_YEAR, now_figures, publish, small_world, table

pytest_plugins = ["tests.deliberation_factory"]


def council_world(plenary):
    """An output met on, its text vetoed, a text of others carried; ten days from the output to the meeting."""
    output = small_world(plenary)
    clock.advance(10 * DAY)
    held = meeting(plenary, output)
    own = council_text(plenary, output, symbol="S/2026/100", divisions=True)
    other = council_text(plenary, output, symbol="S/2026/101")
    vetoed = vote(plenary, held, own, RUS="no", CHN="no", GBR="abstain")
    carried = vote(plenary, held, other)
    explain_vote(vote=vetoed, by=plenary.people.registrar, state="RUS", text="Too early.", source="S/PV.9900")
    return output, vetoed, carried


def test_r48_what_the_council_did_is_counted_from_its_record(plenary):
    council_world(plenary)
    found = now_figures()
    said = dict(found["council"])
    assert said["Meetings of the Council on them"] == said["Meetings at which the Division was heard"] == 1
    assert (said["Texts before the Council"], said["Of them the Division’s own"]) == (2, 1)
    assert (said["Outputs first answered in the year"], said["Median days from an output to its answer"]) == (1, 10)
    assert found["council_votes"] == [
        {"kind": "substantive", "result": "carried", "votes": 1, "own": 0},
        {"kind": "substantive", "result": "veto", "votes": 1, "own": 1},
    ]


def test_r48_a_veto_stands_with_the_commitments_of_the_day_and_the_explanation(plenary):
    council_world(plenary)
    rows = table(now_figures(), "council_noes", plenary.people.registrar).rows
    assert [(row[0], row[3], row[-1]) for row in rows] == [
        ("China", "a veto", "none on record"),
        ("Russian Federation", "a veto", "S/PV.9900"),
    ]
    for state, row in zip(("CHN", "RUS"), rows, strict=True):
        standings = [STANDING[one.standing(state, clock.today()).value] for one in commitments()]
        assert list(row[4:-1]) == standings


def test_r41_a_no_of_a_state_that_promised_restraint_is_told_though_it_stopped_nothing(plenary):
    output = small_world(plenary)
    held = meeting(plenary, output)
    joined = next(code for code, _yes in roll(held) if commitments()[0].standing(code, held.held_on) == "joined")
    unknown = next(
        code for code, _yes in roll(held) if all(c.standing(code, held.held_on) == "unknown" for c in commitments())
    )
    vote(plenary, held, None, **{joined: "no", unknown: "no"})
    (row,) = table(now_figures(), "council_noes", plenary.people.registrar).rows
    assert (row[3], row[4]) in [("a vote against", "joined"), ("a veto", "joined")]


def test_r48_what_became_of_each_output(plenary):
    output, *_votes = council_world(plenary)
    sent = output.transmitted_at.date().isoformat()
    ((name, *row),) = table(now_figures(), "council_answers", plenary.people.registrar).rows
    assert name == output.symbol
    assert row == [sent, clock.today().isoformat(), "Met", "yes", "Veto", "no published comment", 10]


def test_r48_an_output_not_answered_yet_is_listed_and_stays_out_of_the_median(plenary):
    small_world(plenary)
    found = now_figures()
    assert dict(found["council"])["Median days from an output to its answer"] is None
    ((_name, _sent, answered, how, _heard, result, _found, days),) = table(
        found, "council_answers", plenary.people.registrar
    ).rows
    assert (answered, how, result, days) == ("none yet", "No answer yet", "no vote", None)


def test_r48_an_answer_of_the_next_year_counts_in_the_next_year(plenary):
    output = small_world(plenary)
    with clock.travel(NEW_YEAR):
        meeting(plenary, output)
        before, after = now_figures(2026), now_figures(2027)
    assert [row["answered"] for row in before["council_answers"]] == [""]
    assert [row["answered"] for row in after["council_answers"]] == ["2027-01-11"]
    met = [dict(found["council"])["Meetings of the Council on them"] for found in (before, after)]
    assert met == [0, 1]
    assert dict(after["council"])["Outputs transmitted to the Council"] == 0


def test_r48_one_vote_recorded_under_two_outputs_counts_once(plenary):
    council_world(plenary)
    second = small_call(plenary)
    held = meeting(plenary, second)
    vote(
        plenary,
        held,
        council_text(plenary, second, symbol="S/2026/100", divisions=True),
        RUS="no",
        CHN="no",
        GBR="abstain",
    )
    found = now_figures()
    assert sum(row["votes"] for row in found["council_votes"]) == 2
    assert dict(found["council"])["Meetings of the Council on them"] == 1
    assert len(table(found, "council_noes", plenary.people.registrar).rows) == 2
    assert len(table(found, "council_answers", plenary.people.registrar).rows) == 2


def small_call(plenary):
    words = {"kind": "emergency_call", "title": "Now", "text": "The Council should meet."}
    return plenary_services.make_call(case=plenary.case, by=plenary.people.betty, **words)


def test_r6_of_the_councils_answers_a_reader_sees_those_of_their_cases_and_of_what_was_published(plenary):
    output, *_votes = council_world(plenary)
    people, content = plenary.people, now_figures()
    for key in ("council_noes", "council_answers"):
        assert table(content, key, people.auditor).rows == () == table(content, key).rows
    plenary_services.publish(output=output, by=people.registrar)
    content = now_figures()
    assert [row[0] for row in table(content, "council_answers").rows] == [output.symbol]
    assert len(table(content, "council_noes").rows) == 2


def test_r48_the_councils_year_is_in_the_pdf_and_the_csv_of_what_was_published(plenary):
    output, *_votes = council_world(plenary)
    plenary_services.publish(output=output, by=plenary.people.registrar)
    with clock.travel(NEW_YEAR):
        account = publish(plenary.people)
        said = " ".join(pdf_help.text(export_pdf(account=account, by=plenary.people.registrar)).split())
        made = export_csv(year=2026, edition=1, content=shown_to(None, account.content), by=plenary.people.registrar)
    assert "Vetoes and commitments" in said and "Russian Federation" in said and output.symbol in said
    found = {(row[2], row[3], row[4]): row[5] for row in csv.reader(io.StringIO(made))}
    assert found["council_votes", "Veto", "Votes"] == "1"
    assert found["council_noes", "China", "Its no was"] == "a veto"
    assert found["council_answers", output.symbol, "Days to the answer"] == "10"


def test_r48_an_edition_published_before_the_councils_year_was_told_can_still_be_read(plenary):
    content = now_figures()
    for name in ("council_votes", "council_noes", "council_answers"):
        del content[name]
    assert [one.key for one in tables(shown_to(None, content))].count("council") == 1
