"""How far a round has come: who has answered, until when, whether it closes (R25, R26)."""

from datetime import datetime

from cases.models import Answer, Round
from cases.procedure import Standing
from mad.clocks.kinds import ClockKind
from mad.clocks.models import Clock
from mad.common import clock

from .people import panel_state

KINDS = {1: ClockKind.FIRST_ROUND, 2: ClockKind.SECOND_ROUND}
NAMES = {1: "First round", 2: "Second round"}


def standing(round_: Round) -> Standing:
    """The round now, with the due time its clock has (an extension moves it)."""
    panel = panel_state(round_.assessment.case)
    return Standing(panel.ids, answered(round_), due(round_), clock.now(), panel.minimum)


def due(round_: Round) -> datetime:
    running = Clock.objects.of(KINDS[round_.ordinal], round_.assessment.case.number).first()
    return running.due_at if running else round_.due_at


def answered(round_: Round) -> frozenset[int]:
    """Members whose answer is sealed, of the panel or not."""
    rows = Answer.objects.filter(round=round_, submitted_at__isnull=False)
    return frozenset(rows.values_list("member_id", flat=True))
