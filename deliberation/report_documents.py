"""Reviews, briefs and accounts as tagged PDF: blocks of headings, paragraphs, lists and tables, set by Typst."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.formats import date_format

from mad.documents.typeset import MASTHEAD, demonstration_words, render

Block = dict[str, Any]


def heading(text: str, level: int = 2) -> Block:
    return {"kind": "heading", "level": level, "text": str(text)}


def paragraph(text: str, quiet: bool = False) -> Block:
    return {"kind": "paragraph", "text": str(text), "quiet": quiet}


def bullets(points: Iterable[str]) -> Block:
    return {"kind": "list", "points": [str(point) for point in points]}


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[Any]], numbers: Sequence[int] = ()) -> Block:
    """numbers: places of the columns whose figures stand to the right."""
    body = [[str(cell) for cell in row] for row in rows]
    aligned = ["right" if place in numbers else "left" for place in range(len(head))]
    return {"kind": "table", "caption": str(caption), "head": [str(h) for h in head], "rows": body, "align": aligned}


def pdf(
    *,
    title: str,
    symbol: str,
    number: str,
    stage: str,
    distribution: str,
    blocks: Iterable[Block],
    rule: str,
) -> bytes:
    """PDF/UA-1. Raises Refused (`rule`) when the page cannot be set."""
    data = {
        "title": title,
        "author": MASTHEAD,
        "keywords": [symbol, number],
        "masthead": MASTHEAD,
        "symbol": symbol,
        "number": number,
        "stage": stage,
        "language": "en",
        "demonstration": settings.DEMONSTRATION,
        "words": demonstration_words(),
        "distribution": distribution,
        "heading": title,
        "blocks": list(blocks),
    }
    return render("report.typ", data, rule)


def dated(moment: datetime) -> str:
    return str(date_format(moment, "j F Y"))
