"""R31, R34, R35: the arithmetic of a vote, whole tables of it."""

from itertools import cycle, islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberation.procedure.votes import (
    Choice,
    Discipline,
    Outcome,
    Voter,
    carries,
    may_reconsider,
    must_be_voided,
    prevailing_side,
    quorum,
    quorum_needed,
    result,
    strike,
    votes_needed,
)

Y, N, A = Choice.YES, Choice.NO, Choice.ABSTAIN
LEGAL, MEDIATION, SANCTIONS, INTERVENTION = Discipline


def plenary(entitled: int, *, yes: int = 0, no: int = 0, abstain: int = 0) -> list[Voter]:
    """`entitled` members with disciplines in turn; the first ones vote."""
    choices = [Y] * yes + [N] * no + [A] * abstain + [None] * (entitled - yes - no - abstain)
    disciplines = islice(cycle(Discipline), entitled)
    return [Voter(number, d, c) for number, (d, c) in enumerate(zip(disciplines, choices, strict=True))]


@pytest.mark.parametrize(("entitled", "needed"), [(15, 10), (14, 10), (12, 8), (11, 8), (9, 6), (7, 5), (4, 3)])
def test_r34_worked_numbers(entitled, needed):
    assert votes_needed(entitled) == needed
    assert carries(yes=needed, entitled=entitled)
    assert not carries(yes=needed - 1, entitled=entitled)


@pytest.mark.parametrize("entitled", range(1, 41))
def test_r34_every_division_of_the_plenary(entitled):
    for yes in range(entitled + 1):
        for no in range(entitled + 1 - yes):
            for abstain in range(entitled + 1 - yes - no):
                outcome = result(plenary(entitled, yes=yes, no=no, abstain=abstain)).outcome
                ballots = yes + no + abstain
                quorate = 2 * ballots > entitled and ballots >= 4
                carried = quorate and yes >= 1 and 3 * yes >= 2 * entitled
                expected = Outcome.CARRIED if carried else Outcome.NOT_CARRIED if quorate else Outcome.INQUORATE
                assert outcome is expected, (entitled, yes, no, abstain)


@pytest.mark.parametrize("entitled", range(0, 41))
def test_r34_votes_needed_is_the_smallest_that_carries(entitled):
    needed = votes_needed(entitled)
    assert needed >= 1
    assert carries(yes=needed, entitled=entitled)
    assert needed == 1 or not carries(yes=needed - 1, entitled=entitled)


def test_r34_nobody_entitled_carries_nothing():
    assert not carries(yes=0, entitled=0)
    assert result([]).outcome is Outcome.INQUORATE


@pytest.mark.parametrize("entitled", [4, 7, 15])
def test_r34_abstention_is_not_a_yes(entitled):
    assert result(plenary(entitled, abstain=entitled)).outcome is Outcome.NOT_CARRIED


@pytest.mark.parametrize("entitled", [1, 4, 15])
def test_r34_nobody_voting_is_inquorate_and_never_carried(entitled):
    assert result(plenary(entitled)).outcome is Outcome.INQUORATE


def test_r34_one_member_left_cannot_carry_alone():
    assert result([Voter(1, LEGAL, Y)]).outcome is Outcome.INQUORATE


def test_r34_a_tie_is_not_carried():
    assert result(plenary(8, yes=4, no=4)).outcome is Outcome.NOT_CARRIED


@pytest.mark.parametrize(("entitled", "needed"), [(15, 8), (14, 8), (7, 4), (4, 3), (1, 1)])
def test_r31_quorum_is_more_than_half(entitled, needed):
    assert quorum_needed(entitled) == needed


def test_r31_quorum_counts_yes_no_and_abstain():
    assert quorum(plenary(7, yes=1, no=1, abstain=2)).present


def test_r31_a_discipline_without_a_ballot_makes_it_inquorate():
    voters = [Voter(n, LEGAL, Y) for n in range(9)] + [Voter(9, MEDIATION, Y), Voter(10, SANCTIONS, Y)]
    assembled = quorum([*voters, Voter(11, INTERVENTION)])
    assert assembled.short == 0
    assert assembled.missing == (INTERVENTION,)
    assert result([*voters, Voter(11, INTERVENTION)]).outcome is Outcome.INQUORATE


def test_r31_what_is_lacking_is_said():
    assert quorum(plenary(8, yes=3)).lacking == "2 ballots, one of intervention"


def test_r34_inquorate_is_never_called_rejected():
    written = result(plenary(15, no=7)).arithmetic
    assert "Inquorate" in written
    assert "not rejected" in written


def test_r34_the_arithmetic_is_written_out():
    written = result(plenary(14, yes=11, no=1, abstain=1)).arithmetic
    assert "E = 14" in written
    assert "11 × 3 = 33, 14 × 2 = 28, and 33 ≥ 28" in written
    assert "11 + 1 + 1 = 13" in written
    assert written.endswith("Carried.")


def test_r35_a_struck_member_leaves_both_sides_of_the_sum():
    voters = plenary(15, yes=9, no=6)
    assert result(voters).outcome is Outcome.NOT_CARRIED
    left = strike(voters, {13, 14})
    assert len(left) == 13
    assert result(left).outcome is Outcome.CARRIED


def test_r35_void_when_the_result_could_have_differed():
    voters = plenary(15, yes=10, no=5)
    assert must_be_voided(voters, {0})
    assert not must_be_voided(voters, {14})


def test_r35_void_when_the_quorum_falls():
    voters = plenary(7, yes=2, no=2)
    assert must_be_voided(voters, {0})


def test_r35_prevailing_side_of_a_motion_that_failed():
    voters = plenary(8, yes=4, no=2, abstain=2)
    assert prevailing_side(voters) == {4, 5}


def test_r35_without_a_no_those_who_abstained_prevailed():
    assert prevailing_side(plenary(6, yes=2, abstain=3)) == {2, 3, 4}


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({}, None),
        ({"failed": False}, "not carried"),
        ({"times_in_stage": 1}, "already"),
        ({"on_prevailing_side": False}, "prevailing side"),
        ({"new_evidence": False}, "new evidence"),
    ],
)
def test_r35_reconsideration(facts, why):
    usual = {"failed": True, "times_in_stage": 0, "on_prevailing_side": True, "new_evidence": True}
    refused = may_reconsider(**usual | facts)
    assert refused is None if why is None else why in refused


ballots = st.lists(
    st.tuples(st.sampled_from(Discipline), st.sampled_from([Y, N, A, None])), min_size=1, max_size=40
).map(lambda rows: [Voter(number, d, c) for number, (d, c) in enumerate(rows)])


@given(ballots)
def test_r34_more_yes_never_turns_carried_into_failed(voters):
    if result(voters).outcome is not Outcome.CARRIED:
        return
    converted = [Voter(v.member, v.discipline, Y) for v in voters]
    assert result(converted).outcome is Outcome.CARRIED


@given(ballots)
def test_r34_carried_always_means_two_thirds_and_a_quorum(voters):
    decided = result(voters)
    if decided.outcome is Outcome.CARRIED:
        assert decided.count.yes * 3 >= decided.count.entitled * 2
        assert decided.count.ballots * 2 > decided.count.entitled
        assert {v.discipline for v in voters if v.choice} == set(Discipline)
