"""A session of the plenary in the demonstration: who came, who spoke, what was written, why an option may fail."""

from __future__ import annotations

from datetime import timedelta

from cases.selectors import entitled
from deliberation.models import Option, Sitting
from deliberation.rehearsal.play import Play
from deliberation.services import (
    ask_for_floor,
    close_sitting,
    end_turn,
    give_failure_reason,
    give_floor,
    mark_presence,
    open_sitting,
    remark_on,
)
from mad.common import clock

ABSENT = ("sione.taufa",)
SPEAKERS = (("mikael.lindqvist", "Whom an envoy would have to reach", 6), ("fergus.odwyer", "Access by air", 4))
REMARKS = (
    ("arjun.wickramasinghe", "Both sides received the last envoy. @mikael.lindqvist, would they receive another?"),
    ("mikael.lindqvist", "They would, if the Council speaks with one voice."),
)
NEEDS = "Both sides receive the envoy, and those who arm them press for talks."
FAILS = "The last two envoys were received and not heeded; attacks went on while they spoke."


def begin(play: Play, options: dict[str, Option]) -> Sitting:
    """Open a session, hear two members, and leave it open for what is moved and voted."""
    sitting = open_sitting(case=play.case, by=play.presiding)
    for member in entitled(play.case):
        if member.user.username not in ABSENT:
            mark_presence(sitting=sitting, by=member.user, here=True)
    for username, subject, minutes in SPEAKERS:
        turn = ask_for_floor(sitting=sitting, by=play.user(username), subject=subject)
        give_floor(sitting=sitting, turn=turn.pk, by=play.presiding)
        clock.advance(timedelta(minutes=minutes))
        end_turn(sitting=sitting, turn=turn.pk, by=play.presiding)
    first = next(iter(options.values()))
    give_failure_reason(option=first, by=play.user("fergus.odwyer"), text=FAILS, needs=NEEDS)
    for username, text in REMARKS:
        remark_on(case=play.case, subject="option", key=str(first.ordinal), text=text, by=play.user(username))
    return sitting


def end(play: Play, sitting: Sitting) -> None:
    close_sitting(sitting=sitting, by=play.presiding)
