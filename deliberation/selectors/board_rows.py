"""What stands on the plenary's table, as its pages read it: motions, options with their appraisal, drafts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from deliberation.models import Motion
from deliberation.models.options import CLASSES
from deliberation.procedure.appraisal import Appraisal
from deliberation.procedure.gate import OptionClass

from .facts import OPEN_MOTION


@dataclass(frozen=True)
class MotionRow:
    number: str
    kind: str
    cls: str
    title: str
    state: str
    moved_by: str
    determination: str
    reconsiders: bool
    closed_at: datetime | None
    option: int | None
    recommendation: int | None

    @property
    def state_said(self) -> str:
        return str(Motion.State(self.state).label)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_MOTION


@dataclass(frozen=True)
class Analysis:
    """A version of why an option without force would fail; items: ids of those it cites."""

    pk: int
    version: int
    text: str
    needs: str
    by: str
    at: datetime
    items: tuple[int, ...]


@dataclass(frozen=True)
class Cell:
    """One option on one scale, as the reader may see it; the figures are empty while they are kept back."""

    scale: str
    figures: Appraisal
    own: int | None


@dataclass(frozen=True)
class OptionRow:
    """An option on the table. scores: the newest of each member, by member."""

    pk: int
    ordinal: int
    tool: str
    title: str
    cls: str
    charter_basis: str
    who: str
    aim: str
    effect: str
    risks: str
    tabled_by: str
    tabled_at: datetime
    determination: str
    scores: dict[int, dict[str, Any]]
    analyses: tuple[Analysis, ...]
    motions: tuple[MotionRow, ...]
    remarks: int

    @property
    def label(self) -> str:
        return f"O-{self.ordinal}"

    def __str__(self) -> str:
        return f"{self.label} {self.title}"

    @property
    def cls_said(self) -> str:
        return dict(CLASSES)[self.cls]

    @property
    def is_force(self) -> bool:
        return self.cls == OptionClass.FORCE

    @property
    def analysis(self) -> Analysis | None:
        return self.analyses[0] if self.analyses else None

    @property
    def motion(self) -> MotionRow | None:
        """The newest."""
        return self.motions[0] if self.motions else None

    @property
    def carried(self) -> bool:
        return any(motion.state == Motion.State.CARRIED for motion in self.motions)


@dataclass(frozen=True)
class Column:
    """An option as one reader sees it. kept_back: others' scores, until the reader's own are given (R32)."""

    option: OptionRow
    cells: tuple[Cell, ...]
    own: dict[str, Any] | None
    kept_back: bool

    @property
    def scored_by(self) -> int:
        return len(self.option.scores)

    @property
    def divided(self) -> list[str]:
        """The scales on which the members stand far apart."""
        return [cell.scale for cell in self.cells if cell.figures.agreement == "divided"]


@dataclass(frozen=True)
class StepRow:
    ordinal: int
    option: OptionRow
    who: str
    what: str
    when: str
    if_it_fails: str
    together: bool


@dataclass(frozen=True)
class Draft:
    """A version of the draft recommendation. rungs: steps that stand at the same place, in their order."""

    pk: int
    version: int
    by: str
    at: datetime
    determination: str
    steps: tuple[StepRow, ...]
    motion: MotionRow | None

    @property
    def rungs(self) -> list[list[StepRow]]:
        out: list[list[StepRow]] = []
        for step in self.steps:
            if step.together and out:
                out[-1].append(step)
            else:
                out.append([step])
        return out
