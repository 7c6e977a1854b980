"""A ballot's way in: one message reads the vote, another writes the ballot while it is still as read (R34).

Ballots share a lock on the vote, closing has it alone: forty members vote side by side, and whoever is let in before
the closing is counted by it. The ballots of one member go one after the other, whatever window they come from. The
lock is an advisory one: forty share locks on one row would be forty rewritings of a list of forty. The locks are taken
in the message that writes, so that its statement sees what was committed until it had them.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from cases.selectors import people
from cases.selectors.page_sql import BARRED
from deliberation.models import Motion
from mad.common import clock
from mad.common.prepared import Prepared
from mad.membership import roll_sql
from mad.membership import selectors as membership

_POLL = Prepared(
    "deliberation_poll",
    f"""
SELECT v.id, v.ordinal, v.closes_at, p.id,
       coalesce(v.roster @> jsonb_build_array(jsonb_build_object('member', p.id)), false), last.id, last.version,
       {roll_sql.VERSION}, {BARRED}
FROM deliberation_vote v
LEFT JOIN membership_member p ON p.user_id = %(user)s
LEFT JOIN LATERAL (
  SELECT b.id, b.version FROM deliberation_ballot b
  WHERE b.vote_id = v.id AND b.member_id = p.id ORDER BY b.version DESC LIMIT 1) last ON true
WHERE v.motion_id = %(motion)s AND v.closed_at IS NULL
""",  # noqa: S608 - constants
    types={"user": "bigint", "motion": "bigint", "case": "bigint"},
)
_SPACE = 0x4D414402 << 32
_WAYS_IN = Prepared(
    "deliberation_ways_in",
    "SELECT pg_advisory_xact_lock_shared(%(vote)s), pg_advisory_xact_lock(%(motion)s, %(user)s)",
    types={"vote": "bigint", "motion": "integer", "user": "integer"},
)


@dataclass(frozen=True)
class Poll:
    """An open vote, for one person. member: None for who is none; last, version: of that member's latest ballot.

    everyone: the roll of the case today with that member alone, as read with it.
    """

    vote: int
    ordinal: int
    closes_at: datetime
    member: int | None
    on_roster: bool
    last: int | None
    version: int | None
    everyone: people.Roll


def look(motion: Motion, user: Any) -> Poll | None:
    """The open vote on the motion; None when none is open. Nothing is locked: see `ways_in`."""
    rows = _POLL.rows({"motion": motion.pk, "case": motion.case_id, "user": user.pk})
    if not rows:
        return None
    facts, (version, states, recorded) = rows[0][:-3], rows[0][-3:]
    called = membership.roll_of_one(clock.today(), user, version)
    poll: tuple[Any, ...] = (*facts, people.roll_with(called, people.bars_of(states, recorded)))
    return Poll(*poll)


def ways_in(motion_id: int, user: Any) -> tuple[Prepared, dict[str, int]]:
    """The locks under which a ballot is written, as the statement before it in the same message."""
    return _WAYS_IN, {"vote": _SPACE + motion_id, "motion": motion_id, "user": user.pk}


def shut(motion_id: int) -> None:
    """Wait for the ballots on their way in, and let none in until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SPACE + motion_id])
