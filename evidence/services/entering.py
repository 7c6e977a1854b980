"""Number, docket entry, submission, clock and notice in one statement, so that intake is fast (R12, R49).

The number comes from one counter row, locked from the moment it is taken to the commit: that is what makes numbers
gapless, and whatever happens in between happens to one submission at a time. So everything is worked out before,
and nothing travels between the application and the database while the row is locked.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from time import monotonic
from typing import Any

from django.db import connection

from evidence.models import Submission
from mad.accounts.api_auth import STANDS, STANDS_TYPES, NoLongerStands, Standing, looked_at
from mad.accounts.roles import Role
from mad.clocks.kinds import ClockKind
from mad.clocks.schedule import following
from mad.common.canonical import digest
from mad.common.prepared import Prepared
from mad.docket.models import Entry
from mad.docket.services import PROTECTED
from mad.notices.audience import Audience
from mad.notices.services import NOTICE_TOPIC

SCREENERS = json.dumps(asdict(Audience(roles=[Role.OFFICER.value])))
ALARMED = json.dumps(asdict(Audience(roles=[Role.OFFICER.value, Role.REGISTRAR.value])))

_ENTER = Prepared(
    "evidence_enter",
    f"""
WITH number AS (
    INSERT INTO common_counter AS c (prefix, year, last) SELECT 'S', %(year)s, 1 WHERE {STANDS}
    ON CONFLICT (prefix, year) DO UPDATE SET last = c.last + 1
    RETURNING 'S-' || year || '-' || lpad(last::text, greatest(6, length(last::text)), '0') AS text
), entry AS (
    INSERT INTO docket_entry (at, actor, act, object, case_number, digest, facts)
    SELECT %(at)s, %(actor)s, %(act)s, text, '', %(digest)s, %(facts)s FROM number RETURNING id
), submission AS (
    INSERT INTO evidence_submission (
        number, entry_id, office_id, sent_by_id, title, narrative, received_at, known_since, period_from, period_to,
        state_codes, places, declared_sensitivity, sensitivity, protect_source, release_terms, release, quick_matrix, alarm,
        idempotency_key, body_digest, salt, received_files, due_at, status, source_grade, info_grade, version
    )
    SELECT text, entry.id, %(office)s, %(sent_by)s, %(title)s, %(narrative)s, %(at)s, %(known_since)s,
        %(period_from)s, %(period_to)s, %(state_codes)s, %(places)s, %(sensitivity)s, %(sensitivity)s,
        %(protect_source)s, %(release_terms)s, %(release)s, %(quick_matrix)s, %(alarm)s, %(idempotency_key)s, %(body_digest)s,
        %(salt)s, %(received_files)s, %(due_at)s, 'received', '', '', 1
    FROM number, entry RETURNING id
), clock AS (
    INSERT INTO clocks_clock (
        kind, subject, case_number, title, url, audience, started_at, due_at, pause_reason, paused_for,
        extension_reason, fired, next_at
    )
    SELECT %(clock_kind)s, text, '', %(clock_title)s, '/screening/' || text || '/', %(audience)s, %(at)s, %(due_at)s,
        '', interval '0', '', 0, %(next_at)s
    FROM number
), notice AS (
    INSERT INTO notices_outbox (topic, payload, created_at, available_at, attempts, error)
    SELECT %(topic)s, %(audience)s || jsonb_build_object(
        'kind', %(notice_kind)s, 'subject', text, 'url', '/screening/' || text || '/', 'case', ''
    ), %(at)s, %(at)s, 0, '' FROM number
)
SELECT text, entry.id, submission.id, set_config('synchronous_commit', %(wait)s, true) FROM number, entry, submission
""",  # noqa: S608 - a condition of constants
    types={
        **STANDS_TYPES,
        **dict.fromkeys(("due_at", "next_at", "known_since"), "timestamptz"),
        **dict.fromkeys(("period_from", "period_to"), "date"),
        **dict.fromkeys(("facts", "places", "release", "quick_matrix", "received_files", "audience"), "jsonb"),
        **dict.fromkeys(("protect_source", "alarm"), "boolean"),
        **dict.fromkeys(("office", "sent_by"), "bigint"),
        "year": "integer",
        "state_codes": "varchar[]",
        "salt": "bytea",
    },
)


def enter(submission: Submission, *, by: Any, hurry: bool, standing: Standing | None = None) -> None:
    """Write the unnumbered `submission` with all that its receipt starts, and set its number, key and entry_id.

    standing: the token that must still be as it was read. Raises NoLongerStands, and nothing is written.

    hurry: this statement is a transaction of its own. Its commit then does not wait for the disk while others wait
    for the counter; the caller waits with flush() before telling anybody the number.
    """
    entry = _entry(submission, by)
    rows = _ENTER.rows({**_values(submission, entry, hurry), **looked_at(standing, by)})
    if not rows:
        raise NoLongerStands
    ((submission.number, submission.entry_id, submission.pk, _),) = rows
    entry.object, entry.pk = submission.number, submission.entry_id
    submission.entry = entry
    submission._state.adding = False


def flush() -> None:
    """Return when everything committed so far is on disk.

    The write-ahead log is one sequence: a crash before this loses a tail of it, number and all, never a middle.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_logical_emit_message(true, 'mad', '')")


