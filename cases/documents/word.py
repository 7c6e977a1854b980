"""An edition as DOCX."""

from django.conf import settings

from cases.procedure.outline import Outline
from mad.documents.typeset import MASTHEAD, demonstration_words
from mad.documents.word import Word

from .blocks import Block, Gap, Heading, Picture, Table, Text
from .edition import Edition
from .pdf import cells_of
from .said import branch_said, gap_said, leaf_said, outline_said


def word(edition: Edition, language: str) -> bytes:
    keywords = (edition.number, edition.determination.case.number)
    made = Word(title=edition.title, author=MASTHEAD, keywords=keywords, language=language)
    made.small(f"{MASTHEAD} · {edition.dated} · {edition.stage}")
    if settings.DEMONSTRATION:
        made.small(demonstration_words()["demonstration-long"])
    made.title(edition.title)
    for sentence in edition.status:
        made.paragraph(sentence)
    for name, value in edition.facts:
        made.paragraph(value, lead=f"{name}:")
    for block in edition.blocks:
        _write(made, block)
    return made.bytes()


def _write(made: Word, block: Block) -> None:
    if isinstance(block, Heading):
        made.heading(block.text, block.level - 1)
    elif isinstance(block, Gap):
        made.paragraph(gap_said(block), number=block.number)
    elif isinstance(block, Text):
        one = block.paragraph
        made.paragraph(one.text, lead=one.lead, number=one.number)
        made.points(one.points)
    elif isinstance(block, Picture):
        _tree(made, block.outline)
    else:
        _table(made, block)


def _table(made: Word, block: Table) -> None:
    made.table(block.caption, block.head, [cells_of(row) for row in block.rows])


def _tree(made: Word, outline: Outline) -> None:
    """The findings tree as a list of three levels; its words say what the shapes of the page do."""
    made.points([outline_said(outline)])
    for branch in outline.branches:
        made.points([branch_said(branch)], 2)
        made.points([leaf_said(leaf) for leaf in branch.leaves], 3)
