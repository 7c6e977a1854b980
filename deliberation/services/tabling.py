"""R33: no paragraph of class force is tabled while no finding of insufficiency is in force.

A text is tabled when it is laid before others: put in review, written into a text in review, moved for adoption, or
signed as a call. In a draft such words can be written; the mandate check then names the rule beside the paragraph
(R39 d), and the draft goes no further until they are taken out or the gate opens. What a finding since lapsed let
in may stay in a text in review, or be taken out of it; its vote is refused (R39 d).
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from cases.models import Case
from deliberation.models import Output
from deliberation.procedure.draft import Block, Paragraph
from deliberation.procedure.gate import Gate
from deliberation.procedure.mandate import forceful
from deliberation.procedure.outputs import OutputKind, Stage
from deliberation.procedure.wording import asks_for_force
from deliberation.selectors import gate_of
from deliberation.selectors.facts import checked_paragraphs
from mad.common.errors import Refused


def refuse_force_paragraphs(
    output: Output,
    tabled: Sequence[Block] = (),
    text: Sequence[Paragraph] | None = None,
    opened: Gate | None = None,
) -> None:
    """Raise Refused (R33) naming the first paragraph of class force, unless the gate is open.

    tabled: blocks of force that the text in review held before; nothing new may stand in them.
    text: the paragraphs as they would stand; None for those in force. opened: the gate, where it is known.
    """
    added = force_added(checked_paragraphs(output) if text is None else text, tabled)
    if not added:
        return
    block = added[0]
    opened = opened or gate_of(output.case)
    if opened.open:
        return
    at, words = block.seat_of_force
    said = f" “{words}” means force, whatever its measure says." if words else ""
    raise Refused(
        "R33",
        f"Paragraph {at.label} is of class force and cannot be tabled: no finding of insufficiency is in force.{said}",
        f"The text stays as it was. Still missing: {opened.why_closed}.",
        field=at.key,
        code="gate",
    )


def refuse_titled(case: Case, kind: str, title: str) -> None:
    """R33: the title of a draft resolution asks for no force behind the gate either."""
    words = asks_for_force(title) if kind == OutputKind.DRAFT_RESOLUTION else None
    if words and not gate_of(case).open:
        raise Refused(
            "R33", f"“{words}” in the title means force, and no finding of insufficiency is in force.", field="title"
        )


def force_added(text: Sequence[Paragraph], tabled: Sequence[Block]) -> list[Block]:
    """The blocks of force in `text` that say more than one of `tabled` did."""
    known = [_words(block) for block in tabled]
    return [block for block in forceful(text) if not any(_words(block) <= old for old in known)]


@contextmanager
def nothing_of_force_added(output: Output) -> Iterator[None]:
    """Around a change of a text: what it adds to one in review is tabled with it."""
    if output.stage != Stage.IN_REVIEW:
        yield
        return
    before = forceful(checked_paragraphs(output))
    yield
    refuse_force_paragraphs(output, before)


def _words(block: Block) -> frozenset[tuple[str, ...]]:
    return frozenset((p.key, p.opening, p.text, p.measure, *p.territory) for p in block.all)
