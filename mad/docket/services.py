"""The only writer of the docket (R49)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection

from mad.common import clock
from mad.common.canonical import digest
from mad.docket.models import Entry

SYSTEM = "system"
PROTECTED = "protected"


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
        actor=PROTECTED if protected else (SYSTEM if by is None else by.docket_label),
        act=act,
        object=obj,
        case_number=case,
        digest=digest(content, salt),
        facts=dict(facts or {}),
    )
