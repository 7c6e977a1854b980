"""What a coming Council does to the Division (R5), and how its members are spread (R7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from mad.membership.independence.facts import GROUPS, Discipline, MemberFacts, Reason, Seat
from mad.membership.independence.standing import bars, holds_office, is_suspended

COUNCIL_SIZE = 15
"""Charter, Art. 23(1)."""


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A discipline with too few who can act. rule: R23 for the legal panel, R31 for a plenary's quorum."""

    discipline: Discipline
    can_act: int
    needed: int
    rule: str
    text: str


@dataclass(frozen=True, slots=True)
class LookAhead:
    """What the Council's next composition does to the Division (R5).

    council_known: seats known for that day; below 15 the answer can still change. leaving: in office the day
    before but not on the day. barred: member and R3 reasons.
    """

    on: date
    council_known: int
    barred: tuple[tuple[MemberFacts, tuple[Reason, ...]], ...]
    leaving: tuple[MemberFacts, ...]
    can_act: Mapping[Discipline, int]
    shortfalls: tuple[Shortfall, ...]

    @property
    def complete(self) -> bool:
        return self.council_known >= COUNCIL_SIZE


def _shortfalls(can_act: Mapping[Discipline, int], panel_minimum: int) -> tuple[Shortfall, ...]:
    found = []
    for discipline in Discipline:
        legal = discipline is Discipline.LEGAL
        needed, rule = (panel_minimum, "R23") if legal else (1, "R31")
        count = can_act.get(discipline, 0)
        if count < needed:
            purpose = "a legal panel" if legal else "a quorum of the plenary"
            text = f"{discipline.capitalize()}: {count} can act, {purpose} needs {needed}."
            found.append(Shortfall(discipline, count, needed, rule, text))
    return tuple(found)


def look_ahead(members: Sequence[MemberFacts], council: Sequence[Seat], on: date, panel_minimum: int) -> LookAhead:
    """Who will be barred on a coming day, and which disciplines then fall short (R5, R23, R31).

    Declarations are left out: each member can still sign one before the day (R4).
    """
    serving = [member for member in members if holds_office(member, on)]
    barred = tuple((member, reasons) for member in serving if (reasons := bars(member.ties, council, on)))
    held_back = {member.id for member, _ in barred} | {m.id for m in serving if is_suspended(m, on)}
    can_act = Counter(Discipline(member.discipline) for member in serving if member.id not in held_back)
    eve = on - timedelta(days=1)
    return LookAhead(
        on=on,
        council_known=sum(seat.covers(on) for seat in council),
        barred=barred,
        leaving=tuple(m for m in members if holds_office(m, eve) and not holds_office(m, on)),
        can_act={discipline: can_act[discipline] for discipline in Discipline},
        shortfalls=_shortfalls(can_act, panel_minimum),
    )


@dataclass(frozen=True, slots=True)
class GroupCount:
    """Members of one regional group; warning empty, "none" or "more than a third"."""

    group: str
    count: int
    by_discipline: Mapping[Discipline, int] = field(default_factory=dict)
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Balance:
    total: int
    groups: tuple[GroupCount, ...]
    disciplines: Mapping[Discipline, int]

    @property
    def warnings(self) -> tuple[GroupCount, ...]:
        return tuple(group for group in self.groups if group.warning)


def _warning(count: int, total: int, share: Fraction) -> str:
    if count == 0:
        return "none"
    if count * share.denominator > total * share.numerator:
        return "more than a third" if share == Fraction(1, 3) else f"more than {share}"
    return ""


def group_balance(members: Sequence[MemberFacts], share: Fraction = Fraction(1, 3)) -> Balance:
    """Members per regional group and discipline; warns at none and above the share, in integers (R7)."""
    cells = Counter((member.group, Discipline(member.discipline)) for member in members)
    groups = []
    for group in GROUPS:
        row = {discipline: cells[group, discipline] for discipline in Discipline}
        count = sum(row.values())
        groups.append(GroupCount(group, count, row, _warning(count, len(members), share)))
    disciplines = {d: sum(group.by_discipline[d] for group in groups) for d in Discipline}
    return Balance(total=len(members), groups=tuple(groups), disciplines=disciplines)
