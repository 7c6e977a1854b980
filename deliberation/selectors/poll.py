"""A ballot's way in: one message reads the vote and holds it open until the ballot is written (R34).

Ballots share a lock on the vote, closing has it alone: forty members vote side by side, and whoever is let in before
the closing is counted by it. The ballots of one member go one after the other, whatever window they come from. The
lock is an advisory one: forty share locks on one row would be forty rewritings of a list of forty.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from mad.common.prepared import planned_rows

_POLL = """
SELECT v.id, v.ordinal, v.closes_at, m.number, c.number, p.id,
       coalesce(v.roster @> jsonb_build_array(jsonb_build_object('member', p.id)), false), last.id, last.version
FROM deliberation_vote v
JOIN deliberation_motion m ON m.id = v.motion_id
JOIN cases_case c ON c.id = m.case_id
LEFT JOIN membership_member p ON p.user_id = %s
LEFT JOIN LATERAL (
  SELECT b.id, b.version FROM deliberation_ballot b
  WHERE b.vote_id = v.id AND b.member_id = p.id ORDER BY b.version DESC LIMIT 1) last ON true
WHERE v.motion_id = %s AND v.closed_at IS NULL
"""
_SPACE = 0x4D414402 << 32


@dataclass(frozen=True)
class Poll:
    """An open vote, for one person. member: None for who is none; last, version: of that member's latest ballot."""

    vote: int
    ordinal: int
    closes_at: datetime
    motion: str
    case: str
    member: int | None
    on_roster: bool
    last: int | None
    version: int | None


def enter(motion_id: int, user: Any) -> Poll | None:
    """The open vote on the motion, held open until the end of the transaction; None when none is open."""
    shared = f"pg_advisory_xact_lock_shared({_SPACE + int(motion_id)})"
    alone = f"pg_advisory_xact_lock({int(motion_id)}, {int(user.pk)})"
    rows = planned_rows(_POLL, [user.pk, motion_id], before=f"SELECT {shared}, {alone};")
    return Poll(*rows[0]) if rows else None


def shut(motion_id: int) -> None:
    """Wait for the ballots on their way in, and let none in until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SPACE + motion_id])
