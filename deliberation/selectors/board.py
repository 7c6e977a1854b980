"""The plenary's table (SCREENS 12): options side by side, their appraisal, the motions, the recommendation."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import ExpressionWrapper, Q, QuerySet
from django.db.models.fields import BooleanField
from django.utils.dateparse import parse_datetime

from cases.models import Case
from cases.selectors.frame import in_force
from deliberation.models import Motion, Output
from deliberation.models.options import SCALES
from deliberation.procedure.appraisal import appraise
from deliberation.procedure.gate import Gate, GateFacts, Insufficiency, OptionClass, TabledOption, gate
from mad.common import clock
from mad.reference.parameters import numbers

from .board_rows import Analysis, Cell, Column, Draft, MotionRow, OptionRow, StepRow
from .board_sql import BOARD

# An output whose determination is no longer good to rest on (R30).
OUTDATED = Q(determination__stale_since__isnull=False) | Q(determination__replaced_by__isnull=False)


class Board:
    """Everything on the plenary's table of one case; one query beside the case's own.

    thread: the discussion of what `shown` names, an option (its ordinal) or a motion (its number).
    """

    def __init__(self, case: Case, shown: int | str = "", subject: str = "option") -> None:
        self.case = case
        ((text,),) = BOARD.rows({"case": case.pk, "subject": subject, "key": str(shown)})
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
