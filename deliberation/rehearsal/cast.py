"""The people of the rehearsal and the demonstration. Every one of them is invented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.contrib.auth.hashers import make_password

from mad.accounts.models import Office, User
from mad.accounts.roles import Role
from mad.accounts.services import open_account, register_office
from mad.membership.models import Member
from mad.membership.services import Nominee, TieFacts, appoint_presiding, hold_election


@dataclass(frozen=True)
class Seat:
    """An invented expert: user name, name, discipline, nationality (ISO alpha-3), regional group."""

    username: str
    name: str
    discipline: str
    national_of: str
    group: str
    resident_of: str = ""


SEATS = (
    Seat("amal.benhaddou", "Amal Benhaddou", "legal", "MAR", "African"),
    Seat("ingrid.solheim", "Ingrid Solheim", "legal", "NOR", "WEOG"),
    Seat("tomas.arregui", "Tomás Arregui", "legal", "URY", "GRULAC"),
    Seat("chipo.mutasa", "Chipo Mutasa", "legal", "ZWE", "African"),
    Seat("nguyen.thilan", "Nguyen Thi Lan", "legal", "VNM", "Asia-Pacific"),
    Seat("betty.otieno", "Betty Achieng Otieno", "mediation", "KEN", "African"),
    Seat("mikael.lindqvist", "Mikael Lindqvist", "mediation", "SWE", "WEOG"),
    Seat("rosa.quispe", "Rosa Quispe Mamani", "mediation", "BOL", "GRULAC"),
    Seat("sione.taufa", "Sione Taufa", "mediation", "TON", "Asia-Pacific"),
    Seat("helene.vautrin", "Hélène Vautrin", "sanctions", "BEL", "WEOG"),
    Seat("arjun.wickramasinghe", "Arjun Wickramasinghe", "sanctions", "LKA", "Asia-Pacific"),
    Seat("katarzyna.wolska", "Katarzyna Wolska", "sanctions", "POL", "Eastern European"),
    Seat("fergus.odwyer", "Fergus O’Dwyer", "intervention", "IRL", "WEOG"),
    Seat("milica.stanic", "Milica Stanić", "intervention", "SRB", "Eastern European"),
    Seat("bilal.haddad", "Bilal Haddad", "intervention", "JOR", "Asia-Pacific"),
)
PRESIDING = "betty.otieno"

STAFF = (
    ("registrar", "Marguerite Achterberg", Role.REGISTRAR),
    ("jonas.ferreira", "Jonas Ferreira", Role.OFFICER),
    ("laila.khoury", "Laila Khoury", Role.OFFICER),
    ("ethics", "Søren Abildgaard", Role.ETHICS),
    ("auditor", "Wanjiru Kamau", Role.AUDITOR),
    ("administrator", "Paulo Nakamura", Role.ADMINISTRATOR),
)

OFFICES = (
    ("ohchr", "Office of the High Commissioner for Human Rights", Office.Duty.BOUND),
    ("unocc", "United Nations Operations and Crisis Centre", Office.Duty.BOUND),
    ("ogpr2p", "Office on Genocide Prevention and the Responsibility to Protect", Office.Duty.BOUND),
    ("own-research", "The Division’s own research", Office.Duty.OWN),
)
FOCAL_POINT = ("ohchr.focal", "Ines Duarte", "ohchr")

NATIONAL_SINCE = date(1970, 1, 1)


@dataclass(frozen=True)
class Cast:
    """Everybody, by user name or office code."""

    users: dict[str, User]
    members: dict[str, Member]
    offices: dict[str, Office]

    @property
    def legal(self) -> list[Member]:
        return [member for member in self.members.values() if member.discipline == "legal"]


def secretariat() -> dict[str, User]:
    """Open the accounts of those who serve the Division, and may act before anybody is elected."""
    return {
        name: open_account(username=name, full_name=full, role=role, by=None, email=_mail(name))
        for name, full, role in STAFF
    }


def seat(*, year: int, declared_on: date, password: str | None = None, seats: Sequence[Seat] = SEATS) -> Cast:
    """Open every account and elect members for `year` and the next (R2), the fifteen unless `seats` says fewer.

    password: one for everybody, and therefore hashed once: that is made to be slow.
    """
    users = secretariat()
    bound_since = date(year - 1, 1, 1)
    offices = {
        code: register_office(code=code, name=name, duty=duty, by=None, bound_since=bound_since)
        for code, name, duty in OFFICES
    }
    name, full, code = FOCAL_POINT
    users[name] = open_account(
        username=name,
        full_name=full,
        role=Role.PARTNER,
        by=None,
        email=_mail(name),
        office=offices[code],
    )
    for person in SEATS:
        users[person.username] = open_account(
            username=person.username,
            full_name=person.name,
            role=Role.MEMBER,
            by=None,
            email=_mail(person.username),
        )
    if password is not None:
        User.objects.filter(pk__in=[user.pk for user in users.values()]).update(password=make_password(password))
    members = _elect(users, seats, year, declared_on)
    appoint_presiding(member=members[PRESIDING], by=users["registrar"])
    for user in users.values():
        user.refresh_from_db()
    return Cast(users, members, offices)


def elect_all(cast: Cast, *, year: int, declared_on: date) -> Cast:
    """The same people with all fifteen elected for `year` and the next; the chair stays with its holder."""
    return replace(cast, members=_elect(cast.users, SEATS, year, declared_on))


def _elect(users: dict[str, User], seats: Sequence[Seat], year: int, declared_on: date) -> dict[str, Member]:
    slate = [
        Nominee(
            user=users[person.username],
            full_name=person.name,
            discipline=person.discipline,
            group=person.group,
            ties=[TieFacts(kind="national", state=person.national_of, starts=NATIONAL_SINCE)],
            declared_on=declared_on,
        )
        for person in seats
    ]
    elected = hold_election(starts=date(year, 1, 1), slate=slate, held_on=date(year - 1, 6, 6), by=users["registrar"])
    return {member.user.username: member for member in elected}


def _mail(username: str) -> str:
    return f"{username}@demonstration.invalid"
