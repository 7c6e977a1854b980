"""Who takes part in a case: plenary, legal panel, recusals (R3, R6, R23, R31)."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cases.models import Case, Recusal
from cases.procedure import LegalMember, Panel, form
from mad.accounts.roles import Role
from mad.common import clock
from mad.common.errors import NotPermitted, Refused
from mad.membership import selectors as membership
from mad.membership.independence import TIE_WORDS, Discipline, MemberFacts, Standing, TieFact
from mad.membership.models import Member
from mad.reference.parameters import numbers

from .page_sql import BARS

Bars = tuple[frozenset[str], list[tuple[int, str, str]]]
"""States concerned and parties; recorded recusals: member, kind, reason (R6)."""

R6_REASON = "You are recused from this case and cannot open its file."


@dataclass(frozen=True)
class Roll:
    """Members in office with their standing on a day and, per member, the reasons for being recused from the case.

    division: the roll of all members that it was made from.
    """

    on: date
    division: membership.Roll
    members: dict[int, Member]
    standings: dict[int, Standing]
    recused: dict[int, tuple[str, ...]]

    def acts(self, member_id: int) -> bool:
        standing = self.standings.get(member_id)
        return bool(standing and standing.sits and member_id not in self.recused)


def roll(case: Case, on: date | None = None, called: membership.Roll | None = None) -> Roll:
    """Two queries, whatever the number of members; none when the page has called it already.

    called: the Division's roll for that day, if at hand.
    """
    day = on or clock.today()
    called_before = getattr(case, "page_roll", None)
    if called_before and called_before.on == day:
        return called_before
    return roll_with(called or membership.roll(day), _facts(case))


def roll_with(called: membership.Roll, bars: Bars) -> Roll:
    """The roll of a case for the day that the Division's was called for, with what recuses from the case."""
    standings = called.standings()
    present = {m.pk: m for m in called.members if standings[m.pk].in_office}
    return Roll(called.on, called, present, standings, _recused(bars, called.facts.values(), called.on))


def recusals(case: Case, on: date | None = None) -> dict[int, tuple[str, ...]]:
    """Why each recused member is: ties with a State concerned or a party that day, recorded recusals."""
    day = on or clock.today()
    return _recused(_facts(case), membership.roll(day).facts.values(), day)


def _recused(bars: Bars, facts: Iterable[MemberFacts], day: date) -> dict[int, tuple[str, ...]]:
    concerned, recorded = bars
    out = {f.id: tuple(_said(t) for t in f.ties if t.state in concerned and t.covers(day)) for f in facts}
    for member, kind, reason in recorded:
        source = "Own statement" if kind == Recusal.OWN else "Decision of the plenary"
        out[member] = (*out.get(member, ()), f"{source}: {reason}")
    return {member: reasons for member, reasons in out.items() if reasons}


def _said(tie: TieFact) -> str:
    return f"{TIE_WORDS[tie.kind].capitalize()} {tie.state_name or tie.state}, a State concerned or a party."


def _facts(case: Case) -> Bars:
    if hasattr(case, "page"):
        states = frozenset(row["iso3"] for row in (*case.page["state_facts"], *case.page["party_facts"]))
        return states, [(row["member"], row["kind"], row["reason"]) for row in case.page["recusal_facts"]]
    ((states, recorded, _),) = BARS.rows({"case": case.pk})
    return bars_of(states, recorded)


def bars_of(states: list[str], recorded: str) -> Bars:
    """Out of the two columns that page_sql.BARRED names."""
    return frozenset(states), [(member, kind, reason) for member, kind, reason in json.loads(recorded)]


def entitled(case: Case, on: date | None = None) -> list[Member]:
    """The plenary: members who sit that day and are not recused (R31)."""
    everyone = roll(case, on)
    return [m for m in everyone.members.values() if everyone.acts(m.pk)]


