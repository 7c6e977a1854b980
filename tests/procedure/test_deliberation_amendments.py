"""R40, pure: what an amendment touches, when it no longer fits, where it stands, who comes first."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deliberation.procedure.amendments import (
    Change,
    Proposal,
    Queued,
    Seat,
    applied,
    before_it,
    block,
    conflict,
    takes_effect,
    touched,
)
from deliberation.procedure.form import Part

PRE, OP = Part.PREAMBULAR, Part.OPERATIVE
TEXT = (
    Seat(1, PRE, 1),
    Seat(2, OP, 1),
    Seat(3, OP, 1, level=1),
    Seat(4, OP, 1, level=2),
    Seat(5, OP, 1, level=1),
    Seat(6, OP, 1),
    Seat(7, OP, 1, fixed=True),
)


def keys(seats) -> list[int]:
    return [seat.key for seat in seats]


def proposal(change: str, target: int | None, text=TEXT) -> Proposal:
    kind = Change(change)
    return Proposal(kind, target, {seat.key: seat.version for seat in touched(kind, target, text)})


def test_r40_a_paragraph_goes_with_its_sub_paragraphs():
    assert keys(block(TEXT, 2)) == [2, 3, 4, 5]
    assert keys(block(TEXT, 3)) == [3, 4]
    assert keys(block(TEXT, 1)) == [1]
    assert block(TEXT, 99) == ()


def test_r40_what_each_change_touches():
    assert keys(touched(Change.REPLACE, 2, TEXT)) == [2]
    assert keys(touched(Change.DIVIDE, 2, TEXT)) == [2, 3, 4, 5]
    assert touched(Change.ADD, 2, TEXT) == ()


@pytest.mark.parametrize(
    ("change", "target", "order"),
    [
        ("replace", 2, [1, 2, 3, 4, 5, 6, 7]),
        ("remove", 2, [1, 6, 7]),
        ("divide", 3, [1, 2, 5, 6, 7]),
        ("add", 6, [1, 2, 3, 4, 5, 6, None, 7]),
        ("add", None, [1, 2, 3, 4, 5, 6, None, 7]),
        ("add", 2, [1, 2, None, 3, 4, 5, 6, 7]),
    ],
)
def test_r40_where_it_stands_once_carried_out(change, target, order):
    assert list(applied(proposal(change, target), TEXT, OP)) == order


def test_r40_the_first_paragraph_of_an_empty_part():
    assert list(applied(proposal("add", None), TEXT[1:], PRE)) == [None, 2, 3, 4, 5, 6, 7]
    assert list(applied(proposal("add", None), TEXT[:1], OP)) == [1, None]
    assert list(applied(proposal("add", None), (TEXT[0], TEXT[6]), OP)) == [1, None, 7]
    assert list(applied(proposal("add", None), (), PRE)) == [None]


def test_r40_it_fits_the_text_it_was_worded_over_whatever_moves_elsewhere():
    for change in Change:
        assert not conflict(proposal(change, 3), TEXT)
        moved = (TEXT[1], TEXT[2], TEXT[3], TEXT[0], *TEXT[4:])
        assert not conflict(proposal(change, 3), moved)


def test_r40_what_no_longer_fits_is_named():
    changed = [*TEXT[:2], Seat(3, OP, 2, level=1), *TEXT[3:]]
    assert conflict(proposal("replace", 3), changed).changed == (3,)
    assert not conflict(proposal("replace", 2), changed)
    assert conflict(proposal("remove", 2), changed).changed == (3,)
    assert conflict(proposal("divide", 2), [*TEXT[:3], *TEXT[4:]]).gone == (4,)
    assert conflict(proposal("remove", 6), [*TEXT[:6], Seat(8, OP, 1, level=1), TEXT[6]]).new == (8,)
    assert conflict(proposal("add", 6), TEXT[:5]).gone == (6,)
    assert not conflict(proposal("add", None), ())


def test_r40_the_chair_orders_amendments_to_one_paragraph():
    one, two, three = (Queued(1, 2, frozenset({5})), Queued(2, 1, frozenset({5, 6})), Queued(3, 1, frozenset({9})))
    assert before_it(one, [two, three]) == two
    assert before_it(two, [one, three]) is None
    assert before_it(three, [one, two]) is None
    assert before_it(Queued(4, 1, frozenset({5})), [two]) == two


def test_r40_what_carries_is_merged_and_what_is_rejected_when_voted_separately_goes():
    assert {change: takes_effect(change, True) for change in Change} == dict.fromkeys(Change, True) | {
        Change.DIVIDE: False
    }
    assert {change: takes_effect(change, False) for change in Change} == dict.fromkeys(Change, False) | {
        Change.DIVIDE: True
    }


TEXTS = st.lists(st.tuples(st.sampled_from([PRE, OP]), st.integers(0, 3)), min_size=1, max_size=12).map(
    lambda drawn: tuple(
        Seat(key, part, 1, level) for key, (part, level) in enumerate(sorted(drawn, key=lambda d: d[0] is OP), start=1)
    )
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(text=TEXTS, change=st.sampled_from(list(Change)), at=st.integers(0, 11))
def test_r40_nothing_else_is_lost_or_moved(text, change, at):
    target = text[at % len(text)]
    one = proposal(change, target.key, text)
    left = [key for key in applied(one, text, target.part) if key is not None]
    gone = set() if change.has_words else set(one.base)
    assert left == [seat.key for seat in text if seat.key not in gone]
    assert not conflict(one, text)
    assert target.key in one.base or change is Change.ADD
