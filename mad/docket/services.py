"""The only writer of the docket (R49)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db import connection

from mad.common import clock
from mad.common.canonical import digest
from mad.common.prepared import Prepared
from mad.docket.models import Entry

SYSTEM = "system"
PROTECTED = "protected"


ENTRY = """
INSERT INTO docket_entry (at, actor, act, object, case_number, digest, facts)
VALUES (%(entry_at)s, %(entry_actor)s, %(entry_act)s, %(entry_object)s, %(entry_case)s, %(entry_digest)s,
        %(entry_facts)s)
RETURNING id"""
ENTRY_TYPES = {"entry_at": "timestamptz", "entry_facts": "jsonb"}


def record(
    *,
    act: str,
    by: Any | None,
    obj: str,
    content: Mapping[str, Any],
    case: str = "",
    salt: bytes = b"",
    facts: Mapping[str, Any] | None = None,
    protected: bool = False,
) -> Entry:
    """Write one entry in the surrounding transaction, and return it.

    content is digested and not stored; give a salt when it is sealed or easy to guess. facts are stored, shown
    on docket pages and sealed with the entry: nothing confidential belongs there. protected hides the actor
    (R8, R16). Raises RuntimeError outside a transaction: an act and its entry stand or fall together.
    """
    entry = _entry(act, by, obj, digest(content, salt), case, facts, protected)
    entry.save(force_insert=True)
    return entry


def record_with(
    statement: Prepared,
    values: Mapping[str, Any],
    *,
    act: str,
    by: Any | None,
    obj: str,
    digested: str,
    case: str = "",
    facts: Mapping[str, Any] | None = None,
) -> tuple[Any, ...]:
    """As record, for an act of which many come at once: one message writes the entry and the act's own row.

    statement: begins `WITH entry AS ({ENTRY})`, takes `values` besides the entry's own places, and returns one row,
    which is given back. digested: the content's digest, which the act's row may keep as well.
    """
    entry = _entry(act, by, obj, digested, case, facts, False)
    return statement.rows(
        {
            "entry_at": entry.at,
            "entry_actor": entry.actor,
            "entry_act": entry.act,
            "entry_object": entry.object,
            "entry_case": entry.case_number,
            "entry_digest": entry.digest,
            "entry_facts": json.dumps(entry.facts),
            **values,
        }
    )[0]


def _entry(
    act: str, by: Any | None, obj: str, digested: str, case: str, facts: Mapping[str, Any] | None, protected: bool
) -> Entry:
    if not connection.in_atomic_block:
        raise RuntimeError("R49: an act and its docket entry belong to one transaction.")
    return Entry(
        at=clock.now(),
        actor=PROTECTED if protected else (SYSTEM if by is None else by.docket_label),
        act=act,
        object=obj,
        case_number=case,
        digest=digested,
        facts=dict(facts or {}),
    )
