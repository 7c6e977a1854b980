"""R24 and R28 as the rulebook reads: from estimates to findings."""

from hypothesis import given
from hypothesis import strategies as st

from cases.procedure import (
    Act,
    CrimeVote,
    Inputs,
    Outcome,
    Tree,
    acts_made_out,
    crime_finding,
    element_finding,
    finds_met,
    holds,
    own_findings,
)

ATTACK, CIVILIANS, KILLED, MEANT, MOVED = "ctx.1", "ctx.2", "murder.1", "murder.2", "transfer.1"
TREE = Tree("cah", (ATTACK, CIVILIANS), (Act("murder", (KILLED, MEANT)), Act("transfer", (MOVED,))))
EVERYTHING = frozenset(TREE.elements)
AMAL, BRUNO, CHIARA, DAWIT, ESI = range(1, 6)


def inputs(bests, panel=None, supported=EVERYTHING):
    return Inputs(frozenset(bests if panel is None else panel), bests, frozenset(supported))


def all_met(best=700):
    return dict.fromkeys(EVERYTHING, best)


def test_r24_all_contextual_and_one_act_with_all_its_elements():
    assert holds(TREE, {ATTACK, CIVILIANS, KILLED, MEANT})
    assert holds(TREE, {ATTACK, CIVILIANS, MOVED})


def test_r24_one_contextual_element_missing_and_the_crime_is_not_made_out():
    assert not holds(TREE, {ATTACK, KILLED, MEANT, MOVED})


def test_r24_half_an_act_is_no_act():
    assert not holds(TREE, {ATTACK, CIVILIANS, KILLED})


def test_r24_elements_of_two_acts_do_not_add_up_to_one():
    two = Tree("x", (), (Act("a", ("a.1", "a.2")), Act("b", ("b.1", "b.2"))))
    assert not holds(two, {"a.1", "b.2"})


def test_r24_a_crime_without_an_act_in_issue_never_holds():
    assert not holds(Tree("x", (ATTACK,), ()), {ATTACK})
    assert not holds(Tree("x", (ATTACK,), (Act("empty", ()),)), {ATTACK})


def test_r24_names_the_acts_made_out():
    assert acts_made_out(TREE, frozenset({MOVED, KILLED})) == ("transfer",)


@given(st.sets(st.sampled_from(sorted(EVERYTHING))), st.sets(st.sampled_from(sorted(EVERYTHING))))
def test_r24_the_tree_is_monotone(met, more):
    assert not holds(TREE, met) or holds(TREE, met | more)


def test_r28_exactly_one_half_is_not_met():
    assert not finds_met(500)
    assert finds_met(501)


def test_r28_more_than_half_of_the_panel_finds_it_met():
    three_of_five = {m: {KILLED: 600 if m <= 3 else 400} for m in range(1, 6)}
    two_of_four = {m: {KILLED: 600 if m <= 2 else 400} for m in range(1, 5)}
    assert element_finding(KILLED, inputs(three_of_five)).met
    assert not element_finding(KILLED, inputs(two_of_four)).met


def test_r26_who_has_not_answered_still_counts_in_the_panels_size():
    answers = {AMAL: {KILLED: 900}, BRUNO: {KILLED: 900}, CHIARA: {KILLED: 300}}
    finding = element_finding(KILLED, inputs(answers, panel={AMAL, BRUNO, CHIARA, DAWIT}))
    assert (finding.count, finding.panel, finding.met) == (2, 4, False)


def test_r26_an_answer_from_outside_the_panel_is_not_counted():
    answers = {m: {KILLED: 900} for m in (AMAL, BRUNO, CHIARA)}
    finding = element_finding(KILLED, inputs(answers, panel={AMAL, DAWIT, ESI}))
    assert (finding.count, finding.panel) == (1, 3)


def test_r28_an_element_without_supporting_evidence_cannot_be_found_met():
    answers = {m: {KILLED: 950} for m in (AMAL, BRUNO, CHIARA)}
    finding = element_finding(KILLED, inputs(answers, supported=()))
    assert (finding.count, finding.met, finding.blocked) == (3, False, True)


