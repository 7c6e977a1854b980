"""R10, R11: when reports are due, and how a source stands."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.procedure.duties import (
    Period,
    Report,
    Standing,
    gravest,
    is_due,
    periods,
    read_nil_return,
    standing,
)
from mad.common.errors import Invalid

DAY = timedelta(days=1)
START = date(2026, 1, 1)
JANUARY = Period(START, date(2026, 1, 31))
days = st.integers(0, 400).map(lambda n: START + n * DAY)


def came(day: date, first: date | None = None, last: date | None = None, nil: bool = False) -> Report:
    return Report(day, first or day, last or day, nil)


reports = st.builds(
    lambda day, back, length, nil: Report(day, day - back * DAY, min(day, day - (back - length) * DAY), nil),
    days, st.integers(0, 90), st.integers(0, 90), st.booleans(),
)  # fmt: skip


@given(since=days, span=st.integers(0, 500), lengths=st.lists(st.integers(1, 60), min_size=1, max_size=5))
def test_r11_periods_tile_the_time_whatever_number_was_decided_when(since, span, lengths):
    today = since + span * DAY
    tiles = list(periods(since, None, today, lambda day: lengths[day.toordinal() % len(lengths)]))
    assert tiles[0].first == since
    assert all(one.end == next_.first for one, next_ in pairwise(tiles))
    assert tiles[-1].has(today)
    assert sum(tile.has(today) for tile in tiles) == 1


@given(since=days, watched=st.integers(0, 200), after=st.integers(0, 200))
def test_r11_a_period_cut_short_by_the_end_of_the_watch_is_not_due(since, watched, after):
    until = since + watched * DAY
    tiles = list(periods(since, until, until + after * DAY, lambda day: 30))
    assert len(tiles) <= (watched + 1) // 30
    assert all(tile.last <= until for tile in tiles)


@given(given_reports=st.lists(reports, max_size=6), late=reports, today=days)
def test_r11_a_late_report_turns_silent_into_late_and_never_into_on_time(given_reports, late, today):
    past = [report for report in given_reports if report.came <= today]
    before = standing(JANUARY, past, today)
    later = Report(max(late.came, JANUARY.end), late.first, late.last, late.nil)
    after = standing(JANUARY, [*past, later], max(today, later.came))
    if before is Standing.SILENT:
        assert after is (Standing.LATE if later.speaks_of(JANUARY) else Standing.SILENT)
    elif before is Standing.OPEN:
        assert after in (Standing.OPEN, Standing.LATE, Standing.SILENT)
    else:
        assert after is before


@given(st.lists(reports, max_size=6), days, st.randoms())
def test_r11_the_order_of_reports_changes_nothing(some, today, random):
    mixed = list(some)
    random.shuffle(mixed)
    assert standing(JANUARY, some, today) is standing(JANUARY, mixed, today)


@pytest.mark.parametrize(
    ("report", "expected"),
    [
        (came(date(2026, 1, 1)), Standing.ON_TIME),
        (came(date(2026, 1, 30)), Standing.ON_TIME),
        (came(date(2026, 1, 31)), Standing.SILENT),
        (came(date(2026, 2, 3), first=date(2026, 1, 29)), Standing.LATE),
        (came(date(2026, 1, 30), START, date(2026, 1, 30), nil=True), Standing.ON_TIME),
        (came(date(2026, 1, 10), date(2025, 12, 1), date(2025, 12, 31), nil=True), Standing.SILENT),
        (came(date(2026, 2, 1), START, date(2026, 1, 31), nil=True), Standing.LATE),
    ],
)
def test_r11_when_a_report_counts(report, expected):
    assert standing(JANUARY, [report], date(2026, 3, 1)) is expected


def test_r11_while_the_period_runs_nobody_is_silent():
    assert standing(JANUARY, [], date(2026, 1, 30)) is Standing.OPEN
    assert standing(JANUARY, [], date(2026, 1, 31)) is Standing.SILENT


def test_r10_a_source_owes_what_begins_when_it_is_bound():
    assert is_due(JANUARY, None)
    assert is_due(JANUARY, START)
    assert not is_due(JANUARY, START + DAY)


def test_r11_the_gravest_stands_for_several():
    assert gravest([Standing.ON_TIME, Standing.LATE, Standing.OPEN]) is Standing.LATE
    assert gravest([]) is None


NIL = {"states": ["SYR"], "period": {"from": "2026-01-01", "to": "2026-01-30"}}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"states": ["XXX"]}, "states[0]"),
        ({"states": []}, "states"),
        ({"states": "SYR"}, "states"),
        ({"states": ["SYR", "SYR"]}, "states"),
        ({"states": [7]}, "states[0]"),
        ({"period": {"from": "2026-01-30", "to": "2026-01-01"}}, "period.to"),
        ({"period": {"from": "2026-01-01", "to": "2026-02-10"}}, "period.to"),
        ({"period": {"from": "2026-01-01"}}, "period.to"),
        ({"period": {"from": "January", "to": "2026-01-30"}}, "period.from"),
        ({"period": None}, "period"),
        ({"note": "x"}, "note"),
    ],
)
def test_r11_a_wrong_nil_return_is_refused_by_field(changes, field):
    with pytest.raises(Invalid) as caught:
        read_nil_return({**NIL, **changes}, known_states={"SYR"}, today=date(2026, 2, 9))
    assert field in caught.value.errors
    assert caught.value.rule == "R11"


@pytest.mark.parametrize("body", [None, [], "x", 7])
def test_r11_what_is_no_object_is_refused(body):
    with pytest.raises(Invalid):
        read_nil_return(body, known_states={"SYR"}, today=date(2026, 2, 9))


def test_r11_a_nil_return_can_speak_of_today():
    given_ = read_nil_return(NIL, known_states={"SYR"}, today=date(2026, 1, 30))
    assert (given_.states, given_.first, given_.last) == (("SYR",), START, date(2026, 1, 30))
