"""What is read out of files, and when it may be read again (R18)."""

from __future__ import annotations

from collections.abc import Container
from enum import StrEnum
from typing import Any

from mad.common.errors import Refused

DEPTH_MOST = 4
NAME_LONGEST = 255
ENTRIES_MOST = 2000


class Reading(StrEnum):
    """Where the reading of a stored file stands. NOTHING: there is no text to be had from such a file."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"
    NOTHING = "nothing"


class ClaimKind(StrEnum):
    """What a file can claim of itself."""

    CREATED = "created"
    MODIFIED = "modified"
    TAKEN = "taken"
    PLACE = "place"
    DEVICE = "device"
    AUTHOR = "author"
    SOFTWARE = "software"
    TITLE = "title"
    SENDER = "sender"
    RECIPIENT = "recipient"
    SUBJECT = "subject"
    SENT = "sent"


def may_retry(*, released: bool, state: Reading | None, why: str) -> None:
    """Raises Refused unless reading a file again can give more. why: what was said of the last reading.

    state None: it was never read, as what was received by an earlier release.
    """
    if not released:
        raise Refused("R18", "A file that is held is not read.", "Its text can be read once it is released.")
    if state is Reading.WAITING:
        raise Refused("R18", "The file waits to be read already.", "Its text appears here when it is.")
    if state is not None and state is not Reading.FAILED and not why:
        raise Refused("R18", "The file was read, and nothing went wrong.", "Its text and pages stay as they are.")


def listing_of(told: Any) -> dict[str, Any]:
    """The listing of an archive in the one shape that is kept. Raises KeyError, TypeError or ValueError for another."""
    counted = {name: int(told[name]) for name in ("total", "shown", "unpacked")}
    entries = [
        {"name": str(one["name"]).replace("\0", ""), "size": int(one["size"]), "flags": _words(one["flags"])}
        for one in told["entries"][:ENTRIES_MOST]
    ]
    return {**counted, "flags": _words(told["flags"]), "entries": entries}


def _words(told: Any) -> list[str]:
    return [str(word).replace("\0", "")[:60] for word in told[:20]]


def free_name(name: str, taken: Container[str]) -> str:
    """`name` or, when it is taken, the same with a number before its ending; never longer than a name may be."""
    stem, dot, ending = name.rpartition(".")
    if not stem or len(ending) > 12:
        stem, dot, ending = name, "", ""
    own, count = _fitted(stem, "", dot + ending), 1
    while own in taken:
        count += 1
        own = _fitted(stem, f" ({count})", dot + ending)
    return own


def _fitted(stem: str, number: str, ending: str) -> str:
    return stem[: NAME_LONGEST - len(number) - len(ending)] + number + ending