def test_r28_no_member_finds_an_unsupported_element_alone():
    assert own_findings(AMAL, inputs({AMAL: {KILLED: 900, MEANT: 900}}, supported={MEANT})) == {MEANT}


def test_r28_likely_when_both_ways_agree():
    finding = crime_finding(TREE, inputs({m: all_met() for m in (AMAL, BRUNO, CHIARA)}))
    assert (finding.tree, finding.count, finding.outcome) == (True, 3, Outcome.LIKELY)
    assert finding.acts == ("murder", "transfer")


def test_r28_not_likely_when_neither_way_reaches_it():
    finding = crime_finding(TREE, inputs({m: all_met(500) for m in (AMAL, BRUNO, CHIARA)}))
    assert (finding.tree, finding.count, finding.outcome) == (False, 0, Outcome.NOT_LIKELY)


def dilemma():
    """Each element has two of three, yet only one member holds all of them: the discursive dilemma."""
    one_act = Tree("cah", (ATTACK, CIVILIANS), (Act("transfer", (MOVED,)),))
    yes, no = 700, 300
    answers = {
        AMAL: {ATTACK: yes, CIVILIANS: yes, MOVED: yes},
        BRUNO: {ATTACK: yes, CIVILIANS: no, MOVED: yes},
        CHIARA: {ATTACK: no, CIVILIANS: yes, MOVED: no},
    }
    return one_act, inputs(answers)


def test_r28_the_discursive_dilemma_is_seen_and_sent_to_a_vote():
    finding = crime_finding(*dilemma())
    assert (finding.tree, finding.count, finding.panel) == (True, 1, 3)
    assert finding.disagree
    assert finding.outcome is Outcome.TO_VOTE


def test_r28_the_vote_on_the_crime_decides():
    assert crime_finding(*dilemma(), CrimeVote(yes=2, no=1)).outcome is Outcome.LIKELY
    assert crime_finding(*dilemma(), CrimeVote(yes=1, no=2)).outcome is Outcome.NOT_LIKELY
    assert crime_finding(*dilemma(), CrimeVote(yes=1, no=1)).outcome is Outcome.TO_VOTE


def test_r28_the_dilemma_can_run_the_other_way():
    """Two members find the crime through different acts; no act has more than half of the panel."""
    answers = {
        AMAL: {ATTACK: 900, CIVILIANS: 900, KILLED: 900, MEANT: 900, MOVED: 100},
        BRUNO: {ATTACK: 900, CIVILIANS: 900, KILLED: 100, MEANT: 100, MOVED: 900},
        CHIARA: dict.fromkeys(EVERYTHING, 100),
    }
    finding = crime_finding(TREE, inputs(answers))
    assert (finding.tree, finding.count, finding.outcome) == (False, 2, Outcome.TO_VOTE)


def test_r28_a_vote_is_ignored_when_the_two_ways_agree():
    agreed = inputs({m: all_met() for m in (AMAL, BRUNO, CHIARA)})
    assert crime_finding(TREE, agreed, CrimeVote(yes=0, no=3)).outcome is Outcome.LIKELY


def test_r28_a_vote_is_settled_once_a_majority_is_out_of_reach():
    assert CrimeVote(yes=0, no=2).decided(4) is Outcome.NOT_LIKELY
    assert CrimeVote(yes=2, no=1).decided(4) is None


BESTS = st.dictionaries(
    st.integers(1, 7),
    st.fixed_dictionaries({e: st.integers(1, 999) for e in sorted(EVERYTHING)}),
    min_size=1,
)


@given(BESTS, st.sampled_from(sorted(EVERYTHING)), st.integers(1, 7))
def test_r28_raising_one_answer_never_unmakes_a_finding(bests, element, member):
    before = crime_finding(TREE, inputs(bests))
    if member not in bests:
        return
    raised = {m: dict(own) for m, own in bests.items()}
    raised[member][element] = 999
    after = crime_finding(TREE, inputs(raised))
    assert after.tree >= before.tree
    assert after.count >= before.count


@given(BESTS)
def test_r28_findings_do_not_depend_on_the_order_of_the_members(bests):
    turned = dict(reversed(list(bests.items())))
    assert crime_finding(TREE, inputs(bests)) == crime_finding(TREE, inputs(turned))
