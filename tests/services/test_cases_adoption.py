"""R30: what is before the panel is decided, rejected or withdrawn, and never stuck."""

from __future__ import annotations

import threading
from functools import partial

import pytest

from cases.models import Determination
from cases.services import (
    adoption,
    edit_case,
    open_round,
    propose_determination,
    recuse,
    vote_determination,
    withdraw_determination,
)
from cases.services.adoption import settle_open
from cases.tasks import settle_determinations
from evidence.services import regrade, retract
from mad.common import clock
from mad.common.errors import Refused
from mad.docket.models import Entry
from mad.membership.models import Term, Tie
from mad.membership.services import declare_tie
from mad.reference.models import State

from .cases_steps import ELEMENTS, LEGAL, answer, both_rounds, link, propose, refusal, under_assessment, votes
from .test_cases_concurrency import together


def before_four(people, **voted: str):
    """A proposal of amal's before a panel of four: amal, ingrid, tomas, chipo."""
    case, _ = under_assessment(people)
    recuse(case=case, by=people.nguyen, reason="A former client.")
    for _ in range(2):
        round_ = open_round(case=case, by=people.registrar)
        for name in LEGAL[:4]:
            answer(round_, getattr(people, name))
    made = propose(people, case)
    for name, vote in voted.items():
        vote_determination(determination=made, by=getattr(people, name), vote=vote)
    return case, made


def stands_aside(people, case) -> None:
    recuse(case=case, by=people.amal, reason="An offer of work.")


def tie(people, name: str, state: str) -> Tie:
    facts = {"kind": "financial", "state": state, "starts": clock.today(), "note": "Shares"}
    return declare_tie(member=people.member(name), by=people.registrar, **facts)


def is_barred(people, case) -> None:
    """No act in the case says so; the beat finds it."""
    tie(people, "amal", "FRA")
    settle_determinations()


def resigns(people, case) -> None:
    Term.objects.filter(member=people.member("amal")).update(resigned_on=clock.today())
    settle_determinations()


def is_tied(people, case) -> None:
    """A State added to the case recuses her."""
    tie(people, "amal", "SDN")
    edit_case(case=case, by=people.officer, states=[*case.states.all(), State.objects.get(iso3="SDN")])


LEAVES = [stands_aside, is_barred, resigns, is_tied]


@pytest.mark.parametrize("leaves", LEAVES)
def test_r30_two_yes_of_four_are_a_majority_once_one_has_left(people, leaves):
    case, made = before_four(people, ingrid="yes", tomas="yes")
    leaves(people, case)
    made.refresh_from_db()
    # It was written for a panel of four, so it is not adopted by three: it is decided, and made anew.
    assert made.rejected_at and not made.adopted_at
    assert Entry.objects.filter(act="determination.rejected", object=made.number).count() == 1
    assert Entry.objects.filter(act="determination.voted", case_number=case.number).count() == 2
    again = propose_determination(case=case, by=people.ingrid)
    assert votes(people, again, "yes", LEGAL[1:3]).adopted_at


@pytest.mark.parametrize("leaves", LEAVES)
def test_r30_when_nobody_is_left_who_could_turn_it_it_is_rejected(people, leaves):
    case, made = before_four(people, ingrid="yes", tomas="abstain")
    leaves(people, case)
    made.refresh_from_db()
    assert not made.rejected_at  # chipo can still make it two of three
    vote_determination(determination=made, by=people.chipo, vote="no")
    made.refresh_from_db()
    assert made.rejected_at


def test_r30_the_last_who_had_not_voted_leaves_and_it_is_rejected(people):
    case, made = before_four(people, ingrid="yes", chipo="no")
    vote_determination(determination=made, by=people.tomas, vote="abstain")
    made.refresh_from_db()
    assert made.rejected_at
    made = propose(people, case)
    for name, vote in (("amal", "yes"), ("ingrid", "no"), ("chipo", "yes")):
        vote_determination(determination=made, by=getattr(people, name), vote=vote)
    stands_aside(people, case)
    made.refresh_from_db()
    assert not made.rejected_at
    recuse(case=case, by=people.tomas, reason="A former client.")
    made.refresh_from_db()
    assert not made.adopted_at and not made.rejected_at  # two are no panel (R23): nothing is decided, neither way


def test_r23_a_panel_below_its_minimum_decides_once_it_is_whole_again(people):
    case, made = before_four(people, ingrid="yes", tomas="yes")
    barring = tie(people, "chipo", "FRA")
    stands_aside(people, case)
    settle_determinations()
    made.refresh_from_db()
    assert not made.rejected_at
    Tie.objects.filter(pk=barring.pk).delete()
    assert (settle_open(), settle_open()) == (1, 0)
    made.refresh_from_db()
    assert made.rejected_at


def test_r30_the_beat_leaves_alone_what_waits_for_votes(people):
    _, made = before_four(people, ingrid="yes")
    assert settle_open() == 0
    made.refresh_from_db()
    assert not made.rejected_at


def test_r30_the_registrar_withdraws_what_its_proposer_left(people):
    case, made = before_four(people, ingrid="yes")
    stands_aside(people, case)
    assert refusal(withdraw_determination, determination=made, by=people.ingrid, reason="No.").rule == "R30"
    assert withdraw_determination(determination=made, by=people.registrar, reason="Its proposer left.").rejected_at
    assert propose_determination(case=case, by=people.ingrid)


def test_r30_evidence_retracted_while_the_panel_votes_ends_the_proposal(people):
    case, items = both_rounds(people)
    made = votes(people, propose(people, case), "yes", LEGAL[:2])
    retract(item=items[0], by=people.officer, reason="The source withdrew it.")
    assert vote_determination(determination=made, by=people.tomas, vote="yes").rejected_at


def test_r30_nothing_is_linked_or_taken_out_while_a_determination_is_before_the_panel(people):
    case, items = both_rounds(people)
    made = votes(people, propose(people, case), "yes", LEGAL[:2])
    with pytest.raises(Refused, match="R30"):
        link(case, items[1], ELEMENTS[0], people.officer, direction="neutral", weight=1)
    assert vote_determination(determination=made, by=people.tomas, vote="yes").adopted_at
    link(case, items[1], ELEMENTS[0], people.officer, direction="neutral", weight=1)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_r30_an_item_regraded_during_the_adoption_makes_it_stale(committed_people, monkeypatch):
    people = committed_people
    case, items = both_rounds(people)
    made = votes(people, propose_determination(case=case, by=people.amal), "yes", LEGAL[:2])
    compared, tried = threading.Event(), threading.Event()
    real = adoption._open_opinions

    def slow(determination, now):
        """Between the comparison of digests and the commit."""
        compared.set()
        tried.wait(1)
        return real(determination, now)

    monkeypatch.setattr(adoption, "_open_opinions", slow)

    def grade():
        compared.wait(10)
        try:
            return regrade(item=items[0], by=people.officer, source_grade="D", info_grade="4", reason="Contradicted.")
        finally:
            tried.set()

    together(partial(vote_determination, determination=made, by=people.tomas, vote="yes"), grade)
    found = Determination.objects.get()
    assert found.adopted_at and found.stale_since
