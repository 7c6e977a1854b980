"""What a vote's page shows (SCREENS 13): who has voted, never how, until it closes; then the roll."""

from collections.abc import Iterable
from dataclasses import dataclass

from deliberation.models import Ballot, Vote
from deliberation.procedure.votes import Discipline, Quorum, quorum, quorum_needed, votes_needed

from .voting import cast, counted, shown, voters


@dataclass(frozen=True)
class Row:
    """One discipline of the roster."""

    discipline: Discipline
    entitled: int
    ballots: int
    waiting: tuple[str, ...]


@dataclass(frozen=True)
class Box:
    """entitled: the frozen roster less those struck. needed: yes votes."""

    entitled: int
    needed: int
    quorum_needed: int
    ballots: int
    quorum: Quorum
    rows: tuple[Row, ...]

    @property
    def sums(self) -> str:
        """The arithmetic of the votes needed."""
        return f"{self.needed} × 3 = {self.needed * 3} ≥ {self.entitled * 2} = {self.entitled} × 2"


def look(vote: Vote, member: int | None) -> tuple[Box, tuple[Ballot, ...]]:
    """The box, and the ballots that a reader may see (R34); member: theirs, None for who is none. One query."""
    ballots = cast(vote)
    return box(vote, ballots), shown(vote, ballots, member)


def box(vote: Vote, everything: Iterable[Ballot] | None = None) -> Box:
    """Who has voted. The choices are read only to be counted as ballots, and do not leave this function."""
    ballots = counted(vote, everything)
    everybody = voters(vote, ballots)
    struck = {row["member"] for row in vote.struck}
    roster = [row for row in vote.roster if row["member"] not in struck]
    return Box(
        entitled=len(everybody),
        needed=votes_needed(len(everybody)),
        quorum_needed=quorum_needed(len(everybody)),
        ballots=sum(voter.choice is not None for voter in everybody),
        quorum=quorum(everybody),
        rows=tuple(_row(discipline, roster, ballots) for discipline in Discipline),
    )


def _row(discipline: Discipline, roster: list[dict], ballots: dict[int, Ballot]) -> Row:
    ours = [row for row in roster if row["discipline"] == discipline]
    waiting = tuple(row["name"] for row in ours if row["member"] not in ballots)
    return Row(discipline, len(ours), len(ours) - len(waiting), waiting)


@dataclass(frozen=True)
class RollLine:
    """mark: y, n, a, x (not voting) or s (struck)."""

    name: str
    discipline: str
    mark: str
    word: str
    explanation: str
    struck: str = ""


WORDS = {"y": "Yes", "n": "No", "a": "Abstain", "x": "Not voting"}


def roll_call(vote: Vote, ballots: Iterable[Ballot]) -> list[RollLine]:
    """The roll of a closed vote, by discipline. `ballots`: those that the one filter lets through."""
    by_member = {ballot.member_id: ballot for ballot in sorted(ballots, key=lambda b: b.version)}
    struck = {row["member"]: row["reason"] for row in vote.struck}
    order = list(Discipline)
    roster = sorted(vote.roster, key=lambda row: (order.index(row["discipline"]), row["name"]))
    return [_line(row, by_member.get(row["member"]), struck.get(row["member"], "")) for row in roster]


def _line(row: dict, ballot: Ballot | None, struck: str) -> RollLine:
    mark = ballot.choice[0] if ballot else "x"
    return RollLine(row["name"], row["discipline"], mark, WORDS[mark], ballot.explanation if ballot else "", struck)


def seats(vote: Vote) -> list[str]:
    """The row of seats: y, n, a, x, with "line" after as many as were needed."""
    needed = votes_needed(vote.entitled or 0)
    counted = (("y", vote.yes), ("n", vote.no), ("a", vote.abstain), ("x", vote.silent))
    row = [mark for mark, count in counted for _ in range(count or 0)]
    return [*row[:needed], "line", *row[needed:]]
