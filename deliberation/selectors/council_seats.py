"""Who sat on the Council on a day, as the rules on votes ask for it (R41)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Q

from deliberation.procedure.council import NotPossible, PermanentSeat, holder_on, rule_on
from mad.membership import selectors as membership
from mad.membership.models import CouncilSeat
from mad.reference.models import State


@dataclass(frozen=True)
class Sitting:
    """The members on record for a day. complete: that is all of them."""

    on: date
    states: tuple[State, ...]
    permanent: frozenset[str]
    complete: bool

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(state.pk for state in self.states)


def sitting(on: date) -> Sitting:
    """Members of the Council that day, permanent ones first. One query."""
    seats = membership.council(on)
    return Sitting(
        on=on,
        states=tuple(seat.state for seat in seats),
        permanent=frozenset(seat.state_id for seat in seats if seat.permanent),
        complete=len(seats) == rule_on(on).seats,
    )


def refuse_unknown(on: date) -> None:
    """Raises NotPossible (argument "on") for a day after the last year of which any elected member is on record: nothing
    is said of a Council that nobody knows."""
    last = CouncilSeat.objects.filter(permanent=False).aggregate(last=Max("ends"))["last"]
    if last is not None and on.year > last.year:
        raise NotPossible(
            "on", f"who sits on the Council on {on.isoformat()} is not known; its members are, to {last.year}"
        )


@dataclass(frozen=True)
class Named:
    """States that a person named: permanent ones, others, and those of others whose seat could not be checked."""

    permanent: tuple[PermanentSeat, ...]
    others: tuple[State, ...]
    unchecked: tuple[State, ...]


def named_on(names: Iterable[str], on: date) -> Named:
    """The members of the Council of that day behind codes or names. Raises NotPossible (argument "no").

    Elected members are on record from 1991; where the record of a day has gaps, a State that is not on it may still
    have sat: it is passed, and told as unchecked.
    """
    sat = sitting(on)
    permanent: list[PermanentSeat] = []
    others: list[State] = []
    for name in names:
        holder = holder_on(name, on)
        if holder is None:
            state = _member_state(name)
            holder = holder_on(state.pk, on)
            if holder is None:
                others.append(_elected(state, sat))
                continue
        permanent.append(holder)
    _refuse_twice([*(seat.holder for seat in permanent), *(state.pk for state in others)])
    unchecked = tuple(state for state in others if state.pk not in sat.codes)
    return Named(tuple(permanent), tuple(others), unchecked)


def _member_state(name: str) -> State:
    """Under any of its codes or its name; permanent members too are called by codes that the rules do not list."""
    state = State.objects.filter(Q(pk=name.upper()) | Q(iso2=name.upper()) | Q(name__iexact=name)).first()
    if state is None:
        raise NotPossible("no", f"there is no State “{name[:60]}”; write its ISO 3166 code of three letters")
    if state.un_status != "member":
        raise NotPossible("no", f"{state.name} ({state.pk}) is not a Member State and never sat on the Council")
    return state


def _elected(state: State, sat: Sitting) -> State:
    day = sat.on.isoformat()
    if sat.complete and state.pk not in sat.codes:
        raise NotPossible("no", f"{state.name} ({state.pk}) did not sit on the Council on {day}")
    retired = CouncilSeat.objects.filter(state=state, permanent=False, starts__lte=sat.on, ends__lt=sat.on)
    if not sat.complete and state.pk not in sat.codes and retired.filter(ends__year=sat.on.year - 1).exists():
        raise NotPossible("no", f"{state.name} ({state.pk}) left the Council before {day}")
    return state


def _refuse_twice(codes: list[str]) -> None:
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise NotPossible("no", f"{', '.join(twice)} is named twice; each State votes once")
