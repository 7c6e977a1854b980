"""Rows of a public list of vetoes, read strictly (R41): who cast each one is taken from the columns that name States."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from .council import FIRST_MEETING, NotPossible, holder_on, permanent_named, seat_label

COLUMNS = ("date", "draft", "agenda_item", "member_veto1")
NAMED_IN = ("member_veto1", "member_veto2", "member_veto3")
LIMITS = {"draft": 60, "agenda_item": 400, "meeting_record": 60, "crisis_topic": 100, "region": 60}


class Unfit(ValueError):
    """Why a row is not taken."""


@dataclass(frozen=True)
class Veto:
    """states: permanent seats by ISO alpha-3 of today's holder, in alphabetical order."""

    draft: str
    day: date
    subject: str
    meeting: str
    topic: str
    region: str
    states: tuple[str, ...]

    @property
    def key(self) -> tuple[str, date, str]:
        return (self.draft, self.day, self.subject)


def read_row(row: Mapping[str | None, object], today: date) -> Veto:
    """One row. Raises Unfit with every fault, parted by "; "."""
    if None in row:
        raise Unfit("the row has more columns than the heading")
    given = {str(name): " ".join(str(value or "").split()) for name, value in row.items()}
    faults: list[str] = []
    for name, most in LIMITS.items():
        if len(given.get(name, "")) > most:
            faults.append(f"{name} has more than {most} characters")
        if not given.get(name, "").isprintable():
            faults.append(f"{name} holds control characters")
    for name in ("draft", "agenda_item"):
        if not given.get(name):
            faults.append(f"{name} is empty")
    day = _day(given, today, faults)
    states = _states(given, day, faults) if day else ()
    if faults or day is None:
        raise Unfit("; ".join(faults))
    return Veto(
        draft=given["draft"],
        day=day,
        subject=given["agenda_item"],
        meeting=given.get("meeting_record", ""),
        topic=given.get("crisis_topic", ""),
        region=given.get("region", ""),
        states=states,
    )


def _day(given: Mapping[str, str], today: date, faults: list[str]) -> date | None:
    """The date, month/day/year or ISO, which must agree with the columns year and month where they are filled."""
    typed = given.get("date", "")
    day = next((found for form in ("%m/%d/%Y", "%Y-%m-%d") if (found := _parsed(typed, form))), None)
    if day is None:
        faults.append(f"date “{typed[:20]}” is no day" if typed else "date is empty")
        return None
    if not FIRST_MEETING <= day <= today:
        faults.append(f"the Council held no vote on {day.isoformat()}")
        return None
    for name, value in (("year", day.year), ("month", day.month)):
        if given.get(name) and given[name] != str(value):
            faults.append(f"{name} says {given[name][:10]}, date says {value}")
    return day


def _parsed(typed: str, form: str) -> date | None:
    try:
        return datetime.strptime(typed, form).date()  # noqa: DTZ007 - a day of the calendar has no zone
    except ValueError:
        return None


def _states(given: Mapping[str, str], day: date, faults: list[str]) -> tuple[str, ...]:
    names = [given[name] for name in NAMED_IN if given.get(name)]
    if not names:
        faults.append("no State is named as casting the veto")
    seats = [seat for name in names if (seat := _seat(name, day, faults))]
    twice = sorted({seat for seat in seats if seats.count(seat) > 1})
    if twice:
        faults.append(f"{', '.join(twice)} is named twice")
    return tuple(sorted(seats))


def _seat(name: str, day: date, faults: list[str]) -> str | None:
    """The seat. “China” means it on any day, whoever held it; other names only in their time."""
    meant = permanent_named(name)
    if not meant:
        faults.append(f"“{name[:40]}” holds no permanent seat")
        return None
    if name.casefold() == "china":
        return "CHN"
    try:
        holder_on(name, day)
    except NotPossible as fault:
        faults.append(fault.reason)
        return None
    return meant[0].seat


def cast_by(states: tuple[str, ...] | list[str], day: date) -> str:
    """Who cast it, under the names of that day."""
    return ", ".join(seat_label(seat, day) for seat in states)
