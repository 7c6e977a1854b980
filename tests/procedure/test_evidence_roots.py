"""R17: what goes back to one origin corroborates once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.procedure.roots import check_derivation, corroboration, roots
from mad.common.errors import Refused


def test_r17_a_report_repeated_five_times_counts_once():
    repeated = {2: 1, 3: 1, 4: 1, 5: 4}
    assert corroboration([1, 2, 3, 4, 5], repeated) == 1


def test_r17_two_origins_count_twice():
    assert corroboration(["a", "b", "c"], {"b": "a"}) == 2


def test_r17_the_origin_is_found_through_items_outside_the_list():
    assert roots([3], {3: 2, 2: 1}) == {3: 1}


def test_r17_an_item_cannot_become_its_own_origin():
    with pytest.raises(Refused) as refused:
        check_derivation(1, 3, {3: 2, 2: 1})
    assert refused.value.rule == "R17"
    with pytest.raises(Refused):
        check_derivation(1, 1, {})


def test_r17_a_circle_in_the_data_is_refused_not_followed_for_ever():
    with pytest.raises(Refused):
        roots([1], {1: 2, 2: 3, 3: 2})


@given(st.lists(st.integers(0, 30), max_size=30))
def test_r17_adding_a_derived_item_never_adds_corroboration(parents):
    derived = {child: parent for child, parent in enumerate(parents, start=1) if parent < child}
    known = [0, *derived]
    before = corroboration(known, derived)
    assert corroboration([*known, 99], {**derived, 99: known[-1]}) == before
