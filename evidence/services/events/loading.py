"""One run from its file to its result (R19). Until its last transaction it has changed nothing that counts."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from evidence.eventfiles import EventFile, Unreadable
from evidence.eventrecords import UTF8, WINDOWS, Piece, encoding_of
from evidence.models import ImportRun
from evidence.procedure.events.layouts import Unrecognised, is_candidate, recognise
from evidence.procedure.events.runs import RunState
from evidence.services.events import merging
from evidence.services.events.staging import NotUtf8, Staging, clear, refusals
from evidence.services.events.statements import READINGS
from mad.common import clock
from mad.common.spreadsheet import cell
from mad.docket.services import record

TELL_SECONDS = 0.5
Tell = Callable[[ImportRun], None]


@dataclass(frozen=True, slots=True)
class Taken:
    """A file wholly staged."""

    staging: Staging
    sha256: str
    notes: list[str]


def load(run: ImportRun, path: Path, tell: Tell, largest: int | None = None) -> None:
    """Load `path` as `run`. tell: called now and then with the run as it stands. Raises Unreadable."""
    try:
        with _unhurried():
            _load(run, path, tell, largest)
    finally:
        if not connection.needs_rollback:
            clear()
    tell(run)


@contextmanager
def _unhurried() -> Iterator[None]:
    """Staging is lost with its process anyway, so its commits wait for no disk; the last one does (see _load)."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")
    try:
        yield
    finally:
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("RESET synchronous_commit")


def _load(run: ImportRun, path: Path, tell: Tell, largest: int | None) -> None:
    taken = _stage(run, path, tell, largest)
    staging = taken.staging
    staging.judge()
    _progress(run, staging)
    tell(run)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit TO on")
        candidate = _is_provisional(run, path, staging)
        added, changed, notes = merging.merge(staging.reading, run, clock.now(), candidate=candidate)
        _write_report(run, path, staging)
        run.added, run.changed, run.provisional = added, changed, candidate
        run.unchanged = run.read - run.refused - added - changed
        run.notes = merging.note_kinds([*taken.notes, *notes])
        run.sha256, run.bytes_done = taken.sha256, run.size
        run.state, run.finished_at = RunState.DONE.value, clock.now()
        run.save()
        _record(run)


def _stage(run: ImportRun, path: Path, tell: Tell, largest: int | None) -> Taken:
    try:
        return _staged(run, EventFile(path, UTF8, largest), tell, ask=True)
    except NotUtf8:
        encoding = encoding_of(path)
    taken = _staged(run, EventFile(path, encoding, largest), tell, ask=False)
    if encoding == WINDOWS:
        taken.notes.append("The file is not UTF-8; it was read as Latin-1 (Windows-1252).")
    return taken


def _staged(run: ImportRun, file: EventFile, tell: Tell, *, ask: bool) -> Taken:
    with file:
        try:
            layout = recognise(file.header)
        except Unrecognised as error:
            raise Unreadable(str(error)) from error
        run.source, run.size = layout.source, file.size
        staging = Staging(file, READINGS[layout.source], ask=ask)
        staging.prepare()
        told = time.monotonic()  # the pace of telling is no time of the Division
        with closing(_ahead(file.pieces())) as pieces:
            for piece in pieces:
                staging.take(piece)
                run.bytes_done = file.position
                if time.monotonic() - told > TELL_SECONDS:
                    _progress(run, staging)
                    tell(run)
                    told = time.monotonic()
        return Taken(staging, file.sha256(), [])


def _ahead(pieces: Iterator[Piece]) -> Generator[Piece, None, None]:
    """The same pieces; while the database works on one, the next is read and looked at."""
    with ThreadPoolExecutor(1) as reader:
        coming = reader.submit(next, pieces, None)
        while (piece := coming.result()) is not None:
            coming = reader.submit(next, pieces, None)
            yield piece


def _progress(run: ImportRun, staging: Staging) -> None:
    run.read, run.refused = staging.records, staging.refused


def _is_provisional(run: ImportRun, path: Path, staging: Staging) -> bool:
    if run.provisional is not None:
        return run.provisional
    return staging.reading.layout.source == "ucdp-ged" and (
        is_candidate(run.name) or merging.is_candidate(staging.reading)
    )


def report_of(run: ImportRun) -> Path:
    """Where the report of a finished run lies."""
    return Path(settings.DATA_DIR) / "reports" / run.report


def _write_report(run: ImportRun, path: Path, staging: Staging) -> None:
    """A file that names every refused row; also when there is none, so that its path can always be given."""
    stem = "".join(letter if letter.isalnum() or letter in "-_" else "_" for letter in run.name.partition(".")[0])
    run.report = f"{clock.now():%Y%m%dT%H%M%S}-{run.pk}-{stem[:80]}-refused.csv"
    place = report_of(run)
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("w", newline="", encoding="utf-8", errors="backslashreplace") as stream:
        writer = csv.writer(stream)
        writer.writerow(["line", "reason", "id"])
        if staging.refused:
            with EventFile(path, staging.file.encoding) as again:
                writer.writerows((line, cell(reason), cell(identity)) for line, identity, reason in refusals(again))


def _record(run: ImportRun) -> None:
    numbers = {name: getattr(run, name) for name in ("read", "added", "changed", "unchanged", "refused")}
    record(
        act="events.imported",
        by=run.by,
        obj=run.docket_object,
        content={**numbers, "sha256": run.sha256, "source": run.source},
        facts={**numbers, "source": run.source, "sha256": run.sha256},
    )


@contextmanager
def only_one(key: int) -> Iterator[bool]:
    """True inside the block when no other session holds `key`; the lock ends with the session, so with its process."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        mine = cursor.fetchone()[0]
        try:
            yield mine
        finally:
            if mine:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [key])
