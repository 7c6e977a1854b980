"""R31: who is present, against what a quorum takes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from .votes import Discipline, Voter, quorum_needed


@dataclass(frozen=True)
class Row:
    """One discipline: how many are entitled, and how many of them are here."""

    discipline: Discipline
    entitled: int
    present: int


@dataclass(frozen=True)
class Attendance:
    entitled: int
    present: int
    needed: int
    rows: tuple[Row, ...]

    @property
    def short(self) -> int:
        return max(0, self.needed - self.present)

    @property
    def absent(self) -> tuple[Discipline, ...]:
        """Disciplines of which nobody is present."""
        return tuple(row.discipline for row in self.rows if not row.present)

    @property
    def quorate(self) -> bool:
        return not self.short and not self.absent


def attendance(entitled: Sequence[Voter], here: Collection[int]) -> Attendance:
    """R31: more than half of those entitled, with at least one of each discipline."""
    present = [voter for voter in entitled if voter.member in here]
    return Attendance(
        len(entitled),
        len(present),
        quorum_needed(len(entitled)),
        tuple(_row(discipline, entitled, present) for discipline in Discipline),
    )


def _row(discipline: Discipline, entitled: Sequence[Voter], present: Sequence[Voter]) -> Row:
    of = [sum(voter.discipline is discipline for voter in group) for group in (entitled, present)]
    return Row(discipline, of[0], of[1])
