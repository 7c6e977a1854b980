"""What follows from a motion that carried, and what a void vote undoes (R33, R35, R37)."""

from datetime import datetime, timedelta

from django.urls import reverse

from deliberation.models import Motion
from deliberation.procedure.outputs import Stage
from mad.clocks import services as clocks
from mad.clocks.models import Clock, ClockKind
from mad.common import clock
from mad.common.errors import Refused
from mad.docket.services import record
from mad.notices.audience import Audience
from mad.reference.parameters import numbers

from .stages import adopt, move_output


def follow(motion: Motion, by) -> None:
    """A finding of insufficiency starts its clock; an output is adopted; the rest stands by itself."""
    if motion.kind == Motion.Kind.INSUFFICIENCY:
        _start_insufficiency(motion, by)
    if motion.output is not None:
        adopt(motion.output, by)


def undo(motion: Motion, by) -> None:
    """Take back what followed. What has left for the Council cannot be taken back by the record alone."""
    if motion.kind == Motion.Kind.INSUFFICIENCY:
        clocks.stop(kind=ClockKind.INSUFFICIENCY, subject=motion.number, by=by)
    if motion.output is None:
        return
    if motion.output.stage != Stage.ADOPTED:
        raise Refused(
            "R35",
            f"{motion.output.number} has been transmitted; its adoption cannot be taken back.",
            "Adopt a new output that supersedes it, and report the void vote there.",
        )
    move_output(motion.output, Stage.IN_REVIEW, by=by, adopted_at=None, adopted_lines=None, adopted_digest="")


def _start_insufficiency(motion: Motion, by) -> None:
    clocks.start(
        kind=ClockKind.INSUFFICIENCY,
        subject=motion.number,
        case=motion.case.number,
        url=reverse("deliberation", kwargs={"number": motion.case.number}),
        due=clock.now() + timedelta(days=numbers().insufficiency_days),
        to=Audience.presiding(),
        title="The finding of insufficiency lapses",
        by=by,
    )


def lapse_due(subject: str, now: datetime) -> None:
    """The due action of the INSUFFICIENCY clock: the gate closes by itself; the docket says so, once."""
    motion = Motion.objects.select_related("case").filter(number=subject, kind=Motion.Kind.INSUFFICIENCY).first()
    if motion is None or not Clock.objects.of(ClockKind.INSUFFICIENCY, subject).exists():
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
