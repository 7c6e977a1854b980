"""R44: a case is closed with measures and a plan, seen again at its triggers, and reopened."""

from __future__ import annotations

import pytest

from cases.models import Case, Determination
from cases.selectors import framed
from cases.services import move_stage, open_assessment, recuse
from deliberation import desk
from deliberation.followup_desk import awaiting
from deliberation.models import Closing
from deliberation.selectors.board_followup import hints
from deliberation.selectors.followup import newest_closing
from deliberation.services import closing_cases
from mad.clocks.models import Clock
from mad.common import clock
from mad.common.errors import Invalid, NotPermitted, Refused
from mad.docket.models import Entry
from tests.deliberation_factory import Plenary
from tests.followup_steps import (
    DAY,
    EVENT,
    accept,
    alarm_in,
    alarm_sent,
    closed,
    review,
    take,
    to_follow_up,
    write_plan,
)
from tests.services.test_cases_concurrency import together

pytest_plugins = ["tests.deliberation_factory"]


def test_r44_a_case_does_not_close_with_an_open_measure_without_plan_or_triggers(plenary):
    registrar = plenary.people.registrar
    to_follow_up(plenary)
    measure = take(plenary)

    def refused() -> str:
        with pytest.raises(Refused) as caught:
            closing_cases.close_case(case=plenary.case, by=registrar, plan_version=1)
        assert caught.value.rule == "R44"
        return caught.value.reason

    said = refused()
    assert measure.number in said
    assert "plan to prevent recurrence" in said
    assert "triggers" in said
    review(measure, registrar, "done")
    assert measure.number not in refused()
    write_plan(plenary, triggers=())
    assert "plan to prevent" not in refused()
    plan = write_plan(plenary, after=1)
    closing_cases.close_case(case=plenary.case, by=registrar, plan_version=plan.version)
    plenary.case.refresh_from_db()
    assert plenary.case.stage == "closed"


def test_r44_no_other_door_closes_the_case(plenary):
    to_follow_up(plenary)
    take(plenary)
    for by in (None, plenary.people.registrar, plenary.people.betty):
        with pytest.raises(Refused) as caught:
            move_stage(case=plenary.case, to="closed", by=by)
        assert caught.value.rule == "R44"


def test_r44_a_case_without_any_measure_does_not_close(plenary):
    to_follow_up(plenary)
    plan = write_plan(plenary)
    with pytest.raises(Refused, match="follow-up is finished"):
        closing_cases.close_case(case=plenary.case, by=plenary.people.registrar, plan_version=plan.version)


def test_r44_closing_keeps_how_the_measures_stood_and_to_whom_they_went(plenary):
    made = closed(plenary)
    assert sorted(made.measures.values()) == [["done", ""], ["handed_over", "The country team"]]
    assert made.move.target == "closed"
    assert Entry.objects.filter(act="closing.made", case_number=plenary.case.number).exists()


def test_r44_who_closes_on_a_plan_written_anew_is_told(plenary):
    to_follow_up(plenary)
    review(take(plenary), plenary.people.registrar, "done")
    write_plan(plenary)
    write_plan(plenary, after=1)
    with pytest.raises(Refused, match="written anew"):
        closing_cases.close_case(case=plenary.case, by=plenary.people.registrar, plan_version=1)


def test_r44_two_registrars_write_the_plan_at_once_and_one_is_told(plenary):
    to_follow_up(plenary)
    write_plan(plenary)
    with pytest.raises(Refused, match="version 1 of the plan"):
        write_plan(plenary, after=0)


def test_r44_two_close_at_once_and_it_closes_once(committed_people):
    plenary = Plenary(committed_people)
    to_follow_up(plenary)
    review(take(plenary), committed_people.registrar, "done")
    plan = write_plan(plenary)

    def by(name):
        case = Case.objects.get(pk=plenary.case.pk)
        return lambda: closing_cases.close_case(
            case=case, by=getattr(committed_people, name), plan_version=plan.version
        )

    answers = together(by("registrar"), by("betty"))
    assert sorted(type(answer).__name__ for answer in answers) == ["Closing", "Refused"]
    assert Closing.objects.count() == 1


def test_r44_an_alarm_after_closing_is_seen_at_its_trigger(plenary):
    made = closed(plenary)
    registrar = plenary.people.registrar

    def seen() -> dict[str, bool]:
        (case,) = framed([Case.objects.get(pk=plenary.case.pk)], registrar)
        return {hint.trigger.kind: hint.seen for hint in hints(case, made, registrar, clock.now())}

    assert seen() == {"alarm": False, "event": False}
    clock.advance(DAY)
    alarm_in(plenary, placed=False)
    assert seen() == {"alarm": True, "event": False}
    (item,) = [one for one in awaiting(registrar, clock.now()) if one.kind == "Trigger"]
    assert plenary.case.number in item.why


def test_r44_an_alarm_received_before_closing_and_screened_after_it_is_seen(plenary):
    to_follow_up(plenary)
    registrar = plenary.people.registrar
    review(take(plenary), registrar, "done")
    sent = alarm_sent(plenary)
    old = alarm_in(plenary, placed=False)
    clock.advance(DAY / 24)
    plan = write_plan(plenary)
    made = closing_cases.close_case(case=plenary.case, by=registrar, plan_version=plan.version)
    assert not triggers(registrar)
    clock.advance(DAY / 24)
    accept(plenary, sent)
    (case,) = framed([Case.objects.get(pk=plenary.case.pk)], registrar)
    assert [h.said for h in hints(case, made, registrar, clock.now()) if h.seen] == ["1 since it was closed"]
    assert old.number != sent.number
    for name in ("registrar", "betty"):
        (item,) = triggers(getattr(plenary.people, name))
        assert plenary.case.number in item.why
        assert "trigger by alarm" in item.why
    assert not triggers(plenary.people.amal)
    assert not triggers(plenary.people.officer)
    recuse(case=plenary.case, by=plenary.people.betty, reason="A former office.")
    assert not triggers(plenary.people.betty)


