"""Which reader a detected type asks for."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

from evidence.reading import archives, film, mail, markup, office, pdf, pictures, plain
from evidence.reading.outcome import Outcome

Reader = Callable[[BinaryIO, Outcome, str], None]

_OFFICE = "application/vnd.openxmlformats-officedocument"
READERS: dict[str, Reader] = {
    "application/pdf": pdf.read,
    **dict.fromkeys(pictures.FORMATS, pictures.read),
    f"{_OFFICE}.wordprocessingml.document": office.read_docx,
    f"{_OFFICE}.spreadsheetml.sheet": office.read_xlsx,
    "text/html": markup.read,
    "image/svg+xml": markup.read,
    "message/rfc822": mail.read,
    "text/rtf": plain.read_rtf,
    **dict.fromkeys(("text/plain", "text/csv", "application/json", "application/xml"), plain.read),
    "application/zip": archives.read_zip,
    "application/x-tar": archives.read_tar,
    **dict.fromkeys(("application/gzip", "application/x-bzip2", "application/x-xz"), archives.read_packed),
    **dict.fromkeys(("application/x-7z-compressed", "application/vnd.rar"), archives.read_closed),
    **dict.fromkeys(("video/mp4", "video/quicktime", "video/3gpp", "audio/mp4"), film.read),
}


def reader_of(kind: str) -> Reader | None:
    """None: nothing is to be had from such a file."""
    return READERS.get(kind)
