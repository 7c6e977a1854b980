"""R25 and R26: sealed answers through the one filter, and when a round closes."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.procedure import (
    SCALES,
    Draft,
    LegalMember,
    Standing,
    closing,
    estimate_faults,
    form,
    gaps,
    labels,
    letter,
)
from cases.visibility import Sealed, shown

NOON = datetime(2026, 2, 17, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=72)


def legal(n, **why):
    return LegalMember(n, f"Member {n}", **why)


def panel_of(size, *out):
    return form([*(legal(n) for n in range(size)), *out], 3)


# --- R25 -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("low, best, high", [(1, 500, 999), (500, 500, 500), (120, 340, 340)])
def test_r25_lowest_best_highest_in_order(low, best, high):
    assert estimate_faults(low, best, high) == {}


@pytest.mark.parametrize(
    "given_, field",
    [
        ((0, 500, 900), "low"),
        ((100, 500, 1000), "high"),
        ((600, 500, 900), "low"),
        ((100, 500, 400), "high"),
        ((None, 500, 900), "low"),
        ((1, None, 900), "best"),
    ],
)
def test_r25_certainty_and_crossed_bounds_are_refused_with_the_field(given_, field):
    assert field in estimate_faults(*given_)


COMPLETE = Draft(frozenset({"e.1"}), frozenset(SCALES), frozenset({("e.1", "E-1")}), temporal=True)


def test_r25_a_complete_answer_has_no_gaps():
    assert gaps(COMPLETE, ["e.1"], SCALES, [("e.1", "E-1")]) == ()


def test_r28_each_contrary_item_must_be_answered():
    (gap,) = gaps(COMPLETE, ["e.1"], SCALES, [("e.1", "E-1"), ("e.1", "E-2")])
    assert (gap.kind, gap.key, gap.item) == ("contrary", "e.1", "E-2")


def test_r29_six_scores_and_the_temporal_finding_belong_to_the_answer():
    bare = Draft(frozenset({"e.1"}), frozenset(), frozenset(), temporal=False)
    assert [g.kind for g in gaps(bare, ["e.1"], SCALES, [])] == ["severity"] * 6 + ["temporal"]


ANSWERS = [Sealed(3, True, "c"), Sealed(1, True, "a"), Sealed(2, False, "b")]
LETTERS = {1: "B", 2: "C", 3: "A"}


@pytest.mark.parametrize("viewer", [None, 99])
def test_r25_nobody_sees_anything_before_the_round_closes(viewer):
    assert shown(ANSWERS, viewer=viewer, closed=False, labels=LETTERS) == ()


def test_r25_a_member_sees_only_the_own_answer_and_no_label():
    (own,) = shown(ANSWERS, viewer=1, closed=False, labels=LETTERS)
    assert (own.content, own.own, own.label) == ("a", True, "")


def test_r26_at_closing_all_submitted_answers_appear_under_labels():
    got = shown(ANSWERS, viewer=None, closed=True, labels=LETTERS)
    assert [(s.label, s.content) for s in got] == [("A", "c"), ("B", "a")]


def test_r25_a_draft_never_submitted_stays_its_authors():
    assert "b" not in [s.content for s in shown(ANSWERS, viewer=1, closed=True, labels=LETTERS)]
    assert "b" in [s.content for s in shown(ANSWERS, viewer=2, closed=True, labels=LETTERS)]


AUTHORS = st.lists(st.integers(1, 9), unique=True)


@given(AUTHORS, st.integers(1, 12), st.booleans())
def test_r25_while_open_no_reader_ever_gets_anothers_content(authors, viewer, submitted):
    rows = [Sealed(a, submitted, f"of {a}") for a in authors]
    assert {s.content for s in shown(rows, viewer=viewer, closed=False, labels={})} <= {f"of {viewer}"}


@given(AUTHORS, st.randoms())
def test_r26_the_order_shown_is_that_of_the_labels_whatever_the_order_of_arrival(authors, random):
    names = labels(authors, {a: random.random() for a in authors})
    rows = [Sealed(a, True, a) for a in authors]
    turned = list(rows)
    random.shuffle(turned)
    assert shown(rows, viewer=None, closed=True, labels=names) == shown(turned, viewer=None, closed=True, labels=names)


# --- R26 -------------------------------------------------------------------------------------------


def round_at(panel, answered, now=NOON, due=LATER):
    return closing(Standing(frozenset(panel), frozenset(answered), due, now, 3))


def test_r26_closes_early_when_all_have_answered():
    assert round_at({1, 2, 3}, {1, 2, 3}) is None


def test_r26_stays_open_while_somebody_may_still_answer():
    assert round_at({1, 2, 3, 4}, {1, 2, 3}).rule == "R26"


def test_r26_closes_at_its_time_with_more_than_half_and_three():
    assert round_at({1, 2, 3, 4, 5}, {1, 2, 3}, now=LATER) is None


def test_r26_half_of_six_is_not_more_than_half():
    assert round_at(range(6), {1, 2, 3}, now=LATER).rule == "R26"


def test_r26_two_of_three_are_more_than_half_but_not_three():
    assert round_at({1, 2, 3}, {1, 2}, now=LATER).rule == "R26"


def test_r26_a_member_who_left_the_panel_no_longer_counts_nor_is_awaited():
    assert round_at({1, 2, 3}, {1, 2, 3, 9}) is None
    assert round_at({1, 2, 3, 4}, {1, 2, 9}, now=LATER).rule == "R26"


def test_r23_a_panel_below_three_cannot_close_a_round():
    assert round_at({1, 2}, {1, 2}, now=LATER).rule == "R23"


@given(st.sets(st.integers(1, 12)), st.sets(st.integers(1, 12)), st.booleans())
def test_r26_no_round_ever_closes_with_fewer_than_three_or_half(panel, answered, late):
    if round_at(panel, answered, now=LATER if late else NOON) is None:
        counted = len(panel & answered)
        assert counted >= 3
        assert 2 * counted > len(panel)


def test_r26_labels_follow_the_draw_and_nothing_else():
    assert labels([10, 20, 30], {10: 2, 20: 0, 30: 1}) == {20: "A", 30: "B", 10: "C"}
    assert (letter(25), letter(26)) == ("Z", "AA")
