"""Changes that a word processor shows and can accept or reject one by one (w:ins, w:del)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from .word import writable


@dataclass
class Tracker:
    """Who proposes, and when. Every mark in a document has a number of its own, so several share `ids`."""

    author: str
    at: datetime
    ids: count = field(default_factory=lambda: count(1))

    def insert(self, paragraph: Any, text: str, *, italic: bool = False) -> None:
        self._mark(paragraph, "w:ins", "w:t", text, italic)

    def delete(self, paragraph: Any, text: str, *, italic: bool = False) -> None:
        self._mark(paragraph, "w:del", "w:delText", text, italic)

    def _mark(self, paragraph: Any, tag: str, text_tag: str, text: str, italic: bool) -> None:
        mark = self._element(tag)
        run = OxmlElement("w:r")
        if italic:
            properties = OxmlElement("w:rPr")
            properties.append(OxmlElement("w:i"))
            run.append(properties)
        said = OxmlElement(text_tag)
        said.set(qn("xml:space"), "preserve")
        said.text = writable(text)
        run.append(said)
        mark.append(run)
        paragraph._p.append(mark)

    def insert_paragraph(self, paragraph: Any) -> None:
        """The paragraph itself is new: its mark is inserted."""
        self._paragraph_mark(paragraph, "w:ins")

    def delete_paragraph(self, paragraph: Any) -> None:
        """The paragraph itself goes: accepting the change joins it away."""
        self._paragraph_mark(paragraph, "w:del")

    def _paragraph_mark(self, paragraph: Any, tag: str) -> None:
        properties = paragraph._p.get_or_add_pPr()
        run = properties.find(qn("w:rPr"))
        if run is None:
            run = OxmlElement("w:rPr")
            properties.append(run)
        run.insert(0, self._element(tag))

    def _element(self, tag: str) -> Any:
        made = OxmlElement(tag)
        made.set(qn("w:id"), str(next(self.ids)))
        made.set(qn("w:author"), writable(self.author))
        made.set(qn("w:date"), self.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
        return made
