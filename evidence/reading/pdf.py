"""PDF: text of each page, its picture, and the letters in pages that are only pictures. Nothing in it runs."""

from __future__ import annotations

import re
import subprocess
from datetime import datetime
from typing import BinaryIO

import pypdfium2 as pdfium
from PIL import Image

from evidence.reading import ocr, render
from evidence.reading.outcome import Outcome, Unreadable

POINTS_PER_INCH = 72
SEEN_DPI, LETTERS_DPI = 144, 250
LARGEST_POINTS = 3000
PICTURES_MOST = 500
PAGES_MOST = 5000
BARE = 12
_ERRORS = {"Incorrect password error": "It is encrypted, and its text cannot be read without the password."}
_CLAIMED = {
    "Author": "author",
    "Title": "title",
    "Subject": "subject",
    "Creator": "software",
    "Producer": "software",
    "CreationDate": "created",
    "ModDate": "modified",
}
_MOMENT = re.compile(r"D:(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?(?:(Z)|([+-])(\d{2})'?(\d{2})?)?")


def read(stream: BinaryIO, outcome: Outcome, kind: str) -> None:
    outcome.method = "pdf"
    document = _open(stream)
    _claims(document, outcome)
    outcome.pages = len(document)
    if outcome.pages > PAGES_MOST:
        outcome.remark(f"Only the first {PAGES_MOST:,} of {outcome.pages:,} pages were read.")
    for number in range(min(outcome.pages, PAGES_MOST)):
        _page(document, number, outcome)


def _open(stream: BinaryIO) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(stream)
    except pdfium.PdfiumError as error:
        said = next((ours for theirs, ours in _ERRORS.items() if theirs in str(error)), "")
        raise Unreadable(said or "The PDF is damaged and cannot be opened.") from None


def _page(document: pdfium.PdfDocument, number: int, outcome: Outcome) -> None:
    try:
        page = document[number]
    except pdfium.PdfiumError:
        outcome.remark(f"Page {number + 1} is damaged.")
        return
    try:
        found = _text(page)
        if number < PICTURES_MOST and not outcome.time_is_up:
            found = _seen(page, number + 1, found, outcome)
        else:
            outcome.remark(f"Pages from {number + 1} on have no picture here; the original has them.")
        outcome.text(found, number + 1)
    finally:
        page.close()


def _text(page: pdfium.PdfPage) -> str:
    words = page.get_textpage()
    try:
        return words.get_text_range(errors="replace").replace("\r\n", "\n").replace("\ufffe", "")
    except pdfium.PdfiumError:
        return ""
    finally:
        words.close()


def _seen(page: pdfium.PdfPage, number: int, found: str, outcome: Outcome) -> str:
    """Draw the page; look for letters in it when it has no text of its own."""
    image = _drawn(page, SEEN_DPI)
    if len(found.strip()) < BARE:
        found = _letters(page, found, outcome)
    render.page(outcome, number, image)
    return found


def _drawn(page: pdfium.PdfPage, dpi: int) -> Image.Image:
    longest = max(page.get_width(), page.get_height(), 1.0)
    scale = min(dpi / POINTS_PER_INCH, LARGEST_POINTS / longest)
    return page.render(scale=scale, may_draw_forms=False).to_pil()


def _letters(page: pdfium.PdfPage, found: str, outcome: Outcome) -> str:
    if not ocr.languages():
        outcome.remark(ocr.ABSENT)
        return found
    try:
        recognised = ocr.letters(_drawn(page, LETTERS_DPI))
    except (OSError, subprocess.SubprocessError):
        outcome.remark("Looking for letters in a page failed.")
        return found
    if recognised.strip():
        outcome.method = "ocr"
    return recognised or found


def _claims(document: pdfium.PdfDocument, outcome: Outcome) -> None:
    for key, value in document.get_metadata_dict(skip_empty=True).items():
        if key in _CLAIMED:
            at = moment(value) if key in ("CreationDate", "ModDate") else None
            outcome.claim(_CLAIMED[key], value, at=at)


def moment(value: str) -> datetime | None:
    """A PDF's date, D:YYYYMMDDHHmmSS+HH'mm', with its zone; None when it has none or cannot be read."""
    found = _MOMENT.match(value)
    if not found or not (found[7] or found[8]):
        return None
    parts = [found[1], *(found[n] or default for n, default in ((2, "01"), (3, "01"), (4, "00"), (5, "00"), (6, "00")))]
    zone = "+0000" if found[7] else f"{found[8]}{found[9]}{found[10] or '00'}"
    try:
        return datetime.strptime("".join(parts) + zone, "%Y%m%d%H%M%S%z")
    except ValueError:
        return None
