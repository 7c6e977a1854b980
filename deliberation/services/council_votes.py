"""R41: votes of the Council State by State, what States said of theirs, and what is expected of a planned one."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from deliberation.models import (
    CouncilExplanation,
    CouncilMeeting,
    CouncilPosition,
    CouncilText,
    CouncilVote,
    ExpectedPosition,
)
from deliberation.procedure.council import Kind, NotPossible, Position, Result, check_roll, count_roll, decide
from deliberation.procedure.form import clean
from deliberation.procedure.prediction import Expected
from deliberation.selectors.council_seats import Sitting, sitting
from mad.accounts.permissions import Act, require
from mad.accounts.roles import Role
from mad.common import clock
from mad.common.errors import Invalid, Refused

from .council import (
    MEETING_FIELDS,
    answerable,
    change,
    content_of,
    keep_version,
    line,
    link,
    meeting_facts,
    note,
    read_version,
    refuse_known,
    tell,
)
from .guards import plenary_member, required
from .stages import locked

Roll = Sequence[tuple[str, str]]
LONGEST_REASON = 1000
"""Characters of what an expectation rests on."""


@transaction.atomic
def record_vote(
    *,
    meeting: CouncilMeeting,
    by: Any,
    roll: Roll,
    kind: str = Kind.SUBSTANTIVE.value,
    text: CouncilText | None = None,
    on_what: str = "",
    passed_as: str = "",
    source: str = "",
) -> CouncilVote:
    """The vote, with its result by the rule in force on the day of the meeting.

    roll: (State as ISO alpha-3, position) of every member of that day, each once. Raises Refused (R41) naming State
    and day for a roll that cannot be; Invalid naming fields.
    """
    output = answerable(meeting.output, by)
    held = CouncilMeeting.objects.get(pk=meeting.pk)
    if not held.met or (text is not None and text.output_id != output.pk):
        raise Refused("R41", "A vote belongs to a meeting of the Council and to a text put to it.")
    values = _facts(kind, text, on_what, passed_as, source)
    result = _result(roll, held, values["kind"], values["passed_as"])
    vote = CouncilVote.objects.create(
        meeting=held,
        text=text,
        ordinal=(held.votes.aggregate(newest=Max("ordinal"))["newest"] or 0) + 1,
        entered_by=by,
        entered_at=clock.now(),
        **values,
        **_counted(result),
    )
    _write_roll(vote, roll)
    keep_version(vote, by)
    note(
        output,
        "output.council_voted",
        by,
        {"meeting": held.ordinal, "vote": vote.ordinal, "result": vote.reason, **content_of(vote)},
    )
    tell(output, "output.council_voted")
    return vote


@transaction.atomic
def correct_vote(
    *,
    vote: CouncilVote,
    by: Any,
    version: int,
    reason: str,
    roll: Roll,
    kind: str,
    on_what: str = "",
    passed_as: str = "",
    source: str = "",
) -> CouncilVote:
    """The vote as it really was; the earlier version is kept with its roll. version: the one that was read."""
    output = answerable(vote.meeting.output, by)
    row = read_version(CouncilVote, vote, version)
    values = _facts(kind, row.text, on_what, passed_as, source)
    result = _result(roll, row.meeting, values["kind"], values["passed_as"])
    before = content_of(row)
    same_roll = before["roll"] == dict(roll)
    if not same_roll:
        CouncilPosition.objects.filter(vote=row).delete()
        _write_roll(row, roll)
    change(row, values | _counted(result), by, reason, otherwise=not same_roll)
    note(
        output,
        "output.council_vote_corrected",
        by,
        {"meeting": row.meeting.ordinal, "vote": row.ordinal, "version": row.version, **content_of(row)},
    )
    return row


@transaction.atomic
def correct_meeting(*, meeting: CouncilMeeting, by: Any, version: int, reason: str, **facts: Any) -> CouncilMeeting:
    """Another version of a meeting's facts. Votes held at it are counted anew when it was on another day."""
    output = answerable(meeting.output, by)
    row = read_version(CouncilMeeting, meeting, version)
    values = meeting_facts(output, facts)
    refuse_known(CouncilMeeting, output, values["symbol"], row)
    moved = values["held_on"] != row.held_on
    if values["form"] == CouncilMeeting.Form.NOT_TAKEN_UP and row.votes.exists():
        raise Refused("R41", "Votes are recorded for this meeting; it took place.", field="form")
    change(row, {name: values[name] for name in MEETING_FIELDS}, by, reason)
    for vote in row.votes.all() if moved else ():
        roll = list(vote.positions.values_list("state_id", "position"))
        again = _counted(_result(roll, row, vote.kind, vote.passed_as))
        if any(getattr(vote, name) != value for name, value in again.items()):
            change(vote, again, by, reason)
    note(output, "output.council_corrected", by, {"meeting": row.ordinal, "version": row.version, **content_of(row)})
    return row


