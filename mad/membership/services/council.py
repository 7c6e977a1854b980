"""The Council's composition, as the registrar learns it (R3, R5)."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from mad.accounts.models import User
from mad.accounts.permissions import Act, require
from mad.accounts.roles import Role
from mad.common import clock
from mad.common.errors import Invalid, Refused
from mad.docket.services import record
from mad.membership.independence import COUNCIL_SIZE
from mad.membership.models import CouncilSeat
from mad.membership.services.inputs import check_days, check_state
from mad.notices.audience import Audience
from mad.notices.services import notify
from mad.reference.models import State

ELECTED_SEATS = 10
"""Charter, Art. 23(1)."""


def _lock_council() -> None:
    """Seats are added one at a time: the permanent seats' rows are the lock."""
    list(CouncilSeat.objects.select_for_update().filter(permanent=True).order_by("pk"))


def _check_may_sit(state: State, starts: date, ends: date) -> None:
    if state.is_p5 or state.un_status != "member":
        raise Invalid({"state": [f"{state.name} cannot be elected to the Council."]})
    seats = CouncilSeat.objects.filter(state=state)
    if seats.filter(starts__lte=ends, ends__gte=starts).exists():
        raise Refused("R3", f"{state.name} has a seat on one of these days already.", field="state")
    if seats.filter(ends=starts - timedelta(days=1)).exists():
        raise Refused("R3", f"{state.name} retires the day before; Charter, Art. 23(2), bars it.", field="state")


def _check_room(starts: date, ends: date) -> None:
    taken = CouncilSeat.objects.filter(permanent=False, starts__lte=ends, ends__gte=starts)
    for day in sorted({starts, *(seat.starts for seat in taken if seat.starts > starts)}):
        if sum(seat.starts <= day <= seat.ends for seat in taken if seat.ends) >= ELECTED_SEATS:
            detail = "End a seat first if one was recorded by mistake."
            raise Refused("R3", f"All ten elected seats are taken on {day:%-d %B %Y}.", detail, field="starts")


@transaction.atomic
def seat_on_council(*, state: str, starts: date, ends: date, by: User | None) -> CouncilSeat:
    """Record an elected seat on the Council; tell the registrar what it means once all are known (R5).

    state: ISO alpha-3 code. Raises Invalid, Refused (R3).
    """
    require(by, Act.KEEP_ROSTER)
    check_days(starts, ends)
    found = check_state(state)
    _lock_council()
    _check_may_sit(found, starts, ends)
    _check_room(starts, ends)
    seat = CouncilSeat.objects.create(state=found, starts=starts, ends=ends)
    facts = {"state": state, "starts": starts.isoformat(), "ends": ends.isoformat()}
    record(act="council.seated", by=by, obj=f"council/{state}", content=facts, facts=facts)
    _tell_registrar(starts)
    return seat


@transaction.atomic
def end_council_seat(*, seat: CouncilSeat, ends: date, reason: str, by: User | None) -> CouncilSeat:
    """Move a seat's last day: a split term, or a mistake put right. Raises Refused for a permanent seat."""
    require(by, Act.KEEP_ROSTER)
    seat = CouncilSeat.objects.select_for_update().get(pk=seat.pk)
    if seat.permanent or seat.ends is None:
        raise Refused("R3", "A permanent seat has no last day.")
    if ends > seat.ends:
        raise Invalid({"ends": ["A seat can only be shortened; record a new seat for later days."]})
    check_days(seat.starts, ends)
    seat.ends = ends
    seat.save(update_fields=["ends"])
    facts = {"state": seat.state_id, "starts": seat.starts.isoformat(), "ends": ends.isoformat()}
    record(
        act="council.seat_ended",
        by=by,
        obj=f"council/{seat.state_id}",
        content={**facts, "reason": reason},
        facts=facts,
    )
    return seat


def _tell_registrar(day: date) -> None:
    """A notice once the Council of a coming day is known whole."""
    if day <= clock.today():
        return
    known = CouncilSeat.objects.filter(Q(ends=None) | Q(ends__gte=day), starts__lte=day).count()
    if known == COUNCIL_SIZE:
        notify(
            kind="look_ahead",
            subject=f"Council {day.isoformat()}",
            url=f"{reverse('roster')}?on={day.isoformat()}",
            to=Audience(roles=[Role.REGISTRAR]),
        )
