"""The released version of a determination as paragraphs of an output (R30, R37)."""

from collections.abc import Iterable, Iterator

from cases.documents.blocks import Block, Gap, Heading, Picture, Table, Text
from cases.documents.pdf import cells_of
from cases.documents.said import branch_said, gap_said, leaf_said, outline_said
from deliberation.procedure.form import clean


def texts_of(blocks: Iterable[Block]) -> list[str]:
    """One line of text for each paragraph, row and branch, in order, as a paragraph of an output has it."""
    return [text for block in blocks for said in _said(block) if (text := clean(said))]


def _said(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield block.text
    elif isinstance(block, Gap):
        yield f"{block.number}. {gap_said(block)}"
    elif isinstance(block, Text):
        one = block.paragraph
        yield " ".join(part for part in (f"{one.number}.", one.lead, one.text) if part)
        yield from (f"– {point}" for point in one.points)
    elif isinstance(block, Picture):
        yield outline_said(block.outline)
        for branch in block.outline.branches:
            yield f"– {branch_said(branch)}"
            yield from (f"– – {leaf_said(leaf)}" for leaf in branch.leaves)
    elif isinstance(block, Table):
        yield block.caption
        yield from (" · ".join(cell for cell in cells_of(row) if cell) for row in block.rows)
