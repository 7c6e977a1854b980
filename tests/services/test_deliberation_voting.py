"""R31, R33, R34, R35 through the services: a vote from motion to roll."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from cases.services import recuse
from deliberation import record, services
from deliberation.models import Ballot, Motion, Vote
from deliberation.selectors import ballots_visible_to, current_vote, gate_of
from mad.clocks.models import Clock
from mad.clocks.services import tick
from mad.common import clock
from mad.common.clock import advance, travel
from mad.common.errors import Invalid, NotPermitted, Refused
from mad.docket.models import Entry
from mad.membership.models import CouncilSeat
from mad.membership.services import sign_declaration
from mad.notices.models import Outbox
from tests.deliberation_factory import COERCIVE, EVERYBODY, FORCE, PEACEFUL

pytest_plugins = ["tests.deliberation_factory"]

DAY = timedelta(hours=24)


@pytest.fixture
def motion(plenary) -> Motion:
    return plenary.move(kind="option", option=plenary.table(**PEACEFUL))


@pytest.fixture
def open_vote(plenary, motion) -> Motion:
    return plenary.vote(motion, close=False)


def refused(rule: str, act, *given, **arguments) -> Refused:
    with pytest.raises(Refused) as caught:
        act(*given, **arguments)
    assert caught.value.rule == rule
    return caught.value


def test_r34_ten_of_fifteen_carry(plenary, motion):
    assert plenary.vote(motion, yes=EVERYBODY[:10]).state == "carried"
    vote = current_vote(motion)
    assert (vote.entitled, vote.yes, vote.no, vote.abstain) == (15, 10, 0, 0)
    assert "10 × 3 = 30, 15 × 2 = 30, and 30 ≥ 30" in vote.arithmetic


def test_r34_nine_of_fifteen_do_not(plenary, motion):
    assert plenary.vote(motion, yes=EVERYBODY[:9], no=EVERYBODY[9:]).state == "not_carried"


def test_r34_all_abstaining_is_not_carried(plenary, motion):
    assert plenary.vote(motion, abstain=EVERYBODY).state == "not_carried"


def test_r34_nobody_voting_is_inquorate_and_can_be_voted_again(plenary, motion):
    assert plenary.vote(motion).state == "inquorate"
    assert plenary.vote(motion, yes=EVERYBODY).state == "carried"
    assert current_vote(motion).ordinal == 2


def test_r31_a_missing_discipline_is_inquorate(plenary, motion):
    without = [name for name in EVERYBODY if name not in ("fergus", "milica", "bilal")]
    assert plenary.vote(motion, yes=without).state == "inquorate"


def test_r31_no_plenary_without_a_likely_crime(plenary):
    determination = plenary.determine()
    determination.likely_crimes = []
    determination.save()
    refused("R31", plenary.table, **PEACEFUL)


def test_r31_no_plenary_before_the_stage_of_deliberation(plenary):
    type(plenary.case).objects.update(stage="assessment")
    refused("R20", plenary.table, **PEACEFUL)


def test_r9_only_the_presiding_member_opens_a_vote(plenary, motion, people):
    with pytest.raises(NotPermitted):
        services.put_to_vote(motion=motion, by=people.helene)
    with pytest.raises(NotPermitted):
        services.put_to_vote(motion=motion, by=people.registrar)


def test_r9_the_registrar_stands_in_when_the_presiding_member_is_recused(plenary, motion, people):
    recuse(case=plenary.case, by=people.betty, reason="A cousin serves there.")
    assert services.put_to_vote(motion=motion, by=people.registrar).is_open


def test_r35_opening_freezes_text_roster_council_and_rule(plenary, open_vote):
    vote = current_vote(open_vote)
    assert len(vote.roster) == 15
    assert len(vote.council) == 15
    assert "yes × 3 ≥ E × 2" in vote.rule["text"]
    assert "Good offices" in vote.text
    assert Entry.objects.get(pk=vote.entry_id).facts["text"] == vote.text_digest


def test_r36_the_vote_clock_runs_and_closes_the_vote(plenary, motion, people):
    plenary.vote(motion, yes=EVERYBODY[:11], close=False)
    assert Clock.objects.running().filter(kind="vote", subject=motion.number).exists()
    advance(DAY)
    tick()
    services.voting.close_due(motion.number, clock.now())
    services.voting.close_due(motion.number, clock.now())
    motion.refresh_from_db()
    assert motion.state == "carried"
    assert Entry.objects.filter(act="vote.closed", object=motion.number).count() == 1
    assert not Clock.objects.running().filter(kind="vote").exists()


def test_r34_a_ballot_can_be_changed_and_all_versions_are_kept(plenary, open_vote, people):
    first = services.cast_ballot(motion=open_vote, by=people.amal, choice="yes")
    second = services.cast_ballot(motion=open_vote, by=people.amal, choice="no", seen_version=1)
    assert (second.ballot.version, second.replaces, second.overtook) == (2, first.ballot.pk, False)
    assert list(Ballot.objects.values_list("choice", flat=True)) == ["yes", "no"]
    advance(DAY)
    assert services.close_vote(motion=open_vote).no == 1


def test_r34_two_windows_make_two_versions_and_the_second_is_told(plenary, open_vote, people):
    services.cast_ballot(motion=open_vote, by=people.amal, choice="yes", seen_version=0)
    second = services.cast_ballot(motion=open_vote, by=people.amal, choice="no", seen_version=0)
    assert second.overtook
    assert second.ballot.version == 2


def test_r34_ballots_are_sealed_until_closing(plenary, open_vote, people):
    services.cast_ballot(motion=open_vote, by=people.amal, choice="no", explanation="Too early")
    vote = current_vote(open_vote)
    assert [b.choice for b in ballots_visible_to(people.amal, vote)] == ["no"]
    for reader in (people.betty, people.registrar, people.officer, people.admin, people.auditor):
        assert ballots_visible_to(reader, vote) == ()


def test_r34_the_docket_does_not_give_a_sealed_ballot_away(plenary, open_vote, people):
    receipt = services.cast_ballot(motion=open_vote, by=people.amal, choice="no", explanation="Too early")
    entry = Entry.objects.get(pk=receipt.ballot.entry_id)
    assert entry.facts == {"vote": 1, "version": 1}
    assert "no" not in str(entry.facts.values())
    again = services.cast_ballot(motion=open_vote, by=people.amal, choice="no", explanation="Too early")
    assert again.ballot.digest != receipt.ballot.digest


def test_r34_closing_opens_the_roll_with_its_salts(plenary, motion, people):
    plenary.vote(motion, yes=EVERYBODY[:11], no=["sione"])
    facts = Entry.objects.get(act="vote.closed").facts
    assert facts["outcome"] == "carried"
    assert len(facts["roll"]) == 12
    assert {row["choice"] for row in facts["roll"]} == {"yes", "no"}
    assert all(len(row["salt"]) == 64 for row in facts["roll"])


def unfit() -> list[str]:
    """Labels of what does not digest to what the docket recorded."""
    return [label for entry, found, label in record.checks() if Entry.objects.get(pk=entry).digest != found]


def test_r49_votes_and_ballots_verify_against_the_docket(plenary, motion):
    plenary.vote(motion, yes=EVERYBODY[:11])
    assert len(list(record.checks())) == 13
    assert unfit() == []


def test_r34_the_database_refuses_to_change_a_ballot(plenary, open_vote, people):
    services.cast_ballot(motion=open_vote, by=people.amal, choice="no")
    with pytest.raises(DatabaseError), transaction.atomic():
        Ballot.objects.update(choice="yes")
    with pytest.raises(DatabaseError), transaction.atomic():
        Ballot.objects.all().delete()


def test_r34_no_vote_after_closing(plenary, motion, people):
    plenary.vote(motion, yes=EVERYBODY[:11])
    refused("R34", services.cast_ballot, motion=motion, by=people.sione, choice="no")


def test_r34_no_vote_after_the_time_even_when_the_clock_has_not_fired(plenary, open_vote, people):
    advance(DAY)
    refused("R34", services.cast_ballot, motion=open_vote, by=people.sione, choice="no")
    assert Ballot.objects.count() == 0


def test_r6_no_vote_by_a_recused_member(plenary, open_vote, people):
    recuse(case=plenary.case, by=people.amal, reason="A sister works there.")
    refused("R6", services.cast_ballot, motion=open_vote, by=people.amal, choice="yes")


@pytest.mark.parametrize("name", ["registrar", "officer", "ethics", "auditor", "admin", "focal"])
def test_r9_no_vote_by_who_is_no_member(plenary, open_vote, people, name):
    refused("R9", services.cast_ballot, motion=open_vote, by=getattr(people, name), choice="yes")


def test_r34_a_choice_that_does_not_exist(plenary, open_vote, people):
    with pytest.raises(Invalid):
        services.cast_ballot(motion=open_vote, by=people.amal, choice="maybe")


def test_r34_voting_closes_early_only_when_everybody_has_voted(plenary, motion, people):
    plenary.vote(motion, yes=EVERYBODY[:14], close=False)
    refused("R34", services.close_vote, motion=motion, by=people.betty)
    services.cast_ballot(motion=motion, by=people.nguyen, choice="no")
    assert services.close_vote(motion=motion, by=people.betty).outcome == "carried"


def test_r35_who_is_recused_during_the_vote_is_struck_and_e_shrinks(plenary, motion, people):
    plenary.vote(motion, yes=EVERYBODY[:9], no=EVERYBODY[9:], close=False)
    for name in ("sione", "nguyen"):
        recuse(case=plenary.case, by=getattr(people, name), reason="A new tie.")
    advance(DAY)
    vote = services.close_vote(motion=motion)
    assert (vote.entitled, vote.yes, vote.outcome) == (13, 9, "carried")
    assert {row["name"] for row in vote.struck} == {"Sione Taufa", "Nguyen Thi Lan"}
    assert Ballot.objects.filter(vote=vote).count() == 15


def test_r35_a_new_council_strikes_whose_state_joins_it(plenary, motion, people):
    """R3, R4: on 1 January Norway takes a seat; the others sign the declaration that is then due."""
    CouncilSeat.objects.create(state_id="NOR", starts=date(2027, 1, 1), ends=date(2028, 12, 31))
    with travel(datetime(2026, 12, 31, 12, tzinfo=UTC)):
        for member in people.members:
            sign_declaration(member=member, by=member.user)
        plenary.vote(motion, yes=EVERYBODY[:10], no=EVERYBODY[10:], close=False)
        advance(DAY)
        for member in people.members:
            sign_declaration(member=member, by=member.user)
        vote = services.close_vote(motion=motion)
    assert [row["name"] for row in vote.struck] == ["Ingrid Solheim"]
    assert "R3" in vote.struck[0]["reason"]
    assert (vote.entitled, vote.yes, vote.outcome) == (14, 9, "not_carried")


def test_r35_found_out_after_closing_void_when_it_could_have_differed(plenary, motion, people):
    plenary.vote(motion, yes=EVERYBODY[:10], no=EVERYBODY[10:])
    vote = services.report_disqualified(
        motion=motion, member=people.member("amal"), reason="A tie not declared", by=people.betty
    )
    motion.refresh_from_db()
    assert (vote.outcome, motion.state) == ("void", "void")
    assert "R35" in vote.void_reason
    told = Outbox.objects.filter(payload__kind="vote.voided", payload__subject=motion.number)
    assert told.exists(), list(Outbox.objects.values_list("payload", flat=True))[-3:]
    assert plenary.vote(motion, yes=EVERYBODY).state == "carried"


def test_r35_found_out_after_closing_without_consequence(plenary, motion, people):
    plenary.vote(motion, yes=EVERYBODY[:13], no=EVERYBODY[13:])
    services.report_disqualified(motion=motion, member=people.member("nguyen"), reason="A tie", by=people.betty)
    motion.refresh_from_db()
    assert motion.state == "carried"


def test_r35_two_disqualifications_count_together(plenary, motion, people):
    plenary.vote(motion, yes=EVERYBODY[:11], no=EVERYBODY[11:])
    for name, state in (("amal", "carried"), ("helene", "carried"), ("fergus", "carried"), ("ingrid", "void")):
        member = people.member(name)
        services.report_disqualified(motion=motion, member=member, reason="A tie", by=people.betty)
        motion.refresh_from_db()
        assert motion.state == state, name


def test_r35_a_failed_motion_does_not_come_back_by_itself(plenary, motion):
    plenary.vote(motion, no=EVERYBODY)
    refused("R35", plenary.move, kind="option", option=motion.option)


def test_r35_reconsideration_needs_new_evidence_and_the_prevailing_side(plenary, motion, people):
    plenary.vote(motion, yes=EVERYBODY[:3], no=EVERYBODY[3:])
    why = refused("R35", services.reconsider, motion=motion, by=people.amal, new_evidence=None)
    assert "prevailing side" in why.reason
    why = refused("R35", services.reconsider, motion=motion, by=people.fergus, new_evidence=None)
    assert "new evidence" in why.reason


def test_r31_one_live_motion_on_one_option(plenary, motion):
    refused("R31", plenary.move, kind="option", option=motion.option)


def test_r31_a_motion_is_seconded_by_another(plenary, motion, people):
    refused("R31", services.second, motion=motion, by=people.helene)
    assert services.second(motion=motion, by=people.betty).seconded_by.user == people.betty


def test_r33_force_cannot_be_tabled_without_a_finding(plenary):
    assert "R33" in str(refused("R33", plenary.table, **FORCE))
    refused("R33", plenary.table, title="Send troops", cls="force", charter_basis="Art. 42", who="States", aim="x")


def test_r33_no_role_passes_the_gate(plenary, people):
    for name in ("betty", "amal", "fergus"):
        refused("R33", plenary.table, by=name, **FORCE)
    for name in ("registrar", "admin", "officer", "ethics", "auditor"):
        refused("R9", plenary.table, by=name, **FORCE)
    with pytest.raises(Refused):
        services.table_option(case=plenary.case, by=None, **FORCE)


def test_r33_a_reason_for_each_option_before_the_finding_is_voted(plenary, people):
    plenary.explain(plenary.table(**PEACEFUL))
    plenary.table(**COERCIVE)
    motion = plenary.move(kind="insufficiency")
    why = refused("R33", services.put_to_vote, motion=motion, by=people.betty)
    assert "O-2" in why.detail


def test_r33_the_finding_opens_the_gate_for_thirty_days(plenary):
    motion = plenary.open_gate()
    assert gate_of(plenary.case).open
    assert plenary.table(**FORCE).cls == "force"
    advance(timedelta(days=30))
    assert not gate_of(plenary.case).open
    services.consequences.lapse_due(motion.number, clock.now())
    services.consequences.lapse_due(motion.number, clock.now())
    assert Entry.objects.filter(act="insufficiency.lapsed").count() == 1


def test_r33_the_gate_closes_when_the_determination_is_replaced(plenary):
    plenary.open_gate()
    plenary.determine()
    assert not gate_of(plenary.case).open
    refused("R33", plenary.table, **FORCE)


def test_r33_a_gate_that_lapses_during_the_vote_voids_it(plenary, people):
    plenary.open_gate()
    option = plenary.table(**FORCE)
    motion = plenary.move(kind="option", option=option)
    advance(timedelta(days=29, hours=23))
    services.put_to_vote(motion=motion, by=people.betty)
    for name in EVERYBODY:
        services.cast_ballot(motion=motion, by=getattr(people, name), choice="yes")
    advance(timedelta(hours=2))
    vote = services.close_vote(motion=motion, by=people.betty)
    assert vote.outcome == "void"
    assert vote.void_reason.startswith("R33")


def test_r33_no_reason_is_given_against_force(plenary):
    plenary.open_gate()
    refused("R33", plenary.explain, option=plenary.table(**FORCE))


def test_r32_scores_are_whole_numbers_and_every_version_is_kept(plenary, people):
    option = plenary.table(**PEACEFUL)
    full = {"effect": 4, "speed": 3, "feasibility": 5, "harm": 2, "pull": 5}
    services.score_option(option=option, by=people.amal, scores=full)
    assert services.score_option(option=option, by=people.amal, scores={**full, "speed": 1}).version == 2
    for wrong in (0, 6, "3", 2.5, True, None):
        with pytest.raises(Invalid):
            services.score_option(option=option, by=people.amal, scores={**full, "pull": wrong})


def test_r32_the_toolbox_fixes_the_class(plenary):
    option = plenary.table(tool="arms-embargo", cls="peaceful", aim="x")
    assert option.cls == "coercive"
    with pytest.raises(Invalid):
        plenary.table(tool="no-such-tool", aim="x")


def test_r32_a_written_in_option_says_everything(plenary):
    with pytest.raises(Invalid) as caught:
        plenary.table(title="Quiet talks", aim="Talks")
    assert set(caught.value.errors) == {"cls", "charter_basis", "who"}


def test_r32_the_recommendation_is_made_of_what_was_carried(plenary, people):
    first, second = plenary.carried_option(**PEACEFUL), plenary.carried_option(**COERCIVE)
    plenary.table(tool="travel-ban", aim="x")
    step = {"who": "The Council", "what": "Acts", "when": "At once", "if_it_fails": "The next step"}
    steps = [{"option": first.label, **step}, {"option": second.label, **step}]
    refused("R32", services.draft_recommendation, case=plenary.case, by=people.amal, steps=steps[:1])
    refused(
        "R32",
        services.draft_recommendation,
        case=plenary.case,
        by=people.amal,
        steps=[*steps, {"option": "O-3", **step}],
    )
    draft = services.draft_recommendation(case=plenary.case, by=people.amal, steps=steps)
    motion = plenary.carry(plenary.move(kind="recommendation", recommendation=draft))
    assert motion.state == "carried"
    assert current_vote(motion).text.startswith("The plenary recommends, in this order:\n\n1. O-1")


def test_r34_the_database_itself_refuses_a_false_result(plenary, motion):
    plenary.vote(motion, yes=EVERYBODY[:9], no=EVERYBODY[9:])
    with pytest.raises(DatabaseError), transaction.atomic():
        Vote.objects.update(outcome="carried")
