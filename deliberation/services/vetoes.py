"""R41: loading a public list of vetoes. Loading the same file again changes nothing; what is unfit is told by line."""

import csv
import io
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from deliberation.models import HistoricVeto
from deliberation.precedents import opened
from deliberation.procedure.vetoes import COLUMNS, Unfit, Veto, read_row
from mad.accounts.permissions import Act, require
from mad.common import clock
from mad.common.errors import Invalid
from mad.docket.services import record

LOAD_LOCK = 0x4D414441
LARGEST = 20_000_000
"""Bytes; the whole list of the past eighty years is 34 kB."""
FIELDS = ("meeting", "topic", "region", "states")


@dataclass
class Loaded:
    """Counts, and (line of the file, why) of each row refused."""

    read: int = 0
    added: int = 0
    unchanged: int = 0
    refused: int = 0
    faults: list[tuple[int, str]] = field(default_factory=list)

    def refuse(self, line: int, why: str) -> None:
        self.refused += 1
        self.faults.append((line, why))


@transaction.atomic
def load_vetoes(path: str, *, by: Any = None) -> Loaded:
    """Read the file, add what is new. A row that differs from the one loaded under the same draft, day and subject is
    refused and nothing is overwritten. Raises Invalid for a file that is no such list."""
    require(by, Act.KEEP_COUNCIL_RECORD)
    content = _content(path)
    found = sha256(content).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOAD_LOCK])
    told = Loaded()
    new = list(_new(_rows(content), told, found))
    HistoricVeto.objects.bulk_create(new, batch_size=500)
    told.added = len(new)
    if new:
        counts = {name: getattr(told, name) for name in ("read", "added", "unchanged", "refused")}
        record(act="vetoes.loaded", by=by, obj="council/vetoes", content={"file": found, **counts}, facts=counts)
    return told


def _new(rows: Iterator[tuple[int, Mapping[Any, Any]]], told: Loaded, file_digest: str) -> Iterator[HistoricVeto]:
    known = {(row.draft, row.day, row.subject, row.repeat): row for row in HistoricVeto.objects.all()}
    seen: Counter[tuple[Any, ...]] = Counter()
    now = clock.now()
    for line, row in rows:
        told.read += 1
        try:
            veto = read_row(row, now.date())
        except Unfit as fault:
            told.refuse(line, str(fault))
            continue
        seen[veto.key] += 1
        kept = known.get((*veto.key, seen[veto.key]))
        if kept is None:
            yield _made(veto, seen[veto.key], file_digest, now)
        elif differs := [name for name in FIELDS if _said(kept, name) != _said(veto, name)]:
            told.refuse(line, f"differs in {', '.join(differs)} from what was loaded before, which stays")
        else:
            told.unchanged += 1


def _said(row: HistoricVeto | Veto, name: str) -> Any:
    value = getattr(row, name)
    return list(value) if name == "states" else value


def _made(veto: Veto, repeat: int, file_digest: str, now: Any) -> HistoricVeto:
    return HistoricVeto(
        draft=veto.draft,
        day=veto.day,
        subject=veto.subject,
        repeat=repeat,
        meeting=veto.meeting,
        topic=veto.topic,
        region=veto.region,
        states=list(veto.states),
        file_digest=file_digest,
        loaded_at=now,
    )


def _content(path: str) -> bytes:
    """The bytes of the file, plain or gzip, no more of them than such a list can have."""
    try:
        with opened(Path(path)) as file:
            content: bytes = file.read(LARGEST + 1)
    except (OSError, ValueError, EOFError, zlib.error) as fault:
        said = getattr(fault, "strerror", None) or fault
        raise Invalid({"file": [f"{path} cannot be read: {said}."]}, rule="R41") from fault
    if len(content) > LARGEST:
        raise Invalid(
            {"file": [f"The file is larger than {LARGEST // 10**6} MB; this is no list of vetoes."]}, rule="R41"
        )
    return content


def _rows(content: bytes) -> Iterator[tuple[int, Mapping[Any, Any]]]:
    """Each row with the line of the file on which it ends."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        raise Invalid({"file": [f"Line {line} is not UTF-8."]}, rule="R41") from fault
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        lacking = [name for name in COLUMNS if name not in (reader.fieldnames or [])]
        if lacking:
            raise Invalid({"file": [f"The heading lacks the columns {', '.join(lacking)}."]}, rule="R41")
        for row in reader:
            yield reader.line_num, row
    except csv.Error as fault:
        raise Invalid({"file": [f"Line {reader.line_num} cannot be read: {fault}."]}, rule="R41") from fault
