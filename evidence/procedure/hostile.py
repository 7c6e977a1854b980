"""Hostile files (R18): which stay held, and why. Detection happens elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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
        "application/x-sh",
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

_OFFICE = "application/vnd.openxmlformats-officedocument"
_FAMILIES = {
    "pdf": {"application/pdf"},
    "png": {"image/png"},
    "jpg": {"image/jpeg"},
    "jpeg": {"image/jpeg"},
    "gif": {"image/gif"},
    "tif": {"image/tiff"},
    "tiff": {"image/tiff"},
    "zip": {"application/zip", "application/x-zip-compressed"},
    "docx": {f"{_OFFICE}.wordprocessingml.document", "application/zip"},
    "xlsx": {f"{_OFFICE}.spreadsheetml.sheet", "application/zip"},
    "mp4": {"video/mp4"},
    "mp3": {"audio/mpeg"},
}


def ending(name: str) -> str:
    """The ending of a file name without the dot, in lower case."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def is_executable(start: bytes, detected: str) -> bool:
    """Judged by the bytes, never by the name alone."""
    return start.startswith(EXECUTABLE_STARTS) or detected in EXECUTABLE_TYPES


def contradicts(name: str, detected: str) -> bool:
    """True when the ending promises one kind of file and the bytes are another."""
    family = _FAMILIES.get(ending(name))
    return family is not None and bool(detected) and detected not in family


def judge(*, name: str, start: bytes, detected: str, readable: bool, infected: str = "") -> Judged:
    """Whether a file is released once its type is known.

    start: its first bytes; infected: the scanner's word for what it found.
    """
    if not readable:
        return Judged(Verdict.HELD, "The stored file cannot be read.")
    if infected:
        return Judged(Verdict.HELD, f"The scanner found: {infected}.")
    if is_executable(start, detected):
        return Judged(Verdict.HELD, "The bytes are a program, and programs are never served.")
    if ending(name) in EXECUTABLE_ENDINGS:
        return Judged(Verdict.HELD, f"A name ending in .{ending(name)} makes a computer run the file.")
    if contradicts(name, detected):
        return Judged(Verdict.HELD, f"The name says .{ending(name)}; the bytes are {detected}.")
    return Judged(Verdict.RELEASED, "")
