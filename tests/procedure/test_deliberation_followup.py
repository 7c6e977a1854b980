"""R43, R44, R46, R48 without a database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberation.procedure import account, periods
from deliberation.procedure.briefing import Told, numbers_in
from deliberation.procedure.followup import (
    FINISHED,
    ClosingFacts,
    Said,
    Status,
    Words,
    closing,
    end_of,
    is_overdue,
    may_close,
    wrong_review,
    wrong_trigger,
    wrong_words,
)
from deliberation.procedure.reviews import Candidate, Region, agenda, is_most_serious
from mad.common.errors import Invalid
from mad.reference import followup as reference

TODAY = date(2026, 2, 9)
DAY = timedelta(days=1)
GOOD = {"title": "Talks", "actor": "dppa", "benchmark": "A round was held.", "starts": TODAY, "due": TODAY + 30 * DAY}


def wrong(**changes):
    return set(wrong_words(Words(**{**GOOD, **changes}), {"dppa"}, TODAY))


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({}, set()),
        ({"actor": "nobody"}, {"actor"}),
        ({"title": ""}, {"title"}),
        ({"benchmark": ""}, {"benchmark"}),
        ({"due": TODAY - DAY}, {"due"}),
        ({"starts": TODAY + 40 * DAY}, {"due"}),
        ({"starts": TODAY - 40 * DAY, "due": TODAY - DAY}, {"due"}),
        ({"due": TODAY + 5000 * DAY}, {"due"}),
    ],
)
def test_r43_what_is_wrong_with_a_measure_names_its_field(changes, fields):
    assert wrong(**changes) == fields


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        (Said("on_track", "Seen.", TODAY), set()),
        (Said("done", "", TODAY), {"reason"}),
        (Said("nearly", "Seen.", TODAY), {"status"}),
        (Said("handed_over", "Seen.", TODAY), {"handed_to"}),
        (Said("handed_over", "Seen.", TODAY, "OCHA"), set()),
        (Said("open", "Seen.", TODAY, "OCHA"), {"handed_to"}),
        (Said("open", "Seen.", TODAY - DAY), {"due"}),
        (Said("open", "Seen.", TODAY - 90 * DAY), {"due"}),
    ],
)
def test_r43_what_is_wrong_with_a_review_names_its_field(said, fields):
    assert set(wrong_review(said, TODAY - 30 * DAY, TODAY, TODAY)) == fields


def test_r43_a_measure_is_overdue_when_its_day_is_over_and_it_has_not_ended():
    assert end_of(TODAY) == datetime(2026, 2, 10, tzinfo=UTC)
    assert not is_overdue("open", TODAY, TODAY)
    assert is_overdue("at_risk", TODAY - DAY, TODAY)
    assert not any(is_overdue(status, TODAY - DAY, TODAY) for status in FINISHED)


@given(
    st.dictionaries(st.text("FU-0123456789", min_size=1, max_size=8), st.sampled_from([s.value for s in Status])),
    st.booleans(),
    st.integers(0, 5),
)
def test_r44_a_case_closes_with_everything_and_never_without(measures, plan, triggers):
    facts = ClosingFacts(measures, plan, triggers)
    whole = bool(measures) and all(status in FINISHED for status in measures.values()) and plan and triggers > 0
    assert may_close(facts) == whole
    assert [c.key for c in closing(facts)] == ["measures", "plan", "triggers"]


@pytest.mark.parametrize(
    ("kind", "text", "level", "good"),
    [
        ("alarm", "", None, True),
        ("alarm", "", 3, False),
        ("level", "", 4, True),
        ("level", "", 6, False),
        ("level", "", None, False),
        ("event", "Return of the militia", None, True),
        ("event", "", None, False),
        ("omen", "A comet", None, False),
    ],
)
def test_r44_a_trigger_says_what_it_waits_for(kind, text, level, good):
    assert (wrong_trigger(kind, text, level) == "") is good


@pytest.mark.parametrize(
    ("year", "quarter", "field"),
    [(2026, 5, "quarter"), (2026, 0, "quarter"), (1900, 1, "year"), (2027, 1, "year"), (2026, 2, "quarter")],
)
def test_r46_what_is_no_quarter_is_refused_by_its_field(year, quarter, field):
    with pytest.raises(Invalid) as caught:
        periods.quarter(year, quarter, TODAY)
    assert (caught.value.rule, caught.value.field, caught.value.status) == ("R46", field, 400)


def test_r46_quarters_and_months_tile_the_year():
    late = date(2026, 12, 31)
    quarters = [periods.quarter(2026, n, late) for n in (1, 2, 3, 4)]
    months = [periods.month(2026, n, late) for n in range(1, 13)]
    for tiles in (quarters, months):
        assert tiles[0].first == date(2026, 1, 1)
        assert tiles[-1].end == date(2027, 1, 1)
        assert all(one.end == other.first for one, other in pairwise(tiles))
    assert periods.quarter_of(date(2026, 4, 1)) == (2026, 2)
    assert periods.quarter_of(date(2026, 3, 31)) == (2026, 1)


@pytest.mark.parametrize(("year", "month", "field"), [(2026, 13, "month"), (1900, 1, "year"), (2026, 3, "month")])
def test_r47_what_is_no_month_is_refused_by_its_field(year, month, field):
    with pytest.raises(Invalid) as caught:
        periods.month(year, month, TODAY)
    assert (caught.value.rule, caught.value.field) == ("R47", field)


def test_r48_the_year_1900_and_a_year_to_come_have_no_account():
    for year in (1900, 2027):
        with pytest.raises(Invalid):
            periods.year(year, TODAY)


def test_r46_the_agenda_is_the_regions_part_of_the_watch_list_gravest_first():
    def line(case, standing, group, points=0, change=0):
        return Candidate(case, f"C-{case}", standing, points, change, frozenset({group}))

    lines = [
        line(1, 2, "African"),
        line(2, 5, "African"),
        line(3, 5, "African", change=2),
        line(4, 5, "WEOG"),
        line(5, 2, "African", points=3),
    ]
    assert [one.case for one in agenda(Region.AFRICAN, lines)] == [3, 2, 5, 1]
    assert [one.case for one in agenda(Region.AFRICAN, lines, known=[3, 5])] == [2, 1]
    assert agenda(Region.GRULAC, lines) == []
    assert [is_most_serious(level) for level in (1, 3, 4, 5)] == [False, False, True, True]


def test_r47_a_number_is_known_however_its_dashes_are_written():
    assert numbers_in("See e\u20112026\u20110007, C - 2026-0001 and 2026-01.") == {"E-2026-0007", "C-2026-0001"}


def test_r47_what_was_published_is_free_and_the_rest_is_told():
    closed = "Eleven settlements burned in seven days of March near the river"
    told = Told("He said: eleven settlements burned in seven days, at least.", released=["Nothing of it."])
    assert told.quotes(closed)
    assert not Told(told.text, released=[closed]).quotes(closed)
    assert not Told("Eleven settlements burned.", released=[]).quotes(closed)
    assert Told("The Colonel Iron Fist Battalion moved.").names("Colonel Iron Fist")
    assert not Told("A report from the north.").names("Report")
    assert Told("A report by Karim.").names("Karim", least=1)


@given(st.lists(st.tuples(st.integers(0, 400), st.none() | st.integers(0, 400)), max_size=8))
def test_r48_the_median_counts_the_cases_with_an_act_before_the_end(pairs):
    start, end = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    gaps = [
        account.gap(start + DAY * warned, None if took is None else start + DAY * (warned + took), end, end)
        for warned, took in pairs
    ]
    counted = sorted(took for warned, took in pairs if took is not None and warned + took < 365)
    middle = len(counted) // 2
    expected = None
    if counted:
        expected = counted[middle] if len(counted) % 2 else (counted[middle - 1] + counted[middle]) / 2
    assert account.median_days(gaps) == expected


def test_r48_shares_and_lengths_have_one_decimal():
    assert (account.share(1, 3), account.share(0, 0), account.share(0, 4)) == (33.3, None, 0.0)
    assert (account.hours(5400), account.hours(None), account.days(129_600)) == (1.5, None, 1.5)


def test_r43_every_template_can_be_taken_and_names_a_known_actor():
    actors = {actor.id for actor in reference.actors()}
    assert len(actors) == len(reference.actors())
    assert {one.actor for one in reference.templates()} <= actors
    assert all(0 < one.review_days <= 30 and one.due_days > 0 and one.benchmark for one in reference.templates())
    assert len({one.id for one in reference.templates()}) == len(reference.templates())


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("SG / Special Adviser", "secretary-general"),
        ("SC (consensus)", "security-council"),
        ("The parties", "parties"),
        ("OHCHR field presence", "ohchr"),
        ("somebody", ""),
    ],
)
def test_r43_an_actor_is_guessed_from_words_or_left_open(text, actor):
    assert reference.actor_of_words(text) == actor
