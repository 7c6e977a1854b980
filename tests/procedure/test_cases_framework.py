"""R22: factors from their indicators, over time; R13: where the quick matrix points."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.procedure import warnings
from cases.procedure.framework import (
    RANK,
    Moved,
    Reading,
    Status,
    Trend,
    changes,
    course,
    factor_state,
    factor_status,
    factor_trend,
    month_end,
    month_start,
    months_before,
    moved,
    newest_at,
)
from evidence.procedure.terms import Answer, Question
from mad.reference import framework as reference

A, E, P, U = Status.ABSENT, Status.EMERGING, Status.PRESENT, Status.UNKNOWN
INDICATORS = ["1.1", "1.2", "1.3"]
BEGAN = datetime(2026, 1, 10, 9, tzinfo=UTC)
STATUSES = st.lists(st.sampled_from(Status), min_size=1, max_size=18)
READINGS = st.lists(
    st.tuples(st.sampled_from(INDICATORS), st.sampled_from(Status), st.sampled_from(Trend), st.integers(0, 400)),
    max_size=12,
)
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault


def reading(indicator="1.1", status=P, trend=Trend.STEADY, day=0) -> Reading:
    return Reading(indicator, status, trend, BEGAN + timedelta(days=day))


def made(rows) -> list[Reading]:
    return [reading(i, s, t, day) for i, s, t, day in sorted(rows, key=lambda row: row[3])]


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        ([U, U, P], P),
        ([A, E, P], P),
        ([A, E, U], E),
        ([A, A, A], A),
        ([A, A, U], U),
        ([U, U, U], U),
    ],
)
def test_r22_a_factor_from_its_indicators(statuses, expected):
    assert factor_status(statuses) is expected


@given(STATUSES)
def test_r13_an_unknown_indicator_never_makes_a_factor_absent(statuses):
    assert factor_status([*statuses, U]) is not A


@given(STATUSES, st.sampled_from(Status))
def test_r22_more_known_of_one_indicator_never_lowers_a_known_factor(statuses, last):
    before, after = factor_status([*statuses, U]), factor_status([*statuses, last])
    if before in RANK and after in RANK:
        assert RANK[after] >= RANK[before]


@given(STATUSES)
def test_r22_the_order_of_the_indicators_says_nothing(statuses):
    assert factor_status(statuses) is factor_status(list(reversed(statuses)))


def test_r22_the_trend_is_of_what_is_there():
    absent_rising = reading("1.1", A, Trend.RISING)
    assert factor_trend([absent_rising]) is Trend.UNKNOWN
    assert factor_trend([absent_rising, reading("1.2", P, Trend.STEADY)]) is Trend.STEADY
    assert factor_trend([reading("1.1", E, Trend.FALLING), reading("1.2", P, Trend.STEADY)]) is Trend.FALLING
    assert factor_trend([reading("1.1", E, Trend.FALLING), reading("1.2", P, Trend.RISING)]) is Trend.RISING


def test_r22_coverage_counts_what_is_known():
    state = factor_state(INDICATORS, {"1.1": reading(), "1.2": reading("1.2", U, Trend.UNKNOWN)})
    assert (state.known, state.of, state.unknown, state.present) == (1, 3, 2, 1)


def test_r22_before_the_first_reading_nothing_was_known():
    went = course(INDICATORS, [reading(day=5)])
    assert went.at(BEGAN).status is U
    assert went.at(BEGAN + timedelta(days=5)).status is P


@PATIENT
@given(READINGS, st.integers(-10, 420))
def test_r22_the_course_at_a_moment_is_the_state_of_the_newest_readings_then(rows, day):
    readings, moment = made(rows), BEGAN + timedelta(days=day)
    assert course(INDICATORS, readings).at(moment) == factor_state(INDICATORS, newest_at(readings, moment))


@PATIENT
@given(READINGS)
def test_r22_what_is_read_later_does_not_change_what_was(rows):
    readings = made(rows)
    moment = BEGAN + timedelta(days=200)
    then = [r for r in readings if r.at <= moment]
    assert course(INDICATORS, readings).at(moment) == course(INDICATORS, then).at(moment)


@PATIENT
@given(READINGS)
def test_r22_no_reading_no_change_and_each_change_is_one(rows):
    readings, middle, end = made(rows), BEGAN + timedelta(days=150), BEGAN + timedelta(days=500)
    before, after = newest_at(readings, middle), newest_at(readings, end)
    assert changes(after, after) == ()
    for change in changes(before, after):
        was = change.before
        assert change.after.at > middle
        assert was is None or (was.status, was.trend) != (change.after.status, change.after.trend)


def test_r22_a_first_reading_of_unknown_changes_nothing():
    assert changes({}, {"1.1": reading(status=U, trend=Trend.UNKNOWN)}) == ()


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (A, E, Moved.WORSE),
        (P, E, Moved.BETTER),
        (U, P, Moved.LEARNED),
        (P, U, Moved.LOST),
        (P, P, Moved.SAME),
        (U, U, Moved.SAME),
    ],
)
def test_r22_coming_to_know_is_no_worsening(before, after, expected):
    assert moved(before, after) is expected


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)), st.integers(0, 40))
def test_months_begin_and_end_where_they_should(moment, count):
    start = month_start(moment)
    assert start <= moment <= month_end(start)
    assert months_before(months_before(start, count), -count) == start
    assert month_end(months_before(start, 1)) < start


# --- R13 -------------------------------------------------------------------------------------------


def test_r13_every_question_points_to_indicators_that_exist():
    known = {indicator.id for factor in reference.factors() for indicator in factor.indicators}
    assert set(warnings.POINTERS) == set(Question)
    for question, ids in warnings.POINTERS.items():
        assert ids, question
        assert len(ids) == len(set(ids)), question
        assert set(ids) <= known, question


def test_r13_every_factor_with_a_pointer_is_found_by_its_indicators():
    impunity = [indicator.id for indicator in reference.factor("rf-02").indicators]
    assert warnings.questions_of(impunity) == {
        Question.VIOLENCE: ("2.1",),
        Question.IMPUNITY: ("2.2", "2.3", "2.8"),
    }
    assert warnings.questions_of(["6.1"]) == {}


def test_r13_a_question_left_out_is_unknown_and_a_matrix_not_given_counts_nowhere():
    given_ = [{"rising_violence": {"answer": "worsening", "grounds": ""}}, {}, {"rising_violence": {"answer": "no"}}]
    counted = warnings.counts(given_)
    assert counted[Question.VIOLENCE] == {Answer.WORSENING: 1, Answer.NO: 1}
    assert counted[Question.IDEOLOGY] == {Answer.UNKNOWN: 2}
