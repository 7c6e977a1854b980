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
    _within_a_transaction()
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
) -> tuple[Any, ...]:
    """As record, for an act of which many come at once: one message writes the entry and the act's own row.

    statement: begins `WITH entry AS ({ENTRY})`, takes `values` besides the entry's own places, and returns one row,
    which is given back. digested: the content's digest, which the act's row may keep as well.
    """
    _within_a_transaction()
    entry = {
        "entry_at": clock.now(),
        "entry_actor": _actor(by),
        "entry_act": act,
        "entry_object": obj,
        "entry_case": case,
        "entry_digest": digested,
        "entry_facts": json.dumps(dict(facts or {})),
    }
    return statement.rows({**entry, **values})[0]


def _within_a_transaction() -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("R49: an act and its docket entry belong to one transaction.")


def _actor(by: Any | None) -> str:
    return SYSTEM if by is None else by.docket_label
