"""Quorum, supermajority and change during a vote (R31, R34, R35). Integers only."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Discipline(StrEnum):
    """R1: every member holds exactly one."""

    LEGAL = "legal"
    MEDIATION = "mediation"
    SANCTIONS = "sanctions"
    INTERVENTION = "intervention"


class Choice(StrEnum):
    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"


class Outcome(StrEnum):
    CARRIED = "carried"
    NOT_CARRIED = "not_carried"
    INQUORATE = "inquorate"


@dataclass(frozen=True)
class Voter:
    """One entitled member and the ballot that counts (None: did not vote)."""

    member: int
    discipline: Discipline
    choice: Choice | None = None


@dataclass(frozen=True)
class Count:
    entitled: int
    yes: int
    no: int
    abstain: int

    @property
    def ballots(self) -> int:
        return self.yes + self.no + self.abstain

    @property
    def silent(self) -> int:
        return self.entitled - self.ballots


@dataclass(frozen=True)
class Quorum:
    """R31. `missing` are disciplines with no ballot; `short` is how many ballots are lacking."""

    needed: int
    ballots: int
    missing: tuple[Discipline, ...]

    @property
    def short(self) -> int:
        return max(0, self.needed - self.ballots)

    @property
    def present(self) -> bool:
        return self.short == 0 and not self.missing

    @property
    def lacking(self) -> str:
        """What is lacking in words, empty when the quorum is present."""
        parts = []
        if self.short:
            parts.append(f"{self.short} ballot" + ("s" if self.short > 1 else ""))
        parts += [f"one of {discipline.value}" for discipline in self.missing]
        return ", ".join(parts)


@dataclass(frozen=True)
class Result:
    outcome: Outcome
    count: Count
    quorum: Quorum
    needed: int
    arithmetic: str


def carries(*, yes: int, entitled: int) -> bool:
    """R34: `yes × 3 ≥ E × 2`, and at least one yes."""
    return yes * 3 >= entitled * 2 and yes >= 1


def votes_needed(entitled: int) -> int:
    """R34: the smallest number of yes votes that carries among `entitled` members."""
    return max(1, -(-entitled * 2 // 3))


def quorum_needed(entitled: int) -> int:
    """R31: more than half of the entitled."""
    return entitled // 2 + 1


def count(voters: Sequence[Voter]) -> Count:
    choices = [voter.choice for voter in voters]
    return Count(
        entitled=len(voters),
        yes=choices.count(Choice.YES),
        no=choices.count(Choice.NO),
        abstain=choices.count(Choice.ABSTAIN),
    )


def quorum(voters: Sequence[Voter]) -> Quorum:
    """R31: counts yes, no and abstain; every one of the four disciplines must be among them."""
    voted = [voter for voter in voters if voter.choice is not None]
    present = {voter.discipline for voter in voted}
    return Quorum(
        needed=quorum_needed(len(voters)),
        ballots=len(voted),
        missing=tuple(discipline for discipline in Discipline if discipline not in present),
    )


def result(voters: Sequence[Voter]) -> Result:
    """R31, R34: the result among the members entitled when voting closes, written out."""
    tally, assembled = count(voters), quorum(voters)
    if not assembled.present:
        outcome = Outcome.INQUORATE
    elif carries(yes=tally.yes, entitled=tally.entitled):
        outcome = Outcome.CARRIED
    else:
        outcome = Outcome.NOT_CARRIED
    return Result(
        outcome=outcome,
        count=tally,
        quorum=assembled,
        needed=votes_needed(tally.entitled),
        arithmetic=written_out(outcome, tally, assembled),
    )


def written_out(outcome: Outcome, tally: Count, assembled: Quorum) -> str:
    """The arithmetic of a result as a reader can follow it, ending with the outcome."""
    left, right = tally.yes * 3, tally.entitled * 2
    relation = "≥" if left >= right else "<"
    sums = (
        f"Entitled at closing E = {tally.entitled}. "
        f"Yes {tally.yes}: {tally.yes} × 3 = {left}, {tally.entitled} × 2 = {right}, "
        f"and {left} {relation} {right}. "
        f"Ballots {tally.yes} + {tally.no} + {tally.abstain} = {tally.ballots}, "
    )
    if assembled.present:
        quorate = f"at least {assembled.needed}, with every discipline present. "
    else:
        quorate = f"{assembled.needed} needed with one of each discipline; lacking: {assembled.lacking}. "
    return sums + quorate + OUTCOME_WORDS[outcome]


OUTCOME_WORDS = {
    Outcome.CARRIED: "Carried.",
    Outcome.NOT_CARRIED: "Not carried.",
    Outcome.INQUORATE: "Inquorate: no result, the motion is not rejected.",
}


def strike(voters: Sequence[Voter], struck: Collection[int]) -> tuple[Voter, ...]:
    """R35: who becomes barred or recused before closing no longer counts, and E shrinks."""
    return tuple(voter for voter in voters if voter.member not in struck)


def must_be_voided(voters: Sequence[Voter], found_out: Collection[int]) -> bool:
    """R35: found out after closing, a vote is void when the result could have differed."""
    return result(voters).outcome is not result(strike(voters, found_out)).outcome


def prevailing_side(voters: Sequence[Voter]) -> frozenset[int]:
    """R35: members on the side that prevailed.

    Of a motion that failed these are the members who voted no. When nobody voted no, the
    abstentions defeated it, and those who abstained stand in their place.
    """
    outcome = result(voters).outcome
    if outcome is Outcome.CARRIED:
        return _who(voters, Choice.YES)
    return _who(voters, Choice.NO) or _who(voters, Choice.ABSTAIN)


def _who(voters: Sequence[Voter], choice: Choice) -> frozenset[int]:
    return frozenset(voter.member for voter in voters if voter.choice is choice)


def may_reconsider(*, failed: bool, times_in_stage: int, on_prevailing_side: bool, new_evidence: bool) -> str | None:
    """R35: None when a failed motion may come back, otherwise why it may not."""
    if not failed:
        return "Only a motion that was not carried can be reconsidered."
    if times_in_stage:
        return "This motion has already come back once in this stage of the case."
    if not on_prevailing_side:
        return "A motion comes back only when moved by a member who voted on the prevailing side."
    if not new_evidence:
        return "A motion comes back only on new evidence; name the evidence item."
    return None