class _Disk:
    """How long this disk lets a flush wait.

    The statement of a flush costs the processor about as much as a quick disk needs to sync: there, waiting for the
    disk under the counter is the shorter way. On a slow one it would let all others wait in a row.
    """

    QUICK = 0.001
    AGAIN = 500

    def __init__(self) -> None:
        self.is_slow = True
        self._since = self.AGAIN

    def look(self) -> None:
        """Measure now and then. To be called by one alone: beside others the time would be that of their waiting."""
        self._since += 1
        if self._since > self.AGAIN:
            self._since = 0
            began = monotonic()
            flush()
            self.is_slow = monotonic() - began > self.QUICK


disk = _Disk()


def _entry(submission: Submission, by: Any) -> Entry:
    """The docket entry but for its object, the number."""
    return Entry(
        at=submission.received_at,
        actor=PROTECTED if submission.protect_source else by.docket_label,
        act="submission.received",
        digest=digest(submission.content(), bytes(submission.salt)),
        facts={"alarm": submission.alarm, "files": len(submission.received_files)},
    )


def _values(submission: Submission, entry: Entry, hurry: bool) -> dict[str, Any]:
    at, due = submission.received_at, submission.due_at
    return {
        "at": at,
        "actor": entry.actor,
        "act": entry.act,
        "digest": entry.digest,
        "facts": json.dumps(entry.facts),
        "year": at.year,
        "office": submission.office_id,
        "sent_by": submission.sent_by_id,
        "title": submission.title,
        "narrative": submission.narrative,
        "known_since": submission.known_since,
        "period_from": submission.period_from,
        "period_to": submission.period_to,
        "state_codes": submission.state_codes,
        "places": json.dumps(submission.places),
        "sensitivity": submission.sensitivity,
        "protect_source": submission.protect_source,
        "release_terms": submission.release_terms,
        "release": json.dumps(submission.release),
        "quick_matrix": json.dumps(submission.quick_matrix),
        "alarm": submission.alarm,
        "idempotency_key": submission.idempotency_key,
        "body_digest": submission.body_digest,
        "salt": submission.salt,
        "received_files": json.dumps(submission.received_files),
        "due_at": due,
        "next_at": following(0, due, due - at),
        "clock_kind": ClockKind.SCREENING.value,
        "clock_title": "Screening, alarm" if submission.alarm else "Screening",
        "audience": ALARMED if submission.alarm else SCREENERS,
        "topic": NOTICE_TOPIC,
        "notice_kind": "submission.alarm" if submission.alarm else "submission.received",
        "wait": "off" if hurry else "on",
    }
