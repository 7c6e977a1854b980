"""R45: the level, its grounds, the review by a person, the order of the list."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.procedure import Stage, Temporal
from cases.procedure.framework import Reading, Status, Trend, course
from cases.procedure.watch import (
    POINTS_OF_LEVEL,
    Alarms,
    Decided,
    Facts,
    Picture,
    Source,
    actors_at,
    alarms_at,
    level,
    level_of,
    month_at,
    picture,
    rank,
)
from cases.procedure.watch_review import Due, Review, review_due, review_refusal, standing_level
from evidence.procedure.flags import ActorYear, fill_months, month_flags

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
TODAY = NOW.date()
DAY = timedelta(days=1)
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault


def months(last: int, until=date(2026, 10, 1)):
    """Thirty months with 3, 4, 5 killed in turn and `last` in the newest, judged."""
    series = [(month, 3 + n % 3) for n, (month, _) in enumerate(fill_months({}, date(2024, 5, 1), until))]
    return month_flags([*series[:-1], (series[-1][0], last)], 3)


FLAGGED, CALM = months(90)[-1], months(4)[-1]
ACTOR = ActorYear("Guards", 2026, 31, 25, date(2026, 3, 2))
LIKELY = Decided("D-2026-0001", 2, 5, Temporal.ONGOING)

FACTS = st.builds(
    Facts,
    alarms=st.builds(Alarms, st.integers(0, 9), st.integers(0, 9)),
    now=st.builds(Picture, st.integers(0, 14), st.integers(0, 14), worsened=st.integers(0, 14)),
    month=st.sampled_from([None, FLAGGED, CALM]),
    actors=st.sampled_from([(), (ACTOR,)]),
    stage=st.sampled_from(Stage),
    determination=st.one_of(
        st.none(),
        st.builds(Decided, st.just("D-1"), st.integers(0, 4), st.integers(1, 5), st.sampled_from(Temporal)),
    ),
)


def points(facts: Facts) -> dict[Source, int]:
    return {ground.source: ground.points for ground in level(facts).grounds if ground.points}


# --- the level -------------------------------------------------------------------------------------


def test_r45_nothing_known_is_the_lowest_level_and_says_so():
    found = level(Facts())
    assert (found.level, found.points) == (1, 0)
    said = " ".join(ground.said for ground in found.grounds)
    assert "14 unknown" in said
    assert "No event data tell of the past year." in said
    assert "No determination is in force." in said


def test_r45_crimes_likely_and_ongoing_are_the_gravest_level_once_anything_else_points_there():
    found = level(Facts(stage=Stage.DELIBERATION, determination=LIKELY))
    assert points(Facts(stage=Stage.DELIBERATION, determination=LIKELY)) == {
        Source.STAGE: 1,
        Source.LIKELY: 4,
        Source.TEMPORAL: 2,
        Source.SEVERITY: 1,
    }
    assert (found.level, found.points) == (5, 8)


def test_r45_a_determination_that_finds_nothing_likely_gives_no_point():
    none = replace(LIKELY, likely=0)
    assert points(Facts(determination=none)) == {}


@pytest.mark.parametrize(("recent", "expected"), [(0, 0), (1, 1), (2, 2), (9, 2)])
def test_r13_alarms_of_the_last_ninety_days(recent, expected):
    assert points(Facts(alarms=Alarms(recent, 3))).get(Source.ALARMS, 0) == expected


@pytest.mark.parametrize(
    ("present", "emerging", "expected"), [(0, 2, 0), (0, 3, 1), (1, 0, 1), (3, 9, 1), (4, 0, 2), (8, 0, 3)]
)
def test_r22_the_picture_of_factors(present, emerging, expected):
    facts = Facts(now=Picture(present, emerging))
    assert points(facts).get(Source.FRAMEWORK, 0) == expected


def test_r19_a_flagged_month_and_an_actor_over_the_threshold_give_a_point_each_and_say_their_numbers():
    found = level(Facts(month=FLAGGED, actors=(ACTOR,)))
    assert found.points == 2
    said = " ".join(ground.said for ground in found.grounds)
    assert "90 killed in October 2026" in said
    assert "25 were reached on 02 March 2026" in said
    assert points(Facts(month=CALM)) == {}


@PATIENT
@given(FACTS)
def test_r45_every_point_has_a_ground_and_every_ground_a_rule_and_a_sentence(facts):
    found = level(facts)
    assert found.points == sum(ground.points for ground in found.grounds)
    assert found.level == level_of(found.points)
    assert 1 <= found.level <= 5
    assert all(ground.said and ground.rule.startswith("R") for ground in found.grounds)
    assert {Source.ALARMS, Source.FRAMEWORK, Source.MONTH, Source.ACTORS, Source.STAGE, Source.LIKELY} <= {
        ground.source for ground in found.grounds
    }


@PATIENT
@given(FACTS, st.integers(0, 5))
def test_r45_more_alarms_more_factors_or_a_flag_never_lower_the_level(facts, more):
    worse = replace(
        facts,
        alarms=Alarms(facts.alarms.recent + more, facts.alarms.before),
        now=replace(facts.now, present=facts.now.present + more, worsened=facts.now.worsened + more),
        month=FLAGGED,
        actors=(ACTOR,),
    )
    assert level(worse).points >= level(facts).points


@PATIENT
@given(FACTS, st.integers(0, 14))
def test_r13_what_is_unknown_gives_no_point_and_takes_none(facts, unknown):
    other = replace(facts, now=replace(facts.now, unknown=unknown))
    assert level(other).points == level(facts).points


def test_r45_a_level_begins_at_its_points():
    assert [level_of(n) for n in range(10)] == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    assert list(POINTS_OF_LEVEL) == [1, 2, 3, 4, 5]


# --- the facts at a moment -------------------------------------------------------------------------


def test_r45_alarms_are_counted_up_to_the_moment():
    screened = [NOW - 100 * DAY, NOW - 89 * DAY, NOW - 90 * DAY, NOW, NOW + DAY]
    assert alarms_at(screened, NOW) == Alarms(2, 2)
    assert alarms_at(screened, NOW - 95 * DAY) == Alarms(1, 0)


def test_r22_the_picture_at_a_moment_counts_only_known_factors_that_rose():
    def one(*readings):
        return course(["1.1"], [Reading("1.1", s, Trend.UNKNOWN, NOW - n * DAY) for s, n in readings])

    rose = one((Status.ABSENT, 60), (Status.PRESENT, 5))
    learned = one((Status.PRESENT, 5))
    old = one((Status.EMERGING, 60))
    assert picture([rose, learned, old], NOW) == Picture(2, 1, 0, 0, 1)
    assert picture([rose, learned, old], NOW - 10 * DAY) == Picture(0, 1, 1, 1, 0)


def test_r19_the_newest_month_that_is_over_and_told_of_counts():
    flags = months(90)
    assert month_at(flags, NOW) is flags[-1]
    assert month_at(flags, datetime(2026, 10, 31, tzinfo=UTC)) is flags[-2]
    uncovered = [*flags[:-1], replace(flags[-1], covered=False)]
    assert month_at(uncovered, NOW) is flags[-2]


def test_r19_event_data_older_than_a_year_say_nothing_of_today():
    assert month_at(months(90), NOW + 400 * DAY) is None
    assert actors_at([ACTOR], NOW) == (ACTOR,)
    assert actors_at([ACTOR], NOW + 200 * DAY) == ()
    assert actors_at([ACTOR], datetime(2026, 3, 1, tzinfo=UTC)) == ()


# --- the person ------------------------------------------------------------------------------------

REVIEW = Review(level=2, proposed=3, next_review=TODAY + 10 * DAY)


@pytest.mark.parametrize(
    ("review", "proposed", "due", "standing"),
    [
        (None, 3, Due.NEVER, 3),
        (REVIEW, 3, None, 2),
        (REVIEW, 4, Due.MOVED, 4),
        (REVIEW, 1, Due.MOVED, 2),
        (replace(REVIEW, next_review=TODAY), 3, Due.DAY, 3),
        (replace(REVIEW, level=5, next_review=TODAY - DAY), 3, Due.DAY, 5),
    ],
)
def test_r45_a_review_holds_until_it_is_due_and_then_the_higher_level_counts(review, proposed, due, standing):
    assert review_due(review, proposed, TODAY) is due
    assert standing_level(review, proposed, TODAY) == standing


def test_r45_what_a_review_needs():
    assert review_refusal(3, "Quiet.", TODAY + DAY, TODAY) == {}
    assert set(review_refusal(6, " ", TODAY, TODAY)) == {"level", "reasons", "next_review"}
    assert "within a year" in review_refusal(3, "Quiet.", TODAY + 400 * DAY, TODAY)["next_review"].reason


def test_r45_the_list_goes_by_level_then_change_then_points():
    lines = [("C-1", 3, 0, 5), ("C-2", 4, -1, 6), ("C-3", 3, 1, 4), ("C-4", 3, 0, 4), ("C-5", 3, None, 5)]
    ordered = sorted(lines, key=lambda line: rank(*line))
    assert [line[0] for line in ordered] == ["C-2", "C-3", "C-1", "C-5", "C-4"]
