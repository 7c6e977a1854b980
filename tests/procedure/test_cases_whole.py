"""R24, R27 and R28 in one pass: the same as asked one by one, and strict at one half."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from cases.procedure import (
    Act,
    CrimeVote,
    Inputs,
    Outcome,
    Tree,
    crime_finding,
    element_finding,
    more_than_half,
    pool,
    quantile,
    whole,
)
from tests.procedure.test_cases_findings import dilemma

ELEMENTS = ("ctx.1", "ctx.2", "a.1", "a.2", "b.1")
TREES = (
    Tree("x", ("ctx.1", "ctx.2"), (Act("a", ("a.1", "a.2")), Act("b", ("b.1",)))),
    Tree("y", (), (Act("b", ("b.1",)), Act("empty", ()))),
)
BESTS = st.sampled_from([1, 9, 10, 250, 499, 500, 501, 750, 990, 991, 999])
INPUTS = st.builds(
    Inputs,
    panel=st.frozensets(st.integers(1, 9), min_size=1),
    bests=st.dictionaries(st.integers(1, 9), st.dictionaries(st.sampled_from(ELEMENTS), BESTS)),
    supported=st.frozensets(st.sampled_from(ELEMENTS)),
)
VOTES = st.dictionaries(st.sampled_from("xy"), st.builds(CrimeVote, st.integers(0, 4), st.integers(0, 4)))


@given(INPUTS, VOTES)
def test_r28_one_pass_says_what_the_rules_say_one_by_one(inputs, votes):
    found = whole(ELEMENTS, TREES, inputs, 0.25, votes)
    assert found.elements == {e: element_finding(e, inputs) for e in ELEMENTS}
    assert found.crimes == tuple(crime_finding(tree, inputs, votes.get(tree.crime)) for tree in TREES)
    columns = {e: [own[e] for m, own in inputs.bests.items() if m in inputs.panel and e in own] for e in ELEMENTS}
    assert found.pools == {e: pool(column, 0.25) for e, column in columns.items()}


@given(INPUTS)
def test_r28_the_pass_does_not_depend_on_the_order_of_the_members(inputs):
    turned = Inputs(inputs.panel, dict(reversed(list(inputs.bests.items()))), inputs.supported)
    assert whole(ELEMENTS, TREES, inputs, 0.25) == whole(ELEMENTS, TREES, turned, 0.25)


def test_r28_the_dilemma_comes_out_of_the_pass_and_the_vote_settles_it():
    tree, inputs = dilemma()
    (found,) = whole(tree.elements, [tree], inputs, 0.25).crimes
    assert (found.tree, found.count, found.outcome) == (True, 1, Outcome.TO_VOTE)
    (voted,) = whole(tree.elements, [tree], inputs, 0.25, {tree.crime: CrimeVote(yes=1, no=2)}).crimes
    assert voted.outcome is Outcome.NOT_LIKELY


@given(st.integers(1, 15), st.integers(0, 15))
def test_r28_more_than_half_is_never_half(size, above):
    bests = {m: {"ctx.1": 501 if m <= above else 500} for m in range(1, size + 1)}
    finding = element_finding("ctx.1", Inputs(frozenset(bests), bests, frozenset({"ctx.1"})))
    assert finding.count == min(above, size)
    assert finding.met is (Fraction(finding.count, size) > Fraction(1, 2)) is more_than_half(finding.count, size)


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=20))
def test_r27_quartiles_are_exact(answers):
    got = pool(answers, 0.25)
    assert [got.lower, got.median, got.upper] == [quantile(answers, Fraction(n, 4)) / 1000 for n in (1, 2, 3)]
    assert got.disagreement is (got.spread > Fraction(1, 4))
    assert got.held_back == sum(not 10 <= answer <= 990 for answer in answers)
