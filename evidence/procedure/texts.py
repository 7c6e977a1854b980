"""Words for what is read out of files (R18)."""

from __future__ import annotations

from enum import StrEnum


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
