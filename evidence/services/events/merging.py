"""Staged rows into incidents, set by set: what is new, what differs and in which field (R19)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from psycopg2.extras import execute_values

from evidence.models import ImportRun
from evidence.procedure.events import places
from evidence.services.events.statements import COLUMNS, Reading
from mad.reference.models import State

MERGE_LOCK = 0x4D414419
_LIST = ", ".join(COLUMNS)


def merge(reading: Reading, run: ImportRun, now: datetime, *, candidate: bool) -> tuple[int, int, list[str]]:
    """How many incidents were added and changed, and what a reader should know. In the surrounding transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [MERGE_LOCK])
        cursor.execute("SET LOCAL datestyle TO 'ISO, DMY'")
        notes = _place(cursor, reading, run)
        rows = _canonical(reading, candidate)
        values: dict[str, Any] = {"source": reading.layout.source, "run": run.pk, "release": run.release, "now": now}
        cursor.execute("SELECT EXISTS (SELECT FROM evidence_incident WHERE source = %(source)s)", values)
        known = cursor.fetchone()[0]
        # The tables of a load have no statistics, and rows were once compared each with each for minutes.
        cursor.execute("SET LOCAL enable_nestloop TO off")
        changed = _update(cursor, rows, values, notes) if known else 0
        added = _insert(cursor, rows, values, only_new=known)
    return added, changed, notes


def is_candidate(reading: Reading) -> bool:
    """True when some staged row says of itself that it was not cleared yet."""
    if "code_status" not in reading.layout.kinds:
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM staged WHERE coalesce(code_status, 'Clear') NOT IN ('', 'Clear'))")
        return cursor.fetchone()[0]


def _place(cursor: Any, reading: Reading, run: ImportRun) -> list[str]:
    """The table `placed`: each country as the file writes it, and its State. Also from when to when the file tells."""
    cursor.execute(
        f"SELECT coalesce({reading.country}, ''), coalesce({reading.code}, ''), count(*), min(day), max(day)"  # noqa: S608 - own text
        f" FROM staged JOIN days ON written = {reading.days[0]} GROUP BY 1, 2 ORDER BY 1, 2"
    )
    found = cursor.fetchall()
    run.first_day, run.last_day = (
        min((row[3] for row in found), default=None),
        max((row[4] for row in found), default=None),
    )
    written = [places.Written(*row[:3]) for row in found]
    placement = places.place(written, _states(), reading.preferred)
    cursor.execute("CREATE TEMPORARY TABLE placed (as_country text, as_code text, placed_in text)")
    rows = [(country, code, iso3) for (country, code), iso3 in placement.iso3.items()]
    execute_values(cursor.cursor, "INSERT INTO placed VALUES %s", rows)
    run.states = sorted({iso3 for iso3 in placement.iso3.values() if iso3})
    return list(placement.notes)


def _states() -> list[places.Known]:
    return [
        places.Known(state.iso3, state.iso2, int(state.m49), (state.name, state.official_name))
        for state in State.objects.all()
    ]


def _canonical(reading: Reading, candidate: bool) -> str:
    """SQL of the staged rows with the columns of an incident, converted once (the OFFSET keeps them from being again)."""
    values = {**reading.values, "state_id": "placed_in", "provisional": str(candidate).lower()}
    columns = ", ".join(f"{values[name]} AS {name}" for name in COLUMNS)
    return (
        f"(SELECT n, {columns} FROM staged JOIN placed ON as_country = coalesce({reading.country}, '')"  # noqa: S608 - own text
        f" AND as_code = coalesce({reading.code}, '') OFFSET 0) AS row"
    )


def _insert(cursor: Any, rows: str, values: dict[str, Any], *, only_new: bool) -> int:
    new = (
        " WHERE NOT EXISTS (SELECT FROM evidence_incident AS known"
        " WHERE known.source = %(source)s AND known.source_id = row.source_id)"
    )
    cursor.execute(
        f"INSERT INTO evidence_incident (source, release, loaded_at, {_LIST})"  # noqa: S608 - own text
        f" SELECT %(source)s, %(release)s, %(now)s, {_LIST} FROM {rows}{new if only_new else ''}",
        values,
    )
    return cursor.rowcount


_PAIRS = ", ".join(f"('{name}', was.{name}::text, row.{name}::text)" for name in COLUMNS if name != "source_id")


def _update(cursor: Any, rows: str, values: dict[str, Any], notes: list[str]) -> int:
    """What differs, field by field, is written down before it is replaced. A vetted row stays when a candidate comes."""
    cursor.execute(
        f"CREATE TEMPORARY TABLE differing AS SELECT known.id AS known, known.provisional AS was_provisional,"  # noqa: S608 - own text
        f" row.* FROM {rows} JOIN evidence_incident AS known"
        " ON known.source = %(source)s AND known.source_id = row.source_id"
        f" WHERE ({', '.join(f'known.{name}' for name in COLUMNS)})"
        f" IS DISTINCT FROM ({', '.join(f'row.{name}' for name in COLUMNS)})",
        values,
    )
    if not cursor.rowcount:
        return 0
    cursor.execute("DELETE FROM differing WHERE provisional AND NOT was_provisional")
    if cursor.rowcount:
        notes.append(
            f"{cursor.rowcount} rows stay as the vetted release has them; the candidate release says otherwise."
        )
    cursor.execute(
        "INSERT INTO evidence_incidentchange (run_id, incident_id, field, before, after)"  # noqa: S608 - own text
        " SELECT %(run)s, was.id, pair.field, coalesce(pair.before, ''), coalesce(pair.after, '') FROM differing AS row"
        f" JOIN evidence_incident AS was ON was.id = row.known, LATERAL (VALUES {_PAIRS}) AS pair (field, before, after)"
        " WHERE pair.before IS DISTINCT FROM pair.after ORDER BY row.n",
        values,
    )
    assignments = ", ".join(f"{name} = row.{name}" for name in COLUMNS)
    cursor.execute(
        "UPDATE evidence_incident AS known SET release = %(release)s, loaded_at = %(now)s,"  # noqa: S608 - own text
        f" {assignments} FROM differing AS row WHERE known.id = row.known",
        values,
    )
    return cursor.rowcount


def note_kinds(notes: Sequence[str], most: int = 100) -> list[str]:
    """The notes, cut after `most`, saying how many more there were."""
    return [*notes[:most], *([f"{len(notes) - most} more."] if len(notes) > most else [])]
