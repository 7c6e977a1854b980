"""Sessions of the plenary (R31): opening and closing, presence, and the floor."""

from typing import Any

from django.db import transaction

from cases.models import Case
from cases.selectors.people import acting_member, entitled
from deliberation.models import Presence, Sitting, Turn
from deliberation.procedure import speakers
from deliberation.procedure.speakers import Ask, Stand
from deliberation.selectors.sittings import present_in, turns_of
from mad.accounts.permissions import Act, require
from mad.accounts.roles import Role
from mad.common import clock
from mad.common.errors import Invalid, Refused
from mad.docket.services import record
from mad.membership.models import Member

from .guards import AFTER_DETERMINATION, chair, in_plenary, plenary_member
from .minutes import draft_minutes
from .presiding import presides

SUBJECT_LENGTH = 200


def holder(by, case: Case) -> None:
    """Raise unless `by` may open and close sessions: the registrar, or the presiding member who takes part."""
    require(by, Act.HOLD_SITTING)
    if Role.REGISTRAR not in by.roles:
        acting_member(by, case)


@transaction.atomic
def open_sitting(*, case: Case, by) -> Sitting:
    """Open a session. Raises Refused: R31 before a determination or while one is open, R20 at another stage."""
    locked = Case.objects.select_for_update().get(pk=case.pk)
    holder(by, locked)
    in_plenary(locked, AFTER_DETERMINATION)
    last = Sitting.objects.filter(case=locked).first()
    if last is not None and last.is_open:
        raise Refused("R31", f"Session {last.ordinal} is still open.", "Close it before another is opened.")
    made = Sitting.objects.create(
        case=locked, ordinal=last.ordinal + 1 if last else 1, opened_at=clock.now(), opened_by=by
    )
    _record(made, "sitting.opened", by)
    presides(locked, by)
    return made


@transaction.atomic
def close_sitting(*, sitting: Sitting, by) -> Sitting:
    """Close the session and draft its minutes from the record. A vote that is open goes on (R34); the minutes say so."""
    locked = _locked(sitting)
    holder(by, locked.case)
    _refuse_closed(locked)
    presides(locked.case, by)
    now = clock.now()
    for turn in locked.turns.filter(ended_at=None, withdrawn_at=None):
        _over(turn, by)
    locked.closed_at, locked.closed_by = now, by
    locked.save()
    _record(locked, "sitting.closed", by)
    draft_minutes(locked)
    return locked


@transaction.atomic
def mark_presence(*, sitting: Sitting, by, here: bool) -> None:
    """A member comes or goes; saying twice what is so changes nothing. Who goes leaves the speakers' list."""
    locked = _locked(sitting)
    member = plenary_member(by, locked.case, Act.ATTEND)
    _refuse_closed(locked)
    if (member.pk in present_in(locked)) == here:
        return
    Presence.objects.create(sitting=locked, member=member, here=here, at=clock.now())
    _record(locked, "presence.marked", by, here=here)
    if not here:
        for turn in locked.turns.filter(member=member, ended_at=None, withdrawn_at=None):
            _over(turn, by)


@transaction.atomic
def ask_for_floor(*, sitting: Sitting, by, kind: str = Ask.FLOOR, subject: str = "") -> Turn:
    """Ask to speak, or raise a point of order. Raises Refused (R31) for who is not present or waits already."""
    if kind not in list(Ask):
        raise Invalid({"kind": ["Ask for the floor or raise a point of order."]}, rule="R31")
    said = subject.strip()
    if len(said) > SUBJECT_LENGTH:
        raise Invalid({"subject": [f"At most {SUBJECT_LENGTH} characters."]}, rule="R31")
    locked = _locked(sitting)
    member = plenary_member(by, locked.case, Act.ATTEND)
    _refuse_closed(locked)
    if member.pk not in present_in(locked):
        raise Refused("R31", "Mark yourself present first.", "Who is not in the session does not speak in it.")
    refused = speakers.cannot_ask(turns_of(locked), member.pk, Ask(kind))
    if refused:
        raise Refused("R31", refused)
    turn = Turn.objects.create(sitting=locked, member=member, kind=kind, subject=said, asked_at=clock.now())
    _record(locked, "floor.asked", by, turn=turn.pk, kind=turn.kind)
    return turn


