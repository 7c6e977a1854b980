"""Numbering that Word keeps itself (numbering.xml): 1., (a), (i), a., so that a paragraph put in renumbers the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm

STEP = Cm(1.1)


@dataclass(frozen=True)
class Level:
    """format: a value of w:numFmt ("decimal", "lowerLetter", "lowerRoman", "none"); text: "%1." and the like.

    indented: its lines hang behind the number; otherwise only the first line is set in.
    """

    format: str
    text: str
    indented: bool = True


def add_numbering(document: Any, levels: Sequence[Level]) -> int:
    """Define a multi-level list in `document` (python-docx) and give the number that paragraphs name it by."""
    numbering = document.part.numbering_part.element
    of = _next(numbering, "w:abstractNum", "w:abstractNumId")
    abstract = _element("w:abstractNum", {"w:abstractNumId": of})
    abstract.append(_element("w:multiLevelType", {"w:val": "multilevel"}))
    for place, level in enumerate(levels):
        abstract.append(_level(place, level))
    first = numbering.find(qn("w:num"))
    if first is None:
        numbering.append(abstract)
    else:
        first.addprevious(abstract)
    number = _next(numbering, "w:num", "w:numId")
    instance = _element("w:num", {"w:numId": number})
    instance.append(_element("w:abstractNumId", {"w:val": of}))
    numbering.append(instance)
    return number


def number(paragraph: Any, numbering: int, level: int) -> None:
    """Make `paragraph` an entry of the list, at `level` from 0."""
    properties = _element("w:numPr")
    properties.append(_element("w:ilvl", {"w:val": level}))
    properties.append(_element("w:numId", {"w:val": numbering}))
    paragraph._p.get_or_add_pPr()._insert_numPr(properties)


def _level(place: int, level: Level) -> Any:
    made = _element("w:lvl", {"w:ilvl": place})
    made.append(_element("w:start", {"w:val": 1}))
    made.append(_element("w:numFmt", {"w:val": level.format}))
    made.append(_element("w:suff", {"w:val": "tab" if level.format != "none" else "nothing"}))
    made.append(_element("w:lvlText", {"w:val": level.text}))
    made.append(_element("w:lvlJc", {"w:val": "left"}))
    step = STEP.twips
    properties = _element("w:pPr")
    tabs = _element("w:tabs")
    tabs.append(_element("w:tab", {"w:val": "num", "w:pos": step * (place + 1 if level.indented else 2)}))
    properties.append(tabs)
    if level.indented:
        properties.append(_element("w:ind", {"w:left": step * (place + 1), "w:hanging": step}))
    else:
        properties.append(_element("w:ind", {"w:left": 0, "w:firstLine": step}))
    made.append(properties)
    return made


def _next(numbering: Any, tag: str, attribute: str) -> int:
    used = [int(one.get(qn(attribute))) for one in numbering.findall(qn(tag))]
    return max(used, default=0) + 1


def _element(tag: str, attributes: dict[str, Any] | None = None) -> Any:
    made = OxmlElement(tag)
    for name, value in (attributes or {}).items():
        made.set(qn(name), str(value))
    return made
