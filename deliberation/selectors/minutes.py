"""What the record holds of a session, for its minutes (R31, R49)."""

from collections.abc import Iterator

from deliberation.models import Motion, Presence, Sitting, Turn, Vote
from deliberation.procedure.attendance import Attendance
from deliberation.procedure.minutes import Event, Session, Speech
from deliberation.procedure.votes import Discipline
from mad.accounts.models import User
from mad.docket.models import Entry
from mad.membership.models import Member

from .sittings import Session as Shown

FIELD = {
    Discipline.LEGAL: "law",
    Discipline.MEDIATION: "mediation",
    Discipline.SANCTIONS: "sanctions",
    Discipline.INTERVENTION: "intervention",
}
ON = {"option": "option O-{}", "motion": "{}", "paragraph": "a paragraph of an output"}


def session_facts(sitting: Sitting) -> Session:
    """Of a closed session. Motions, results and remarks are those of the docket's entries between its two ends."""
    assert sitting.closed_at is not None
    assert sitting.closed_by is not None
    shown = Shown(sitting)
    came = _came(sitting)
    entries = list(_entries(sitting))
    return Session(
        case=sitting.case.number,
        title=sitting.case.title,
        number=sitting.ordinal,
        opened_at=sitting.opened_at,
        closed_at=sitting.closed_at,
        opened_by=sitting.opened_by.full_name,
        closed_by=sitting.closed_by.full_name,
        entitled=len(shown.members),
        quorum=_quorum(shown.attendance, len(came)),
        present=[(m.name, m.discipline) for m in came],
        absent=[m.name for m in shown.members if m.pk not in {one.pk for one in came}],
        speeches=list(_speeches(sitting)),
        moved=_moved(entries),
        decided=_decided(entries),
        open_votes=[(row["number"], row["title"]) for row in shown.votes],
        written=_written(entries),
    )


def _came(sitting: Sitting) -> list[Member]:
    """Whoever was present at any time, by name."""
    ids = Presence.objects.filter(sitting=sitting, here=True).values("member_id")
    return list(Member.objects.select_related("user").filter(pk__in=ids))


def _quorum(at_close: Attendance, came: int) -> str:
    """What the quorum took, and whether it was there when the session closed."""
    took = f"A quorum takes {at_close.needed}, with one of each discipline"
    if at_close.quorate:
        return f"{took}; it was present when the session closed."
    lacking = [_short(at_close.short)] if at_close.short else []
    if at_close.absent:
        lacking.append(f"no member {_any_of([f'for {FIELD[one]}' for one in at_close.absent])} was present")
    return f"{took}; when the session closed it was not there: {', and '.join(lacking)}."


def _short(members: int) -> str:
    return "one member was missing" if members == 1 else f"{members} members were missing"


def _any_of(words: list[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last


def _speeches(sitting: Sitting) -> Iterator[Speech]:
    rows = Turn.objects.filter(sitting=sitting, given_at__isnull=False).select_related("member__user")
    for row in rows.order_by("given_at", "id"):
        assert row.given_at is not None
        assert row.ended_at is not None
        yield Speech(row.member.name, row.given_at, row.ended_at - row.given_at, row.kind == "order", row.subject)


def _entries(sitting: Sitting) -> Iterator[Entry]:
    """In the order of the docket: after the one that opened the session, up to the one that closed it."""
    name = f"{sitting.case.number} session {sitting.ordinal}"
    first = Entry.objects.filter(object=name, act="sitting.opened").order_by("id").first()
    last = Entry.objects.filter(object=name, act="sitting.closed").order_by("id").last()
    assert first is not None
    assert last is not None
    acts = ("motion.moved", "vote.closed", "remark.made")
    rows = Entry.objects.filter(case_number=sitting.case.number, act__in=acts, pk__gt=first.pk, pk__lt=last.pk)
    yield from rows.order_by("id")


def _moved(entries: list[Entry]) -> list[tuple[str, str, str]]:
    wanted = [entry.object for entry in entries if entry.act == "motion.moved"]
    rows = {m.number: m for m in Motion.objects.filter(number__in=wanted).select_related("moved_by__user")}
    return [(number, rows[number].title, rows[number].moved_by.name) for number in wanted]


def _decided(entries: list[Entry]) -> list[tuple[str, str, str]]:
    closed = [(entry.object, entry.facts["vote"]) for entry in entries if entry.act == "vote.closed"]
    rows = Vote.objects.filter(motion__number__in=[number for number, _ in closed]).select_related("motion")
    found = {(vote.motion.number, vote.ordinal): vote for vote in rows}
    return [(number, found[number, n].motion.title, _result(found[number, n])) for number, n in closed]


def _result(vote: Vote) -> str:
    return f"{vote.arithmetic} Void: {vote.void_reason}" if vote.void_reason else vote.arithmetic


def _written(entries: list[Entry]) -> list[Event]:
    """The remarks, each under the name of who made it, as in the rest of the minutes."""
    made = [(entry, entry.actor.partition(":")[2]) for entry in entries if entry.act == "remark.made"]
    users = User.objects.filter(username__in={username for _, username in made})
    names = dict(users.values_list("username", "full_name"))
    return [_remark(entry, names.get(username, username)) for entry, username in made]


def _remark(entry: Entry, name: str) -> Event:
    on = ON[entry.facts["subject"]].format(entry.facts["key"])
    return Event(entry.at, f"{name} wrote on {on}.")
