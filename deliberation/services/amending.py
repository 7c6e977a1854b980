"""What R40 asks of an amendment when it is tabled, when its vote opens and when it closes."""

from collections.abc import Mapping
from typing import Any

from deliberation.models import Amendment, Motion, Option, Output
from deliberation.procedure.amendments import Conflict, Proposal, before_it
from deliberation.procedure.mandate import forceful
from deliberation.procedure.outputs import OutputKind, Stage
from deliberation.selectors.amendments import Text, proposal_of, queued, text_now, undecided
from deliberation.selectors.facts import checked_paragraphs
from mad.common.errors import Refused

from .tabling import force_added, refuse_force_paragraphs


def refuse_stage(output: Output) -> None:
    """R40: amendments are tabled to a text in review, which nobody votes on as a whole."""
    if not OutputKind(output.kind).needs_vote:
        raise Refused("R40", "A call or request is signed, not voted on, and takes no amendments.")
    if output.stage != Stage.IN_REVIEW:
        stage = output.get_stage_display().lower()
        draft = "A draft is edited directly." if output.stage == Stage.DRAFT else "Its text no longer changes."
        raise Refused("R40", f"Amendments are tabled to an output in review; this one is {stage}.", draft)


def refuse_undecided(output: Output) -> None:
    """R40: the whole is voted on once every amendment is decided or withdrawn."""
    waiting = undecided(output)
    if waiting:
        first, more = waiting[0], len(waiting) - 1
        also = f" and {more} more" if more else ""
        raise Refused(
            "R40",
            f"{first.amends[0].label} ({first.number}){also} is to be decided before the whole.",
            "An amendment is voted on, or withdrawn by its mover.",
            code="amendments",
        )


def refuse_unfit(amendment: Amendment, text: Text) -> None:
    """R40: the text has not changed where the amendment is to be made. Its mover words it anew over the text as it is."""
    found = text.conflict(amendment)
    if found:
        raise Refused(
            "R40",
            f"{amendment.label} no longer fits the text: {in_words(found, amendment, text)}.",
            "Its words are kept. Its mover words it anew over the text as it now stands, or withdraws it.",
            code="conflict",
        )


def in_words(found: Conflict, amendment: Amendment, text: Text) -> str:
    """What has happened to the paragraphs, by their labels of today."""
    parts = []
    if found.changed:
        parts.append(f"{_named(found.changed, text)} changed since it was tabled")
    if found.gone:
        parts.append("the paragraph has left the text" if len(found.gone) == 1 else "its paragraphs have left the text")
    if found.new:
        parts.append(f"{_named(found.new, text)} came in below it")
    return ", and ".join(parts)


def _named(keys: tuple[int, ...], text: Text) -> str:
    word = "paragraph" if len(keys) == 1 else "paragraphs"
    return f"{word} {', '.join(text.labels[key] for key in keys)}"


def refuse_force_of(text: Text, proposal: Proposal, part: str, content: Mapping[str, Any] | None) -> bool:
    """R33: whether the text as amended would hold a block of force that it does not hold; Refused behind the gate."""
    output = text.output
    before = forceful(checked_paragraphs(output, text.paragraphs))
    options = Option.objects.filter(case=output.case)
    after = checked_paragraphs(output, text.with_it(proposal, part, content, options))
    refuse_force_paragraphs(output, before, after)
    return bool(force_added(after, before))


def refuse_amendment(motion: Motion) -> None:
    """What must hold when the vote on an amendment opens, and again when it closes."""
    amendment, output = motion.amends
    refuse_stage(output)
    text = text_now(output)
    refuse_unfit(amendment, text)
    refuse_force_of(text, proposal_of(amendment), amendment.part, amendment.now.content)


def refuse_out_of_turn(motion: Motion) -> None:
    """R40: the chair's order of voting, among amendments to the same paragraph; one vote on a text at a time (R35)."""
    open_now = Motion.objects.filter(output=motion.output, state=Motion.State.VOTING).exclude(pk=motion.pk).first()
    if open_now is not None:
        raise Refused("R35", f"The text is frozen while the vote on {open_now.number} is open.")
    if motion.amendment is None:
        return
    amendment, output = motion.amends
    waiting = {row.amends[0].ordinal: row for row in undecided(output) if row.pk != motion.pk}
    ahead = before_it(queued(amendment), [queued(row.amends[0]) for row in waiting.values()])
    if ahead is not None:
        first = waiting[ahead.ordinal]
        raise Refused(
            "R40",
            f"{first.amends[0].label} ({first.number}) stands before it in the order of voting.",
            "The presiding member sets the order.",
        )
