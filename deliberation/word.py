"""An output as DOCX (R38): numbers that Word keeps, opening words in italics, and amendments as tracked changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm

from deliberation.documents import data_of
from deliberation.models import Output
from deliberation.procedure.difference import Kind, difference
from deliberation.procedure.form import FRENCH, Part, closing
from mad.documents.lists import Level, add_numbering, number
from mad.documents.tracked import Tracker
from mad.documents.word import QUIET_STYLE, Word, writable

RIGHT_TO_LEFT = frozenset({"ar"})
SUBS = (Level("lowerLetter", "(%2)"), Level("lowerRoman", "(%3)"), Level("lowerLetter", "%4."))
SUBS_IN = {FRENCH: (Level("lowerLetter", "%2)"), Level("lowerRoman", "%3)"), Level("lowerLetter", "%4."))}
HEADS = {
    Part.PREAMBULAR: Level("none", "", indented=False),
    Part.OPERATIVE: Level("decimal", "%1.", indented=False),
}
LETTERS = 26
CLOSING = ",;:.،؛。，；：\u00a0"


@dataclass(frozen=True)
class ParagraphChange:
    """A proposed change of one paragraph; opening words and text before and after, "" and "" where there is none.

    key: of the paragraph as the lines name it, for a change or a deletion. behind: for an insertion, the key of the
    paragraph it follows ("" puts it first in its part). author: the motion's number; at: when it was moved.
    """

    author: str
    at: datetime
    key: str = ""
    opening_before: str = ""
    before: str = ""
    opening_after: str = ""
    after: str = ""
    behind: str = ""
    part: Part = Part.OPERATIVE
    level: int = 0

    @property
    def was(self) -> str:
        return " ".join(filter(None, (self.opening_before, self.before)))

    @property
    def becomes(self) -> str:
        return " ".join(filter(None, (self.opening_after, self.after)))


@dataclass
class _Sheet:
    """The document in the making, and the lists of its parts."""

    data: Mapping[str, Any]
    word: Word = field(init=False)
    lists: dict[Part, int] = field(init=False)

    def __post_init__(self) -> None:
        data = self.data
        self.word = Word(
            title=data["title"],
            author=data["author"],
            keywords=data["keywords"],
            language=data["language"],
            at=datetime.fromisoformat(data["made"]),
        )
        _say_language(self.word.document, data["language"])
        subs = SUBS_IN.get(data["language"], SUBS)
        self.lists = {part: add_numbering(self.word.document, (head, *subs)) for part, head in HEADS.items()}

    def paragraph(self, style: str | None = None) -> Any:
        return self.word.document.add_paragraph(style=style)

    def entry(self, part: Part, level: int, printed: str) -> Any:
        """A paragraph of the text, with Word's own number; `printed` is written out where Word would number otherwise."""
        made = self.paragraph()
        if printed:
            made.paragraph_format.left_indent = Cm(1.1) * (level + 1)
            made.paragraph_format.first_line_indent = -Cm(1.1)
            made.add_run(f"{printed}\t")
        elif part in self.lists:
            number(made, self.lists[part], level)
        return made


def word(output: Output, data: Mapping[str, Any] | None = None) -> bytes:
    """The output as DOCX, from the same lines as its page and its PDF. data: see deliberation.documents.pdf."""
    data = data or data_of(output)
    sheet = _Sheet(data)
    _head(sheet)
    for line, printed in _lines(data["lines"]):
        _line(sheet.entry(Part(line["part"]), line["level"], printed), line)
    _foot(sheet)
    return sheet.word.bytes()


def amended_docx(output: Output, changes: Sequence[ParagraphChange]) -> bytes:
    """The text in force with `changes` as tracked changes, each by its motion. The output itself is not touched."""
    data = data_of(output)
    sheet, ids = _Sheet(data), count(1)
    _head(sheet)
    lines = data["lines"]
    for part in dict.fromkeys([*(line["part"] for line in lines), *(change.part.value for change in changes)]):
        _inserted(sheet, changes, "", ids, Part(part))
        for line, printed in _lines(line for line in lines if line["part"] == part):
            change = next((c for c in changes if c.key and c.key == line["key"]), None)
            entry = sheet.entry(Part(part), line["level"], "" if change else printed)
            if change is None:
                _line(entry, line)
            else:
                _changed(entry, change, _mark(line["text"]), Tracker(change.author, change.at, ids))
            _inserted(sheet, changes, line["key"], ids, Part(part))
    _foot(sheet)
    return sheet.word.bytes()


def _inserted(sheet: _Sheet, changes: Sequence[ParagraphChange], behind: str, ids: count, part: Part) -> None:
    for change in changes:
        if change.key or change.behind != behind or (not behind and change.part is not part):
            continue
        mark = closing({Part.PREAMBULAR: ",", Part.OPERATIVE: ";"}.get(part, ""), sheet.data["language"])
        _changed(sheet.entry(part, change.level, ""), change, mark, Tracker(change.author, change.at, ids))


