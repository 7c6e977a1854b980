"""What follows from a motion that carried, and what is undone when its vote turns out void (R33, R35, R37)."""

from datetime import datetime, timedelta

from django.urls import reverse

from deliberation.models import Motion, Vote
from deliberation.procedure.outputs import Stage
from mad.clocks import services as clocks
from mad.clocks.models import ClockKind
from mad.common import clock
from mad.common.errors import Refused
from mad.docket.services import record
from mad.notices.audience import Audience
from mad.reference.parameters import numbers

from .stages import adopt, move_output


def follow(motion: Motion, vote: Vote, by) -> None:
    """A finding of insufficiency starts its clock; an output is adopted; what else carried stands by itself."""
    if motion.kind == Motion.Kind.INSUFFICIENCY:
        _start_insufficiency(motion, vote, by)
    if motion.kind == Motion.Kind.OUTPUT:
        adopt(motion.output, by)


def undo(motion: Motion, vote: Vote, by) -> None:
    """Take back what followed. What has left for the Council cannot be taken back by the record alone."""
    if motion.kind == Motion.Kind.INSUFFICIENCY:
        clocks.stop(kind=ClockKind.INSUFFICIENCY, subject=motion.number, by=by)
    if motion.kind != Motion.Kind.OUTPUT:
        return
    if motion.output.stage != Stage.ADOPTED:
        raise Refused(
            "R35",
            f"{motion.output.number} has been transmitted; its adoption cannot be taken back.",
            "Adopt a new output that supersedes it, and report the void vote there.",
        )
    move_output(motion.output, Stage.IN_REVIEW, by=by, adopted_at=None, adopted_lines=None, adopted_digest="")


def _start_insufficiency(motion: Motion, vote: Vote, by) -> None:
    clocks.start(
        kind=ClockKind.INSUFFICIENCY,
        subject=motion.number,
        case=motion.case.number,
        url=reverse("deliberation", kwargs={"number": motion.case.number}),
        due=vote.closed_at + timedelta(days=numbers().insufficiency_days),
        to=Audience.presiding(),
        title="The finding of insufficiency lapses",
        by=by,
    )


def lapse_due(subject: str, now: datetime) -> None:
    """The due action of the INSUFFICIENCY clock: the gate closes by itself; the docket says so, once."""
    motion = Motion.objects.select_related("case").filter(number=subject, kind=Motion.Kind.INSUFFICIENCY).first()
    if motion is None or not clocks_running(subject):
        return
    clocks.stop(kind=ClockKind.INSUFFICIENCY, subject=subject, by=None)
    record(
        act="insufficiency.lapsed",
        by=None,
        obj=subject,
        case=motion.case.number,
        content={"at": clock.now()},
        facts={"rule": "R33"},
    )


def clocks_running(subject: str) -> bool:
    return clocks.Clock.objects.of(ClockKind.INSUFFICIENCY, subject).exists()
