"""What bytes are, told from their beginning and their end and never from a name (R18)."""

from __future__ import annotations

import re
import unicodedata

START_BYTES = 4096
END_BYTES = 66_000

_OFFICE = "application/vnd.openxmlformats-officedocument"
DOCX, XLSX, PPTX = (
    f"{_OFFICE}.wordprocessingml.document",
    f"{_OFFICE}.spreadsheetml.sheet",
    f"{_OFFICE}.presentationml.presentation",
)
PDF, ZIP, PLAIN, HTML, SVG, MAIL = (
    "application/pdf",
    "application/zip",
    "text/plain",
    "text/html",
    "image/svg+xml",
    "message/rfc822",
)
OLE, EXECUTABLE, SCRIPT, MACROS = (
    "application/x-ole-storage",
    "application/x-executable",
    "application/x-sh",
    "application/vnd.ms-office.macro-enabled",
)
TEXTS = frozenset({PLAIN, HTML, SVG, MAIL, "text/csv", "text/rtf", "application/json", "application/xml"})

_STARTS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"\x1f\x8b", "application/gzip"),
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ\0", "application/x-xz"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"{\\rtf", "text/rtf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
    (b"\x1a\x45\xdf\xa3", "video/x-matroska"),
    (b"OggS", "application/ogg"),
    (b"fLaC", "audio/flac"),
    (b"ID3", "audio/mpeg"),
    (b"#!AMR", "audio/amr"),
    (b"#!SILK", "audio/silk"),
    (b"MZ", "application/x-dosexec"),
    (b"\x7fELF", EXECUTABLE),
    (b"#!", SCRIPT),
    (b"<?php", SCRIPT),
    (b"@echo off", SCRIPT),
)
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
_FILM = {b"qt  ": "video/quicktime", b"M4A ": "audio/mp4", b"heic": "image/heic", b"mif1": "image/heic"}
_IN_ZIP = (  # the first that is named in the directory decides
    (b"vbaProject.bin", MACROS),
    (b"AndroidManifest.xml", "application/vnd.android.package-archive"),
    (b"word/document.xml", DOCX),
    (b"xl/workbook.", XLSX),
    (b"ppt/presentation.xml", PPTX),
    (b"mimetypeapplication/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text"),
    (b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "application/vnd.oasis.opendocument.spreadsheet"),
)
_HEADER = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]{1,40}:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){3,}")
_MAIL_HEADERS = re.compile(
    rb"^(From|To|Subject|Date|Received|MIME-Version|Message-ID|Return-Path|Delivered-To|X-Mailer):", re.I | re.M
)
_PDF_WITHIN = 1024
_ZIP_END = b"PK\x05\x06"


def sniff(start: bytes, end: bytes) -> str:
    """The media type of bytes that begin and end so; "" when no sign is known.

    start: the first START_BYTES; end: the last END_BYTES, or all when there are fewer.
    """
    return _by_start(start, end) or _by_text(start)


def _by_start(start: bytes, end: bytes) -> str:
    if start.startswith((b"PK\x03\x04", _ZIP_END)):
        return _zip(start, end)
    if start.startswith(b"RIFF"):
        return _RIFF.get(start[8:12], "")
    if start[4:8] == b"ftyp":
        return _FILM.get(start[8:12], "video/3gpp" if start[8:10] == b"3g" else "video/mp4")
    if start[257:262] == b"ustar":
        return "application/x-tar"
    if start.startswith(b"BM") and int.from_bytes(start[14:18], "little") in (12, 40, 52, 56, 64, 108, 124):
        return "image/bmp"
    found = next((kind for sign, kind in _STARTS if start.startswith(sign)), "")
    if found == "application/x-dosexec" and is_text(start):
        return ""
    return found or (PDF if b"%PDF-" in start[:_PDF_WITHIN] else "")


def _zip(start: bytes, end: bytes) -> str:
    seen = start + end
    if b"META-INF/MANIFEST.MF" in seen and b".class" in seen:
        return "application/java-archive"
    return next((kind for sign, kind in _IN_ZIP if sign in seen), ZIP)


def _by_text(start: bytes) -> str:
    if not is_text(start):
        return ""
    plain = start.replace(b"\0", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xef\xbb\xbf").lstrip()
    head = plain[:1024].lower()
    if b"<svg" in head:
        return SVG
    if b"<!doctype html" in head or b"<html" in head or head.startswith((b"<head", b"<body", b"<script")):
        return HTML
    if head.startswith(b"<?xml"):
        return "application/xml"
    if _HEADER.match(plain) and len({found.lower() for found in _MAIL_HEADERS.findall(plain)}) >= 2:
        return MAIL
    return PLAIN


def is_text(start: bytes) -> bool:
    """True for letters of any encoding: no control signs but those that lay text out, no zeros but UTF-16's."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if b"\0" in start:
        return bool(wide(start))
    return bool(start) and not _controls(start)


def wide(plain: bytes) -> str:
    """ "utf-16-le" or "utf-16-be" for text in it that bears no mark; "" for anything else.

    As such it has nothing but letters and signs that exist, and some blanks, line ends or digits among them.
    """
    sample = plain[:2048]
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample[: len(sample) // 2 * 2].decode(encoding, "replace").removesuffix("\ufffd")
        common = sum(letter.isascii() for letter in text)
        if len(text) >= 4 and common * 20 > len(text) and all(map(_is_written, text)):
            return encoding
    return ""


def _is_written(letter: str) -> bool:
    return letter in "\t\n\r\f" or (unicodedata.category(letter)[0] != "C" and letter != "\ufffd")


def _controls(start: bytes) -> bool:
    return bool(start.translate(None, bytes(range(32, 256)) + b"\t\n\r\f\x1b\x08"))


def second_kind(start: bytes, end: bytes, detected: str) -> str:
    """What else the same bytes are, when two programs would read them as two kinds of file; "" for nothing."""
    if detected == PDF and start[: start.find(b"%PDF-")].strip(b"\xef\xbb\xbf\0 \t\r\n"):
        return "something else before the PDF begins"
    if not start.startswith(b"PK") and detected not in TEXTS and _ends_as_zip(end):
        return "a zip archive"
    return ""


def _ends_as_zip(end: bytes) -> bool:
    at = end.rfind(_ZIP_END)
    return at >= 0 and len(end) - at >= 22 and at + 22 + int.from_bytes(end[at + 20 : at + 22], "little") == len(end)
