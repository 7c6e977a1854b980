"""R40: what a decided amendment does to the text, done by the system; and taking it back when its vote is void (R35)."""

from typing import Any

from django.db import transaction

from deliberation.models import Motion, Output, Paragraph
from deliberation.procedure.amendments import Change
from deliberation.procedure.outputs import Stage
from mad.common import clock
from mad.common.errors import Refused
from mad.docket.services import record

from .drafting import add_paragraph, edit_paragraph, remove_paragraph
from .keeping import touch
from .stages import locked
from .tabling import nothing_of_force_added


class _Undone(Exception):
    """Ends a rehearsal."""


def refuse_unmergeable(motion: Motion) -> None:
    """Raise what would stand in the way of `merge`, by merging and taking it back: a closing must not fail half-way."""
    try:
        with transaction.atomic():
            Motion.objects.filter(pk=motion.pk).update(state=Motion.State.CARRIED)
            merge(motion)
            raise _Undone
    except _Undone:
        amendment = motion.amends[0]
        amendment.effect, amendment.merged_at = None, None


def merge(motion: Motion) -> None:
    """Carry the decided amendment out, by the system."""
    amendment, output = motion.amends
    worded, change = amendment.now, Change(amendment.change)
    words = {name: value for name, value in (worded.content or {}).items() if name != "part"}
    target = amendment.target
    if change is Change.REPLACE and target is not None:
        row = edit_paragraph(paragraph=target, by=None, version=worded.read[target.pk], **words)
        effect: dict[str, Any] = {"edited": [row.pk, row.version]}
    elif change is Change.ADD:
        row = add_paragraph(output=output, by=None, part=amendment.part, after=target, **words)
        effect = {"added": [row.pk, row.version]}
    else:
        effect = {"removed": _take_out(list(worded.read))}
    amendment.effect, amendment.merged_at = effect, clock.now()
    amendment.save(update_fields=["effect", "merged_at"])
    _record(motion, "amendment.merged", effect)


def unmerge(motion: Motion) -> None:
    """Take the amendment out of the text again. What was changed since stays as it now reads, and the docket says so: the
    text is still in review, and nobody keeps a vote from being void by editing its paragraph. Refused (R35) once the
    text is adopted.
    """
    amendment, output = motion.amends
    if amendment.effect is None:
        return
    output = locked(output)
    if output.stage == Stage.WITHDRAWN:
        return
    if output.stage != Stage.IN_REVIEW:
        raise Refused(
            "R35",
            f"{output.number} is {output.get_stage_display().lower()}; {amendment.label} cannot be taken out of it.",
            "Adopt a new output that supersedes it, and report the void vote there.",
        )
    effect = dict(amendment.effect)
    if "removed" in effect:
        _put_back(output, effect["removed"])
    elif _changed_since(*(effect.get("edited") or effect["added"])):
        effect["left"] = True
    elif "edited" in effect and amendment.target is not None:
        former = {name: value for name, value in amendment.now.before[0].items() if name != "part"}
        edit_paragraph(paragraph=amendment.target, by=None, **former)
    else:
        _take_out(effect["added"][:1])
    amendment.effect, amendment.merged_at = None, None
    amendment.save(update_fields=["effect", "merged_at"])
    _record(motion, "amendment.unmerged", effect)


def _changed_since(key: int, version: int) -> bool:
    row = Paragraph.objects.get(pk=key)
    return row.removed_at is not None or row.version != version


def _take_out(keys: list[int]) -> list[int]:
    """Paragraphs leave the text, the deepest first; they and their versions are kept (R15)."""
    for row in Paragraph.objects.filter(pk__in=keys).order_by("-position", "-pk"):
        remove_paragraph(paragraph=row, by=None)
    return keys


def _put_back(output: Output, keys: list[int]) -> None:
    with nothing_of_force_added(output):
        Paragraph.objects.filter(pk__in=keys).update(removed_at=None, edited_by=None, edited_at=clock.now())
    touch(output, None, "paragraphs.restored")
    record(
        act="paragraphs.restored",
        by=None,
        obj=output.number,
        case=output.case.number,
        content={"paragraphs": keys},
        facts={"kind": output.kind, "version": output.version},
    )


def _record(motion: Motion, act: str, effect: dict) -> None:
    amendment, output = motion.amends
    record(
        act=act,
        by=None,
        obj=output.number,
        case=motion.case.number,
        content={"amendment": amendment.label, "motion": motion.number, "effect": effect},
        facts={"amendment": amendment.label, "motion": motion.number},
    )
