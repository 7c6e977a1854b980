"""DOCX with real headings, lists and tables, and with nothing in its properties but what it is given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from mad.common import clock

INK, QUIET = RGBColor(0x17, 0x21, 0x2C), RGBColor(0x4D, 0x59, 0x66)
SERIF, SANS = "Noto Serif", "Noto Sans"
NUMBERED, QUIET_STYLE = "Numbered paragraph", "Small print"
HANGING = Cm(1.1)
DEEPEST = 3
# What XML 1.0 has no place for, however it is written; a line break is written apart.
_UNWRITABLE = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535, *range(55296, 57344)))
_THUMBNAIL = "thumbnail"


class Word:
    """A document in the making. A paragraph's number is part of its text, so that none moves when one is left out.

    at: when the file says it was made (default: now); the same content with the same moment is the same bytes.
    """

    def __init__(
        self, *, title: str, author: str, keywords: Iterable[str], language: str, at: datetime | None = None
    ) -> None:
        self._made = docx.Document()
        self._at = (at or clock.now()).astimezone(UTC).replace(microsecond=0, tzinfo=None)
        self._properties(title, author, ", ".join(keywords), language)
        self._styles(language)

    def _properties(self, title: str, author: str, keywords: str, language: str) -> None:
        facts = {"title": title, "author": author, "last_modified_by": author, "keywords": keywords}
        for name, value in (
            facts | {"comments": "", "language": language, "created": self._at, "modified": self._at}
        ).items():
            setattr(self._made.core_properties, name, writable(value) if isinstance(value, str) else value)
        package = self._made.part.package
        for key, relation in list(package.rels.items()):
            if relation.reltype.endswith(_THUMBNAIL):
                del package.rels[key]

    def _styles(self, language: str) -> None:
        styles = self._made.styles
        normal = styles["Normal"]
        _font(normal, SERIF, 11, INK)
        said = OxmlElement("w:lang")
        said.set(qn("w:val"), language)
        normal.element.get_or_add_rPr().append(said)
        for name, size in (("Title", 18), ("Heading 1", 14), ("Heading 2", 12), ("Heading 3", 11)):
            _font(styles[name], SERIF, size, INK)
        numbered = styles.add_style(NUMBERED, WD_STYLE_TYPE.PARAGRAPH)
        numbered.base_style = normal
        numbered.paragraph_format.left_indent, numbered.paragraph_format.first_line_indent = HANGING, -HANGING
        numbered.paragraph_format.tab_stops.add_tab_stop(HANGING)
        small = styles.add_style(QUIET_STYLE, WD_STYLE_TYPE.PARAGRAPH)
        small.base_style = normal
        _font(small, SANS, 9, QUIET)

    @property
    def document(self) -> Any:
        """What python-docx holds, for what only one kind of document needs."""
        return self._made

    def small(self, text: str) -> None:
        self._fill(self._made.add_paragraph(style=QUIET_STYLE), text)

    def title(self, text: str) -> None:
        self._fill(self._made.add_paragraph(style="Title"), text)

    def heading(self, text: str, level: int) -> None:
        """level: 1 to 3, below the title."""
        self._fill(self._made.add_paragraph(style=f"Heading {level}"), text)

    def paragraph(self, text: str, *, lead: str = "", number: int | None = None) -> None:
        made = self._made.add_paragraph(style=None if number is None else NUMBERED)
        if number is not None:
            made.add_run(f"{number}.\t")
        if lead:
            made.add_run(f"{writable(lead)} ").bold = True
        self._fill(made, text)

    def points(self, texts: Iterable[str], level: int = 1) -> None:
        """Entries of a bulleted list; level: 1 to 3."""
        depth = min(level, DEEPEST)
        for text in texts:
            self._fill(self._made.add_paragraph(style="List Bullet" if depth == 1 else f"List Bullet {depth}"), text)

    def table(self, caption: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """A table whose first row is its head, repeated on each page."""
        self._fill(self._made.add_paragraph(style="Caption"), caption)
        made = self._made.add_table(rows=1, cols=len(head), style="Table Grid")
        for cell, text in zip(made.rows[0].cells, head, strict=True):
            self._fill(cell.paragraphs[0], text, bold=True)
        mark = OxmlElement("w:tblHeader")
        made.rows[0]._tr.get_or_add_trPr().append(mark)
        for row in rows:
            for cell, text in zip(made.add_row().cells, row, strict=True):
                self._fill(cell.paragraphs[0], text)

    def _fill(self, paragraph: Any, text: str, *, bold: bool = False) -> None:
        for place, line in enumerate(writable(text).split("\n")):
            run = paragraph.add_run()
            if place:
                run.add_break()
            run.add_text(line)
            run.bold = bold or None

    def bytes(self) -> bytes:
        saved, out = BytesIO(), BytesIO()
        self._made.save(saved)
        # Saving stamps each member with the clock of the machine.
        with ZipFile(saved) as given, ZipFile(out, "w", ZIP_DEFLATED) as dated:
            for name in given.namelist():
                member = ZipInfo(name, date_time=self._at.timetuple()[:6])
                member.compress_type = ZIP_DEFLATED
                member.external_attr = 0o600 << 16
                dated.writestr(member, given.read(name))
        return out.getvalue()


def writable(text: str) -> str:
    """The text without the characters that XML cannot hold; line breaks in one form."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_UNWRITABLE)


def _font(style: Any, name: str, size: int, colour: RGBColor) -> None:
    style.font.name, style.font.size, style.font.color.rgb = name, Pt(size), colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(kind), name)
    for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
        fonts.attrib.pop(qn(kind), None)
