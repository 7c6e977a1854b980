"""R34: several connections at once on one vote. Real commits, real locks."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import timedelta

import pytest
from django.db import connection, transaction

from cases.models import Case
from deliberation import record, services
from deliberation.models import Ballot, Output, Vote
from deliberation.selectors import current_vote
from mad.common.clock import advance
from mad.common.errors import Refused
from mad.docket.models import Entry
from tests.database import as_superuser
from tests.deliberation_factory import EVERYBODY, PEACEFUL, Plenary

pytest_plugins = ["tests.deliberation_factory"]


@pytest.fixture
def session(committed_people) -> Plenary:
    return Plenary(committed_people)


@pytest.fixture
def motion(session):
    return session.vote(session.move(kind="option", option=session.table(**PEACEFUL)), close=False)


def at_once(*acts):
    """Run the acts in threads of their own, each on its own connection; answers or refusals in order."""

    def run(act):
        try:
            return act()
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        waiting = [pool.submit(copy_context().run, run, act) for act in acts]
        return [future.result(timeout=240) for future in waiting]


def ballot(session, motion, name, choice, seen=0):
    return lambda: services.cast_ballot(
        motion=motion, by=getattr(session.people, name), choice=choice, seen_version=seen
    )


def test_r34_two_windows_at_once_give_two_versions_in_one_order(session, motion):
    answers = at_once(*(ballot(session, motion, "amal", choice) for choice in ("yes", "no", "abstain")))
    assert sorted(answer.ballot.version for answer in answers) == [1, 2, 3]
    assert sorted(answer.overtook for answer in answers) == [False, True, True]
    last = max(answers, key=lambda answer: answer.ballot.version)
    advance(timedelta(hours=24))
    services.close_vote(motion=motion)
    roll = Entry.objects.get(act="vote.closed").facts["roll"]
    assert [row["choice"] for row in roll] == [last.ballot.choice]


def test_r34_fifteen_ballots_at_once_are_all_kept_once(session, motion):
    at_once(*(ballot(session, motion, name, "yes") for name in EVERYBODY))
    assert Ballot.objects.filter(vote=current_vote(motion)).count() == 15
    assert services.close_vote(motion=motion, by=session.people.betty).yes == 15


def test_r34_a_last_ballot_and_the_closing_have_one_order(session, motion):
    for name in EVERYBODY[:14]:
        ballot(session, motion, name, "yes")()
    last = ballot(session, motion, EVERYBODY[14], "no")
    ballot(session, motion, EVERYBODY[14], "yes")()
    cast, vote = at_once(last, lambda: services.close_vote(motion=motion, by=session.people.betty))
    kept = Ballot.objects.filter(vote=vote, member=session.people.member(EVERYBODY[14])).count()
    if isinstance(cast, Refused):
        assert (cast.rule, kept, vote.yes, vote.no) == ("R34", 1, 15, 0)
    else:
        assert (kept, vote.yes, vote.no) == (2, 14, 1)


def test_r34_closed_at_once_from_several_places_closes_once(session, motion):
    for name in EVERYBODY:
        ballot(session, motion, name, "yes")()
    at_once(*([lambda: services.close_vote(motion=motion)] * 4))
    assert Entry.objects.filter(act="vote.closed").count() == 1
    motion.refresh_from_db()
    assert motion.state == "carried"


def test_r34_put_to_the_vote_at_once_opens_one_vote(session):
    motion = session.move(kind="option", option=session.table(**PEACEFUL))
    answers = at_once(*([lambda: services.put_to_vote(motion=motion, by=session.people.betty)] * 3))
    assert sum(isinstance(answer, Refused) for answer in answers) == 2
    assert motion.votes.count() == 1


def test_r37_transmitting_and_acts_on_motions_do_not_wait_for_each_other_for_ever(session):
    """A motion's act holds the case and then wants the text; transmitting must not hold the text and want the case."""
    output = session.lawful_draft()
    session.carry(session.move(kind="output", output=output))
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Case.objects.select_for_update().get(pk=session.case.pk)
            sent = pool.submit(
                copy_context().run,
                at_once,
                lambda: services.transmit(output=output, by=session.people.registrar),
            )
            until = time.monotonic() + 120
            while not _somebody_waits():
                assert not sent.done()
                assert time.monotonic() < until, "nobody waits"
                time.sleep(0.02)
            assert Output.objects.select_for_update(nowait=True).get(pk=output.pk).stage == "adopted"
        (answer,) = sent.result(timeout=240)
    assert answer.stage == "transmitted"


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        # Within a transaction the sessions are those that were there when it first asked: one that came later is not seen.
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid) "
            "WHERE NOT l.granted AND a.datname = current_database()"
        )
        return cursor.fetchone()[0] > 0


def test_r49_a_changed_ballot_and_a_changed_roster_are_found(session):
    """Committed, because only the server's superuser can change a ballot, in a session of its own."""
    session.vote(session.move(kind="option", option=session.table(**PEACEFUL)), yes=EVERYBODY[:11])
    as_superuser("UPDATE deliberation_ballot SET choice = 'no' WHERE id = (SELECT min(id) FROM deliberation_ballot)")
    Vote.objects.update(roster=[])
    changed = [label for entry, found, label in record.checks() if Entry.objects.get(pk=entry).digest != found]
    assert sorted(label.split()[0] for label in changed) == ["ballot", "opening", "roll"]