def _facts(kind: str, text: CouncilText | None, on_what: str, passed_as: str, source: str) -> dict[str, Any]:
    errors: dict[str, list[str]] = {}
    values = {
        "kind": kind,
        "on_what": line("on_what", on_what, 300, errors) or (f"{text}"[:300] if text else ""),
        "passed_as": line("passed_as", passed_as, 60, errors),
        "source": link("source", source, errors),
    }
    if kind not in list(Kind):
        errors["kind"] = ["Choose substance or procedure."]
    if not values["on_what"]:
        errors["on_what"] = ["Say what was voted on."]
    if errors:
        raise Invalid(errors, rule="R41")
    return values


def _result(roll: Roll, held: CouncilMeeting, kind: str, passed_as: str) -> Result:
    """Checked against the Council of the day, and counted. Raises Refused or Invalid (R41)."""
    unknown = [state for state, position in roll if position not in list(Position)]
    if unknown:
        raise Invalid({state: ["Say how this State voted."] for state in unknown}, rule="R41")
    seated = sitting(held.held_on)
    try:
        check_roll([state for state, _ in roll], seated.codes, held.held_on)
        positions = {state: Position(position) for state, position in roll}
        result = decide(count_roll(positions, held.held_on), held.held_on, Kind(kind))
    except NotPossible as fault:
        said = fault.reason[:1].upper() + fault.reason[1:]
        raise Refused(
            "R41", f"{said}.", "Nothing was recorded; the form keeps it.", field="roll", code="roll"
        ) from fault
    if passed_as and not result.carried:
        raise Invalid({"passed_as": ["What did not carry did not become a resolution."]}, rule="R41")
    return result


def _counted(result: Result) -> dict[str, Any]:
    rule = {**asdict(result.rule), "since": result.rule.since.isoformat()}
    return {
        "yes": result.count.yes,
        "no": result.count.no,
        "abstain": result.count.abstain,
        "absent": result.absent,
        "permanent_no": list(result.count.permanent_no),
        "needed": result.rule.needed,
        "seats": result.rule.seats,
        "carried": result.carried,
        "reason": result.reason.value,
        "arithmetic": result.arithmetic,
        "rule": rule,
    }


def _write_roll(vote: CouncilVote, roll: Roll) -> None:
    CouncilPosition.objects.bulk_create(
        CouncilPosition(vote=vote, state_id=state, position=position) for state, position in roll
    )


@transaction.atomic
def explain_vote(
    *, vote: CouncilVote, by: Any, state: str, text: str, source: str, link_to: str = ""
) -> CouncilExplanation:
    """What a State said in public of its vote, with where it said it. A later version replaces it and keeps it."""
    output = answerable(vote.meeting.output, by)
    said = required("R41", text=text, source=source)
    errors: dict[str, list[str]] = {}
    address = link("link_to", link_to, errors)
    where = line("source", said["source"], 300, errors)
    if not vote.positions.filter(state=state).exists():
        errors["state"] = ["This State is not on the roll of the vote."]
    if len(said["text"]) > 4000:
        errors["text"] = ["At most 4,000 characters."]
    if errors:
        raise Invalid(errors, rule="R41")
    newest = CouncilExplanation.objects.filter(vote=vote, state=state).aggregate(newest=Max("version"))["newest"]
    row = CouncilExplanation.objects.create(
        vote=vote,
        state_id=state,
        version=(newest or 0) + 1,
        text=clean(said["text"]),
        source=where,
        link=address,
        by=by,
        at=clock.now(),
    )
    content = {"vote": vote.ordinal, "state": state, "version": row.version, "text": row.text, "source": row.source}
    note(output, "council.explained", by, content)
    return row


@transaction.atomic
def expect_position(*, text: CouncilText, by: Any, state: str, position: str, reason: str) -> ExpectedPosition:
    """How a person expects a State to vote, and why. Refused (R41) once the text was voted on."""
    output = locked(text.output)
    require(by, Act.EXPECT_COUNCIL_VOTE)
    if by is not None and Role.MEMBER in by.roles:
        plenary_member(by, output.case, Act.EXPECT_COUNCIL_VOTE)
    if position not in list(Expected):
        raise Invalid({"position": ["Choose yes, no, abstain or unknown."]}, rule="R41")
    why = clean(required("R41", reason=reason)["reason"])
    if len(why) > LONGEST_REASON:
        raise Invalid({"reason": [f"At most {LONGEST_REASON} characters."]}, rule="R41")
    if text.votes.exists():
        raise Refused("R41", "The Council has voted on this text; nothing is expected any more.")
    if state not in seats_for(text).codes:
        day = council_day(text)
        raise Refused("R41", f"{state[:3]} does not sit on the Council on {day:%-d %B %Y}.", field="state")
    row = ExpectedPosition.objects.create(
        text=text, state_id=state, position=position, reason=why, by=by, at=clock.now()
    )
    note(
        output,
        "council.expected",
        by,
        {"text": text.ordinal, "state": state, "position": position, "reason": row.reason},
    )
    return row


def voted_on(text: CouncilText) -> date | None:
    """The day of the last recorded vote on a text; a vote can be early, or late."""
    return max((vote.meeting.held_on for vote in text.votes.all()), default=None)


def council_day(text: CouncilText) -> date:
    """The day whose Council votes on a text: of its recorded vote, else of the planned one; today while none is set."""
    return voted_on(text) or text.planned_on or clock.today()


def seats_for(text: CouncilText) -> Sitting:
    return sitting(council_day(text))
