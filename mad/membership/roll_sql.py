"""The roll of a day as one statement, planned once per connection.

Nearly every page and every act asks for it. Building the same query from the query API took ten times longer than
answering it, so it is written out. Dates come as PostgreSQL writes them in JSON.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from mad.common.prepared import Prepared

SEATS_LOOKED_BACK = timedelta(days=400)
"""Seats that ended so long before the day still tell when the Council last changed (R4)."""

USER_FIELDS = (
    "id",
    "username",
    "email",
    "full_name",
    "role",
    "presiding",
    "office_id",
    "is_machine",
    "is_active",
    "language",
    "timezone",
)

_USER = ", ".join(f"'{name}', u.{name}" for name in USER_FIELDS)

VERSION = "(SELECT string_agg(v.token::text, ' ' ORDER BY v.id) FROM membership_rollversion v)"
"""RollVersion as an expression, for a statement that asks whether the roll is still the one that was read."""

_ROLL = Prepared(
    "membership_roll",
    f"""
SELECT json_build_object(
  'version', {VERSION},
  'members', (
    SELECT coalesce(json_agg(json_build_object(
        'id', m.id, 'user_id', m.user_id, 'discipline', m.discipline, 'group', m."group",
        'user', json_build_object({_USER}),
        'terms', (
          SELECT coalesce(json_agg(json_build_object('starts', t.starts, 'ends', t.ends, 'resigned_on', t.resigned_on)
                 ORDER BY t.id), '[]') FROM membership_term t WHERE t.member_id = m.id),
        'suspensions', (
          SELECT coalesce(json_agg(json_build_object('starts', s.starts, 'ends', s.ends, 'reason', s.reason)
                 ORDER BY s.id), '[]') FROM membership_suspension s WHERE s.member_id = m.id),
        'ties', (
          SELECT coalesce(json_agg(json_build_object('starts', t.starts, 'ends', t.ends, 'kind', t.kind,
                 'state', t.state_id, 'state_name', s.name) ORDER BY t.id), '[]')
          FROM membership_tie t JOIN reference_state s ON s.iso3 = t.state_id WHERE t.member_id = m.id),
        'declared_on', (
          SELECT coalesce(json_agg(d.signed_on ORDER BY d.signed_on), '[]')
          FROM membership_declaration d WHERE d.member_id = m.id)
      ) ORDER BY u.full_name, m.id), '[]')
    FROM membership_member m JOIN accounts_user u ON u.id = m.user_id
    WHERE %(members)s IS NULL OR m.id = ANY(%(members)s)),
  'seats', (
    SELECT coalesce(json_agg(json_build_object('starts', c.starts, 'ends', c.ends, 'state', c.state_id,
           'permanent', c.permanent) ORDER BY c.id), '[]')
    FROM membership_councilseat c
    WHERE c.starts <= %(until)s AND (c.ends IS NULL OR c.ends >= %(looked_back)s))::text,
  'vacant', (
    SELECT coalesce(json_agg(p.discipline ORDER BY p.discipline, p.id), '[]')
    FROM membership_place p JOIN membership_election e ON e.id = p.election_id
    WHERE e.starts <= %(day)s AND e.ends >= %(day)s AND NOT EXISTS (
      SELECT FROM membership_term t WHERE t.place_id = p.id AND t.starts <= %(day)s AND t.ends >= %(day)s
        AND (t.resigned_on IS NULL OR t.resigned_on > %(day)s))),
  'numbers', (
    SELECT coalesce(json_agg(json_build_array(n.key, n.value) ORDER BY n.decided_on, n.id), '[]')
    FROM reference_parameterdecision n WHERE n.decided_on <= %(day)s)
)::text
""",  # noqa: S608 - constants
    types={"day": "date", "until": "date", "looked_back": "date", "members": "bigint[]"},
)

_last: tuple[tuple[date, str | None], dict[str, Any]] = ((date.min, None), {})
"""The day and version of the roll of all members that this process read last, and what was read."""


def read(day: date, until: date | None, members: Collection[int] | None) -> dict[str, Any]:
    """version, members [{id, user_id, discipline, group, user, terms, suspensions, ties, declared_on}] in order of name,
    seats (as JSON), vacant and numbers for `day`; members None: all of them. until: with seats known up to then.
    """
    global _last
    given = None if members is None else list(members)
    places = {"day": day, "until": until or day, "looked_back": day - SEATS_LOOKED_BACK, "members": given}
    ((text,),) = _ROLL.rows(places)
    rows: dict[str, Any] = json.loads(text)
    if members is None and until in (None, day):
        _last = ((day, rows["version"]), rows)
    return rows


def read_unless_known(day: date, version: str | None) -> dict[str, Any]:
    """As read, of all members; no query while VERSION is that of the roll which this process read last.

    Not to be changed by the caller: others read it as well.
    """
    (known_day, known), rows = _last
    return rows if version is not None and (known_day, known) == (day, version) else read(day, None, None)
