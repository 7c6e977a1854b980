"""What the Council itself did, as the public record reports it (R41): recorded beside the Division's text, not decided."""

from __future__ import annotations

from datetime import UTC, datetime, time

from cases.models import Case
from cases.procedure import Stage
from cases.services import move_stage
from deliberation.models import Output
from deliberation.procedure.council import Position
from deliberation.rehearsal.play import Play
from deliberation.selectors.council_seats import sitting
from deliberation.services.council import record_meeting, record_text
from deliberation.services.council_votes import record_vote
from mad.common import clock


def run(play: Play, output: Output) -> None:
    facts = play.facts["council"]
    play.chapter("What the Council did (public record)")
    play.write(facts["note"].strip())
    met = datetime.combine(facts["date"], time(18), UTC)
    play.later((met - clock.now()).total_seconds() / 3600)
    meeting = record_meeting(
        output=output,
        by=play.registrar,
        form="meeting",
        held_on=facts["date"],
        symbol=f"S/PV.{facts['meeting']}",
        heard="not_asked",
        note=facts["source"],
    )
    text = record_text(
        output=output,
        by=play.registrar,
        symbol=facts["symbol"],
        title=facts["title"],
        dated=facts["date"],
        put_by=facts["put_by"],
        text=facts["text"],
    )
    against = dict.fromkeys(facts["against"], Position.NO.value)
    roll = [(code, against.get(code, Position.YES.value)) for code in sitting(facts["date"]).codes]
    vote = record_vote(meeting=meeting, by=play.registrar, roll=roll, text=text)
    play.say("R41", f"{text.symbol}, {meeting.symbol}: {vote.arithmetic}")
    _go_on(play, output)


def _go_on(play: Play, output: Output) -> None:
    case = Case.objects.get(pk=output.case_id)
    move_stage(case=case, to=Stage.FOLLOW_UP.value, by=play.registrar, ground="The Council’s answer is on record")
    play.say("R20", f"{case.number} goes on to follow-up: the Council’s answer is on record")
    play.beat()