def panel_state(case: Case, on: date | None = None, everyone: Roll | None = None, minimum: int | None = None) -> Panel:
    """The legal panel with who is out and why (R23)."""
    day = on or clock.today()
    everyone = everyone or roll(case, day)
    legal = [m for m in everyone.members.values() if m.discipline == Discipline.LEGAL]
    return form([_legal(m, everyone) for m in legal], numbers(day).panel_minimum if minimum is None else minimum)


def panel(case: Case, on: date | None = None) -> list[Member]:
    """The members of the legal panel."""
    everyone = roll(case, on)
    state = panel_state(case, on, everyone)
    return [everyone.members[m.id] for m in state.members]


def _legal(member: Member, everyone: Roll) -> LegalMember:
    standing = everyone.standings[member.pk]
    barred = () if standing.sits else tuple(r.text for r in standing.reasons)
    curable = bool(barred) and all(r.rule == "R4" for r in standing.reasons)
    return LegalMember(member.pk, str(member), barred, everyone.recused.get(member.pk, ()), curable)


def acting_member(user, case: Case, everyone: Roll | None = None) -> Member:
    """The user's member, who sits and is not recused. Raises NotPermitted (R9) or Refused (R3, R6)."""
    if getattr(user, "role", None) != Role.MEMBER:
        raise _no_member()
    return acting_in(everyone or _own_roll(user, case), user)


def _own_roll(user, case: Case) -> Roll:
    """Of the roll of the case today what concerns that user: one query while the Division's stands as last read."""
    if hasattr(case, "page") or hasattr(case, "page_roll"):
        return roll(case)
    ((states, recorded, version),) = BARS.rows({"case": case.pk})
    return roll_with(membership.roll_of_one(clock.today(), user, version), bars_of(states, recorded))


def acting_in(everyone: Roll, user) -> Member:
    """As acting_member, where the roll of the case has been called."""
    member = everyone.division.member_of(user) if getattr(user, "role", None) == Role.MEMBER else None
    if member is None:
        raise _no_member()
    if member.pk in everyone.recused:
        raise Refused("R6", R6_REASON, " ".join(everyone.recused[member.pk]), status=403)
    standing = everyone.standings.get(member.pk)
    if standing is None or not standing.sits:
        raise _does_not_sit(standing)
    return member


def _no_member() -> NotPermitted:
    return NotPermitted("R9", "This act belongs to the members of the Division.")


def _does_not_sit(standing: Standing | None) -> Refused:
    first = standing.reasons[0] if standing else None
    why = " ".join(r.text for r in standing.reasons) if standing else "No term of office today."
    return Refused(first.rule if first else "R2", "You cannot act as a member today.", why, status=403)


def refuse_who_may_not_act(user, number: str) -> None:
    """Raises Refused for a member who is recused from the case with this number, or who does not sit (R3, R6). number "":
    what belongs to no case. People of other roles pass: what they may do their role says."""
    if Role.MEMBER not in user.roles:
        return
    if number:
        acting_member(user, Case.objects.get(number=number))
        return
    member = membership.member_for(user)
    standing = membership.standing_of(member, clock.today()) if member else None
    if standing is None or not standing.sits:
        raise _does_not_sit(standing)


def panel_member(user, case: Case, everyone: Roll | None = None) -> Member:
    """The user's member, who is on the legal panel. Raises Refused (R23) for another discipline."""
    member = acting_member(user, case, everyone)
    refuse_outsider(member)
    return member


def refuse_outsider(member: Member) -> None:
    if member.discipline != Discipline.LEGAL:
        raise Refused(
            "R23",
            "The panel is made of the legal members.",
            "You see its answers and reasons when a round has closed.",
            status=403,
        )


def refusal_of(act, *args) -> Refused | None:
    """The refusal that `act(*args)` would raise, or None: for buttons shown disabled."""
    try:
        act(*args)
    except Refused as refused:
        return refused
    return None
