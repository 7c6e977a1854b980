"""Hostile files (R18): which stay held, and why. What bytes are is told in evidence.procedure.types."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from evidence.procedure.types import DOCX, HTML, MACROS, MAIL, OLE, PPTX, SCRIPT, SVG, TEXTS, XLSX, ZIP, is_text


class Verdict(StrEnum):
    """State of a stored file."""

    PENDING = "pending"
    RELEASED = "released"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Judged:
    verdict: Verdict
    why: str


EXECUTABLE_TYPES = frozenset(
    {
        "application/x-msdownload",
        "application/x-dosexec",
        "application/vnd.microsoft.portable-executable",
        "application/x-executable",
        "application/x-elf",
        "application/x-sharedlib",
        "application/x-mach-binary",
        "application/x-mach-o",
        "application/java-archive",
        "application/java-vm",
        "application/vnd.android.package-archive",
        "application/x-msi",
        "application/x-ms-shortcut",
        "application/wasm",
        "text/x-shellscript",
        SCRIPT,
    }
)
EXECUTABLE_ENDINGS = frozenset(
    {"apk", "app", "bat", "cmd", "com", "cpl", "deb", "dll", "dmg", "elf", "exe", "hta", "img", "iso", "jar"}
    | {
        "js",
        "jse",
        "lnk",
        "msi",
        "msp",
        "pif",
        "ps1",
        "reg",
        "rpm",
        "scr",
        "sh",
        "so",
        "vbe",
        "vbs",
        "wsf",
        "wsh",
    }
)
EXECUTABLE_STARTS = (
    *(b"MZ", b"\x7fELF", b"#!", b"\x00asm", b"L\x00\x00\x00\x01\x14\x02\x00", b"\xca\xfe\xba\xbe"),
    *(b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa\xcf", b"\xfe\xed\xfa\xce", b"\xce\xfa\xed\xfe"),
)

# Pictures under one another's names harm nobody, and telephones write them all the time.
_PICTURES = {"image/png", "image/jpeg", "image/gif", "image/tiff", "image/webp", "image/bmp", "image/heic"}
_FILMS = {"video/mp4", "video/quicktime", "video/3gpp", "audio/mp4", "video/x-matroska", "video/x-msvideo"}
_WRITTEN = {OLE, "application/msword", "text/rtf", HTML, "application/xml", DOCX, MAIL}
_FAMILIES: dict[str, frozenset[str] | set[str]] = {
    "pdf": {"application/pdf"},
    **dict.fromkeys(("png", "jpg", "jpeg", "gif", "tif", "tiff", "webp", "bmp", "heic"), _PICTURES),
    "zip": {ZIP, DOCX, XLSX, PPTX, "application/x-zip-compressed"},
    "docx": {DOCX, ZIP},
    "xlsx": {XLSX, ZIP},
    "pptx": {PPTX, ZIP},
    "doc": _WRITTEN,
    "xls": {OLE, "application/vnd.ms-excel", XLSX, HTML, "application/xml", *TEXTS},
    "rtf": {"text/rtf"},
    **dict.fromkeys(("txt", "csv", "json", "xml", "md", "log", "html", "htm", "svg", "eml"), TEXTS),
    "gz": {"application/gzip"},
    "tgz": {"application/gzip"},
    "bz2": {"application/x-bzip2"},
    "xz": {"application/x-xz"},
    "tar": {"application/x-tar"},
    "7z": {"application/x-7z-compressed"},
    "rar": {"application/vnd.rar"},
    **dict.fromkeys(("mp4", "mov", "m4a", "3gp", "mkv", "avi"), _FILMS),
    "mp3": {"audio/mpeg"},
}
_CLAIMED: dict[str, frozenset[str] | set[str]] = {
    "application/pdf": _FAMILIES["pdf"],
    **dict.fromkeys(_PICTURES, _PICTURES | {SVG}),
    ZIP: _FAMILIES["zip"],
    DOCX: _FAMILIES["docx"],
    XLSX: _FAMILIES["xlsx"],
    **dict.fromkeys(_FILMS, _FILMS),
    "audio/mpeg": _FAMILIES["mp3"],
}


def ending(name: str) -> str:
    """The ending of a file name without the dot, in lower case."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def is_executable(start: bytes, detected: str) -> bool:
    """Judged by the bytes, never by the name alone."""
    if detected in EXECUTABLE_TYPES:
        return True
    program = start.startswith(EXECUTABLE_STARTS) and not start.startswith((b"#!AMR", b"#!SILK"))
    return program and not (start.startswith(b"MZ") and len(start) > 64 and is_text(start))


def contradicts(name: str, detected: str, claimed: str = "") -> str:
    """What promises one kind of file when the bytes are another: the name's ending or the type that came with it.

    "" when nothing does.
    """
    if not detected:
        return ""
    family = _FAMILIES.get(ending(name))
    if family is not None and detected not in family:
        return f"The name says .{ending(name)}; the bytes are {detected}."
    said = claimed.partition(";")[0].strip().lower()
    family = _CLAIMED.get(said)
    if family is not None and detected not in family:
        return f"It was sent as {said}; the bytes are {detected}."
    return ""


@dataclass(frozen=True, slots=True)
class Looked:
    """What was seen of a file. start: its first bytes; second: what else its bytes are; infected: the scanner's word."""

    name: str
    start: bytes
    detected: str
    claimed: str = ""
    second: str = ""
    infected: str = ""
    readable: bool = True


def judge(looked: Looked) -> Judged:
    """Whether a file is released once its type is known and it was scanned."""
    why = _hold(looked)
    return Judged(Verdict.HELD, why) if why else Judged(Verdict.RELEASED, "")


def _hold(looked: Looked) -> str:
    if not looked.readable:
        return "The stored file cannot be read."
    if looked.infected:
        return f"The scanner found: {looked.infected}."
    if is_executable(looked.start, looked.detected):
        return "The bytes are a program, and programs are never served."
    if looked.detected == MACROS:
        return "The document carries a program (macros), and programs are never served."
    if ending(looked.name) in EXECUTABLE_ENDINGS:
        return f"A name ending in .{ending(looked.name)} makes a computer run the file."
    if looked.second:
        return f"The bytes are two kinds of file at once: {looked.detected} and {looked.second}."
    return contradicts(looked.name, looked.detected, looked.claimed)
