"""Who takes part in a case: plenary, legal panel, recusals (R3, R6, R23, R31)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cases.models import Case, Recusal
from cases.procedure import LegalMember, Panel, form
from mad.common import clock
from mad.common.errors import NotPermitted, Refused
from mad.membership import selectors as membership
from mad.membership.independence import TIE_WORDS, Discipline, MemberFacts, Standing, TieFact
from mad.membership.models import Member
from mad.reference.parameters import numbers

R6_REASON = "You are recused from this case and cannot open its file."


@dataclass(frozen=True)
class Roll:
    """Members with their standing on a day and, per member, the reasons for being recused from the case."""

    on: date
    members: dict[int, Member]
    standings: dict[int, Standing]
    recused: dict[int, tuple[str, ...]]

    def acts(self, member_id: int) -> bool:
        standing = self.standings.get(member_id)
        return bool(standing and standing.sits and member_id not in self.recused)


def roll(case: Case, on: date | None = None, called: membership.Roll | None = None) -> Roll:
    """Four queries, whatever the number of members; none when the page has called it already.

    called: the Division's roll for that day, if at hand.
    """
    day = on or clock.today()
    called_before = getattr(case, "page_roll", None)
    if called_before and called_before.on == day:
        return called_before
    called = called or membership.roll(day)
    standings = called.standings()
    present = {m.pk: m for m in called.members if standings[m.pk].in_office}
    return Roll(day, present, standings, _recused(case, called.facts.values(), day))


def recusals(case: Case, on: date | None = None) -> dict[int, tuple[str, ...]]:
    """Why each recused member is: ties with a State concerned or a party that day, recorded recusals."""
    day = on or clock.today()
    return _recused(case, membership.roll(day).facts.values(), day)


def _recused(case: Case, facts: Iterable[MemberFacts], day: date) -> dict[int, tuple[str, ...]]:
    concerned = involved(case)
    out = {f.id: tuple(_said(t) for t in f.ties if t.state in concerned and t.covers(day)) for f in facts}
    for member, kind, reason in _rows(case):
        source = "Own statement" if kind == Recusal.OWN else "Decision of the plenary"
        out[member] = (*out.get(member, ()), f"{source}: {reason}")
    return {member: reasons for member, reasons in out.items() if reasons}


def _said(tie: TieFact) -> str:
    return f"{TIE_WORDS[tie.kind].capitalize()} {tie.state_name or tie.state}, a State concerned or a party."


def _rows(case: Case) -> list[tuple[int, str, str]]:
    if hasattr(case, "page"):
        return [(row["member"], row["kind"], row["reason"]) for row in case.page["recusal_facts"]]
    return list(Recusal.objects.filter(case=case).values_list("member_id", "kind", "reason"))


def involved(case: Case) -> frozenset[str]:
    """ISO codes of the States concerned and the parties (R6)."""
    if hasattr(case, "page"):
        return frozenset(row["iso3"] for row in (*case.page["state_facts"], *case.page["party_facts"]))
    return frozenset((*case.states.values_list("pk", flat=True), *case.parties.values_list("pk", flat=True)))


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
    member = membership.member_for(user) if user is not None else None
    if member is None:
        raise NotPermitted("R9", "This act belongs to the members of the Division.")
    everyone = everyone or roll(case)
    if member.pk in everyone.recused:
        raise Refused("R6", R6_REASON, " ".join(everyone.recused[member.pk]), status=403)
    standing = everyone.standings.get(member.pk)
    if standing is None or not standing.sits:
        first = standing.reasons[0] if standing else None
        why = " ".join(r.text for r in standing.reasons) if standing else "No term of office today."
        raise Refused(first.rule if first else "R2", "You cannot act as a member today.", why, status=403)
    return member


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
