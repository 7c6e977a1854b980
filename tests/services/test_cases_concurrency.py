"""Two windows at once: one wins, the other is told, nothing is lost or double (R25, R26, R30)."""

from __future__ import annotations

import threading
from contextvars import copy_context
from datetime import timedelta
from functools import partial

from django.db import connection

from cases.models import CrimeInIssue, DeterminationVote, ElementLink, Estimate, Label, Round
from cases.services import (
    close_round,
    open_assessment,
    open_round,
    propose_determination,
    save_estimate,
    submit_answers,
    vote_determination,
)
from mad.common.clock import advance
from mad.common.errors import Refused
from mad.docket.models import Entry

from .cases_steps import ELEMENTS, LEGAL, answer, both_rounds, case_with_items, link, under_assessment, write


def together(*acts):
    """Run the acts at once, each on its own connection and under the same stopped clock; outcomes in order."""
    outcomes: list[object] = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def run(place, act):
        try:
            start.wait(10)
            outcomes[place] = act()
        except Refused as refused:
            outcomes[place] = refused
        finally:
            connection.close()

    threads = [threading.Thread(target=copy_context().run, args=(run, n, act)) for n, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return outcomes


def each(people, names, act):
    """One call of act(user) per name."""
    return [partial(act, getattr(people, name)) for name in names]


def refused(outcomes):
    return [o.rule for o in outcomes if isinstance(o, Refused)]


def test_r26_a_round_closed_while_somebody_is_saving(committed_people):
    people = committed_people
    case, _ = under_assessment(people)
    round_ = open_round(case=case, by=people.registrar)
    for name in LEGAL[:3]:
        answer(round_, getattr(people, name))
    advance(timedelta(hours=72))
    typed = {"low": "60", "best": "70", "high": "80"}
    outcomes = together(
        lambda: close_round(round=round_),
        lambda: save_estimate(round=round_, by=people.chipo, element_id=ELEMENTS[0], typed=typed, reasons="Mine."),
    )
    saved = Estimate.objects.filter(answer__member=people.member("chipo")).exists()
    assert Round.objects.get().closed_at
    assert saved == (not isinstance(outcomes[1], Refused))
    assert refused(outcomes) in ([], ["R26"])


def test_r26_the_last_two_answers_at_once_close_the_round_once(committed_people):
    people = committed_people
    case, _ = under_assessment(people)
    round_ = open_round(case=case, by=people.registrar)
    for name in LEGAL[:3]:
        answer(round_, getattr(people, name))
    for name in LEGAL[3:]:
        write(round_, getattr(people, name))
    outcomes = together(*each(people, LEGAL[3:], lambda user: submit_answers(round=round_, by=user)))
    assert refused(outcomes) == []
    assert Round.objects.get().closed_at
    assert Label.objects.count() == 5
    assert Entry.objects.filter(act="round.closed").count() == 1


def test_r25_the_same_answer_sealed_from_two_windows_is_sealed_once(committed_people):
    people = committed_people
    case, _ = under_assessment(people)
    round_ = open_round(case=case, by=people.registrar)
    write(round_, people.amal)
    outcomes = together(*[lambda: submit_answers(round=round_, by=people.amal)] * 2)
    assert refused(outcomes) == ["R25"]
    assert Entry.objects.filter(act="answer.sealed").count() == 1


def test_r30_two_adoptions_at_once_are_one(committed_people):
    people = committed_people
    case, _ = both_rounds(people)
    made = propose_determination(case=case, by=people.amal)
    for name in LEGAL[:2]:
        vote_determination(determination=made, by=getattr(people, name), vote="yes")
    outcomes = together(
        *each(people, LEGAL[2:4], lambda user: vote_determination(determination=made, by=user, vote="yes"))
    )
    assert refused(outcomes) == ["R30"]
    assert Entry.objects.filter(act="determination.adopted").count() == 1
    assert DeterminationVote.objects.count() == 3


def test_r30_a_vote_twice_from_two_windows_counts_once(committed_people):
    people = committed_people
    case, _ = both_rounds(people)
    made = propose_determination(case=case, by=people.amal)
    outcomes = together(*[lambda: vote_determination(determination=made, by=people.amal, vote="yes")] * 2)
    assert refused(outcomes) == ["R30"]
    assert DeterminationVote.objects.count() == 1


def test_r26_two_openings_of_a_round_make_one(committed_people):
    people = committed_people
    case, _ = under_assessment(people)
    outcomes = together(*[lambda: open_round(case=case, by=people.registrar)] * 2)
    assert refused(outcomes) == ["R26"]
    assert Round.objects.count() == 1


def test_r21_two_openings_of_an_assessment_make_one(committed_people):
    people = committed_people
    case, _ = case_with_items(people)
    outcomes = together(*[lambda: open_assessment(case=case, by=people.registrar)] * 2)
    assert refused(outcomes) == ["R20"]
    assert Entry.objects.filter(act="assessment.opened").count() == 1


def test_r24_two_links_of_one_cell_leave_one_live(committed_people):
    people = committed_people
    case, items = under_assessment(people)
    outcomes = together(
        *each(people, ("amal", "officer"), lambda user: link(case, items[1], ELEMENTS[0], user, "contradicts", 1))
    )
    assert refused(outcomes) in ([], ["R24"])
    assert ElementLink.objects.filter(item=items[1], removed_at=None).count() == 1
    assert CrimeInIssue.objects.count() == 1
