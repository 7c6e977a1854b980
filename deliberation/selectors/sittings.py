"""Sessions of the plenary: who is present, who waits for the floor (R31)."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.utils.dateparse import parse_datetime

from cases.models import Case
from cases.selectors.people import entitled
from deliberation.models import Presence, Sitting
from deliberation.procedure import speakers
from deliberation.procedure.attendance import Attendance, attendance
from deliberation.procedure.minutes import spoken
from deliberation.procedure.speakers import Ask, Turn
from deliberation.procedure.votes import Discipline, Voter
from mad.common import clock
from mad.common.prepared import Prepared
from mad.membership.models import Member

_SITTING = Prepared(
    "deliberation_sitting",
    """
SELECT json_build_object(
  'here', (SELECT coalesce(json_agg(x.member_id), '[]') FROM (
             SELECT DISTINCT ON (member_id) member_id, here FROM deliberation_presence WHERE sitting_id = t.id
             ORDER BY member_id, id DESC) x WHERE x.here),
  'turns', (SELECT coalesce(json_agg(json_build_object('id', r.id, 'member', r.member_id, 'kind', r.kind,
              'subject', r.subject, 'asked_at', r.asked_at, 'given_at', r.given_at, 'ended_at', r.ended_at,
              'withdrawn_at', r.withdrawn_at, 'name', u.full_name) ORDER BY r.id), '[]')
            FROM deliberation_turn r JOIN membership_member p ON p.id = r.member_id
            JOIN accounts_user u ON u.id = p.user_id WHERE r.sitting_id = t.id),
  'votes', (SELECT coalesce(json_agg(json_build_object('number', m.number, 'title', m.title) ORDER BY m.id), '[]')
            FROM deliberation_motion m WHERE m.case_id = t.case_id AND m.state = 'voting'),
  'minutes', (SELECT max(n.version) FROM deliberation_minutes n WHERE n.sitting_id = t.id),
  'approved', EXISTS (SELECT FROM deliberation_minutesapproval a WHERE a.sitting_id = t.id)
)::text FROM deliberation_sitting t WHERE t.id = %(sitting)s
""",
    types={"sitting": "bigint"},
)


@dataclass(frozen=True)
class Line:
    """One asking for the floor, as the list shows it."""

    turn: Turn
    name: str
    subject: str
    time: timedelta

    @property
    def on_order(self) -> bool:
        return self.turn.kind is Ask.ORDER

    @property
    def spoke_for(self) -> str:
        return spoken(self.time)


class Session:
    """A session as its page shows it: one query beside those of the case and the roll."""

    def __init__(self, sitting: Sitting) -> None:
        self.sitting, self.now = sitting, sitting.closed_at or clock.now()
        ((text,),) = _SITTING.rows({"sitting": sitting.pk})
        rows = json.loads(text)
        self.here: set[int] = set(rows["here"])
        self.votes: list[dict[str, str]] = rows["votes"]
        self.minutes: int | None = rows["minutes"]
        self.approved: bool = rows["approved"]
        self.turns = [_turn(row) for row in rows["turns"]]
        self._said = {row["id"]: (row["name"], row["subject"]) for row in rows["turns"]}

    @cached_property
    def members(self) -> list[Member]:
        """The entitled: of today, or of the day on which the session closed."""
        closed = self.sitting.closed_at
        return entitled(self.sitting.case, closed.date() if closed else None)

    @cached_property
    def attendance(self) -> Attendance:
        return attendance([Voter(m.pk, Discipline(m.discipline)) for m in self.members], self.here)

    @property
    def present(self) -> list[Member]:
        return [member for member in self.members if member.pk in self.here]

    @property
    def absent(self) -> list[Member]:
        return [member for member in self.members if member.pk not in self.here]

    @property
    def speaking(self) -> Line | None:
        turn = speakers.speaking(self.turns)
        return self._line(turn) if turn else None

    @property
    def waiting(self) -> list[Line]:
        return [self._line(turn) for turn in speakers.waiting(self.turns)]

    @property
    def spoke(self) -> list[Line]:
        """In the order in which the floor was given."""
        done = [turn for turn in self.turns if turn.given_at and turn.ended_at]
        return [self._line(turn) for turn in sorted(done, key=lambda turn: (turn.given_at, turn.id))]

    def _line(self, turn: Turn) -> Line:
        name, subject = self._said[turn.id]
        return Line(turn, name, subject, turn.time(self.now))


def _turn(row: dict[str, Any]) -> Turn:
    times = {name: _when(row[name]) for name in ("given_at", "ended_at", "withdrawn_at")}
    asked = _when(row["asked_at"])
    assert asked is not None
    return Turn(row["id"], row["member"], Ask(row["kind"]), asked, **times)


def _when(text: str | None) -> datetime | None:
    return parse_datetime(text) if text else None


def present_in(sitting: Sitting) -> set[int]:
    """Ids of the members who are in the session now."""
    newest = Presence.objects.filter(sitting=sitting).order_by("member_id", "-id").distinct("member_id")
    return {row.member_id for row in newest if row.here}


def turns_of(sitting: Sitting) -> list[Turn]:
    """Every asking for the floor, as the rules read it."""
    return [
        Turn(row.pk, row.member_id, Ask(row.kind), row.asked_at, row.given_at, row.ended_at, row.withdrawn_at)
        for row in sitting.turns.all()
    ]


def sittings_of(case: Case) -> list[Sitting]:
    """The newest first, each with who opened and closed it and the approval of its minutes."""
    rows = Sitting.objects.filter(case=case).select_related("opened_by", "closed_by", "approval")
    return list(rows)
