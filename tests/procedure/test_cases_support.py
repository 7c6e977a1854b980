"""R17 and R24: what is seen of an element's evidence at a glance, and which item matters most."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from cases.procedure import decisive, diagnosticity, most_diagnostic, support

OWN = {item: item for item in range(1, 8)}


def level(supporting, root):
    """No support, one root, several: what an element's support amounts to."""
    return min(2, len({root[item] for item in supporting}))


def test_r24_no_support_is_seen():
    found = support([], [1], OWN, frozenset())
    assert (found.bare, found.contradicted, found.single_root, found.ungradable) == (True, True, False, False)


def test_r17_five_repeats_of_one_report_are_a_single_root():
    found = support([1, 2, 3, 4, 5], [], dict.fromkeys(range(1, 6), 1), frozenset())
    assert (found.supports, found.roots, found.single_root) == (5, 1, True)


def test_r14_only_sources_that_cannot_be_judged():
    assert support([1, 2], [], OWN, {1, 2}).ungradable
    assert not support([1, 2], [], OWN, {1}).ungradable
    assert not support([], [3], OWN, {3}).ungradable


def test_r17_the_sole_support_is_decisive_and_a_copy_of_it_is_not():
    assert decisive([1], [], OWN) == [1]
    assert decisive([1, 2], [], {1: 1, 2: 1}) == []


def test_r24_a_contrary_item_is_decisive_where_turned_round_it_would_bring_a_root():
    assert decisive([], [3], OWN) == [3]
    assert decisive([1, 2], [3], {1: 1, 2: 1, 3: 3}) == [3]
    assert decisive([1, 2], [3], {1: 1, 2: 1, 3: 1}) == []


def test_r24_beyond_two_roots_no_single_item_matters():
    assert decisive([1, 2, 3], [4], OWN) == []


def test_r24_the_most_diagnostic_item_is_decisive_for_most_elements_and_the_oldest_of_several():
    counted = diagnosticity([[2, 3], [3], [2], []])
    assert counted == Counter({2: 2, 3: 2})
    assert most_diagnostic(counted) == 2
    assert most_diagnostic(Counter()) is None


ITEMS = st.sets(st.integers(1, 7), max_size=7)
ROOTS = st.fixed_dictionaries({item: st.integers(1, item) for item in range(1, 8)})


@given(ITEMS, ITEMS, ROOTS)
def test_r24_decisive_is_what_removal_or_reversal_changes(supporting, against, root):
    """Worked out the long way: each item is taken away, and turned round."""
    against = against - supporting
    before = level(supporting, root)
    changed = {i for i in supporting if level(supporting - {i}, root) != before}
    changed |= {i for i in against if level(supporting | {i}, root) != before}
    assert set(decisive(sorted(supporting), sorted(against), root)) == changed
