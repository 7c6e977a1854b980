"""R17, R24 and R28: what would change a finding, held to trying every change one by one."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from cases.procedure import (
    Act,
    Inputs,
    Outcome,
    Tree,
    crime_change,
    crime_finding,
    element_change,
    element_finding,
    holds,
    smallest_sets,
)

TREE = Tree("cah", ("ctx.1", "ctx.2"), (Act("murder", ("m.1", "m.2")), Act("transfer", ("t.1",))))
LOOSE = Tree("loose", (), (Act("a", ("x", "y")), Act("b", ("z",))))
ELEMENTS = TREE.elements
AMAL, BRUNO, CHIARA, DAWIT, ESI = range(1, 6)


def inputs(bests, panel=(1, 2, 3, 4, 5), supported=ELEMENTS):
    return Inputs(frozenset(panel), bests, frozenset(supported))


def three_of_five(element="ctx.2"):
    """All five find everything, but only three of them this element."""
    bests = {m: dict.fromkeys(ELEMENTS, 700) for m in range(1, 6)}
    for member in (DAWIT, ESI):
        bests[member][element] = 300
    return bests


def test_r28_one_member_moving_undoes_the_finding():
    given_ = inputs(three_of_five())
    change = element_change("ctx.2", given_, {"ctx.2": {10: 10, 11: 11}})
    assert (change.met, change.needed, change.alone) == (True, 1, (AMAL, BRUNO, CHIARA))
    crime = crime_change(TREE, given_, {})
    assert {(m.member, m.element, m.outcome) for m in crime.moves} == {
        (m, e, Outcome.NOT_LIKELY if e == "ctx.2" else Outcome.TO_VOTE)
        for m in (AMAL, BRUNO, CHIARA)
        for e in ("ctx.2", "ctx.1")
    }


def test_r28_two_members_must_move_where_four_of_five_agree():
    bests = three_of_five()
    bests[DAWIT]["ctx.2"] = 600
    change = element_change("ctx.2", inputs(bests), {})
    assert (change.needed, change.alone) == (2, ())


def test_r28_exactly_one_half_of_four_needs_one_more_and_says_who():
    bests = {m: {"ctx.1": 700 if m <= 2 else 500} for m in range(1, 5)}
    change = element_change("ctx.1", inputs(bests, panel=range(1, 5)), {})
    assert (change.met, change.needed, change.alone) == (False, 1, (CHIARA, DAWIT))


def test_r28_without_support_no_number_of_members_makes_it_met():
    change = element_change("ctx.1", inputs(three_of_five(), supported=()), {})
    assert (change.met, change.needed, change.alone) == (False, None, ())


def test_r26_who_has_not_answered_cannot_move():
    change = element_change("ctx.1", inputs({AMAL: {"ctx.1": 700}, BRUNO: {"ctx.1": 300}}), {})
    assert (change.met, change.needed) == (False, None)


def test_r17_the_item_without_which_there_is_no_support_and_the_one_that_leaves_one_root():
    given_ = inputs(three_of_five())
    sole = element_change("ctx.1", given_, {"ctx.1": {10: 10}})
    assert (sole.roots, sole.bare_without, sole.single_without) == (1, (10,), ())
    two = element_change("ctx.1", given_, {"ctx.1": {10: 10, 11: 10, 12: 12}})
    assert (two.roots, two.bare_without, two.single_without) == (2, (), (12,))


def test_r28_an_item_that_alone_supports_a_contextual_element_carries_the_crime():
    backing = {e: {10: 10} if e == "ctx.1" else {10: 10, 11: 11} for e in ELEMENTS}
    (loss,) = crime_change(TREE, inputs({m: dict.fromkeys(ELEMENTS, 700) for m in range(1, 6)}), backing).losses
    assert (loss.item, loss.elements, loss.outcome) == (10, ("ctx.1",), Outcome.NOT_LIKELY)


def test_r24_the_smallest_sets_of_elements():
    assert smallest_sets(TREE, frozenset(ELEMENTS)) == (("ctx.1",), ("ctx.2",))
    assert smallest_sets(TREE, frozenset(ELEMENTS) - {"t.1"}) == (("ctx.1",), ("ctx.2",), ("m.1",), ("m.2",))
    assert smallest_sets(TREE, frozenset({"ctx.1", "m.1"})) == (("ctx.2", "m.2"), ("ctx.2", "t.1"))
    assert smallest_sets(LOOSE, frozenset("xyz")) == (("x", "z"), ("y", "z"))
    assert smallest_sets(Tree("none", ("c",), ()), frozenset("c")) == ()


@given(st.sampled_from([TREE, LOOSE]), st.data())
def test_r24_no_smaller_set_turns_the_tree_and_each_of_these_does(tree, data):
    met = data.draw(st.frozensets(st.sampled_from(tree.elements)))
    now = holds(tree, met)

    def turning(size):
        return {frozenset(each) for each in combinations(tree.elements, size) if holds(tree, met ^ set(each)) != now}

    sets = smallest_sets(tree, met)
    size = len(sets[0])
    assert {frozenset(each) for each in sets} == turning(size)
    assert not any(turning(smaller) for smaller in range(size))


BESTS = st.dictionaries(
    st.integers(1, 5),
    st.dictionaries(st.sampled_from(ELEMENTS), st.sampled_from([300, 500, 501, 700])),
    max_size=5,
)
SUPPORTED = st.frozensets(st.sampled_from(ELEMENTS))


def moved(given_: Inputs, member: int, element: str) -> Inputs:
    """The same with this member on the other side of one half."""
    own = given_.bests[member]
    turned = {**given_.bests, member: {**own, element: 500 if own[element] > 500 else 501}}
    return Inputs(given_.panel, turned, given_.supported)


@given(BESTS, SUPPORTED)
def test_r28_the_moves_named_are_those_that_change_the_outcome_and_no_others(bests, supported):
    given_ = inputs(bests, supported=supported)
    now = crime_finding(TREE, given_).outcome
    tried = {
        (m, e, then)
        for m, own in bests.items()
        for e in own
        if (then := crime_finding(TREE, moved(given_, m, e)).outcome) is not now
    }
    assert {(move.member, move.element, move.outcome) for move in crime_change(TREE, given_, {}).moves} == tried


@given(BESTS, SUPPORTED, st.sampled_from(ELEMENTS))
def test_r28_one_alone_turns_an_element_exactly_where_trying_it_does(bests, supported, element):
    given_ = inputs(bests, supported=supported)
    now = element_finding(element, given_).met
    alone = {
        m
        for m, own in bests.items()
        if element in own and element_finding(element, moved(given_, m, element)).met != now
    }
    assert set(element_change(element, given_, {}).alone) == alone


@given(BESTS, st.dictionaries(st.sampled_from(ELEMENTS), st.sets(st.integers(10, 13), min_size=1)))
def test_r28_the_items_named_are_those_whose_loss_changes_the_outcome(bests, links):
    backing = {e: {item: item for item in items} for e, items in links.items()}
    given_ = inputs(bests, supported=frozenset(backing))
    now = crime_finding(TREE, given_).outcome

    def without(item):
        left = frozenset(e for e, items in backing.items() if set(items) - {item})
        return crime_finding(TREE, Inputs(given_.panel, bests, left)).outcome

    tried = {(item, then) for item in range(10, 14) if (then := without(item)) is not now}
    assert {(loss.item, loss.outcome) for loss in crime_change(TREE, given_, backing).losses} == tried
