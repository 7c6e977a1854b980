"""Reads of notices. The latest ones stand on every desk, so their statement is planned once per connection."""

from __future__ import annotations

from typing import Any

from mad.common.prepared import Prepared
from mad.notices.models import Notice

_LATEST = Prepared(
    "notices_latest",
    "SELECT kind, subject, url, at FROM notices_notice WHERE user_id = %(user)s ORDER BY at DESC LIMIT %(count)s",
    types={"user": "bigint", "count": "bigint"},
)


def latest(user: Any, count: int) -> list[Notice]:
    """The newest notices of a person, newest first: kind, subject, url and time. One query."""
    rows = _LATEST.rows({"user": user.pk, "count": count})
    return [Notice(kind=kind, subject=subject, url=url, at=at) for kind, subject, url, at in rows]
