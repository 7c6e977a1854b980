"""R45: levels from what a case holds, now and at each month's end; the review by a person."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.db import InternalError, connection, transaction
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext

from cases.models import Case, LevelReview
from cases.procedure.watch import Source
from cases.procedure.watch_review import Due
from cases.selectors.watch import lines, watch_list
from cases.services import open_case, recuse, review_level
from evidence.services import import_events
from mad.common import clock
from mad.common.errors import Invalid, NotPermitted, Refused
from mad.docket.models import Entry
from mad.docket.sealing import seal_all
from mad.docket.verification import verify
from mad.reference.models import State
from tests import event_files

from .cases_steps import accepted, adopted, case_with_items, refusal
from .test_cases_concurrency import together
from .test_cases_framework import draft, read

DAY = timedelta(days=1)


def line_of(case: Case, now: datetime | None = None):
    (line,) = lines([Case.objects.get(pk=case.pk)], now or clock.now())
    return line


def points(line) -> dict[str, int]:
    return {ground.source: ground.points for ground in line.proposed.grounds if ground.points}


def quiet_case(people, title="Quiet", state="SDN") -> Case:
    return open_case(title=title, states=[State.objects.get(pk=state)], by=people.officer)


def review(case, by, level=None, proposed=None, after=None, days=30, reasons="Nothing else is known."):
    line = line_of(case)
    newest = LevelReview.objects.filter(case=case).last()
    return review_level(
        case=case,
        level=line.proposed.level if level is None else level,
        reasons=reasons,
        next_review=clock.today() + days * DAY,
        proposed=line.proposed.level if proposed is None else proposed,
        after=(newest.pk if newest else 0) if after is None else after,
        by=by,
    )


# --- levels ----------------------------------------------------------------------------------------


def test_r45_a_case_of_which_nothing_is_known_is_at_the_lowest_level(people):
    line = line_of(quiet_case(people))
    assert (line.proposed.level, line.change, line.due, line.last_warning) == (1, None, Due.NEVER, None)
    assert [level for _at, level in line.trend] == [None] * 11 + [1]


def test_r45_alarms_factors_stage_and_determination_are_counted(people):
    case, _items, _determination = adopted(people)
    read(case, people.officer, i1=draft())
    line = line_of(case)
    assert points(line) == {
        Source.ALARMS: 1,
        Source.FRAMEWORK: 1,
        Source.STAGE: 1,
        Source.LIKELY: 4,
        Source.TEMPORAL: 2,
        Source.SEVERITY: 1,
    }
    assert (line.proposed.level, line.proposed.points) == (5, 10)


def test_r45_a_replaced_determination_counts_until_it_was_replaced(people):
    case, _items, determination = adopted(people)
    assert points(line_of(case))[Source.LIKELY] == 4
    assert Source.LIKELY not in points(line_of(case, determination.adopted_at - timedelta(seconds=1)))
    rows, later = type(determination).objects, determination.adopted_at + 10 * DAY
    successor = rows.get(pk=determination.pk)
    successor.pk, successor.number, successor.adopted_at, successor.likely_crimes = None, "D-2026-002", None, []
    successor.save()
    rows.filter(pk=determination.pk).update(replaced_by=successor)
    rows.filter(pk=successor.pk).update(adopted_at=later)
    assert points(line_of(case, later - timedelta(seconds=1)))[Source.LIKELY] == 4
    assert Source.LIKELY not in points(line_of(case, later))


def test_r45_the_level_at_each_months_end_is_what_was_so_then(people):
    case, _ = case_with_items(people, alarm=False)
    with clock.travel(datetime(2026, 3, 20, tzinfo=UTC)):
        for n in (1, 2, 3, 4):
            read(case, people.officer, f"rf-0{n}", i1=draft("emerging"))
    with clock.travel(datetime(2026, 5, 20, tzinfo=UTC)):
        for n in (1, 2, 3, 4):
            read(case, people.officer, f"rf-0{n}", i1=draft("present"))
    line = line_of(case, datetime(2026, 7, 2, tzinfo=UTC))
    assert [(f"{at:%Y-%m}", level) for at, level in line.trend[-6:]] == [
        ("2026-02", 1),
        ("2026-03", 1),
        ("2026-04", 1),
        ("2026-05", 2),
        ("2026-06", 2),
        ("2026-07", 2),
    ]
    worse = line_of(case, datetime(2026, 5, 21, tzinfo=UTC))
    assert points(worse) == {Source.FRAMEWORK: 2, Source.WORSENED: 1}
    assert (worse.proposed.level, worse.change) == (2, 1)


def test_r45_an_alarm_gives_no_point_after_ninety_days(people):
    case, _ = case_with_items(people)
    assert points(line_of(case)) == {Source.ALARMS: 1}
    assert points(line_of(case, clock.now() + 91 * DAY)) == {}


def events(tmp_path, last_best: int, actor="Guards") -> None:
    """Thirty months of one-sided killings in Syria up to January 2026, the last with `last_best`."""
    rows = []
    for n in range(30):
        months = 2023 * 12 + 7 + n
        day = f"{months // 12}-{months % 12 + 1:02}-03"
        best = str(last_best if n == 29 else 1 + n % 2)
        rows.append(
            {
                "id": f"{n + 1}.0",
                "date_start": day,
                "date_end": day,
                "low": "0",
                "best": best,
                "high": best,
                "side_a": actor,
            }
        )
    import_events(event_files.write(tmp_path / "ged.csv", *rows))


def test_r19_a_month_beyond_the_line_and_an_actor_over_the_threshold_give_points(people, tmp_path):
    case, _ = case_with_items(people, alarm=False)
    events(tmp_path, 40)
    line = line_of(case)
    assert points(line) == {Source.MONTH: 1, Source.ACTORS: 1}
    said = " ".join(ground.said for ground in line.proposed.grounds)
    assert "40 killed in January 2026" in said
    assert "Guards killed 40 civilians in 2026; 25 were reached on 03 January 2026." in said
    assert points(line_of(case, datetime(2026, 1, 2, tzinfo=UTC))) == {}


def test_r19_ordinary_months_give_none_and_a_case_elsewhere_has_no_event_data(people, tmp_path):
    case, _ = case_with_items(people, alarm=False)
    events(tmp_path, 2)
    assert points(line_of(case)) == {}
    said = [g.said for g in line_of(quiet_case(people)).proposed.grounds if g.source == Source.MONTH]
    assert said == ["No event data tell of the past year."]


def test_r45_every_reader_has_the_same_level(people):
    case, items = case_with_items(people)
    type(items[0].submission).objects.filter(pk=items[0].submission_id).update(sensitivity="strictly_confidential")
    levels = {who: [x.proposed for x in watch_list(getattr(people, who), clock.now())] for who in ("amal", "registrar")}
    assert levels["amal"] == levels["registrar"]
    assert levels["amal"][0].points == 1
    assert Case.objects.count() == 1 and case.pk


# --- the list --------------------------------------------------------------------------------------


def test_r45_the_list_goes_by_level_and_leaves_closed_cases_out(people):
    quiet = quiet_case(people)
    grave, *_ = adopted(people)
    closed = quiet_case(people, "Over")
    Case.objects.filter(pk=closed.pk).update(stage="closed")
    assert [line.case.pk for line in watch_list(people.amal, clock.now())] == [grave.pk, quiet.pk]


def test_r6_a_case_one_is_recused_from_is_in_no_line(people):
    case, _ = case_with_items(people)
    other = quiet_case(people)
    recuse(case=case, by=people.amal, reason="I advised a party.")
    assert [line.case.pk for line in watch_list(people.amal, clock.now())] == [other.pk]
    assert len(watch_list(people.ingrid, clock.now())) == 2


@pytest.mark.parametrize("who", ["ethics", "auditor", "focal", "admin"])
def test_r9_who_reads_no_cases_has_no_watch_list(people, who):
    case_with_items(people)
    assert watch_list(getattr(people, who), clock.now()) == []


def test_r45_thirty_cases_take_as_many_queries_as_three(people, tmp_path):
    events(tmp_path, 40)
    counts = []
    for more in (3, 27):
        for n in range(more):
            case = quiet_case(people, f"Case {more} {n}", "SYR")
            accepted(people, into=case.number, title=f"Warning {n}")
            read(case, people.officer, i1=draft())
            review(case, people.officer)
        with CaptureQueriesContext(connection) as seen:
            found = watch_list(people.amal, clock.now())
        counts.append(len(seen))
    assert len(found) == 30
    assert counts[0] == counts[1] <= 5


# --- the review ------------------------------------------------------------------------------------


def test_r45_a_review_confirms_or_departs_and_is_kept_with_its_grounds(people):
    case, _ = case_with_items(people)
    review(case, people.amal)
    made = review(case, people.registrar, level=3, reasons="Two offices warn by telephone.")
    assert (made.proposed, made.level, made.by) == (1, 3, people.registrar)
    assert {
        "source": "alarms",
        "points": 1,
        "said": "1 alarm screened in the last 90 days, 0 in the 90 days before.",
    } in made.grounds
    line = line_of(case)
    assert (line.standing, line.due, line.review.of.level, line.review.by) == (3, None, 3, "Marguerite Achterberg")
    entry = Entry.objects.filter(act="level.reviewed").latest("id")
    assert entry.facts == {"proposed": 1, "level": 3, "next_review": "2026-03-11"}


def test_r45_a_review_is_due_on_its_day_and_when_the_proposal_has_moved(people):
    case, _ = case_with_items(people, alarm=False)
    review(case, people.officer, level=2, days=10)
    assert line_of(case).due is None
    assert line_of(case, clock.now() + 10 * DAY).due is Due.DAY
    accepted(people, into=case.number, title="One alarm")
    accepted(people, into=case.number, title="Another alarm")
    line = line_of(case)
    assert (line.due, line.proposed.level, line.standing) == (Due.MOVED, 2, 2)


@pytest.mark.parametrize("who", ["bilal", "betty"])
def test_r45_a_member_of_another_discipline_does_not_review(people, who):
    case, _ = case_with_items(people)
    assert refusal(partial(review, case, getattr(people, who))).rule == "R23"


@pytest.mark.parametrize("who", ["ethics", "auditor", "focal", "admin"])
def test_r9_other_roles_do_not_review(people, who):
    case, _ = case_with_items(people)
    with pytest.raises(NotPermitted):
        review(case, getattr(people, who))


def test_r6_a_recused_member_does_not_review(people):
    case, _ = case_with_items(people)
    recuse(case=case, by=people.amal, reason="I advised a party.")
    assert refusal(partial(review, case, people.amal)).rule == "R6"


def test_r20_a_closed_case_is_not_reviewed(people):
    case, _ = case_with_items(people)
    Case.objects.filter(pk=case.pk).update(stage="closed")
    assert refusal(partial(review, case, people.officer)).rule == "R20"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"level": 0}, "level"),
        ({"level": 6}, "level"),
        ({"reasons": " "}, "reasons"),
        ({"days": 0}, "next_review"),
        ({"days": 400}, "next_review"),
    ],
)
def test_r45_what_is_no_review_is_named_by_its_field(people, change, field):
    case, _ = case_with_items(people)
    with pytest.raises(Invalid) as caught:
        review(case, people.officer, **change)
    assert list(caught.value.errors) == [field]
    assert not LevelReview.objects.exists()


def test_r45_a_proposal_that_moved_meanwhile_is_told(people):
    case, _ = case_with_items(people)
    refused = refusal(partial(review, case, people.officer, proposed=2))
    assert (refused.rule, refused.status) == ("R45", 409)
    assert "moved from 2 to 1" in refused.reason


def test_r45_two_reviews_in_the_same_instant_one_is_told(committed_people):
    people = committed_people
    case, _ = case_with_items(people)
    acts = [partial(review, Case.objects.get(pk=case.pk), person, after=0) for person in (people.amal, people.officer)]
    outcomes = together(*acts)
    (lost,) = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    assert "since you opened this page" in lost.reason
    assert LevelReview.objects.count() == 1
    seal_all()
    report = verify()
    assert report.holds, report.faults[:1]


@pytest.mark.parametrize("statement", ["UPDATE cases_levelreview SET level = 1", "DELETE FROM cases_levelreview"])
def test_r15_the_database_keeps_every_review(people, statement):
    case, _ = case_with_items(people)
    review(case, people.officer)
    with pytest.raises((InternalError, DatabaseError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
