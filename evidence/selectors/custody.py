"""Every recorded touch of a submission, its files and its items, as one list from the docket (R15, R49)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from evidence.models import Item, Submission, SubmissionFile
from mad.docket.models import Entry

SHOWN_MOST = 200

_SAID = {
    "submission.received": "Received and hashed, receipt signed",
    "submission.accepted": "Accepted",
    "submission.held": "Held until a date",
    "submission.queried": "Queried",
    "submission.answered": "Query answered",
    "submission.declined": "Declined",
    "submission.withdrawn": "Withdrawn by the source",
    "submission.woken": "Taken up again after the hold",
    "submission.moved": "Moved",
    "file.waits": "Waits for the scanner",
    "file.scanned": "Scanned",
    "file.released": "Released from holding",
    "file.held": "Stays held",
    "file.taken_out": "Taken out of the file it came in, and hashed",
    "file.read": "Text and pages read",
    "file.unread": "Text and pages could not be read",
    "file.read_again": "To be read again",
    "file.redacted": "Redacted copy made",
    "item.made": "Item made",
    "item.moved": "Moved",
    "item.regraded": "Regraded",
    "item.retracted": "Retracted",
    "item.derived": "Derivation recorded",
    "item.reclassified": "Sensitivity changed",
    "item.redaction_asked": "Redacted copy asked for",
    "item.redacted": "Redacted copy made",
    "item.redaction_failed": "Redacted copy could not be made",
    "submission.reopened": "Reopened",
    "submission.reclassified": "Sensitivity changed",
    "submission.derived": "Derivation recorded",
    "submission.placed": "Placed into a further case",
    "release.read": "Release terms recorded",
    "reader.ended": "Reader’s naming ended",
    "evidence.opened": "Opened",
    "evidence.exported": "Original handed out",
    "source.revealed": "Source identity asked for",
    "reader.named": "Reader named",
    "clock.paused": "Clock paused",
    "clock.resumed": "Clock resumed",
}
_ALARMING = ("file.held", "file.unread")


@dataclass(frozen=True, slots=True)
class Touch:
    """One line of custody: what happened, to which file, who did it, when, docket entry."""

    title: str
    at: datetime
    entry: int
    file: str = ""
    who: str = ""
    alarm: bool = False


@dataclass(frozen=True, slots=True)
class Custody:
    """Touches, newest first; more: there are earlier ones, which the docket shows under the object's number."""

    touches: list[Touch]
    more: bool
    number: str

    def __iter__(self):
        return iter(self.touches)


def custody_of_submission(submission: Submission, files: Iterable[SubmissionFile]) -> Custody:
    """Touches of a submission and of those of its files that the reader may open. One query."""
    return _custody(Q(object=submission.number), submission.number, {file.pk: file.name for file in files})


def custody_of_item(item: Item, *, whole: bool = True) -> Custody:
    """Touches of an item, of its submission and, of the submission's files, of its own alone. One query.

    whole: whether the reader may open the submission; else of its touches only those of the item's own file count.
    """
    names = {item.file.pk: item.file.name} if item.file else {}
    above = Q(object=item.submission.number)
    either = Q(object=item.number) | (above if whole else above & Q(facts__file__in=list(names)))
    return _custody(either, item.number, names)


def _custody(which: Q, number: str, names: dict[int, str]) -> Custody:
    seen = Q(facts__file__isnull=True) | Q(facts__file__in=list(names))
    entries = list(Entry.objects.filter(which & seen).order_by("-id")[: SHOWN_MOST + 1])
    touches = [_touch(entry, names) for entry in entries[:SHOWN_MOST]]
    return Custody(touches, len(entries) > SHOWN_MOST, number)


def _touch(entry: Entry, names: dict[int, str]) -> Touch:
    who = entry.actor.partition(":")[2] or entry.actor
    file = names.get(int(entry.facts.get("file") or 0), "")
    title = _SAID.get(entry.act, entry.act_words)
    return Touch(title, entry.at, entry.pk, file, "" if who == "system" else who, entry.act in _ALARMING)
