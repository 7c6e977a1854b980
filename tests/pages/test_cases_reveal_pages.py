"""Reveal, discussion and determination as each person sees them (SCREENS 10 and 11)."""

from __future__ import annotations

from datetime import date

import pytest

from cases.models import Determination, Post
from cases.services import (
    open_round,
    propose_determination,
    refresh_staleness,
)
from evidence.services import regrade
from mad.docket.models import Entry
from mad.membership.models import Term
from tests.pages.cases_help import at, text, visit, words
from tests.services.cases_steps import (
    CRIME,
    ELEMENTS,
    LEGAL,
    adopted,
    answer,
    both_rounds,
    hold_round,
    under_assessment,
)

__all__ = ["visit"]  # a fixture


# --- reveal ----------------------------------------------------------------------------------------


def test_r25_there_is_no_reveal_while_the_first_round_is_open(people, visit):
    case, _ = under_assessment(people)
    open_round(case=case, by=people.registrar)
    response = visit("amal").get(at("reveal", case))
    assert response.status_code == 409
    assert "R25" in text(response)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("amal", 409),
        ("betty", 409),
        ("registrar", 409),
        ("officer", 409),
        ("admin", 403),
        ("auditor", 403),
        ("focal", 403),
    ],
)
def test_r25_who_asks_for_sealed_answers_gets_nothing_and_it_is_on_the_record(people, visit, who, status):
    case, _ = under_assessment(people)
    round_ = open_round(case=case, by=people.registrar)
    answer(round_, people.ingrid, best=73)
    client, label = visit(who), getattr(people, who).docket_label
    for asked in (
        lambda: client.get(at("reveal", case)),
        lambda: client.post(at("reveal_crime", case), {"crime": CRIME, "likely": "yes"}),
    ):
        response = asked()
        assert response.status_code == status
        assert "73" not in words(response)
        assert "Weighs" not in text(response)
    entry = Entry.objects.get(act="answer.asked_for")
    assert (entry.actor, entry.object, entry.case_number, entry.facts) == (
        label,
        case.number,
        case.number,
        {"round": 1},
    )


def test_r25_before_a_round_is_open_there_is_nothing_to_ask_for(people, visit):
    case, _ = under_assessment(people)
    assert visit("amal").get(at("reveal", case)).status_code == 409
    assert not Entry.objects.filter(act="answer.asked_for").exists()


def test_r26_answers_appear_under_letters_and_never_names(people, visit):
    case, _ = under_assessment(people)
    hold_round(people, case, best=71)
    page = text(visit("amal").get(at("reveal", case)))
    assert "Member A" in page or "A, you" in page
    for member in people.legal[1:]:
        assert str(member) not in page
    assert "0.7100" in page


def test_r26_the_discussion_goes_on_on_the_page(people, visit):
    case, _ = under_assessment(people)
    hold_round(people, case)
    client = visit("ingrid")
    assert client.post(at("reveal", case), {"element": ELEMENTS[0], "text": "I differ."}).status_code == 302
    assert Post.objects.get().text == "I differ."
    assert "I differ." in text(visit("betty").get(at("reveal", case)))
    assert visit("bilal").post(at("reveal", case), {"element": ELEMENTS[0], "text": "Me too."}).status_code == 403
    assert client.post(at("reveal", case), {"element": "gen-6a.1", "text": "Typed"}).status_code == 400


def test_r28_the_disagreement_is_shown_and_voted_on(people, visit):
    no = 30
    split = {"amal": {}, **{n: {e: no} for n, e in zip(LEGAL[1:], ELEMENTS, strict=False)}}
    case, _ = both_rounds(people, bests=split)
    client = visit("amal")
    assert "the two ways disagree" in text(client.get(at("reveal", case)))
    assert client.post(at("reveal_crime", case), {"crime": CRIME, "likely": "yes"}).status_code == 302
    again = client.post(at("reveal_crime", case), {"crime": CRIME, "likely": "no"})
    assert again.status_code == 409


# --- determination ---------------------------------------------------------------------------------


def test_r30_proposed_voted_and_adopted_on_the_pages(people, visit):
    case, _ = both_rounds(people)
    client = visit("amal")
    assert client.get(at("determination_propose", case)).status_code == 200
    body = {"opening": "The panel finds.", "severity": "4", f"reason-{ELEMENTS[0]}": "A district."}
    assert client.post(at("determination_propose", case), body).status_code == 302
    made = Determination.objects.get()
    for who in LEGAL[:3]:
        response = visit(who).post(at("determination_vote", case), {"number": made.number, "vote": "yes"})
        assert response.status_code == 302
    page = text(visit("betty").get(at("determination", case)))
    assert "The panel finds." in page
    assert "A district." in page
    assert "Adopted" in page
    response = visit("bilal").post(at("determination_opinion", case), {"kind": "separate", "text": "I add this."})
    assert response.status_code == 302
    assert "Separate opinion of" in text(visit("amal").get(at("determination", case)))


def test_r29_another_level_without_a_reason_is_told_and_the_text_kept(people, visit):
    case, _ = both_rounds(people)
    response = visit("amal").post(at("determination_propose", case), {"opening": "Kept words.", "severity": "5"})
    assert response.status_code == 400
    assert "Kept words." in text(response)


def test_r30_a_vote_twice_or_from_outside_is_refused(people, visit):
    case, _ = both_rounds(people)
    made = propose_determination(case=case, by=people.amal)
    body = {"number": made.number, "vote": "no"}
    assert visit("bilal").post(at("determination_vote", case), body).status_code == 403
    assert visit("amal").post(at("determination_vote", case), body).status_code == 302
    assert visit("amal").post(at("determination_vote", case), body).status_code == 409
    assert visit("ingrid").post(at("determination_vote", case), {**body, "number": "D-2026-999"}).status_code == 404


def test_r30_a_stale_determination_says_so_on_its_page_and_on_the_case(people, visit):
    case, items, _ = adopted(people)
    regrade(item=items[0], by=people.officer, source_grade="D", info_grade="4", reason="Contradicted since.")
    assert "a review is due" in text(visit("amal").get(at("determination", case)))
    assert "app-tag--alarm" in text(visit("amal").get(at("case", case)))
    assert refresh_staleness(case)


def test_r25_a_member_out_of_office_who_asks_is_on_the_record(people, visit):
    case, _ = under_assessment(people)
    open_round(case=case, by=people.registrar)
    Term.objects.filter(member=people.member("tomas")).update(resigned_on=date(2026, 2, 1))
    assert visit("tomas").get(at("reveal", case)).status_code == 404
    assert Entry.objects.filter(act="answer.asked_for", case_number=case.number).exists()
