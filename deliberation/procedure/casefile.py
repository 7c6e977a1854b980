"""R16, R51: what of a case may lie in its exported file. Pure."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from evidence.procedure.hostile import Verdict
from evidence.procedure.release import Terms, Use, refusal
from evidence.procedure.terms import Sensitivity


class Edition(StrEnum):
    """WHOLE stays inside the Division; OUTSIDE is handed to somebody else, so every release term is kept."""

    WHOLE = "whole"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Held:
    """A file's verdict (R18), with what was said of it; a text has none."""

    verdict: Verdict
    why: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One thing that is not in the package, and by which rule."""

    what: str
    rule: str
    reason: str


def item_left_out(
    edition: Edition, number: str, sensitivity: str, terms: Terms, *, retracted: bool, held: Held | None, today: date
) -> LeftOut | None:
    """Why an item's content is not in this edition, or None.

    The package is handed over and not published: confidential evidence can be in it where its source allows that it
    leaves the Division, strictly confidential evidence cannot.
    """
    if held is not None and held.verdict is not Verdict.RELEASED:
        return LeftOut(number, "R18", held.why or "its file is held until its type is detected and it is scanned")
    if edition is Edition.WHOLE:
        return None
    if retracted:
        return LeftOut(number, "R15", "it was retracted")
    if sensitivity == Sensitivity.STRICT:
        return LeftOut(number, "R16", "it is strictly confidential")
    why = refusal(terms, Use.TRANSMIT, today)
    return LeftOut(number, "R16", why) if why else None


RELEASED_ACTS = frozenset(
    {
        "determination.adopted",
        "vote.closed",
        "output.adopted",
        "output.transmitted",
        "output.published",
        "output.superseded",
    }
)
"""Docket acts of the outside edition: they name a determination, a vote or an output, and no evidence and no source."""


_BAD = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*%]')
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
LONGEST_NAME = 120


def safe_name(name: str, taken: Collection[str] = ()) -> str:
    """`name` as every file system takes it: no path, no control or direction marks, not hidden, not too long.

    taken: names in the same folder, folded by `folded`; the result differs from all of them in more than case.
    """
    composed = unicodedata.normalize("NFC", name)
    shown = "".join(c for c in composed if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
    plain = _BAD.sub("_", shown).strip(" .") or "file"
    plain = f"_{plain}" if _RESERVED.match(plain) else plain
    stem, dot, ending = plain.rpartition(".")
    if not (dot and ending.isalnum() and len(ending) <= 12):
        stem, ending = plain, ""
    for count in range(1, len(taken) + 2):
        tail = (f"~{count}" if count > 1 else "") + (f".{ending}" if ending else "")
        found = _cut(stem, LONGEST_NAME - len(tail.encode())) + tail
        if folded(found) not in taken:
            return found
    raise ValueError("no name is free")


def folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _cut(text: str, size: int) -> str:
    """At most `size` bytes of UTF-8, no character halved."""
    return text.encode()[:size].decode("utf-8", "ignore").rstrip(" .") or "file"
