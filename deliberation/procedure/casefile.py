"""R16, R51: what of a case may lie in its exported file. Pure."""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from evidence.procedure.hostile import Verdict
from evidence.procedure.release import Limit, Terms, Use, refusal
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
    """One thing that is not in the package, and by which rule. kind: of an item, what may be told of it outside."""

    what: str
    rule: str
    reason: str
    kind: str = ""


def item_left_out(
    edition: Edition, number: str, sensitivity: str, terms: Terms, *, retracted: bool, held: Held | None, today: date
) -> LeftOut | None:
    """Why an item's content is not in this edition, or None.

    The package is handed over and not published: confidential evidence can be in it where its source allows that it
    leaves the Division, strictly confidential evidence cannot.
    """
    if held is not None and held.verdict is not Verdict.RELEASED:
        why = held.why or "its file is held until its type is detected and it is scanned"
        return LeftOut(number, "R18", why, "held files")
    if edition is Edition.WHOLE:
        return None
    if retracted:
        return LeftOut(number, "R15", "it was retracted", "retracted")
    if sensitivity == Sensitivity.STRICT:
        return LeftOut(number, "R16", "it is strictly confidential", "strictly confidential")
    why = refusal(terms, Use.TRANSMIT, today)
    return LeftOut(number, "R16", why, _kind(terms)) if why else None


def _kind(terms: Terms) -> str:
    if terms.unread:
        return "release terms not read yet"
    return "kept inside the Division" if Limit.DIVISION_ONLY in terms.limits else "no release yet"


def told_outside(left: Iterable[LeftOut]) -> list[LeftOut]:
    """What an outsider may know of what is missing (R16): how many items by which kind of term, and none by its number."""
    rows = list(left)
    items = Counter((one.rule, one.kind) for one in rows if one.kind)
    counted = [
        LeftOut(f"{count} item" if count == 1 else f"{count} items", rule, kind)
        for (rule, kind), count in sorted(items.items())
    ]
    return counted + [one for one in rows if not one.kind]


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
