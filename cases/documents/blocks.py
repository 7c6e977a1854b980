"""What the text of a determination is made of."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cases.procedure.outline import Outline
from cases.procedure.release import Guard, Paragraph, Part, Withheld, withheld


@dataclass(frozen=True, slots=True)
class Heading:
    """level: 2 for a part, 3 for an element in it."""

    level: int
    text: str
    kind = "heading"


@dataclass(frozen=True, slots=True)
class Picture:
    """The findings tree of one crime."""

    outline: Outline
    kind = "tree"


@dataclass(frozen=True, slots=True)
class Gap:
    """Stands where a paragraph was withheld, under its number."""

    number: int
    why: Withheld
    kind = "gap"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; with a paragraph it counts as one, and is released or withheld with it."""

    cells: tuple[str, ...]
    paragraph: Paragraph | None = None
    gap: Gap | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """widths: a share of the line for each column, 0 for what its content takes."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]
    widths: tuple[int, ...]
    kind = "table"


@dataclass(frozen=True, slots=True)
class Text:
    """A numbered paragraph."""

    paragraph: Paragraph
    kind = "paragraph"


Block = Heading | Picture | Gap | Table | Text


def written(blocks: Iterable[Block]) -> list[str]:
    """What somebody wrote freely, a text for each paragraph."""
    return [one.said for one in _paragraphs(blocks) if one.part is Part.WORDS]


def _paragraphs(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    for block in blocks:
        if isinstance(block, Text):
            yield block.paragraph
        elif isinstance(block, Table):
            yield from (row.paragraph for row in block.rows if row.paragraph)


def released(blocks: list[Block], guard: Guard) -> list[Block]:
    """The blocks without what may not be released; every number stays (R16)."""
    return [_released(block, guard) for block in blocks]


def _released(block: Block, guard: Guard) -> Block:
    if isinstance(block, Text):
        why = withheld(block.paragraph, guard)
        return Gap(block.paragraph.number, why) if why else block
    if isinstance(block, Table):
        rows = tuple(_row(row, guard) for row in block.rows)
        return Table(block.caption, block.head, rows, block.widths)
    return block


def _row(row: Row, guard: Guard) -> Row:
    why = withheld(row.paragraph, guard) if row.paragraph else None
    if row.paragraph is None or why is None:
        return row
    return Row(("",) * len(row.cells), gap=Gap(row.paragraph.number, why))
