"""Word and Excel: the words in all parts that a reader sees, and what the file's own properties claim."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any, BinaryIO

import docx
import openpyxl
from docx.opc.exceptions import PackageNotFoundError
from lxml import etree
from openpyxl.utils.exceptions import InvalidFileException

from evidence.reading.outcome import Outcome, Unreadable

UNPACKED_MOST = 400 * 1024 * 1024
CELLS_MOST = 400_000
ROWS_MOST = 200_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SAME_AGAIN = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SHOWN = ("header", "footer", "footnotes", "endnotes", "comments")
_NO_ENTITIES = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def read_docx(stream: BinaryIO, outcome: Outcome, kind: str) -> None:
    outcome.method = "docx"
    _check_size(stream)
    try:
        document = docx.Document(stream)
    except (PackageNotFoundError, KeyError, ValueError) as error:
        raise Unreadable(f"The Word file is damaged: {error}.") from None
    _claims(document.core_properties, outcome)
    outcome.text(_words(document.element))
    for part in _other_parts(document):
        outcome.text(_words(etree.fromstring(part.blob, _NO_ENTITIES)))


def _other_parts(document: Any) -> Iterator[Any]:
    """Headers, footers, notes and comments, each once, in the order in which the file names them."""
    for relation in document.part.rels.values():
        if not relation.is_external and relation.reltype.rpartition("/")[2] in _SHOWN:
            yield relation.target_part


def _words(element: Any) -> str:
    """Paragraphs as lines, those in tables and boxes too; cells of a row apart by tabs."""
    for double in list(element.iter(_SAME_AGAIN)):
        double.getparent().remove(double)
    lines: list[str] = []
    for paragraph in element.iter(f"{_W}p"):
        line = "".join(_run(node) for node in paragraph.iter() if _nearest(node) is paragraph)
        if _continues_row(paragraph) and lines:
            lines[-1] += "\t" + line
        else:
            lines.append(line)
    return "\n".join(lines)


def _run(node: Any) -> str:
    if node.tag == f"{_W}t":
        return node.text or ""
    return {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}.get(node.tag, "")


def _nearest(node: Any) -> Any:
    """The paragraph that a node lies in; a box within a paragraph has paragraphs of its own."""
    while node is not None and node.tag != f"{_W}p":
        node = node.getparent()
    return node


def _continues_row(paragraph: Any) -> bool:
    """True for the first paragraph of any cell but the first."""
    cell = paragraph.getparent()
    if cell is None or cell.tag != f"{_W}tc" or cell.find(f"{_W}p") is not paragraph:
        return False
    before = cell.getprevious()
    return before is not None and before.tag == f"{_W}tc"


def read_xlsx(stream: BinaryIO, outcome: Outcome, kind: str) -> None:
    outcome.method = "xlsx"
    _check_size(stream)
    try:
        book = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
    except (InvalidFileException, KeyError, ValueError) as error:
        raise Unreadable(f"The Excel file is damaged: {error}.") from None
    _claims(book.properties, outcome)
    left = CELLS_MOST
    for sheet in book.worksheets:
        text, left = _sheet(sheet, left, outcome)
        outcome.text(f"{sheet.title}\n{text}")
    book.close()


def _sheet(sheet: Any, left: int, outcome: Outcome) -> tuple[str, int]:
    lines: list[str] = []
    for number, row in enumerate(sheet.iter_rows(values_only=True)):
        if left <= 0 or number >= ROWS_MOST or outcome.time_is_up:
            outcome.remark("Only the first part of a very large sheet was read.")
            break
        cells = [_cell(value) for value in row]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            left -= len(cells)
            lines.append("\t".join(cells))
    return "\n".join(lines), left


def _cell(value: Any) -> str:
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    if isinstance(value, date | datetime):
        return value.isoformat(*([" "] if isinstance(value, datetime) else []))
    return "" if value is None else str(value)


def _check_size(stream: BinaryIO) -> None:
    """A package that unpacks to more than is taken is not unpacked at all."""
    try:
        with zipfile.ZipFile(stream) as package:
            unpacked = sum(entry.file_size for entry in package.infolist())
            encrypted = any(entry.flag_bits & 1 for entry in package.infolist())
    except zipfile.BadZipFile as error:
        raise Unreadable(f"The package is damaged: {error}.") from None
    if encrypted:
        raise Unreadable("It is encrypted, and its text cannot be read without the password.")
    if unpacked > UNPACKED_MOST:
        raise Unreadable(f"It unpacks to {unpacked / 1e6:,.0f} MB, more than the {UNPACKED_MOST / 1e6:,.0f} MB taken.")
    stream.seek(0)


def _claims(properties: Any, outcome: Outcome) -> None:
    for name, kind in (
        ("title", "title"),
        ("author", "author"),
        ("creator", "author"),
        ("last_modified_by", "author"),
        ("lastModifiedBy", "author"),
        ("created", "created"),
        ("modified", "modified"),
    ):
        value = getattr(properties, name, None)
        if isinstance(value, datetime):
            moment = value if value.tzinfo else value.replace(tzinfo=UTC)  # the format's times are UTC
            outcome.claim(kind, moment.isoformat(), at=moment)
        elif isinstance(value, str) and value not in ("openpyxl", "python-docx"):
            outcome.claim(kind, value)