def _changed(entry: Any, change: ParagraphChange, mark: str, tracker: Tracker) -> None:
    """Write the difference; a paragraph that begins or ends to exist is marked whole."""
    was, becomes = change.was, change.becomes
    if not was:
        tracker.insert_paragraph(entry)
    if not becomes:
        tracker.delete_paragraph(entry)
    old = new = 0
    for piece in difference(was and was + mark, becomes and becomes + mark):
        removed, added = piece.kind is Kind.REMOVED, piece.kind is Kind.ADDED
        italic_to = len(change.opening_before) - old if removed else len(change.opening_after) - new
        for text, italic in _split(piece.text, italic_to):
            if removed:
                tracker.delete(entry, text, italic=italic)
            elif added:
                tracker.insert(entry, text, italic=italic)
            else:
                entry.add_run(writable(text)).italic = italic or None
        old += 0 if added else len(piece.text)
        new += 0 if removed else len(piece.text)


def _split(text: str, italic_to: int) -> Iterator[tuple[str, bool]]:
    """The part in italics and the rest; empty ones left out."""
    at = max(0, min(len(text), italic_to))
    yield from ((said, italic) for said, italic in ((text[:at], True), (text[at:], False)) if said)


def _lines(lines: Any) -> Iterator[tuple[Mapping[str, Any], str]]:
    """Each line with the number to write out: "" where Word numbers it itself.

    Word counts a, b … z, aa, bb; the Council's style goes on with aa, ab. Past the 26th the numbers are written.
    """
    counts = [0, 0, 0, 0]
    for line in lines:
        level = line["level"]
        counts[level] += 1
        counts[level + 1 :] = [0] * (len(counts) - level - 1)
        past = any(counts[depth] > LETTERS for depth in (1, 3) if depth <= level)
        yield line, line["number"] if past and level else ""


def _line(entry: Any, line: Mapping[str, Any]) -> None:
    if line["opening"]:
        entry.add_run(writable(line["opening"])).italic = True
        entry.add_run(" ")
    entry.add_run(writable(line["text"]))
    if line["notes"]:
        entry.add_run(", ".join(map(str, line["notes"]))).font.superscript = True


def _mark(text: str) -> str:
    return text[len(text.rstrip(CLOSING)) :]


def _head(sheet: _Sheet) -> None:
    """The Division's own masthead and symbol, and no emblem."""
    data, document = sheet.data, sheet.word.document
    mast = sheet.paragraph()
    section = document.sections[0]
    mast.paragraph_format.tab_stops.add_tab_stop(
        section.page_width - section.left_margin - section.right_margin, WD_ALIGN_PARAGRAPH.RIGHT
    )
    mast.add_run(writable(data["masthead"])).bold = True
    mast.add_run(f"\t{writable(data['symbol'])}").bold = True
    _ruled(mast)
    dated = sheet.paragraph(QUIET_STYLE)
    dated.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    dated.add_run(writable(data["distribution"]))
    if data["demonstration"]:
        sheet.paragraph(QUIET_STYLE).add_run(data["words"]["demonstration-long"])
    if data["embargo"]:
        sheet.paragraph().add_run(data["embargo"]).bold = True
    sheet.word.heading(data["heading"], 1)
    if data["titled"]:
        sheet.word.title(data["title"])
    if data["addressee"]:
        sheet.paragraph().add_run(data["addressee"])
    if data["enacting"]:
        opened = sheet.paragraph()
        opened.paragraph_format.first_line_indent = Cm(1.1)
        opened.add_run(data["enacting"]).italic = True
        opened.add_run(data["comma"])


def _foot(sheet: _Sheet) -> None:
    data = sheet.data
    for note in data["notes"]:
        made = sheet.paragraph(QUIET_STYLE)
        made.add_run(str(note["number"])).font.superscript = True
        made.add_run(f" {writable(note['text'])}")
    if data["adoption"]:
        sheet.word.heading(data["words"]["adoption"], 2)
        for sentence in data["adoption"]:
            sheet.paragraph().add_run(writable(sentence))
    if data["signed"]:
        sheet.word.heading(data["words"]["signed"], 2)
        for name in data["signed"]:
            sheet.paragraph().add_run(writable(name))


def _ruled(paragraph: Any) -> None:
    borders = OxmlElement("w:pBdr")
    line = OxmlElement("w:bottom")
    for name, value in {"w:val": "single", "w:sz": "12", "w:space": "4", "w:color": "17212C"}.items():
        line.set(qn(name), value)
    borders.append(line)
    paragraph._p.get_or_add_pPr().insert_element_before(borders, *AFTER_BORDERS)


AFTER_BORDERS = ("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:bidi", "w:spacing", "w:ind", "w:jc", "w:rPr")


def _say_language(document: Any, language: str) -> None:
    """Which language the text is in, for the scripts that Word tags apart, and from which side it is read."""
    style = document.styles["Normal"].element
    said = style.get_or_add_rPr().find(qn("w:lang"))
    for kind, languages in (("w:bidi", RIGHT_TO_LEFT), ("w:eastAsia", ("zh",))):
        if language in languages:
            said.set(qn(kind), language)
    if language in RIGHT_TO_LEFT:
        said.addprevious(OxmlElement("w:rtl"))
        style.get_or_add_pPr().insert_element_before(OxmlElement("w:bidi"), "w:spacing", "w:ind", "w:jc", "w:rPr")
