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


_ENTRY = """
INSERT INTO docket_entry (at, actor, act, object, case_number, digest, facts)
SELECT %(entry_at)s, %(entry_actor)s, %(entry_act)s, %(entry_object)s, %(entry_case)s, %(entry_digest)s,
       %(entry_facts)s
"""
ENTRY_TYPES = {"entry_at": "timestamptz", "entry_facts": "jsonb"}


def entry_when(condition: str) -> str:
    """The insertion of an entry for a statement of record_with, where `condition` holds at that moment."""
    return f"{_ENTRY} WHERE {condition} RETURNING id"


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
    if not connection.in_atomic_block:
        raise RuntimeError("R49: an act and its docket entry belong to one transaction.")
    return Entry.objects.create(
        at=clock.now(),
        actor=PROTECTED if protected else _actor(by),
        act=act,
        object=obj,
        case_number=case,
        digest=digest(content, salt),
        facts=dict(facts or {}),
    )


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
    before: tuple[Prepared, Mapping[str, Any]] | None = None,
) -> tuple[Any, ...] | None:
    """As record, for an act of which many come at once: one message writes the entry and the act's own row.

    statement: begins `WITH entry AS ({entry_when(…)})`, takes `values` besides the entry's own places, and returns one
    row, which is given back; none when its condition did not hold and nothing was written. digested: the content's
    digest, which the act's row may keep as well. before: locks, see Prepared.rows. The message is a transaction of its
    own, or part of the surrounding one: the act and its entry stand or fall together either way.
    """
    entry = {
        "entry_at": clock.now(),
        "entry_actor": _actor(by),
        "entry_act": act,
        "entry_object": obj,
        "entry_case": case,
        "entry_digest": digested,
        "entry_facts": json.dumps(dict(facts or {})),
    }
    return next(iter(statement.rows({**entry, **values}, before=before)), None)


def _actor(by: Any | None) -> str:
    return SYSTEM if by is None else by.docket_label
