"""R20: the steps of a timeline cover their span, each day once."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.procedure.periods import Span, bounds, periods, span

DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))


@pytest.mark.parametrize(
    ("key", "by", "wider"),
    [("", "year", None), ("2026", "month", ""), ("2026-02", "day", "2026"), ("0001-12", "day", "0001")],
)
def test_r20_years_months_days(key, by, wider):
    found = span(key)
    assert (found.by, found.wider) == (by, wider)


@pytest.mark.parametrize(
    "key", ["26", "2026-13", "2026-00", "2026-2", "2026-02-11", "0000", "0000-01", "x", "٢٠٢٦-01 ", " 2026"]
)
def test_r20_what_is_no_span(key):
    assert span(key) is None


def test_r20_a_leap_year_has_its_day():
    days = periods(Span("2024-02"), date(2024, 1, 1), date(2024, 1, 1))
    assert (len(days), days[-1].key) == (29, "2024-02-29")


@given(DAYS, DAYS, st.data())
def test_r20_every_day_lies_in_one_step_of_each_span(one, other, data):
    first, last = sorted((one, other))
    day = data.draw(st.dates(first, last))
    for key in ("", f"{day.year:04}", f"{day:%Y-%m}".zfill(7)):
        steps = periods(Span(key), first, last)
        assert sum(day in step for step in steps) == 1
        for before, after in pairwise(steps):
            assert before.last + timedelta(days=1) == after.first
        if key:
            assert (steps[0].first, steps[-1].last) == bounds(Span(key))
