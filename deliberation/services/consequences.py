"""What follows from a motion that was decided, and what a void vote undoes (R33, R35, R37, R40)."""

from datetime import datetime, timedelta

from django.urls import reverse

from deliberation.models import Motion
from deliberation.procedure.amendments import Change, takes_effect
from deliberation.procedure.outputs import Stage
from deliberation.procedure.votes import Outcome
from mad.clocks import services as clocks
from mad.clocks.models import Clock, ClockKind
from mad.common import clock
from mad.common.errors import Refused
from mad.docket.services import record
from mad.notices.audience import Audience
from mad.reference.parameters import numbers

from .merging import merge, unmerge
from .stages import adopt, locked, move_output


def follows(motion: Motion, outcome: str) -> bool:
    """Whether something follows: from what carries, and from a paragraph voted separately and rejected."""
    if outcome == Outcome.INQUORATE:
        return False
    change = Change(motion.amendment.change) if motion.amendment is not None else Change.REPLACE
    return takes_effect(change, outcome == Outcome.CARRIED)


def follow(motion: Motion, by) -> None:
    """A finding of insufficiency starts its clock; an output is adopted; an amendment is merged; the rest stands by
    itself."""
    if motion.kind == Motion.Kind.INSUFFICIENCY:
        _start_insufficiency(motion, by)
    if motion.amendment is not None:
        merge(motion)
    elif motion.output is not None:
        # By nobody: the plenary adopts, and who closed the vote stands on the entry of its closing. The entry of the
        # adoption is what the public is given as proof, and no public file names a person.
        adopt(motion.output, None)


def undo(motion: Motion, by) -> None:
    """Take back what followed. What has left for the Council cannot be taken back by the record alone."""
    if motion.kind == Motion.Kind.INSUFFICIENCY:
        clocks.stop(kind=ClockKind.INSUFFICIENCY, subject=motion.number, by=by)
    if motion.amendment is not None:
        unmerge(motion)
        return
    if motion.output is None:
        return
    output = locked(motion.output)
    if output.stage == Stage.WITHDRAWN:
        return
    if output.stage != Stage.ADOPTED:
        raise Refused(
            "R35",
            f"{output.number} has been transmitted; its adoption cannot be taken back.",
            "Adopt a new output that supersedes it, and report the void vote there.",
        )
    move_output(output, Stage.IN_REVIEW, by=by, adopted_at=None, adopted_lines=None, adopted_digest="")


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
