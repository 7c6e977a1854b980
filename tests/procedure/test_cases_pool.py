"""R27: the pool informs and never decides. R29: severity."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.procedure import SCALES, Temporal, pool, pooled, quantile, severity, upper_median

ANSWERS = st.lists(st.integers(1, 999), min_size=1, max_size=15)
LIMIT = 0.25


def test_r27_worked_example():
    assert round(pooled([600, 700, 900]), 4) == 0.7595


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([850, 880, 900, 860, 800], 0.8612),
        ([700, 750, 820, 780, 660], 0.7462),
        ([520, 640, 740, 700, 410], 0.6075),
        ([200, 560, 680, 420, 120], 0.3679),
    ],
)
def test_r27_pools_of_the_reveal_page(answers, expected):
    assert round(pooled(answers), 4) == expected


def test_r27_answers_are_held_within_one_and_ninety_nine_per_cent_and_counted():
    got = pool([1, 999, 500], LIMIT)
    assert got.held_back == 2
    assert got.pooled == pytest.approx(0.5)
    assert pool([10, 990], LIMIT).held_back == 0


def test_r27_median_and_middle_half_by_type_7_quantiles():
    got = pool([200, 560, 680, 420, 120], LIMIT)
    assert (got.median, got.lower, got.upper) == (Fraction(42, 100), Fraction(20, 100), Fraction(56, 100))
    assert pool([100, 200, 300, 400], LIMIT).lower == Fraction(175, 1000)


def test_r27_a_spread_over_a_quarter_is_disagreement_and_exactly_a_quarter_is_not():
    assert pool([200, 560, 680, 420, 120], LIMIT).disagreement
    exactly = pool([300, 400, 550, 650, 700], LIMIT)
    assert exactly.spread == Fraction(1, 4)
    assert not exactly.disagreement


def test_r27_nobody_answered_no_pool():
    assert pool([], LIMIT) is None


@given(ANSWERS)
def test_r27_the_pool_lies_between_the_least_and_the_greatest_answer(answers):
    held = [min(990, max(10, a)) for a in answers]
    assert min(held) / 1000 <= pooled(answers) <= max(held) / 1000


@given(ANSWERS)
def test_r27_the_pool_is_symmetric(answers):
    assert pooled([1000 - a for a in answers]) == pytest.approx(1 - pooled(answers), abs=1e-12)


@given(ANSWERS, st.randoms())
def test_r27_the_pool_does_not_depend_on_order(answers, random):
    turned = list(answers)
    random.shuffle(turned)
    assert pooled(turned) == pooled(answers)


@given(ANSWERS)
def test_r27_quantiles_are_ordered_and_within_the_answers(answers):
    low, mid, high = (quantile(answers, Fraction(n, 4)) for n in (1, 2, 3))
    assert min(answers) <= low <= mid <= high <= max(answers)


def test_r29_median_and_the_upper_one_when_even():
    assert upper_median([4, 4, 5, 4, 3]) == 4
    assert upper_median([2, 3, 4, 5]) == 4


def test_r29_proposed_level_is_the_upper_median_of_the_six():
    scores = dict(zip(SCALES, ([4], [4], [3], [3], [5], [4]), strict=True))
    got = severity(scores, [Temporal.ONGOING])
    assert (got.level, got.temporal) == (4, Temporal.ONGOING)


def test_r29_no_level_until_all_six_are_scored():
    assert severity({"scale": [5, 5, 5]}, []).level is None


def test_r29_the_temporal_finding_is_the_upper_median_of_neither_imminent_ongoing():
    split = [Temporal.NEITHER, Temporal.ONGOING, Temporal.IMMINENT, Temporal.NEITHER]
    assert severity({}, split).temporal is Temporal.IMMINENT


@given(st.lists(st.integers(1, 5), min_size=1, max_size=15))
def test_r29_at_least_half_score_no_more_and_no_less_than_the_median(scores):
    got = upper_median(scores)
    assert 2 * sum(s <= got for s in scores) >= len(scores)
    assert 2 * sum(s >= got for s in scores) >= len(scores)
