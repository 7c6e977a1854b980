"""R2, R9: two registrars at once. One wins, the other is told, nothing is double. And an empty roster."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from io import StringIO
from threading import Barrier

import pytest
from django.core.management import call_command
from django.db import connections

from mad.common.clock import travel
from mad.common.errors import Refused
from mad.membership.models import Member, Presidency, Term
from mad.membership.services import Nominee, appoint_presiding, elect, nominate, open_election, suspend

TODAY = date(2026, 2, 9)


def together(morning, *acts):
    """Run the acts at one moment in threads of their own; results, or the Refused each met."""
    barrier = Barrier(len(acts))

    def run(act):
        with travel(morning):
            barrier.wait()
            try:
                return act()
            except Refused as refused:
                return refused
            finally:
                connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def refused(results):
    return [result for result in results if isinstance(result, Refused)]


@pytest.mark.django_db
def test_there_is_a_test_database(db):
    """So that the tests below never run on a real one."""


def test_r02_a_result_recorded_twice_at_once_counts_once(committed_people, morning):
    registrar = committed_people.registrar
    election = open_election(starts=date(2028, 1, 1), places={"legal": 1}, by=registrar)
    nominee = Nominee("Nadia Example", "legal", "African", TODAY)
    candidate = nominate(election=election, nominee=nominee, by=registrar)
    record = lambda: elect(election=election, elected=[candidate], held_on=TODAY, by=registrar)  # noqa: E731 - one line reads better
    assert [r.rule for r in refused(together(morning, record, record))] == ["R2"]
    assert Term.objects.filter(starts=date(2028, 1, 1)).count() == 1


def test_r02_the_same_election_opened_twice_at_once_is_one(committed_people, morning):
    registrar = committed_people.registrar
    opened = lambda: open_election(starts=date(2028, 1, 1), places={"legal": 1}, by=registrar)  # noqa: E731 - one line reads better
    assert len(refused(together(morning, opened, opened, opened))) == 2


def test_r02_a_member_suspended_twice_at_once_is_suspended_once(committed_people, morning):
    member, registrar = committed_people.member("amal"), committed_people.registrar
    act = lambda: suspend(member=member, starts=TODAY, reason="inquiry", by=registrar)  # noqa: E731 - one line reads better
    assert [r.rule for r in refused(together(morning, act, act))] == ["R2"]
    assert member.suspensions.count() == 1


def test_r09_two_appointed_at_once_leave_one_in_the_chair(committed_people, morning):
    registrar = committed_people.registrar
    acts = [
        lambda name=name: appoint_presiding(member=committed_people.member(name), by=registrar)
        for name in ("amal", "ingrid", "bilal")
    ]
    assert not refused(together(morning, *acts))
    assert Member.objects.filter(user__presiding=True).count() == 1
    assert Presidency.objects.filter(ends=None).count() == 1


def test_an_empty_roster_is_an_empty_list(committed_db):
    out = StringIO()
    call_command("roster", "--on", "2026-01-01", "--json", stdout=out)
    assert out.getvalue().strip() == "[]"
