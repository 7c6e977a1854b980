"""R6, R20, R21: cases, who may open them, how an assessment begins."""

from datetime import date, timedelta

import pytest

from cases.destination import Cases
from cases.models import Case, CaseSubmission, CaseSummary, StageMove
from cases.selectors import entitled, panel, panel_state, recusals, visible_case_numbers, visible_to
from cases.services import (
    edit_case,
    move_recusal,
    move_stage,
    open_assessment,
    open_case,
    recuse,
    vote_recusal,
    write_summary,
)
from evidence.selectors import submissions_visible_to
from mad.clocks.models import Clock
from mad.common.clock import advance
from mad.common.errors import Invalid, NotPermitted, Refused
from mad.docket.models import Entry
from mad.membership.services import declare_tie
from mad.reference.models import State

from .cases_steps import accepted, case_with_items, under_assessment

SYRIA = ["SYR"]


def syria():
    return list(State.objects.filter(pk="SYR"))


def a_case(people, **facts):
    return open_case(title="Northern districts", states=syria(), by=people.officer, **facts)


def refusal(act, **args):
    with pytest.raises(Refused) as caught:
        act(**args)
    return caught.value


# --- opening ---------------------------------------------------------------------------------------


def test_r20_a_case_opens_in_monitoring_with_a_number_and_a_docket_entry(people):
    case = a_case(people)
    assert (case.number, case.stage) == ("C-2026-0001", "monitoring")
    assert Entry.objects.filter(act="case.opened", case_number=case.number).count() == 1


@pytest.mark.parametrize(
    "facts, field",
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"states": []}, "states"),
        ({"urgency": "soon"}, "urgency"),
        ({"period_from": date(2026, 2, 1), "period_to": date(2026, 1, 1)}, "period_to"),
    ],
)
def test_r20_what_a_case_cannot_be_is_named_and_nothing_is_stored(people, facts, field):
    with pytest.raises(Invalid) as caught:
        open_case(**{"title": "T", "states": syria(), "by": people.officer, **facts})
    assert field in caught.value.errors
    assert not Case.objects.exists()


@pytest.mark.parametrize("who", ["amal", "betty", "ethics", "auditor", "admin", "focal"])
def test_r9_only_the_secretariat_opens_a_case(people, who):
    with pytest.raises(NotPermitted):
        open_case(title="T", states=syria(), by=getattr(people, who))


def test_r14_accepting_opens_a_case_with_the_submissions_states_and_alarm(people):
    accepted(people)
    case = Case.objects.get()
    assert (case.title, case.on_alarm) == ("Northern districts", True)
    assert [s.pk for s in case.states.all()] == SYRIA


def test_r14_accepting_into_an_open_case_places_it_once(people):
    case, _ = case_with_items(people, count=3)
    assert CaseSubmission.objects.filter(case=case).count() == 3


def test_r14_a_case_that_does_not_exist_is_refused(people):
    with pytest.raises(Invalid):
        accepted(people, into="C-2026-0999")


def test_r6_the_choices_of_screening_are_the_open_cases_after_a_new_one(people):
    case = a_case(people)
    assert [value for value, _ in Cases().choices(people.officer)] == ["new", case.number]


def test_r15_a_summary_keeps_every_version(people):
    case = a_case(people, summary="First.")
    write_summary(case=case, text="Second.", by=people.officer2, after=1)
    assert list(CaseSummary.objects.values_list("version", "text")) == [(2, "Second."), (1, "First.")]


def test_r15_a_summary_written_over_somebody_elses_is_told(people):
    case = a_case(people, summary="First.")
    write_summary(case=case, text="Second.", by=people.officer2, after=1)
    refused = refusal(write_summary, case=case, text="Mine.", by=people.officer, after=1)
    assert refused.rule == "R15"
    assert CaseSummary.objects.count() == 2


def test_r20_facts_are_edited_and_unknown_ones_refused(people):
    case = edit_case(case=a_case(people), by=people.officer, alleged="Armed men", urgency="ongoing")
    assert (case.alleged, case.urgent) == ("Armed men", True)
    with pytest.raises(Invalid):
        edit_case(case=case, by=people.officer, stage="closed")


# --- R21 -------------------------------------------------------------------------------------------


def test_r21_the_registrar_opens_on_a_screened_alarm_and_the_clock_starts(people):
    case, _ = case_with_items(people)
    open_assessment(case=case, by=people.registrar)
    case.refresh_from_db()
    clock = Clock.objects.running().get(kind="determination", subject=case.number)
    assert case.stage == "assessment"
    assert clock.due_at - clock.started_at == timedelta(days=14)


def test_r36_a_determination_on_ongoing_crimes_is_due_in_72_hours(people):
    case, _ = case_with_items(people)
    open_assessment(case=case, by=people.registrar, urgency="ongoing")
    clock = Clock.objects.running().get(kind="determination")
    assert clock.due_at - clock.started_at == timedelta(hours=72)


def test_r21_without_an_alarm_the_registrar_cannot(people):
    case, _ = case_with_items(people, alarm=False)
    assert refusal(open_assessment, case=case, by=people.registrar).rule == "R21"
    assert Case.objects.get().stage == "monitoring"


def test_r21_two_members_open_one_together(people):
    case, _ = case_with_items(people, alarm=False)
    assert open_assessment(case=case, by=people.bilal, reason="Forces are moving.") is None
    assert open_assessment(case=case, by=people.amal, reason="I agree.").ground == "initiative"
    assert Case.objects.get().stage == "assessment"


