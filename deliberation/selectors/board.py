"""The plenary's table (SCREENS 12): options side by side, their appraisal, the motions, the recommendation."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import ExpressionWrapper, Q, QuerySet
from django.db.models.fields import BooleanField
from django.utils.dateparse import parse_datetime

from cases.models import Case
from cases.selectors.frame import in_force
from deliberation.models import Motion, Output
from deliberation.models.options import CLASSES, SCALES
from deliberation.procedure.appraisal import Appraisal, appraise
from deliberation.procedure.gate import Gate, GateFacts, Insufficiency, OptionClass, TabledOption, gate
from mad.common import clock
from mad.reference.parameters import numbers

from .board_sql import BOARD
from .facts import OPEN_MOTION

# An output whose determination is no longer good to rest on (R30).
OUTDATED = Q(determination__stale_since__isnull=False) | Q(determination__replaced_by__isnull=False)


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


class Board:
    """Everything on the plenary's table of one case; one query beside the case's own. thread: on the option shown."""

    def __init__(self, case: Case, shown: int | None = None) -> None:
        self.case = case
        ((text,),) = BOARD.rows({"case": case.pk, "subject": "option", "key": "" if shown is None else str(shown)})
        rows = json.loads(text)
        self.motions = [_motion(row) for row in rows["motions"]]
        self.options = [_option(row, self.motions) for row in rows["options"]]
        by_pk = {option.pk: option for option in self.options}
        self.drafts = [_draft(row, by_pk, self.motions) for row in rows["recommendations"]]
        self.sitting: dict[str, Any] | None = rows["sitting"]
        self.thread: list[dict[str, Any]] = rows["thread"]

    @property
    def recommendation(self) -> Draft | None:
        """The newest version."""
        return self.drafts[0] if self.drafts else None

    @property
    def carried(self) -> list[OptionRow]:
        return [option for option in self.options if option.carried]

    def option(self, ordinal: int) -> OptionRow | None:
        return next((option for option in self.options if option.ordinal == ordinal), None)

    @cached_property
    def determination(self) -> str | None:
        """The number of the one in force."""
        found = in_force(self.case)
        return found["number"] if found else None

    @cached_property
    def gate(self) -> Gate:
        """R33, as it stands now."""
        found = [motion for motion in self.motions if motion.kind == Motion.Kind.INSUFFICIENCY]
        return gate(
            GateFacts(
                determination=self.determination,
                options=tuple(
                    TabledOption(o.label, o.title, OptionClass(o.cls), bool(o.analyses)) for o in self.options
                ),
                tabled_motion=next((m.number for m in found if m.is_open), None),
                finding=next((finding for m in found if (finding := _finding(m))), None),
                now=clock.now(),
                insufficiency_days=numbers().insufficiency_days,
            )
        )

    @property
    def insufficiency_open(self) -> MotionRow | None:
        """A motion of insufficiency that is not decided yet."""
        return next((m for m in self.motions if m.kind == Motion.Kind.INSUFFICIENCY and m.is_open), None)

    @property
    def lapsed(self) -> list[MotionRow]:
        """Findings of insufficiency that carried under a determination since replaced (R33)."""
        return [m for m in self.motions if _finding(m) and m.determination != self.determination]

    @property
    def earlier(self) -> list[OptionRow]:
        """Options tabled under a determination since replaced."""
        return [option for option in self.options if option.determination != self.determination]

    def columns(self, member: int | None, *, scores: bool) -> list[Column]:
        """scores: whether the reader can score now, so that what others gave could sway them."""
        return [column(option, member, scores=scores) for option in self.options]


def _finding(motion: MotionRow) -> Insufficiency | None:
    if motion.kind != Motion.Kind.INSUFFICIENCY or motion.state != Motion.State.CARRIED or motion.closed_at is None:
        return None
    return Insufficiency(motion.number, motion.determination, motion.closed_at)


def column(option: OptionRow, member: int | None, *, scores: bool) -> Column:
    own = option.scores.get(member) if member else None
    kept_back = scores and own is None and bool(option.scores)
    shown = [] if kept_back else list(option.scores.values())
    cells = (Cell(scale, appraise([s[scale] for s in shown]), own[scale] if own else None) for scale in SCALES)
    return Column(option, tuple(cells), own, kept_back)


def _when(text: str) -> datetime:
    found = parse_datetime(text)
    assert found is not None
    return found


def _motion(row: dict[str, Any]) -> MotionRow:
    plain = {name: row[name] for name in MotionRow.__dataclass_fields__ if name != "closed_at"}
    return MotionRow(**plain, closed_at=_when(row["closed_at"]) if row["closed_at"] else None)


def _option(row: dict[str, Any], motions: Iterable[MotionRow]) -> OptionRow:
    mine = tuple(motion for motion in motions if motion.option == row["pk"])
    plain = {name: row[name] for name in row if name not in ("scores", "reasons", "tabled_at")}
    return OptionRow(
        **plain,
        tabled_at=_when(row["tabled_at"]),
        scores={score["member"]: score for score in row["scores"]},
        analyses=tuple(Analysis(**{**r, "at": _when(r["at"]), "items": tuple(r["items"])}) for r in row["reasons"]),
        motions=mine,
    )


def _draft(row: dict[str, Any], options: dict[int, OptionRow], motions: Sequence[MotionRow]) -> Draft:
    return Draft(
        pk=row["pk"],
        version=row["version"],
        by=row["by"],
        at=_when(row["at"]),
        determination=row["determination"],
        steps=tuple(StepRow(**{**step, "option": options[step["option"]]}) for step in row["steps"]),
        motion=next((motion for motion in motions if motion.recommendation == row["pk"]), None),
    )


def outputs_of(case: Case) -> QuerySet[Output]:
    return listed(Output.objects.filter(case=case).select_related("case"))


def listed(outputs: QuerySet[Output]) -> QuerySet[Output]:
    """Each with `outdated`: whether its determination is stale or replaced."""
    return outputs.annotate(outdated=ExpressionWrapper(OUTDATED, BooleanField()))
