"""Calibration: Brier scores and reliability of panels, exact."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.procedure.calibration import (
    Forecast,
    Happened,
    brier,
    crime_pool,
    over_time,
    pools,
    reliability,
    score,
    shares,
)

HALF = Fraction(1, 2)
SHARES = st.fractions(0, 1, max_denominator=15)
PAIRS = st.lists(st.tuples(SHARES, st.booleans()), min_size=1, max_size=30)


def forecast(said: Fraction, happened: Happened = Happened.OCCURRED, year: int = 2026) -> Forecast:
    return Forecast(year, said, said, happened)


def test_the_brier_score_is_the_mean_squared_distance():
    assert brier([(Fraction(7, 10), True)]) == Fraction(9, 100)
    assert brier([(Fraction(7, 10), True), (Fraction(7, 10), False)]) == Fraction(29, 100)
    assert brier([(Fraction(1), True), (Fraction(0), False)]) == 0


@given(PAIRS)
def test_the_brier_score_lies_between_0_and_1_whatever_the_order(pairs):
    assert 0 <= brier(pairs) <= 1
    assert brier(pairs) == brier(pairs[::-1])


@given(st.lists(st.booleans(), min_size=1))
def test_who_always_says_one_half_gets_a_quarter(happened):
    assert brier([(HALF, was) for was in happened]) == Fraction(1, 4)


@pytest.mark.parametrize(("count", "said"), [(0, False), (4, False), (5, True)])
def test_below_five_outcomes_nothing_is_said(count, said):
    assert (score([(HALF, True)] * count).brier is not None) is said


def test_what_cannot_be_known_is_left_out():
    rows = [forecast(HALF), forecast(HALF, Happened.UNKNOWN), forecast(HALF, Happened.DID_NOT)]
    assert [was for _, was in shares(rows)] == [True, False]
    assert len(pools(rows)) == 2


def test_the_pool_of_a_crime_is_the_weakest_link_of_its_strongest_act():
    low, mid, high = Fraction(1, 10), HALF, Fraction(9, 10)
    assert crime_pool([high], [[low, high], [mid, high]]) == mid
    assert crime_pool([low], [[mid], [high]]) == low
    assert crime_pool([], [[high]]) == high


def test_an_element_that_nobody_answered_leaves_no_pool():
    assert crime_pool([None], [[HALF]]) is None
    assert crime_pool([HALF], [[HALF, None]]) is None
    assert crime_pool([HALF], [[HALF, None], [HALF]]) == HALF
    assert crime_pool([HALF], []) is None


@given(PAIRS)
def test_each_forecast_stands_in_one_bin(pairs):
    bins = reliability(pairs)
    assert sum(one.count for one in bins) == len(pairs)
    assert [one.low for one in bins] == [Fraction(n, 5) for n in range(5)]
    for one in bins:
        assert (one.mean is None) == (one.count == 0)
        if one.mean is not None and one.occurred is not None:
            assert one.low <= one.mean <= one.high
            assert 0 <= one.occurred <= 1


def test_each_year_stands_with_all_before_it():
    rows = [forecast(Fraction(1), year=2024)] * 4 + [forecast(Fraction(0), year=2026)] * 4
    first, last = over_time(rows)
    assert (first.year, first.share.count, first.share.brier) == (2024, 4, None)
    assert (last.year, last.share.count, last.share.brier) == (2026, 8, HALF)
