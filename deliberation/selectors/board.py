"""The plenary's table (SCREENS 12): options side by side, their appraisal, the motions."""

from dataclasses import dataclass
from statistics import median

from django.db.models import ExpressionWrapper, Q, QuerySet
from django.db.models.fields import BooleanField

from cases.models import Case
from deliberation.models import Motion, Option, OptionScore, Output, Recommendation
from deliberation.models.options import SCALES

# An output whose determination is no longer good to rest on (R30).
OUTDATED = Q(determination__stale_since__isnull=False) | Q(determination__replaced_by__isnull=False)
LIKELY_OPEN = (Motion.State.TABLED, Motion.State.VOTING, Motion.State.INQUORATE, Motion.State.VOID)


@dataclass(frozen=True)
class Cell:
    """The appraisal of one option on one scale: lower median, lowest, highest; None without scores."""

    scale: str
    middle: int | float | None
    low: int | None
    high: int | None

    @property
    def heat(self) -> int:
        """0 to 3, for the one-hue ramp."""
        return 0 if self.middle is None else min(3, max(0, round(self.middle) - 2))


@dataclass(frozen=True)
class Column:
    """One option on the table."""

    option: Option
    cells: tuple[Cell, ...]
    scored_by: int
    own: OptionScore | None
    motion: Motion | None
    reason: str

    @property
    def carried(self) -> bool:
        return self.motion is not None and self.motion.state == Motion.State.CARRIED


def columns(options: list[Option], member_id: int | None) -> list[Column]:
    return [_column(option, member_id) for option in options]


def _column(option: Option, member_id: int | None) -> Column:
    newest: dict[int, OptionScore] = {}
    for score in option.scores.all():
        kept = newest.get(score.member_id)
        if kept is None or score.version > kept.version:
            newest[score.member_id] = score
    reasons = option.failure_reasons.all()
    return Column(
        option=option,
        cells=tuple(_cell(scale, [getattr(score, scale) for score in newest.values()]) for scale in SCALES),
        scored_by=len(newest),
        own=newest.get(member_id) if member_id else None,
        motion=max(option.motions.all(), key=lambda motion: motion.pk, default=None),
        reason=reasons[0].text if reasons else "",
    )


def _cell(scale: str, values: list[int]) -> Cell:
    if not values:
        return Cell(scale, None, None, None)
    return Cell(scale, median(values), min(values), max(values))


def motions_of(case: Case) -> QuerySet[Motion]:
    rows = Motion.objects.filter(case=case)
    return rows.select_related("moved_by__user", "option", "output", "recommendation").prefetch_related("votes")


def recommendation_of(case: Case) -> Recommendation | None:
    """The newest version, with its steps."""
    return Recommendation.objects.filter(case=case).prefetch_related("steps__option", "motions").first()


def outputs_of(case: Case) -> QuerySet[Output]:
    return listed(Output.objects.filter(case=case).select_related("case"))


def listed(outputs: QuerySet[Output]) -> QuerySet[Output]:
    """Each with `outdated`: whether its determination is stale or replaced."""
    return outputs.annotate(outdated=ExpressionWrapper(OUTDATED, BooleanField()))
