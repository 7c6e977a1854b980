"""R34, R35, R49: ballots under pressure, counts at their limits, and the check that needs nobody's word."""

import json
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from cases.services import recuse
from deliberation import services
from deliberation.models import Ballot
from deliberation.selectors import current_vote
from mad.common.clock import advance
from mad.common.errors import Refused
from mad.docket.models import Entry, Leaf
from mad.docket.sealing import seal_all
from mad.docket.views import OFFLINE_CHECKER
from tests.deliberation_factory import EVERYBODY, PEACEFUL, Plenary
from tests.services.test_deliberation_races import at_once, ballot

pytest_plugins = ["tests.deliberation_factory"]


@pytest.fixture
def motion(plenary):
    return plenary.move(kind="option", option=plenary.table(**PEACEFUL))


@pytest.fixture
def session(committed_people) -> Plenary:
    return Plenary(committed_people)


@pytest.fixture
def in_session(session):
    return session.vote(session.move(kind="option", option=session.table(**PEACEFUL)), close=False)


def constraint(name: str, condition: str) -> list[tuple]:
    """The counts (yes, no, entitled) up to 40 for which the database's own constraint differs from `condition`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_expr(conbin, conrelid) FROM pg_constraint WHERE conname = %s", [name])
        ((said,),) = cursor.fetchall()
        cursor.execute(
            f"""
            SELECT yes, no, entitled FROM (
              SELECT 'carried'::varchar AS outcome, y::smallint AS yes, n::smallint AS no, a::smallint AS abstain,
                     e::smallint AS entitled
              FROM generate_series(0, 40) y, generate_series(0, 40, 5) n, generate_series(0, 40, 7) a,
                   generate_series(0, 40) e) t
            WHERE ({said}) IS DISTINCT FROM ({condition})"""
        )
        return cursor.fetchall()


def test_r34_the_database_agrees_with_the_rule_for_every_count_to_forty(db):
    """Its division is that of whole numbers; E ≤ ⌊3y/2⌋ says the same as 2E ≤ 3y, for an odd number of yes too."""
    assert constraint("carried_means_two_thirds", "yes >= 1 AND yes * 3 >= entitled * 2") == []
    assert constraint("no_more_ballots_than_entitled", "yes + no + abstain <= entitled") == []


@pytest.mark.parametrize("left", [0, 1, 3])
def test_r34_whoever_is_left_does_not_carry_alone(plenary, motion, people, left):
    plenary.vote(motion, yes=EVERYBODY, close=False)
    for name in EVERYBODY[left:]:
        recuse(case=plenary.case, by=getattr(people, name), reason="A new tie.")
    advance(timedelta(hours=24))
    vote = services.close_vote(motion=motion)
    assert (vote.outcome, vote.entitled, vote.yes, vote.silent) == ("inquorate", left, left, 0)
    assert len(vote.struck) == 15 - left


def test_r35_who_was_struck_does_not_count_and_the_ballot_is_kept(plenary, motion, people):
    plenary.vote(motion, yes=EVERYBODY[:10], no=EVERYBODY[10:], close=False)
    recuse(case=plenary.case, by=people.amal, reason="A new tie.")
    advance(timedelta(hours=24))
    vote = services.close_vote(motion=motion)
    assert (vote.entitled, vote.yes, vote.outcome) == (14, 9, "not_carried")
    assert vote.ballots.count() == 15
    assert people.member("amal").pk in Entry.objects.get(pk=vote.closing_entry_id).facts["struck"]


def test_r34_an_explanation_has_an_end(plenary, motion, people):
    plenary.vote(motion, close=False)
    with pytest.raises(Refused) as caught:
        services.cast_ballot(motion=motion, by=people.amal, choice="yes", explanation="x" * 4001)
    assert caught.value.field == "explanation"
    assert not Ballot.objects.exists()


def test_r34_ballots_and_the_closing_at_one_instant_have_one_order_that_the_docket_shows(session, in_session):
    """Everybody has voted; all change their ballots in the moment of closing. What is before the closing counts."""
    for name in EVERYBODY:
        ballot(session, in_session, name, "yes")()
    changes = [ballot(session, in_session, name, "no", seen=1) for name in EVERYBODY]
    closing = [lambda: services.close_vote(motion=in_session, by=session.people.betty)]
    answers = at_once(*changes[:8], *closing, *changes[8:])
    vote = current_vote(in_session)
    kept = Ballot.objects.filter(vote=vote, version=2).select_related("entry")
    assert all(row.entry_id < vote.closing_entry_id for row in kept)
    assert (vote.no, vote.yes) == (kept.count(), 15 - kept.count())
    refused = [answer for answer in answers if isinstance(answer, Refused)]
    assert {answer.rule for answer in refused} <= {"R34"}
    assert len(refused) == 15 - kept.count()
    seal_all()
    place = dict(Leaf.objects.values_list("entry_id", "index"))
    assert max(place[row.entry_id] for row in vote.ballots.all()) < place[vote.closing_entry_id]


def test_r34_a_ballot_waits_for_no_other_members_ballot(session, in_session):
    """Two members' ballots are on their way in at once; a lock of the vote alone would have the second wait for ever."""
    with transaction.atomic():
        ballot(session, in_session, "amal", "yes")()
        (other,) = at_once(ballot(session, in_session, "betty", "no"))
        assert other.ballot.version == 1
    assert Ballot.objects.count() == 2


