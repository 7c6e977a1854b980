"""Plain text of any encoding, and the little markup that is read as text: JSON, CSV, XML, RTF."""

from __future__ import annotations

import re
from typing import BinaryIO

from charset_normalizer import from_bytes

from evidence.procedure.types import wide
from evidence.reading.outcome import TEXT_LONGEST, Outcome

BYTES_MOST = TEXT_LONGEST * 4
SAMPLE_BYTES = 32 * 1024
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# What is looked for when nothing says the encoding: the official languages' and their neighbours' legacy ones.
LEGACY = [
    *("gb18030", "big5", "shift_jis", "euc_jp", "euc_kr"),
    *("cp1251", "koi8_r", "iso8859_5", "cp866", "cp1256", "iso8859_6"),
    *("cp1252", "cp1250", "cp1253", "cp1254", "cp1255", "cp1258", "iso8859_15", "tis_620"),
]


def read(stream: BinaryIO, outcome: Outcome, kind: str) -> None:
    outcome.method = "text"
    plain = stream.read(BYTES_MOST + 1)
    if len(plain) > BYTES_MOST:
        outcome.remark(f"Only the first {BYTES_MOST // 1_000_000} million bytes are kept as text.")
    text, encoding = decoded(plain[:BYTES_MOST])
    if encoding not in ("ascii", "utf-8"):
        outcome.method = f"text {encoding}"
    outcome.text(text)


def decoded(plain: bytes, declared: str = "") -> tuple[str, str]:
    """Text and the encoding it was read as: by its mark, as UTF-8, as declared, by its pattern, else the likeliest."""
    for mark, encoding in _MARKS:
        if plain.startswith(mark):
            return plain.decode(encoding, "replace"), encoding.removesuffix("-sig")
    if b"\0" in plain and (encoding := wide(plain)):
        return plain.decode(encoding, "replace"), encoding
    try:
        return plain.decode(), "ascii" if plain.isascii() else "utf-8"
    except UnicodeDecodeError as error:
        if error.start > len(plain) - 4:  # cut within its last letter
            return plain.decode(errors="replace"), "utf-8"
    encoding = _known(declared) or likeliest(plain)
    return plain.decode(encoding, "replace"), encoding


def _known(name: str) -> str:
    try:
        b"".decode(name)
    except (LookupError, ValueError):
        return ""
    return name


def likeliest(plain: bytes) -> str:
    """The legacy encoding whose letters make the most sense; cp1252 when none does."""
    sample = b"".join(sorted(set(plain[: SAMPLE_BYTES * 8].splitlines(keepends=True)), key=_foreign)[-400:])
    best = from_bytes(sample[:SAMPLE_BYTES], cp_isolation=LEGACY).best()
    return best.encoding if best is not None else "cp1252"


def _foreign(line: bytes) -> int:
    return sum(byte > 127 for byte in line)


_RTF = re.compile(rb"\\'([0-9a-fA-F]{2})|\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)|[\r\n]+")
_UNSEEN = {
    b"fonttbl",
    b"colortbl",
    b"stylesheet",
    b"pict",
    b"object",
    b"themedata",
    b"listtable",
    b"generator",
    b"info",
}
_BREAKS = {b"par": "\n", b"line": "\n", b"row": "\n", b"page": "\n", b"tab": "\t", b"cell": "\t", b"emdash": "—"}


def read_rtf(stream: BinaryIO, outcome: Outcome, kind: str) -> None:
    outcome.method = "rtf"
    outcome.text(_rtf(stream.read(BYTES_MOST)))


def _rtf(plain: bytes) -> str:
    """The text of an RTF file: groups that show nothing left out, \\uN and bytes of its code page as letters."""
    pieces: list[str] = []
    hidden: list[bool] = [False]
    pending, page, skip = bytearray(), "cp1252", 0
    for found in _RTF.finditer(plain):
        code, word, number, symbol, brace, letters = found.groups()
        if code is not None or letters is not None:
            raw = bytes([int(code, 16)]) if code is not None else letters
            raw, skip = (raw[skip:], max(skip - len(raw), 0)) if skip else (raw, 0)
            if not hidden[-1]:
                pending += raw
            continue
        pieces.append(pending.decode(page, "replace"))
        pending.clear()
        if brace == b"{":
            hidden.append(hidden[-1])
        elif brace == b"}" and len(hidden) > 1:
            hidden.pop()
        elif word in _UNSEEN or symbol == b"*":
            hidden[-1] = True
        elif word == b"ansicpg" and number:
            page = _known(f"cp{int(number)}") or page
        elif word == b"u" and number and not hidden[-1]:
            pieces.append(_letter(int(number)))
            skip = 1
        elif not hidden[-1]:
            pieces.append(_BREAKS.get(word or b"", "") or (symbol.decode() if symbol in (b"\\", b"{", b"}") else ""))
    pieces.append(pending.decode(page, "replace"))
    return "".join(pieces).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _letter(number: int) -> str:
    return chr(number % 65536)
