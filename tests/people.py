"""The cast of the tests: the invented people of the demonstration, seated for 2026 and 2027.

    people.amal      a legal member          people.betty     mediation, presiding
    people.ingrid    her colleague           people.registrar, .officer, .officer2, .ethics, .auditor, .admin
    people.bilal     intervention            people.focal     a focal point of OHCHR
    people.ohchr     an office, with a token in people.token; people.unocc, people.other_token another's
`people.member("amal")` gives the Member behind a user.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from deliberation.rehearsal import cast
from mad.accounts.models import Office, User
from mad.accounts.tokens import issue_token
from mad.common.clock import travel
from mad.membership.models import Member
from tests.database import Rows

MORNING = datetime(2026, 2, 9, 9, 30, tzinfo=UTC)

SHORT = {person.username.split(".")[0]: person.username for person in cast.SEATS} | {
    "registrar": "registrar",
    "officer": "jonas.ferreira",
    "officer2": "laila.khoury",
    "ethics": "ethics",
    "auditor": "auditor",
    "admin": "administrator",
    "focal": "ohchr.focal",
}


class People:
    """The cast as the database holds it now."""

    def __init__(self) -> None:
        members = Member.objects.select_related("user")
        self._seated = cast.Cast(
            users={user.username: user for user in User.objects.filter(is_machine=False).select_related("office")},
            members={member.user.username: member for member in members},
            offices={office.code: office for office in Office.objects.all()},
        )
        self.ohchr = self._seated.offices["ohchr"]
        self.unocc = self._seated.offices["unocc"]
        self.token = issue_token(office=self.ohchr, name="test", by=None)
        self.other_token = issue_token(office=self.unocc, name="test", by=None)

    def __getattr__(self, name: str):
        try:
            return self._seated.users[SHORT[name]]
        except KeyError:
            raise AttributeError(name) from None

    def member(self, name: str) -> Member:
        return self._seated.members[SHORT[name]]

    @property
    def legal(self) -> list[Member]:
        return self._seated.legal

    @property
    def members(self) -> list[Member]:
        return list(self._seated.members.values())


_seated: Rows | None = None


def seat_cast() -> None:
    """Seat the cast in an empty database, committed: by the services once per process, then as these left it."""
    global _seated
    if _seated is not None:
        _seated.put_back()
        return
    with travel(MORNING):
        cast.seat(year=2026, declared_on=date(2026, 1, 5))
    _seated = Rows.now()


@pytest.fixture
def morning():
    """The clock stands at 9 February 2026, 09:30 UTC."""
    with travel(MORNING):
        yield MORNING


@pytest.fixture
def people(db, morning) -> People:
    """The cast, in a transaction that is rolled back."""
    return People()


@pytest.fixture
def committed_people(committed_db, morning) -> People:
    """The cast, committed: for tests with several connections."""
    seat_cast()
    return People()
