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

from mad.accounts.tokens import issue_token
from mad.common.clock import travel
from mad.membership.models import Member

from deliberation.rehearsal import cast

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
    def __init__(self, seated: cast.Cast) -> None:
        self._seated = seated
        self.ohchr = seated.offices["ohchr"]
        self.unocc = seated.offices["unocc"]
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


def seated() -> People:
    return People(cast.seat(year=2026, declared_on=date(2026, 1, 5)))


@pytest.fixture
def morning():
    """The clock stands at 9 February 2026, 09:30 UTC."""
    with travel(MORNING):
        yield MORNING


@pytest.fixture
def people(db, morning) -> People:
    """The cast, in a transaction that is rolled back."""
    return seated()


@pytest.fixture
def committed_people(committed_db, morning) -> People:
    """The cast, committed: for tests with several connections."""
    return seated()
