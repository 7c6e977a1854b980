"""R38: moving paragraphs and changing their depth, with what stands under them."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberation.procedure.arranging import block, moved, places, shifted

ROWS = places([(1, 0), (2, 1), (3, 1), (4, 2), (5, 0), (6, 1), (7, 0)])


def keys(rows):
    return [row.key for row in rows]


def test_r38_a_paragraph_moves_with_its_sub_paragraphs():
    assert keys(moved(ROWS, 1, 1)) == [5, 6, 1, 2, 3, 4, 7]
    assert keys(moved(ROWS, 5, -1)) == [5, 6, 1, 2, 3, 4, 7]
    assert keys(moved(ROWS, 1, 9)) == [5, 6, 7, 1, 2, 3, 4]


def test_r38_a_sub_paragraph_moves_among_its_like_and_over_to_the_next_paragraph():
    assert keys(moved(ROWS, 2, 1)) == [1, 3, 4, 2, 5, 6, 7]
    assert keys(moved(ROWS, 3, 1)) == [1, 2, 5, 3, 4, 6, 7]
    assert keys(moved(ROWS, 6, -1)) == [1, 2, 3, 4, 6, 5, 7]


def test_r38_at_the_edge_it_stays():
    assert moved(ROWS, 1, -1) == ROWS
    assert moved(ROWS, 7, 1) == ROWS
    assert moved(ROWS, 2, -1) == ROWS
    assert keys(moved(ROWS, 4, -1)) == [1, 2, 4, 3, 5, 6, 7]


def test_r38_levels_go_down_with_what_is_under_them():
    assert [row.level for row in shifted(ROWS, 5, 1)] == [1, 2]
    assert [row.level for row in shifted(ROWS, 3, -1)] == [0, 1]


@pytest.mark.parametrize(
    ("key", "steps", "words"), [(1, 1, "no paragraph above"), (2, 1, "no paragraph above"), (1, -1, "of its own")]
)
def test_r38_a_level_that_cannot_be(key, steps, words):
    assert words in shifted(ROWS, key, steps)


def test_r38_no_deeper_than_four_levels():
    deep = places([(1, 0), (2, 0), (3, 1), (4, 2), (5, 3)])
    assert "deepest level" in shifted(deep, 2, 1)


def test_r38_a_stored_level_prints_no_deeper_than_it_can():
    assert [row.level for row in places([(1, 3), (2, 3), (3, 9), (4, 9), (5, 9)])] == [0, 1, 2, 3, 3]


@given(st.lists(st.integers(0, 3), min_size=1, max_size=12), st.data())
def test_r38_no_move_loses_a_paragraph_or_tears_one_from_its_sub_paragraphs(levels, data):
    rows = places(list(enumerate(levels)))
    key = data.draw(st.integers(0, len(levels) - 1))
    steps = data.draw(st.sampled_from([-3, -1, 1, 3]))
    after = moved(rows, key, steps)
    assert sorted(keys(after)) == sorted(keys(rows))
    assert after[0].level == 0
    taken = [rows[i].key for i in block(rows, key)]
    start = keys(after).index(key)
    assert keys(after)[start : start + len(taken)] == taken
    assert all(b.level <= a.level + 1 for a, b in itertools.pairwise(after))
