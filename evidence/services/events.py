"""Loading public event data (R19): COPY into a staging table, then one set-based upsert."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TextIO

from django.conf import settings
from django.db import connection, transaction

from evidence import ged
from mad.accounts.permissions import Act, require
from mad.common import clock
from mad.common.errors import Invalid
from mad.docket.services import record

csv.field_size_limit(16 * 1024 * 1024)
CHUNK_ROWS = 2000

_LIST = ", ".join(ged.COLUMNS)
_TEXTS = ", ".join(ged.TEXTS)
_STAGE = f"""
DROP TABLE IF EXISTS pg_temp.staged_incident;
CREATE TEMPORARY TABLE staged_incident ON COMMIT DROP AS SELECT 0 AS line, {_LIST} FROM evidence_incident WITH NO DATA
"""  # noqa: S608 - column names of our own
_COPY = f"COPY staged_incident (line, {_LIST}) FROM STDIN WITH (FORMAT csv, FORCE_NOT_NULL ({_TEXTS}))"
_TWICE = """
DELETE FROM staged_incident AS older USING staged_incident AS newer
WHERE older.source_id = newer.source_id AND older.line < newer.line RETURNING older.line
"""
_UPSERT = f"""
INSERT INTO evidence_incident (source, release, loaded_at, {_LIST})
SELECT %s, %s, %s, {_LIST} FROM staged_incident ORDER BY line
ON CONFLICT (source, source_id) DO UPDATE SET release = excluded.release, loaded_at = excluded.loaded_at,
{", ".join(f"{name} = excluded.{name}" for name in ged.COLUMNS)}
WHERE evidence_incident.row_digest <> excluded.row_digest RETURNING (xmax = 0)
"""  # noqa: S608 - column names of our own


@dataclass(slots=True)
class Counts:
    """What an import did. report: a file with the line and the reason of each refused row."""

    read: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    report: str = ""


def import_events(path: str | Path, *, by: Any = None) -> Counts:
    """Load a UCDP GED file (.csv or .csv.gz). The same file again changes nothing; a newer release updates.

    A bad row goes to the report and stops nothing. Raises Invalid when the file is no such file.
    """
    require(by, Act.IMPORT_EVENTS)
    path, counts = Path(path), Counts()
    with ExitStack() as opened:
        reader = _reader(path, opened)
        report = opened.enter_context(_report(path, counts))
        _load(reader, csv.writer(report), counts, path.name, by)
    return counts


def _reader(path: Path, opened: ExitStack) -> csv.DictReader[str]:
    try:
        stream = opened.enter_context(_bytes(path))
        text = io.TextIOWrapper(stream, "utf-8-sig", errors="surrogateescape", newline="")
        reader = csv.DictReader(text)
        missing = ged.NEEDED - set(reader.fieldnames or ())
    except (OSError, EOFError, csv.Error) as error:
        raise Invalid({"file": [f"The file cannot be read: {error}"]}, rule="R19") from error
    if missing:
        raise Invalid({"file": [f"No UCDP GED file: no column {', '.join(sorted(missing))}."]}, rule="R19")
    return reader


def _bytes(path: Path) -> Any:
    with path.open("rb") as stream:
        zipped = stream.read(2) == b"\x1f\x8b"
    return gzip.open(path, "rb") if zipped else path.open("rb")


def _report(path: Path, counts: Counts) -> TextIO:
    folder = Path(settings.DATA_DIR) / "reports"
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / f"{clock.now():%Y%m%dT%H%M%S}-{path.name.partition('.')[0]}-refused.csv"
    counts.report = str(place)
    stream = place.open("w", newline="", encoding="utf-8", errors="backslashreplace")
    csv.writer(stream).writerow(["line", "reason"])
    return stream


@transaction.atomic
def _load(reader: csv.DictReader[str], report: Any, counts: Counts, release: str, by: Any) -> None:
    content = hashlib.sha256()
    with connection.cursor() as cursor:
        cursor.execute(_STAGE)
        for chunk in _chunks(reader, report, counts, content):
            cursor.copy_expert(_COPY, chunk)
        cursor.execute(_TWICE)
        for (line,) in cursor.fetchall():
            counts.refused += 1
            report.writerow([line, "The same id comes again further down; the last one was taken."])
        cursor.execute(_UPSERT, [ged.SOURCE, release[:80], clock.now()])
        outcome = [added for (added,) in cursor.fetchall()]
    counts.added, counts.changed = outcome.count(True), outcome.count(False)
    counts.unchanged = counts.read - counts.refused - len(outcome)
    numbers = {name: value for name, value in asdict(counts).items() if name != "report"}
    record(
        act="events.imported",
        by=by,
        obj=release[:120],
        content={**numbers, "rows": content.hexdigest()},
        facts=numbers,
    )


def _chunks(reader: csv.DictReader[str], report: Any, counts: Counts, content: Any) -> Iterator[io.StringIO]:
    """CSV for COPY, CHUNK_ROWS rows at a time, so that memory stays flat."""
    buffer, writer, waiting = *_buffer(), 0
    for line, values in _rows(reader, report, counts):
        writer.writerow([line, *values])
        content.update(str(values[-1]).encode())
        waiting += 1
        if waiting == CHUNK_ROWS:
            buffer.seek(0)
            yield buffer
            buffer, writer, waiting = *_buffer(), 0
    buffer.seek(0)
    yield buffer


def _buffer() -> tuple[io.StringIO, Any]:
    buffer = io.StringIO(newline="")
    return buffer, csv.writer(buffer)


def _rows(reader: csv.DictReader[str], report: Any, counts: Counts) -> Iterator[tuple[int, ged.Row]]:
    try:
        for row in reader:
            if reader.line_num <= 3 and ged.is_hxl(row):
                continue
            counts.read += 1
            try:
                yield reader.line_num, ged.incident(row)
            except ged.BadRow as bad:
                counts.refused += 1
                report.writerow([reader.line_num, str(bad)])
    except (csv.Error, EOFError, OSError) as error:
        message = f"The file breaks off after line {reader.line_num}: {error}. Nothing was loaded."
        raise Invalid({"file": [message]}, rule="R19") from error
