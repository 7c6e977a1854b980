"""R24 and R28: the findings tree as pages and documents show it."""

from cases.procedure.outline import Leaf, State, branches, state
from mad.reference import elements as reference


def leaf(name: str, act: str, found: State) -> Leaf:
    return Leaf(name, f"Element {name}", act, found, 3, 5)


def test_r28_an_element_is_met_or_not_or_unsupported():
    assert state(met=True, supported=True) is State.MET
    assert state(met=False, supported=True) is State.NOT_MET
    assert state(met=False, supported=False) is State.UNSUPPORTED


def test_r24_elements_stand_under_their_act_and_the_contextual_ones_apart():
    rows = [
        leaf("c.1", "", State.MET),
        leaf("a.1", "Murder", State.MET),
        leaf("b.1", "Torture", State.NOT_MET),
        leaf("a.2", "Murder", State.MET),
    ]
    contextual, acts = branches(rows)
    assert [one.id for one in contextual.leaves] == ["c.1"]
    assert [(act.name, [one.id for one in act.leaves], act.holds) for act in acts] == [
        ("Murder", ["a.1", "a.2"], True),
        ("Torture", ["b.1"], False),
    ]


def test_r24_a_branch_without_elements_does_not_hold():
    contextual, acts = branches([leaf("a.1", "Murder", State.UNSUPPORTED)])
    assert not contextual.holds
    assert not acts[0].holds


def test_r24_two_acts_of_one_name_are_two_branches():
    crime = reference.crime("war_crimes_niac")
    both = [act for act in crime.acts if act.name == "Mutilation"]
    assert len(both) == 2
    leaves = [
        Leaf(e.id, e.text, act.name, State.MET if act is both[0] else State.NOT_MET, 5, 5)
        for act in both
        for e in act.elements
    ]
    _, acts = branches(leaves)
    assert [(branch.name, branch.holds) for branch in acts] == [("Mutilation", True), ("Mutilation", False)]
