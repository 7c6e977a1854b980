"""Holding what is stored against what was received (R12, R15): every byte hashed anew, every receipt compared."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from evidence import store
from evidence.models import StoredFile, Submission, SubmissionFile
from mad.common.canonical import digest
from mad.common.errors import Refused
from mad.docket.merkle import leaf_hash
from mad.docket.models import Entry, Leaf

CHUNK_BYTES = 1024 * 1024
ROWS = 500

Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as received. kind: missing, altered, unrecorded or receipt; what: a hash or a number."""

    kind: str
    what: str
    said: str


@dataclass
class Report:
    files: int = 0
    size: int = 0
    receipts: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not self.faults


def verify(tell: Told = lambda line: None) -> Report:
    """Read everything once, in memory that does not grow with it. tell: gets a line of progress now and then."""
    report = Report()
    _check_bytes(report, tell)
    _check_strays(report)
    _check_receipts(report, tell)
    return report


def _check_bytes(report: Report, tell: Told) -> None:
    total = StoredFile.objects.count()
    for stored in StoredFile.objects.order_by("pk").iterator(chunk_size=ROWS):
        if fault := _compared(stored):
            report.faults.append(fault)
        report.files += 1
        report.size += stored.size
        if report.files % 100 == 0 or stored.size > 100 * CHUNK_BYTES:
            tell(f"{report.files:,} of {total:,} files, {report.size / 1e6:,.0f} MB")


def _compared(stored: StoredFile) -> Fault | None:
    try:
        size, found = _hashed(stored.pk)
    except FileNotFoundError:
        return Fault("missing", stored.pk, f"the bytes of {_names(stored)} are missing")
    except (OSError, Refused) as error:
        return Fault("missing", stored.pk, f"the bytes of {_names(stored)} cannot be read ({error})")
    if found == stored.pk and size == stored.size:
        return None
    return Fault(
        "altered", stored.pk, f"the bytes of {_names(stored)} were altered: {size:,} bytes with SHA-256 {found}"
    )


def _hashed(sha256: str) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    with store.open_original(sha256) as stream:
        while chunk := stream.read(CHUNK_BYTES):
            size += len(chunk)
            digest.update(chunk)
    return size, digest.hexdigest()


def _names(stored: StoredFile) -> str:
    uses = stored.uses.order_by("id").values_list("submission__number", "name")[:3]
    return ", ".join(f"{number} {name!r}" for number, name in uses) or "a file of no submission"


def _check_strays(report: Report) -> None:
    """Bytes in the store that no row names. What was being received meanwhile is asked about twice."""
    for chunk in _chunks(store.names(), ROWS):
        strays = _unknown(_unknown(chunk))
        report.faults += [Fault("unrecorded", sha256, "lies in the store without being on record") for sha256 in strays]


def _unknown(hashes: Iterable[str]) -> list[str]:
    wanted = list(hashes)
    known = set(StoredFile.objects.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
    return [sha256 for sha256 in wanted if sha256 not in known]


def _check_receipts(report: Report, tell: Told) -> None:
    total = Submission.objects.count()
    submissions = Submission.objects.select_related("office").order_by("pk").iterator(chunk_size=ROWS)
    for chunk in _chunks(submissions, ROWS):
        files = _files_of(chunk)
        entries = _entries([submission.entry_id for submission in chunk])
        for submission in chunk:
            said = _receipt_fault(submission, files.get(submission.pk, {}), entries.get(submission.entry_id))
            if said:
                report.faults.append(Fault("receipt", submission.number, said))
        report.receipts += len(chunk)
        tell(f"{report.receipts:,} of {total:,} receipts")


def _entries(numbers: list[int]) -> dict[int, Entry]:
    """The docket entries with these numbers that are as they were sealed, or still wait for their seal."""
    sealed = {
        entry: bytes(value) for entry, value in Leaf.objects.filter(entry__in=numbers).values_list("entry", "hash")
    }
    found = Entry.objects.in_bulk(numbers)
    return {number: entry for number, entry in found.items() if _as_sealed(entry, sealed.get(number))}


def _as_sealed(entry: Entry, sealed: bytes | None) -> bool:
    return sealed is None or leaf_hash(entry.leaf_bytes()) == sealed


def _files_of(chunk: list[Submission]) -> dict[int, dict[str, tuple[int, str]]]:
    """Of each submission the files that it was received with: name → size and hash."""
    found: dict[int, dict[str, tuple[int, str]]] = {}
    rows = SubmissionFile.objects.filter(submission__in=chunk, parent=None)
    for submission, name, size, sha256 in rows.values_list("submission_id", "name", "stored__size", "stored_id"):
        found.setdefault(submission, {})[name] = (size, sha256)
    return found


def _receipt_fault(submission: Submission, files: dict[str, tuple[int, str]], entry: Entry | None) -> str:
    lines = {line["name"]: (line["size"], line["sha256"]) for line in submission.received_files}
    if differing := sorted(name for name in lines.keys() | files.keys() if lines.get(name) != files.get(name)):
        return f"its files are not those of its receipt: {', '.join(map(repr, differing[:5]))}"
    if entry is None or entry.object != submission.number:
        return f"docket entry {submission.entry_id} is not what was sealed for its receipt"
    if entry.digest != digest(submission.content(), bytes(submission.salt)):
        return f"its content is not what docket entry {submission.entry_id} recorded"
    return ""


def _chunks(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    chunk: list[Any] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
