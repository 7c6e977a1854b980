"""R41: the votes of the Council State by State: result, correction, what was promised, what was said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import Error, transaction

from deliberation.account_council_tables import council_tables
from deliberation.models import CouncilPosition, CouncilText, CouncilVote
from deliberation.selectors.council import meetings_of, promises_of
from deliberation.services.council_votes import correct_meeting, correct_vote, explain_vote, record_vote
from mad.common import clock
from mad.common.errors import Invalid
from mad.membership.models import CouncilSeat
from mad.reference.restraint import Joining, commitments
from tests.council_factory import meeting, roll, transmitted, vote
from tests.services.test_deliberation_council import ELECTED, refused

pytest_plugins = ["tests.deliberation_factory"]


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
    assert [promise.standing.value for promise in promises_of("FRA", before)] == ["not_launched", "not_launched"]
    assert [promise.standing.value for promise in promises_of("FRA", after)] == ["joined", "joined"]
    assert [promise.standing.value for promise in promises_of("GBR", after)] == ["undated", "unknown"]
    assert [promise.standing.value for promise in promises_of("MEX", date(2015, 10, 1))] == ["not_launched", "joined"]
    code = commitments()[0]
    late = replace(code, joinings={**code.joinings, "CHL": Joining(date(2020, 3, 1), "A note.")})
    assert [late.standing("CHL", day).value for day in (date(2020, 2, 29), date(2020, 3, 1))] == ["not_yet", "joined"]
    assert not any(promise.counts for promise in promises_of("USA", after))


def test_r41_a_promise_that_did_not_exist_on_the_day_is_said_so():
    """A vote of May 2014, before the declaration of September and the Code of October 2015."""
    day = date(2014, 5, 22)
    for state in ("FRA", "RUS", "CHN", "DEU"):
        assert [promise.standing.value for promise in promises_of(state, day)] == ["not_launched", "not_launched"]
        assert not any(promise.counts for promise in promises_of(state, day))
    standings = {one.id: one.standing("RUS", day).value for one in commitments()}
    row = {"state": "Russia", "day": "2014-05-22", "what": "S/2014/348", "meeting": "", "veto": True, "said": ""}
    tables = council_tables(TOLD | {"council_noes": [row | {"promises": standings}]})
    (table,) = [one for one in tables if one.key == "council_noes"]
    assert table.rows[0].count("did not exist yet") == 2


TOLD: dict = {"council": [], "council_votes": [], "council_answers": []}


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