def test_r21_the_same_member_twice_is_one(people):
    case, _ = case_with_items(people, alarm=False)
    open_assessment(case=case, by=people.bilal, reason="Forces are moving.")
    assert refusal(open_assessment, case=case, by=people.bilal, reason="Again.").rule == "R21"


def test_r21_a_request_of_a_member_since_recused_does_not_count(people):
    case, _ = case_with_items(people, alarm=False)
    open_assessment(case=case, by=people.bilal, reason="Forces are moving.")
    recuse(case=case, by=people.bilal, reason="A relative lives there.")
    assert open_assessment(case=case, by=people.amal, reason="I agree.") is None


def test_r20_an_assessment_is_not_opened_twice(people):
    case, _ = under_assessment(people)
    assert refusal(open_assessment, case=case, by=people.registrar).rule == "R20"


def test_r20_no_stage_is_skipped(people):
    case = a_case(people)
    for to in ("deliberation", "with_council", "follow_up", "closed"):
        assert refusal(move_stage, case=case, to=to, by=people.registrar).rule == "R20"
    assert not StageMove.objects.exists()


# --- R6 --------------------------------------------------------------------------------------------


def test_r6_a_tie_with_a_state_concerned_recuses_by_itself(people):
    case = a_case(people)
    declare_tie(
        member=people.member("amal"),
        kind="financial",
        state="SYR",
        starts=date(2020, 1, 1),
        note="Shares",
        by=people.amal,
    )
    assert people.member("amal").pk in recusals(case)
    assert people.member("amal") not in entitled(case)
    assert case not in visible_to(people.amal)


def test_r6_a_tie_with_a_party_recuses_too(people):
    case = open_case(title="T", states=syria(), parties=State.objects.filter(pk="JOR"), by=people.officer)
    assert people.member("bilal").pk in recusals(case)
    assert case not in visible_to(people.bilal)


def test_r6_a_tie_that_ended_before_does_not(people):
    case = a_case(people)
    declare_tie(
        member=people.member("amal"),
        kind="financial",
        state="SYR",
        starts=date(2020, 1, 1),
        ends=date(2021, 1, 1),
        note="Shares",
        by=people.amal,
    )
    assert case in visible_to(people.amal)


def test_r6_who_stands_aside_cannot_open_the_file_from_that_moment(people):
    case, items = case_with_items(people)
    assert items[0].submission in submissions_visible_to(people.amal)
    recuse(case=case, by=people.amal, reason="I advised a party.")
    assert case not in visible_to(people.amal)
    assert items[0].submission not in submissions_visible_to(people.amal)
    assert not visible_case_numbers(people.amal).filter(number=case.number)


def test_r6_a_recusal_needs_its_reason_and_cannot_be_undone(people):
    case = a_case(people)
    with pytest.raises(Invalid):
        recuse(case=case, by=people.amal, reason=" ")
    recuse(case=case, by=people.amal, reason="I advised a party.")
    assert refusal(recuse, case=case, by=people.amal, reason="Again.").rule == "R6"


def test_r6_the_plenary_recuses_by_majority_of_the_others(people):
    case = a_case(people)
    motion = move_recusal(case=case, member=people.member("amal"), by=people.betty, reason="Public statements.")
    others = [m.user for m in people.members if m != people.member("amal")]
    assert len(others) == 14
    for user in others[:7]:
        motion = vote_recusal(motion=motion, by=user, favour=True)
    assert motion.carried is None
    motion = vote_recusal(motion=motion, by=others[7], favour=True)
    assert motion.carried
    assert people.member("amal").pk in recusals(case)


def test_r6_seven_of_fourteen_against_and_the_motion_fails(people):
    case = a_case(people)
    motion = move_recusal(case=case, member=people.member("amal"), by=people.betty, reason="Public statements.")
    others = [m.user for m in people.members if m != people.member("amal")]
    for user in others[:7]:
        motion = vote_recusal(motion=motion, by=user, favour=False)
    assert motion.carried is False
    assert people.member("amal") in panel(case)


def test_r6_nobody_votes_on_the_own_recusal_or_twice(people):
    case = a_case(people)
    motion = move_recusal(case=case, member=people.member("amal"), by=people.betty, reason="Public statements.")
    assert refusal(vote_recusal, motion=motion, by=people.amal, favour=False).rule == "R6"
    vote_recusal(motion=motion, by=people.betty, favour=True)
    assert refusal(vote_recusal, motion=motion, by=people.betty, favour=False).rule == "R6"


def test_r23_the_panel_is_the_legal_members_who_sit(people):
    case = a_case(people)
    assert {m.pk for m in panel(case)} == {m.pk for m in people.legal}
    recuse(case=case, by=people.amal, reason="I advised a party.")
    assert len(panel(case)) == 4


def test_r4_without_a_declaration_the_panel_empties_and_says_how_to_restore_it(people):
    case = a_case(people)
    advance(timedelta(days=200))
    assert "A signed declaration (R4)" in panel_state(case).refusal.detail


@pytest.mark.parametrize("who", ["ethics", "auditor", "admin", "focal"])
def test_r9_roles_that_open_no_case(people, who):
    a_case(people)
    assert not visible_to(getattr(people, who)).exists()
