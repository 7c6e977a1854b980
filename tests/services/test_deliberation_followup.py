"""R43: measures taken and reviewed. R36: their clocks, each once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from cases.models import Case
from cases.services import recuse
from deliberation import followup_record
from deliberation import services as plenary_services
from deliberation.models import Measure, MeasureReview, Recommendation
from deliberation.selectors.followup import measures_visible_to, takeable
from deliberation.services import followup
from deliberation.services.measure_clocks import pass_due
from mad.clocks import services as clocks
from mad.clocks.models import Clock, Firing
from mad.common import clock
from mad.common.errors import Invalid, NotPermitted, Refused
from mad.docket.models import Entry
from mad.notices import outbox
from mad.notices.models import Notice
from mad.reference.services import decide_number
from tests.deliberation_factory import COERCIVE, PEACEFUL, Plenary
from tests.followup_steps import DAY, review, take, words, write_plan
from tests.services.test_cases_concurrency import together

pytest_plugins = ["tests.deliberation_factory"]


# --- R43: taking -----------------------------------------------------------------------------------


def test_r43_a_measure_has_actor_benchmark_due_date_status_and_a_clock(plenary):
    measure = take(plenary)
    assert (measure.actor_name, measure.status, measure.review_days) == ("Secretary-General", "open", 30)
    assert measure.next_review == clock.now() + 30 * DAY
    kinds = Clock.objects.filter(kind="follow_up", case_number=plenary.case.number).values_list("subject", flat=True)
    assert sorted(kinds) == [measure.number, f"{measure.number} due"]
    assert Entry.objects.get(act="measure.taken").object == measure.number


def test_r43_the_interval_is_the_number_the_division_decided(plenary):
    decide_number(
        key="follow_up_days", value="10", decided_on=clock.today(), reason="Trial.", by=plenary.people.registrar
    )
    assert take(plenary).review_days == 10
    assert take(plenary, template="institutions", title="A second").review_days == 10
    assert take(plenary, template="envoy-visit", title="A third").review_days == 7


def test_r43_a_template_gives_what_was_left_empty(plenary):
    rows = [{"template": "humanitarian-access"}]
    (measure,) = followup.take_measures(case=plenary.case, by=plenary.people.betty, rows=rows)
    assert (measure.title, measure.actor, measure.review_days) == ("Humanitarian access", "ocha", 7)
    assert measure.due == clock.today() + 30 * DAY
    assert "four consecutive weeks" in measure.benchmark


def test_r43_carried_options_become_measures_in_one_act(plenary):
    carried = plenary.carried_option(**PEACEFUL)
    plenary.table(**COERCIVE)
    (source,) = takeable(plenary.case)
    assert (source.key, source.actor) == (f"option:{carried.pk}", "secretary-general")
    (measure,) = followup.take_measures(
        case=plenary.case, by=plenary.people.registrar, rows=[words(source=source.key, title=source.title)]
    )
    assert measure.option == carried
    assert takeable(plenary.case) == []
    with pytest.raises(Invalid, match="followed up already"):
        take(plenary, source=source.key)


def test_r43_steps_of_the_adopted_recommendation_stand_for_their_options(plenary):
    option = plenary.carried_option(**PEACEFUL)
    steps = [{"option": option.label, "who": "Secretary-General", "what": "Name an envoy", "when": "At once"}]
    plenary_services.draft_recommendation(case=plenary.case, by=plenary.people.helene, steps=steps)
    assert [source.field for source in takeable(plenary.case)] == ["option"]
    newest = Recommendation.objects.filter(case=plenary.case).latest("version")
    plenary.carry(plenary.move(kind="recommendation", recommendation=newest))
    (source,) = takeable(plenary.case)
    assert (source.field, source.title, source.actor) == ("step", "Name an envoy", "secretary-general")
    take(plenary, source=source.key)
    assert takeable(plenary.case) == []


def test_r43_operative_measures_of_an_adopted_output_become_measures(plenary):
    output = plenary.lawful_draft()
    plenary.carry(plenary.move(kind="output", output=output))
    found = takeable(plenary.case)
    assert [source.field for source in found] == ["option", "paragraph"]
    assert found[1].actor == "parties"
    assert found[1].title.startswith("Calls upon the parties to open talks")


def test_r43_all_rows_are_taken_or_none(plenary):
    rows = [words(), words(actor="nobody"), words(due=clock.today() - DAY, title="")]
    with pytest.raises(Invalid) as caught:
        followup.take_measures(case=plenary.case, by=plenary.people.registrar, rows=rows)
    assert set(caught.value.errors) == {"1.actor", "2.due", "2.title"}
    assert caught.value.rule == "R43"
    assert not Measure.objects.exists()


def test_r43_a_due_date_before_the_start_is_refused_by_name(plenary):
    with pytest.raises(Invalid) as caught:
        take(plenary, starts=clock.today() + 9 * DAY, due=clock.today() + 2 * DAY)
    assert caught.value.errors == {"due": ["It is due before it begins."]}


def test_r43_a_state_can_act_and_an_unknown_one_cannot(plenary):
    assert take(plenary, actor="state:SYR").actor_name == "Syria"
    with pytest.raises(Invalid, match="actor"):
        take(plenary, actor="state:XXX")


@pytest.mark.parametrize("who", ["amal", "officer", "auditor", "focal"])
def test_r9_measures_are_taken_by_the_registrar_or_who_presides(plenary, who):
    with pytest.raises(NotPermitted):
        take(plenary, by=getattr(plenary.people, who))


def test_r43_nothing_is_taken_before_a_determination(plenary):
    Case.objects.filter(pk=plenary.case.pk).update(stage="assessment")
    with pytest.raises(Refused) as caught:
        take(plenary)
    assert caught.value.rule == "R20"


# --- R43: reviews ----------------------------------------------------------------------------------


def test_r43_a_review_is_kept_and_the_next_is_due_in_thirty_days(plenary):
    measure = take(plenary)
    clock.advance(20 * DAY)
    made = review(measure, plenary.people.officer, "at_risk")
    measure.refresh_from_db()
    assert (measure.status, measure.version, made.late_by) == ("at_risk", 1, None)
    assert measure.next_review == clock.now() + 30 * DAY
    assert Clock.objects.running().get(subject=measure.number).due_at == measure.next_review
    clock.advance(31 * DAY)
    late = review(measure, plenary.people.officer, "on_track")
    assert late.late_by == timedelta(days=1)
    assert [one.status for one in measure.reviews.all()] == ["on_track", "at_risk"]


def test_r43_a_finished_measure_is_not_reviewed_again(plenary):
    measure = take(plenary)
    review(measure, plenary.people.registrar, "done")
    assert not Clock.objects.running().filter(subject__startswith=measure.number).exists()
    with pytest.raises(Refused, match="follow-up has ended"):
        review(measure, plenary.people.registrar, "on_track")
    assert MeasureReview.objects.count() == 1


def test_r43_handing_over_says_to_whom(plenary):
    measure = take(plenary)
    with pytest.raises(Invalid) as caught:
        review(measure, plenary.people.registrar, "handed_over")
    assert list(caught.value.errors) == ["handed_to"]
    review(measure, plenary.people.registrar, "handed_over", handed_to="The country team")
    measure.refresh_from_db()
    assert (measure.status, measure.handed_to) == ("handed_over", "The country team")


def test_r43_who_reviews_what_somebody_has_reviewed_since_is_refused_and_told(plenary):
    measure = take(plenary)
    review(measure, plenary.people.officer, "at_risk")
    with pytest.raises(Refused, match=plenary.people.officer.full_name):
        review(measure, plenary.people.registrar, "done", version=0)
    measure.refresh_from_db()
    assert measure.status == "at_risk"


def test_r43_two_reviews_at_once_one_counts_and_the_other_is_told(committed_people):
    plenary = Plenary(committed_people)
    measure = take(plenary)

    def by(name):
        user = getattr(committed_people, name)
        return lambda: followup.review_measure(
            measure=measure, by=user, status="on_track", reason=f"Seen by {name}.", version=0
        )

    answers = together(by("registrar"), by("officer"))
    assert sorted(type(answer).__name__ for answer in answers) == ["MeasureReview", "Refused"]
    assert MeasureReview.objects.count() == 1
    assert Clock.objects.running().filter(subject=measure.number).count() == 1


def test_r36_a_review_is_reminded_of_alerted_and_escalated_each_once(plenary):
    measure = take(plenary)
    for days in (15, 24, 30, 33, 40):
        clock.advance(timedelta(days=days) - (clock.now() - measure.taken_at))
        clocks.tick()
        clocks.tick()
    fired = Firing.objects.filter(clock__subject=measure.number).order_by("id")
    assert [one.kind for one in fired] == ["half", "four_fifths", "due", "escalation"]
    outbox.drain()
    to_betty = Notice.objects.filter(user=plenary.people.betty, subject=measure.number)
    assert [notice.kind for notice in to_betty] == ["clock.escalation"]


def test_r43_an_overdue_measure_goes_to_who_presides_once(plenary):
    measure = take(plenary, due=clock.today() + 40 * DAY)
    clock.advance(20 * DAY)
    review(measure, plenary.people.officer)
    clock.advance(21 * DAY)
    for _ in range(3):
        clocks.tick()
        outbox.drain()
    pass_due(f"{measure.number} due", clock.now())
    measure.refresh_from_db()
    assert measure.overdue_at == clock.now()
    assert Entry.objects.filter(act="measure.overdue", object=measure.number).count() == 1
    told = Notice.objects.filter(user=plenary.people.betty, kind="measure.overdue")
    assert [notice.subject for notice in told] == [measure.number]


def test_r43_a_new_due_date_takes_the_overdue_mark_back(plenary):
    measure = take(plenary, due=clock.today() + 5 * DAY)
    clock.advance(7 * DAY)
    clocks.tick()
    outbox.drain()
    measure.refresh_from_db()
    assert measure.overdue_at
    review(measure, plenary.people.registrar, "at_risk", due=clock.today() + 10 * DAY)
    measure.refresh_from_db()
    assert measure.overdue_at is None
    assert Clock.objects.running().get(subject=f"{measure.number} due").due_at == clock.now().replace(
        hour=0, minute=0
    ) + timedelta(days=11)


def test_r15_a_review_is_append_only(plenary):
    made = review(take(plenary), plenary.people.registrar)
    with (
        pytest.raises(DatabaseError, match=r"append-only|permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE deliberation_measurereview SET reason = 'x' WHERE id = %s", [made.pk])


def test_r49_reviews_and_plans_are_derived_again_from_their_rows(plenary):
    review(take(plenary), plenary.people.registrar)
    write_plan(plenary)
    checked = {entry: said for entry, said, _name in followup_record.checks()}
    for act in ("measure.reviewed", "plan.written"):
        entry = Entry.objects.get(act=act)
        assert checked[entry.pk] == entry.digest


def test_r6_a_recused_member_knows_of_no_measure(plenary):
    take(plenary)
    assert measures_visible_to(plenary.people.amal).count() == 1
    recuse(case=plenary.case, by=plenary.people.amal, reason="A relative works there.")
    assert not measures_visible_to(plenary.people.amal).exists()
    assert not measures_visible_to(plenary.people.auditor).exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": "x" * 301}, "title"),
        ({"contact": "x" * 201}, "contact"),
        ({"starts": date(9999, 1, 1), "due": date(9999, 12, 31)}, "due"),
        ({"starts": date(9999, 12, 31), "due": None, "template": "envoy-visit"}, "due"),
    ],
)
def test_r43_what_is_too_long_or_beyond_the_calendar_is_refused_and_not_cut(plenary, changes, field):
    with pytest.raises(Invalid) as caught:
        take(plenary, **changes)
    assert field in caught.value.errors
    assert not Measure.objects.exists()


def test_r43_who_takes_a_measure_over_is_kept_whole_or_refused(plenary):
    measure = take(plenary)
    with pytest.raises(Invalid) as caught:
        review(measure, plenary.people.registrar, "handed_over", handed_to="x" * 201)
    assert "handed_to" in caught.value.errors