def test_r44_a_level_that_is_reached_is_seen_at_its_trigger(plenary, django_assert_num_queries):
    registrar = plenary.people.registrar
    to_follow_up(plenary)
    review(take(plenary), registrar, "done")
    Determination.objects.filter(case=plenary.case).update(likely_crimes=[], severity=1)
    Determination.objects.filter(case=plenary.case).update(temporal="neither")
    plan = write_plan(plenary, triggers=[{"kind": "level", "level": 3}])
    closing_cases.close_case(case=plenary.case, by=registrar, plan_version=plan.version)
    assert not triggers(registrar)
    Determination.objects.filter(case=plenary.case).update(likely_crimes=["cah"], severity=5, temporal="ongoing")
    for user in (registrar, plenary.people.betty):
        (item,) = triggers(user)
        assert f"{plenary.case.number} has a trigger by level 3" in item.why
    with django_assert_num_queries(5):
        awaiting(registrar, clock.now())


def test_r44_a_trigger_that_is_met_already_closes_nothing(plenary):
    registrar = plenary.people.registrar
    to_follow_up(plenary)
    review(take(plenary), registrar, "done")
    plan = write_plan(plenary, triggers=[{"kind": "level", "level": 2}, EVENT])
    with pytest.raises(Refused, match="the trigger by level 2 is met already") as caught:
        closing_cases.close_case(case=plenary.case, by=registrar, plan_version=plan.version)
    assert caught.value.rule == "R44"
    plan = write_plan(plenary, triggers=[EVENT], after=plan.version)
    assert closing_cases.close_case(case=plenary.case, by=registrar, plan_version=plan.version)


def triggers(user):
    now = clock.now()
    return [one for one in (*awaiting(user, now), *desk.awaiting(user, now)) if one.kind == "Trigger"]


def test_r44_a_person_reopens_the_case_on_a_trigger_with_a_reason(plenary):
    made = closed(plenary)
    trigger = made.plan.triggers.get(kind="event")
    people = plenary.people
    # No alarm was ever screened in this case: without the trigger the registrar alone could not open it (R21).
    with pytest.raises(Refused) as caught:
        open_assessment(case=plenary.case, by=people.registrar, reason="I think so.")
    assert caught.value.rule == "R21"
    with pytest.raises(Invalid):
        closing_cases.reopen_case(case=plenary.case, by=people.registrar, trigger=trigger, reason=" ")
    with pytest.raises(NotPermitted):
        closing_cases.reopen_case(case=plenary.case, by=people.amal, trigger=trigger, reason="Seen.")
    assessment = closing_cases.reopen_case(
        case=plenary.case, by=people.registrar, trigger=trigger, reason="The monitor saw forty men."
    )
    plenary.case.refresh_from_db()
    assert (plenary.case.stage, assessment.ground) == ("assessment", "review")
    assert newest_closing(plenary.case).reopened.reason == "The monitor saw forty men."
    assert Clock.objects.running().filter(kind="determination", subject=plenary.case.number).exists()
    with pytest.raises(Refused) as again:
        closing_cases.reopen_case(case=plenary.case, by=people.registrar, trigger=trigger, reason="Again.")
    assert again.value.rule == "R20"


def test_r44_closing_again_needs_a_plan_written_since(plenary):
    made = closed(plenary)
    registrar = plenary.people.registrar
    closing_cases.reopen_case(
        case=plenary.case, by=registrar, trigger=made.plan.triggers.get(kind="event"), reason="Seen."
    )
    Case.objects.filter(pk=plenary.case.pk).update(stage="follow_up")
    plenary.case.refresh_from_db()
    with pytest.raises(Refused, match="plan to prevent recurrence"):
        closing_cases.close_case(case=plenary.case, by=registrar, plan_version=made.plan.version)
    plan = write_plan(plenary, triggers=[EVENT], after=made.plan.version)
    again = closing_cases.close_case(case=plenary.case, by=registrar, plan_version=plan.version)
    assert again.ordinal == 2


def test_r44_a_version_that_was_passed_over_is_no_plan_to_close_on(plenary):
    registrar = plenary.people.registrar
    to_follow_up(plenary)
    review(take(plenary), registrar, "done")
    write_plan(plenary)
    plan = write_plan(plenary, triggers=[EVENT], after=1)
    closing_cases.close_case(case=plenary.case, by=registrar, plan_version=plan.version)
    closing_cases.reopen_case(case=plenary.case, by=registrar, trigger=plan.triggers.get(), reason="Seen.")
    Case.objects.filter(pk=plenary.case.pk).update(stage="follow_up")
    plenary.case.refresh_from_db()
    with pytest.raises(Refused, match="plan to prevent recurrence"):
        closing_cases.close_case(case=plenary.case, by=registrar, plan_version=1)


def test_r44_an_event_that_reopens_is_kept_whole_or_refused(plenary):
    with pytest.raises(Invalid) as caught:
        write_plan(plenary, triggers=[{"kind": "event", "text": "x" * 501}])
    assert "triggers.0" in caught.value.errors
    assert "501" in str(caught.value)
