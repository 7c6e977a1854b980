"""R37: kinds and stages of outputs. R34: the filter on sealed ballots."""

from dataclasses import dataclass

import pytest

from deliberation.procedure.outputs import (
    MOVES,
    Mover,
    OutputKind,
    Stage,
    enough_signatories,
    move_of,
    moves_from,
    symbol,
)
from deliberation.visibility import Viewer, visible_ballots

VOTED = [kind for kind in OutputKind if kind.needs_vote]
CALLS = [kind for kind in OutputKind if not kind.needs_vote]


def test_r37_all_but_the_call_and_the_request_are_voted():
    assert CALLS == [OutputKind.EMERGENCY_CALL, OutputKind.REQUEST_TO_BE_HEARD]


@pytest.mark.parametrize("kind", VOTED)
def test_r37_only_the_plenary_adopts_what_is_voted(kind):
    movers = {m.mover for m in MOVES if m.target is Stage.ADOPTED and move_of(kind, m.source, m.target)}
    assert movers == {Mover.VOTE}
    assert move_of(kind, Stage.DRAFT, Stage.ADOPTED) is None


@pytest.mark.parametrize("kind", CALLS)
def test_r37_a_call_is_adopted_by_its_signatories_without_a_vote(kind):
    assert move_of(kind, Stage.DRAFT, Stage.ADOPTED).mover is Mover.SIGNATORIES
    assert move_of(kind, Stage.IN_REVIEW, Stage.ADOPTED) is None


@pytest.mark.parametrize("kind", OutputKind)
@pytest.mark.parametrize("source", Stage)
@pytest.mark.parametrize("target", Stage)
def test_r37_nothing_is_transmitted_or_published_out_of_turn(kind, source, target):
    allowed = move_of(kind, source, target) is not None
    if target is Stage.TRANSMITTED:
        assert allowed == (source is Stage.ADOPTED)
    if target is Stage.PUBLISHED:
        assert allowed == (source is Stage.TRANSMITTED)
    if source in (Stage.WITHDRAWN, Stage.SUPERSEDED):
        assert not allowed


def test_r37_what_was_transmitted_is_never_withdrawn():
    assert not any(m.target is Stage.WITHDRAWN for m in moves_from(OutputKind.COMMENT, Stage.TRANSMITTED))


@pytest.mark.parametrize(
    ("presiding", "members", "enough"),
    [(True, 1, True), (False, 2, False), (False, 3, True), (False, 0, False)],
)
def test_r37_the_presiding_member_or_any_three(presiding, members, enough):
    assert enough_signatories(presiding=presiding, members=members, emergency_members=3) is enough


def test_r38_the_symbol_is_the_divisions_own():
    assert symbol(OutputKind.DRAFT_RESOLUTION, 2026, 6) == "MAD/DR/2026/6"


@dataclass(frozen=True)
class Ballot:
    member_id: int
    version: int


BALLOTS = (Ballot(1, 1), Ballot(1, 2), Ballot(2, 1))


def test_r34_until_closing_one_sees_ones_own_ballots_only():
    assert visible_ballots(BALLOTS, viewer=Viewer(1), closed=False) == BALLOTS[:2]
    assert visible_ballots(BALLOTS, viewer=Viewer(3), closed=False) == ()


def test_r34_who_is_no_member_sees_nothing_before_closing():
    assert visible_ballots(BALLOTS, viewer=Viewer(None), closed=False) == ()


def test_r34_after_closing_everybodys_last_ballot_is_seen():
    assert visible_ballots(BALLOTS, viewer=Viewer(2), closed=True) == (Ballot(1, 2), Ballot(2, 1))
    assert visible_ballots(BALLOTS, viewer=Viewer(None), closed=True) == (Ballot(1, 2), Ballot(2, 1))
