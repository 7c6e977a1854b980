"""R30: what is before the panel is decided, rejected or withdrawn, and never stuck."""

from __future__ import annotations

import threading
from functools import partial

import pytest

from cases.models import Determination
from cases.services import (
    adoption,
    open_round,
    propose_determination,
    recuse,
    vote_determination,
    withdraw_determination,
)
from evidence.services import regrade, retract
from mad.common.errors import Refused
from mad.docket.models import Entry

from .cases_steps import ELEMENTS, LEGAL, answer, both_rounds, link, propose, refusal, under_assessment, votes
from .test_cases_concurrency import together


def four_of_whom_two_said_yes(people):
    """A panel of four; its proposer stands aside after two others have voted yes."""
    case, _ = under_assessment(people)
    recuse(case=case, by=people.nguyen, reason="A former client.")
    for _ in range(2):
        round_ = open_round(case=case, by=people.registrar)
        for name in LEGAL[:4]:
            answer(round_, getattr(people, name))
    made = propose(people, case)
    for name in LEGAL[1:3]:
        vote_determination(determination=made, by=getattr(people, name), vote="yes")
    recuse(case=case, by=people.amal, reason="An offer of work.")
    return case, made


def test_r30_a_proposal_whose_panel_changed_is_rejected_and_can_be_made_anew(people):
    case, made = four_of_whom_two_said_yes(people)
    after = vote_determination(determination=made, by=people.chipo, vote="no")
    assert after.rejected_at and not after.adopted_at
    assert Entry.objects.filter(act="determination.voted", case_number=case.number).count() == 3
    again = propose_determination(case=case, by=people.ingrid)
    assert votes(people, again, "yes", LEGAL[1:3]).adopted_at


def test_r30_the_registrar_withdraws_what_its_proposer_left(people):
    case, made = four_of_whom_two_said_yes(people)
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
