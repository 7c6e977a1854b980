"""Steps of the Council's answer, for the tests of R41 and R42."""

from __future__ import annotations

from typing import Any

from cases.models import Case
from deliberation import services
from deliberation.models import CouncilMeeting, CouncilText, CouncilVote, Output
from deliberation.procedure.council import Position
from deliberation.selectors.council_seats import sitting
from deliberation.services.council import record_meeting, record_text
from deliberation.services.council_votes import record_vote
from mad.common import clock
from tests.deliberation_factory import Plenary

PASTED = """Draft resolution

The Security Council,

Recalling its previous resolutions,

Gravely concerned by the violence,

1. Encourages the parties to open talks under the good offices of the Secretary-General in the Syrian Arab Republic;

2. Calls upon Member States to support the humanitarian response;
(a) by funds, and
(b) by goods;

3. Decides to remain actively seized of the matter."""


def transmitted(plenary: Plenary) -> Output:
    """A draft resolution adopted and sent to the Council; the case is with the Council."""
    output = plenary.lawful_draft()
    plenary.carry(plenary.move(kind="output", output=output))
    sent = services.transmit(output=output, by=plenary.people.registrar)
    plenary.case.refresh_from_db()
    return sent


def meeting(plenary: Plenary, output: Output, **facts: Any) -> CouncilMeeting:
    given = {
        "form": "meeting",
        "held_on": clock.today(),
        "symbol": "S/PV.9900",
        "heard": "heard",
        "spoke": "Betty Otieno",
        **facts,
    }
    return record_meeting(output=output, by=plenary.people.registrar, **given)


def council_text(plenary: Plenary, output: Output, text: str = PASTED, **facts: Any) -> CouncilText:
    given = {"symbol": "S/2026/100", "title": "The situation in the north", "dated": clock.today(), **facts}
    return record_text(output=output, by=plenary.people.registrar, text=text, **given)


def roll(held: CouncilMeeting, **votes: str) -> list[tuple[str, str]]:
    """The roll of that day: yes but for the States named."""
    codes = sitting(held.held_on).codes
    assert set(votes) <= set(codes)
    return [(code, votes.get(code, Position.YES.value)) for code in codes]


def vote(plenary: Plenary, held: CouncilMeeting, text: CouncilText | None = None, **votes: str) -> CouncilVote:
    words: dict[str, Any] = {"text": text} if text else {"on_what": "The draft as a whole"}
    return record_vote(meeting=held, by=plenary.people.registrar, roll=roll(held, **votes), **words)


def answer(case: Case, people: Any) -> CouncilMeeting:
    """The Council's answer to some output of the case, on record: for tests of what comes after it."""
    now = clock.now()
    output = Output.objects.create(
        number="EC-2026-900",
        kind="emergency_call",
        case=case,
        title="A call",
        stage="transmitted",
        drafted_by=people.registrar,
        drafted_at=now,
        adopted_at=now,
        adopted_lines=[],
        transmitted_at=now,
    )
    return CouncilMeeting.objects.create(
        output=output,
        ordinal=1,
        form="meeting",
        held_on=clock.today(),
        symbol="S/PV.9000",
        heard="not_heard",
        entered_by=people.registrar,
        entered_at=now,
    )