@transaction.atomic
def withdraw_from_list(*, sitting: Sitting, turn: int, by) -> None:
    """One's own asking is taken back before the floor was given."""
    locked = _locked(sitting)
    member = plenary_member(by, locked.case, Act.ATTEND)
    _refuse_closed(locked)
    row = _turn(locked, turn, Stand.WAITS)
    if row.member_id != member.pk:
        raise Refused("R31", "A member takes only their own name from the list.", status=403)
    _over(row, by)


@transaction.atomic
def give_floor(*, sitting: Sitting, turn: int, by) -> Turn:
    """The presiding member gives the floor; who had it is done. A point of order that waits goes first."""
    locked = _locked(sitting)
    chair(by, locked.case, Act.GIVE_FLOOR)
    _refuse_closed(locked)
    presides(locked.case, by)
    row = _turn(locked, turn, Stand.WAITS)
    turns = turns_of(locked)
    first = speakers.waiting(turns)[0]
    if first.kind is Ask.ORDER and row.kind != Ask.ORDER:
        raise Refused("R31", "A point of order waits; it goes first.")
    if row.member_id not in {m.pk for m in entitled(locked.case)}:
        raise Refused("R6", f"{row.member} takes no part in the case any more.", "Go on to the next on the list.")
    running = speakers.speaking(turns)
    if running is not None:
        _over(locked.turns.get(pk=running.id), by)
    row.given_at = clock.now()
    row.save(update_fields=["given_at"])
    _record(locked, "floor.given", by, turn=row.pk, kind=row.kind, member=row.member.user.username)
    return row


@transaction.atomic
def end_turn(*, sitting: Sitting, turn: int, by) -> None:
    """Who has the floor is done: said by them, or by the presiding member."""
    locked = _locked(sitting)
    _refuse_closed(locked)
    row = _turn(locked, turn, Stand.SPEAKS)
    if row.member.user_id != by.pk:
        chair(by, locked.case, Act.GIVE_FLOOR)
        presides(locked.case, by)
    _over(row, by)


def _over(turn: Turn, by) -> None:
    """Speaking ends, or waiting is withdrawn."""
    name = "ended_at" if turn.given_at else "withdrawn_at"
    setattr(turn, name, clock.now())
    turn.save(update_fields=[name])
    _record(turn.sitting, "floor.ended" if turn.given_at else "floor.withdrawn", by, turn=turn.pk, kind=turn.kind)


def _turn(sitting: Sitting, wanted: int, stand: Stand) -> Turn:
    row = sitting.turns.select_related("member__user").filter(pk=wanted).first()
    found = next((turn for turn in turns_of(sitting) if turn.id == wanted), None)
    if row is None or found is None:
        raise Invalid({"turn": ["There is no such name on the list of this session."]}, rule="R31")
    if found.stand is not stand:
        raise Refused("R31", f"{row.member} {SAID[found.stand]}.", "The list has changed since; it is shown as it is.")
    return row


SAID = {
    Stand.WAITS: "is waiting for the floor",
    Stand.SPEAKS: "has the floor",
    Stand.SPOKE: "has spoken already",
    Stand.WITHDREW: "is no longer on the list",
}


def _locked(sitting: Sitting) -> Sitting:
    return Sitting.objects.select_for_update(of=("self",)).select_related("case").get(pk=sitting.pk)


def _refuse_closed(sitting: Sitting) -> None:
    if not sitting.is_open:
        raise Refused("R31", f"Session {sitting.ordinal} is closed.", "What was said before stands in its minutes.")


def _record(sitting: Sitting, act: str, by, **facts: Any) -> None:
    number = sitting.case.number
    facts = {"session": sitting.ordinal, **facts}
    record(act=act, by=by, obj=f"{number} session {sitting.ordinal}", case=number, content=facts, facts=facts)


def member_of(sitting: Sitting, by) -> Member:
    """The member who may take part now; for buttons shown with their rule."""
    member = plenary_member(by, sitting.case, Act.ATTEND)
    _refuse_closed(sitting)
    return member
