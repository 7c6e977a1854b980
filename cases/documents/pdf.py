"""An edition as tagged PDF."""

from typing import Any

from django.conf import settings

from mad.documents.typeset import MASTHEAD, demonstration_words, render

from .blocks import Block, Gap, Heading, Picture, Row, Table, Text
from .edition import Edition
from .said import branch_said, gap_said, leaf_said, outline_said

MET, NOT_MET = "met", "not_met"


def pdf(edition: Edition, language: str) -> bytes:
    """PDF/UA-1. Raises Refused (R30) when it cannot be set."""
    return render("determination.typ", data_of(edition, language), "R30")


def data_of(edition: Edition, language: str) -> dict[str, Any]:
    """What templates/documents/determination.typ prints."""
    return {
        "title": edition.title,
        "author": MASTHEAD,
        "masthead": MASTHEAD,
        "keywords": [edition.number, edition.determination.case.number],
        "symbol": edition.number,
        "number": edition.title,
        "stage": edition.stage,
        "language": language,
        "demonstration": settings.DEMONSTRATION,
        "words": demonstration_words(),
        "distribution": f"{edition.dated} · {edition.stage}",
        "heading": edition.title,
        "status": list(edition.status),
        "facts": [{"name": name, "value": value} for name, value in edition.facts],
        "blocks": [_block(block) for block in edition.blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"kind": "heading", "level": block.level, "text": block.text}
    if isinstance(block, Gap):
        return {"kind": "paragraph", "number": block.number, "lead": "", "text": gap_said(block), "points": []}
    if isinstance(block, Text):
        one = block.paragraph
        return {
            "kind": "paragraph",
            "number": one.number,
            "lead": one.lead,
            "text": one.text,
            "points": list(one.points),
        }
    return _tree(block) if isinstance(block, Picture) else _table(block)


def _table(block: Table) -> dict[str, Any]:
    return {
        "kind": "table",
        "caption": block.caption,
        "head": list(block.head),
        "rows": [cells_of(row) for row in block.rows],
        "widths": list(block.widths),
    }


def cells_of(row: Row) -> list[str]:
    """A row's cells; of one withheld its number and the mark."""
    if row.gap is None:
        return list(row.cells)
    return [f"{row.gap.number}.", gap_said(row.gap), *row.cells[2:]]


def _tree(block: Picture) -> dict[str, Any]:
    outline = block.outline
    branches = [
        {
            "state": MET if branch.holds else NOT_MET,
            "label": branch_said(branch),
            "children": [
                {"state": leaf.state.value, "label": leaf_said(leaf), "children": []} for leaf in branch.leaves
            ],
        }
        for branch in outline.branches
    ]
    top = {"state": MET if outline.likely else NOT_MET, "label": outline_said(outline), "children": branches}
    return {"kind": "tree", "nodes": [top]}
