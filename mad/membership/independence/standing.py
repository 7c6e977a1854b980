"""May a member act on a given day, and if not, why not (R2, R3, R4)?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from mad.membership.independence.facts import (
    TIE_WORDS,
    MemberFacts,
    Reason,
    Seat,
    Span,
    Standing,
    TieFact,
)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _span(span: Span) -> str:
    return f"{_day(span.starts)} to {_day(span.ends)}" if span.ends else f"since {_day(span.starts)}"


def _term_reasons(facts: MemberFacts, on: date) -> list[Reason]:
    current = next((term for term in facts.terms if term.covers(on)), None)
    if current is None:
        return [_outside_term(facts, on)]
    if current.resigned_on and on >= current.resigned_on:
        text = f"Resigned with effect from {_day(current.resigned_on)}."
        return [Reason("R2", "resigned", text, since=current.resigned_on)]
    return []


def _outside_term(facts: MemberFacts, on: date) -> Reason:
    last = max((term.ends for term in facts.terms if term.ends and term.ends < on), default=None)
    following = min((term.starts for term in facts.terms if term.starts > on), default=None)
    if following:
        text = f"Not in office on {_day(on)}; the next term starts on {_day(following)}."
    elif last:
        text = f"Not in office on {_day(on)}; the last term ended on {_day(last)}."
    else:
        text = f"Not in office on {_day(on)}; no term is recorded."
    return Reason(
        "R2",
        "no_term",
        text,
        since=last + timedelta(days=1) if last else None,
        until=following - timedelta(days=1) if following else None,
    )


def _suspension_reasons(facts: MemberFacts, on: date) -> list[Reason]:
    return [
        Reason("R2", "suspended", f"Suspended, {_span(span)}.", since=span.starts, until=span.ends)
        for span in facts.suspensions
        if span.covers(on)
    ]


def holds_office(facts: MemberFacts, on: date) -> bool:
    """Inside a term and not resigned, whatever else bars (R2)."""
    return not _term_reasons(facts, on)


def is_suspended(facts: MemberFacts, on: date) -> bool:
    return any(span.covers(on) for span in facts.suspensions)


def _meeting(tie: TieFact, seat: Seat) -> Reason:
    """The R3 reason of one tie and one seat that overlap."""
    ends = [day for day in (tie.ends, seat.ends) if day]
    name = tie.state_name or tie.state
    role = "a permanent member of the Council" if seat.permanent else "on the Council"
    text = f"{TIE_WORDS[tie.kind].capitalize()} {name} ({_span(tie)}); {name} is {role} ({_span(seat)})."
    return Reason(
        "R3",
        tie.kind,
        text,
        since=max(tie.starts, seat.starts),
        until=min(ends) if ends else None,
        state=tie.state,
        tie=tie,
        seat=seat,
    )


def bars(ties: Iterable[TieFact], council: Iterable[Seat], on: date) -> tuple[Reason, ...]:
    """Every tie with a State that sits on the Council on that day (R3)."""
    sitting = [seat for seat in council if seat.covers(on)]
    return tuple(_meeting(tie, seat) for tie in ties if tie.covers(on) for seat in sitting if seat.state == tie.state)


def conflicts(ties: Iterable[TieFact], council: Iterable[Seat], term: Span) -> tuple[Reason, ...]:
    """Every tie and seat that meet on some day of a term, for checking a candidate (R2)."""
    council = tuple(council)
    found = (_meeting(tie, seat) for tie in ties for seat in council if seat.state == tie.state)
    return tuple(
        reason
        for reason in found
        if reason.since
        and (reason.until is None or reason.since <= reason.until)
        and (term.ends is None or reason.since <= term.ends)
        and (reason.until is None or reason.until >= term.starts)
    )


def _newest_declaration(facts: MemberFacts, on: date) -> date | None:
    return max((day for day in facts.declared_on if day <= on), default=None)


def _declaration_reasons(newest: date | None, on: date, declaration_days: int) -> list[Reason]:
    if newest is None:
        return [Reason("R4", "declaration", "No declaration of interests has been signed.")]
    until = newest + timedelta(days=declaration_days)
    if on <= until:
        return []
    text = f"The declaration of interests of {_day(newest)} is older than {declaration_days} days."
    return [Reason("R4", "declaration", text, since=until + timedelta(days=1))]


def last_change(council: Iterable[Seat], on: date) -> date | None:
    """The last day, up to `on`, on which the Council's composition changed; None when no seat is known."""
    days = [seat.starts for seat in council]
    days += [seat.ends + timedelta(days=1) for seat in council if seat.ends]
    return max((day for day in days if day <= on), default=None)


def standing(facts: MemberFacts, council: Sequence[Seat], on: date, declaration_days: int) -> Standing:
    """Whether the member may act on the day, with every reason if not (R2, R3, R4).

    council: at least the seats that touch `on` or ended within `declaration_days` before it.
    """
    term_reasons = _term_reasons(facts, on)
    newest = _newest_declaration(facts, on)
    reasons = (
        *term_reasons,
        *_suspension_reasons(facts, on),
        *bars(facts.ties, council, on),
        *_declaration_reasons(newest, on, declaration_days),
    )
    changed = last_change(council, on)
    return Standing(
        sits=not reasons,
        reasons=reasons,
        in_office=not term_reasons,
        declaration_due=newest is None or (changed is not None and newest < changed),
        declared_until=newest + timedelta(days=declaration_days) if newest else None,
    )
