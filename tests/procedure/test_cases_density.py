"""R20: incidents counted on a grid."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.procedure.density import SIZES, SQUARES, Square, grid, shade

squares = st.builds(
    lambda south, west, events, best: Square(south, west, 1, events, 0, best, best, f"{south} {west}", best),
    st.integers(-900, 899),
    st.integers(-1800, 1799),
    st.integers(1, 50),
    st.integers(0, 400),
)


def one(south: int, west: int, events: int = 1, deadliest: int = 5, place: str = "Here") -> Square:
    return Square(south, west, 1, events, 1, deadliest, 9, place, deadliest)


@given(st.lists(squares, max_size=60), st.integers(1, 40))
def test_r20_no_incident_is_lost_or_counted_twice(found, most):
    drawn = grid(found, most)
    assert sum(s.events for s in drawn) == sum(s.events for s in found)
    assert sum(s.best for s in drawn) == sum(s.best for s in found)
    assert len(drawn) <= most or drawn[0].size == SIZES[-1]
    assert len({(s.south, s.west) for s in drawn}) == len(drawn)


@given(st.lists(squares, max_size=20), st.randoms())
def test_r20_the_grid_does_not_hang_on_the_order(found, chance):
    mixed = list(found)
    chance.shuffle(mixed)
    assert grid(found) == grid(mixed)


def test_r20_each_incident_lies_on_its_square_south_of_the_equator_too():
    (square,) = grid([one(-7, -13), one(-1, -1)], most=1)
    assert (square.south, square.west, square.size) == (-10, -20, 10) or square.size == 20


def test_r20_a_square_is_named_after_its_deadliest_place():
    (square,) = grid([one(361, 371, 9, 5, "Many"), one(362, 371, 1, 80, "Worst")], most=1)
    assert (square.place, square.events, square.size) == ("Worst", 10, 2) or square.size > 1


def test_r20_the_finest_grid_that_can_be_read_is_chosen():
    row = [one(n, 0) for n in range(SQUARES)]
    assert {s.size for s in grid(row)} == {1}
    assert {s.size for s in grid([*row, one(SQUARES, 0)])} == {2}
    assert grid([]) == ()


@pytest.mark.parametrize(
    ("events", "greatest", "expected"), [(1, 1, 3), (1, 27, 1), (3, 27, 2), (9, 27, 3), (27, 27, 3)]
)
def test_r20_shades_go_by_equal_ratios(events, greatest, expected):
    assert shade(events, greatest) == expected