@pytest.fixture
def documents(session, in_session, settings):
    """documents(name) → the ballots of the vote as this person downloads them."""
    settings.DEMONSTRATION = True

    def go(name: str) -> list[dict]:
        client = Client()
        client.force_login(getattr(session.people, name))
        answer = client.get(reverse("motion_ballots", args=[in_session.number]))
        assert answer.status_code == 200
        return json.loads(answer.content)

    return go


def check(tmp_path, documents) -> tuple[int, str]:
    file = tmp_path / "ballots.json"
    file.write_text(json.dumps(documents))
    done = subprocess.run([sys.executable, "-I", OFFLINE_CHECKER, file], capture_output=True, text=True)
    return done.returncode, done.stdout


def test_r49_the_ballots_of_a_closed_vote_are_opened_and_checked_offline(session, in_session, documents, tmp_path):
    for name in EVERYBODY:
        ballot(session, in_session, name, "no" if name == "sione" else "yes")()
    ballot(session, in_session, "amal", "abstain", seen=1)()
    services.close_vote(motion=in_session, by=session.people.betty)
    seal_all()
    opened = documents("officer")
    assert len(opened) == 16
    assert check(tmp_path, opened) == (0, "All holds, under the key that the document brings itself.\n")
    one = next(d for d in opened if d["opening"]["content"].get("choice") == "no")
    one["opening"]["content"]["choice"] = "yes"
    assert "does not commit to the content" in check(tmp_path, opened)[1]


def test_r49_a_roll_that_was_changed_does_not_hold(session, in_session, documents, tmp_path):
    for name in EVERYBODY:
        ballot(session, in_session, name, "yes")()
    services.close_vote(motion=in_session, by=session.people.betty)
    seal_all()
    opened = documents("amal")
    roll = opened[-1]["opening"]["content"]["roll"]
    roll[0]["choice"] = "no"
    status, said = check(tmp_path, opened)
    assert status == 1
    assert "the roll does not add up" in said
    assert f"the ballot of entry {roll[0]['entry']} is not the one that the roll shows" in said


def test_r34_until_closing_one_downloads_proofs_of_ones_own_ballots_and_no_salt(session, in_session, documents):
    ballot(session, in_session, "amal", "no")()
    seal_all()
    (mine,) = documents("amal")
    assert set(mine) == {"proof"}
    assert mine["proof"]["leaf"]["act"] == "ballot.sealed"
    for other in ("betty", "registrar", "officer"):
        assert documents(other) == []
