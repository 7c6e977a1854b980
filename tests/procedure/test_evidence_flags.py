"""R19: a month out of line with the past two years; twenty-five killings by one actor in a year."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from evidence.procedure.flags import Spread, actor_years, covered_months, fill_months, month_flags, robust_deviation


def series(values):
    first = date(2024, 1, 1)
    months = fill_months({}, first, date(2024 + len(values) // 12 + 1, 12, 1))
    return [(month, value) for (month, _), value in zip(months, values, strict=False)]


def test_r19_the_robust_deviation_worked_by_hand():
    # median 4; distances 3 2 1 0 1 2 96, their median 2; 2 x 1.4826
    assert round(robust_deviation([1, 2, 3, 4, 5, 6, 100]), 4) == 2.9652


def test_r19_a_single_outlier_hardly_moves_it():
    assert robust_deviation([1, 2, 3, 4, 5, 6, 100]) == robust_deviation([1, 2, 3, 4, 5, 6, 100_000])


def test_r19_when_most_months_are_equal_the_mean_deviation_stands_in():
    assert robust_deviation([0] * 23 + [24]) == 1.2533


def test_r19_a_month_beyond_three_deviations_of_24_months_is_flagged():
    past = [10, 12, 11, 9, 10, 13, 8, 10, 11, 12, 9, 10] * 2
    # median 10, median distance 1, line 10 + 3 x 1.4826 = 14.45
    assert month_flags(series([*past, 15]), 3)[-1].flagged
    assert not month_flags(series([*past, 14]), 3)[-1].flagged


def test_r19_the_line_itself_is_not_beyond_it():
    assert not month_flags(series([7] * 25), 3)[-1].flagged


def test_r19_killings_after_two_years_of_none_are_flagged():
    assert month_flags(series([0] * 24 + [1]), 3)[-1].flagged


def test_r19_without_two_years_of_history_nothing_is_flagged():
    last = month_flags(series([0] * 23 + [500]), 3)[-1]
    assert not last.flagged
    assert "23 of 24" in last.said


def test_r19_the_flag_explains_itself_with_its_numbers():
    last = month_flags(series([0] * 24 + [40]), 3)[-1]
    assert last.said.startswith("40 killed in January 2026; the 24 months before: median 0, every month the same")
    assert last.months_used == 24


def test_r19_the_sentence_of_a_flag_can_be_worked_again_by_hand():
    # median 103, distances half 31 and half 31: MAD 31, 1.4826 x 31 = 45.96, (412 - 103) / 45.96 = 6.72
    last = month_flags(series([72, 134, 103] * 8 + [412]), 3)[-1]
    assert (last.median, last.mad, round(last.deviation, 2), round(last.deviations, 1)) == (103, 31, 45.96, 6.7)
    assert last.said == (
        "412 killed in January 2026; the 24 months before: median 103, MAD 31 (robust deviation 46.0),"
        " so 6.7 deviations; the line is 240.9."
    )


def test_r19_a_median_deviation_of_zero_says_what_stands_in():
    last = month_flags(series([0] * 20 + [6] * 4 + [9]), 3)[-1]
    assert (last.mad, last.spread) == (0, Spread.MEAN)
    assert "MAD 0, so the mean deviation stands in (robust deviation 1.3)" in last.said


def test_r19_the_year_s_sentence_names_the_day_that_reached_the_threshold():
    (guards,) = actor_years([("Guards", date(2026, 3, 1), 20), ("Guards", date(2026, 5, 2), 5)], 25)
    assert guards.said == "Guards killed 25 civilians in 2026; 25 were reached on 02 May 2026."


def test_r19_months_without_events_are_zeroes_over_a_new_year():
    known = {date(2025, 11, 1): 3, date(2026, 1, 1): 5}
    assert fill_months(known, date(2025, 11, 9), date(2026, 2, 3)) == [
        (date(2025, 11, 1), 3),
        (date(2025, 12, 1), 0),
        (date(2026, 1, 1), 5),
        (date(2026, 2, 1), 0),
    ]


def test_r19_25_by_one_actor_in_one_calendar_year():
    killings = [("Guards", date(2026, 3, 1), 20), ("Guards", date(2026, 5, 2), 5), ("Others", date(2026, 1, 1), 24)]
    guards, others = actor_years(killings, 25)
    assert (guards.actor, guards.killed, guards.reached) == ("Guards", 25, date(2026, 5, 2))
    assert guards.flagged
    assert not others.flagged


def test_r19_two_years_are_not_added_up():
    killings = [("Guards", date(2025, 12, 31), 24), ("Guards", date(2026, 1, 1), 24)]
    assert [year.flagged for year in actor_years(killings, 25)] == [False, False]


@given(st.lists(st.integers(0, 1000), min_size=25, max_size=40), st.integers(1, 1000))
def test_r19_more_killings_in_the_last_month_never_unflag_it(values, more):
    before = month_flags(series(values), 3)[-1].flagged
    after = month_flags(series([*values[:-1], values[-1] + more]), 3)[-1].flagged
    assert after >= before


def test_r19_a_month_that_nothing_loaded_tells_of_is_no_zero():
    data = series([0] * 24 + [59])
    told = covered_months([(date(2024, 1, 1), date(2024, 6, 30)), (date(2026, 1, 1), date(2026, 1, 31))])
    last = month_flags(data, 3, covered=told)[-1]
    assert not last.flagged
    assert last.said == "6 of 24 earlier months are known: no comparison."
    assert month_flags(data, 3, covered=told)[12].said == "Nothing that was loaded tells of this month."
    assert month_flags(data, 3)[-1].flagged
