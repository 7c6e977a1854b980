"""The pages of a case, as each person sees them (SCREENS 8)."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case, ElementLink, Recusal, Round
from cases.services import (
    open_round,
    recuse,
)
from tests.pages.cases_help import TABS, at, text, visit
from tests.pages.page_queries import queries
from tests.services.cases_steps import (
    ACT,
    CRIME,
    ELEMENTS,
    LEGAL,
    accepted,
    adopted,
    case_with_items,
    hold_round,
    link,
    under_assessment,
)

__all__ = ["visit"]  # a fixture


# --- every tab, every role -------------------------------------------------------------------------


@pytest.mark.parametrize("stage", ["monitoring", "assessment", "adopted"])
def test_every_page_of_a_case_opens_for_who_may_read_it(people, visit, stage):
    case, *_ = {"monitoring": case_with_items, "assessment": under_assessment, "adopted": adopted}[stage](people)
    for who in ("amal", "betty", "officer", "registrar"):
        client = visit(who)
        for name in TABS:
            assert client.get(at(name, case)).status_code == 200, (who, name)
        assert case.title in text(client.get(reverse("cases")))
        assert client.get("/").status_code == 200


@pytest.mark.parametrize("who", ["ethics", "auditor", "admin", "focal"])
def test_r9_no_page_of_a_case_opens_for_other_roles(people, visit, who):
    case, _ = case_with_items(people)
    client = visit(who)
    for name in (*TABS, "reveal", "estimates", "case_edit"):
        response = client.get(at(name, case))
        assert response.status_code == 403
        assert case.title not in text(response)


def test_r6_a_recused_member_is_refused_by_the_rule_and_lists_do_not_show_the_case(people, visit):
    case, _ = under_assessment(people)
    recuse(case=case, by=people.amal, reason="I advised a party.")
    client = visit("amal")
    for name in TABS:
        response = client.get(at(name, case))
        assert response.status_code == 403
        assert "R6" in text(response)
        assert case.title not in text(response)
    assert case.title not in text(client.get(reverse("cases")))
    assert case.title not in text(client.get("/"))


def test_a_case_that_does_not_exist_is_404(people, visit):
    assert visit("amal").get("/cases/C-2026-0999/").status_code == 404


def test_who_is_not_signed_in_is_sent_to_sign_in(people):
    case, _ = case_with_items(people)
    assert Client().get(at("case", case)).status_code == 302


# --- overview --------------------------------------------------------------------------------------


def test_r23_what_i_may_not_do_is_shown_disabled_with_its_rule(people, visit):
    case, _ = under_assessment(people)
    open_round(case=case, by=people.registrar)
    page = text(visit("bilal").get(at("case", case)))
    assert 'aria-disabled="true"' in page
    assert "The panel is made of the legal members." in page
    assert "Give your sealed estimates" in text(visit("amal").get(at("case", case)))


def test_r21_the_registrar_sees_why_an_assessment_cannot_be_opened(people, visit):
    case, _ = case_with_items(people, alarm=False)
    page = text(visit("registrar").get(at("case", case)))
    assert "this case has none" in page
    response = visit("registrar").post(at("case_assessment", case), {"reason": "", "urgency": "neither"})
    assert response.status_code == 409
    assert "R21" in text(response)


def test_r21_two_members_ask_on_their_pages(people, visit):
    case, _ = case_with_items(people, alarm=False)
    for who in ("bilal", "amal"):
        response = visit(who).post(at("case_assessment", case), {"reason": "Forces move.", "urgency": "imminent"})
        assert response.status_code == 302
    case.refresh_from_db()
    assert (case.stage, case.urgency) == ("assessment", "imminent")


def test_the_officer_opens_and_edits_a_case(people, visit):
    client = visit("officer")
    body = {
        "title": "River districts",
        "states": ["SYR"],
        "urgency": "neither",
        "sensitivity": "confidential",
    }
    assert client.post(reverse("case_new"), body).status_code == 302
    case = Case.objects.get()
    body |= {"summary": "What is known.", "after": "0", "alleged": "Armed men"}
    assert client.post(at("case_edit", case), body).status_code == 302
    case.refresh_from_db()
    assert (case.summary, case.alleged) == ("What is known.", "Armed men")
    refused = client.post(at("case_edit", case), {**body, "summary": "Written over.", "after": "0"})
    assert refused.status_code == 409
    assert "Written over." in text(refused)


def test_a_title_too_long_is_told_and_kept(people, visit):
    body = {"title": "x" * 201, "states": ["SYR"], "urgency": "neither", "sensitivity": "confidential"}
    response = visit("officer").post(reverse("case_new"), body)
    assert response.status_code == 400
    assert "x" * 201 in text(response)


def test_the_case_page_takes_at_most_eight_queries_whatever_its_size(people, visit):
    case, _items = under_assessment(people)
    client = visit("amal")
    before = len(queries(client, at("case", case)))
    for n in range(6):
        accepted(people, into=case.number, title=f"More {n}", alarm=False)
    hold_round(people, case)
    after = len(queries(client, at("case", case)))
    assert before <= 7
    assert after <= 7


@pytest.mark.parametrize("name", ["cases", "case_elements", "case_panel", "case_evidence"])
def test_other_pages_take_a_constant_number_of_queries(people, visit, name):
    case, _items = under_assessment(people)
    client = visit("amal")
    url = reverse("cases") if name == "cases" else at(name, case)
    before = len(queries(client, url))
    for n in range(4):
        item = accepted(people, into=case.number, title=f"More {n}", alarm=False)
        link(case, item, ELEMENTS[n], people.officer)
        accepted(people, title=f"Other case {n}")
    assert len(queries(client, url)) == before


# --- evidence and elements -------------------------------------------------------------------------


def test_r24_linking_from_the_matrix(people, visit):
    case, items = under_assessment(people)
    body = {
        "item": items[1].number,
        "element": ELEMENTS[0],
        "direction": "contradicts",
        "weight": "3",
        "note": "p. 4",
    }
    assert visit("amal").post(at("case_elements", case), body).status_code == 302
    page = text(visit("betty").get(at("case_elements", case)))
    assert "Contradicted by 1" in page
    assert "Single root" in page


def test_r24_what_is_no_link_stays_on_the_page(people, visit):
    case, items = under_assessment(people)
    body = {
        "item": items[1].number,
        "element": "gen-6a.1",
        "direction": "supports",
        "weight": "2",
        "note": "kept",
    }
    response = visit("amal").post(at("case_elements", case), body)
    assert response.status_code == 400
    assert "kept" in text(response)


def test_r23_a_member_outside_the_panel_sees_no_form(people, visit):
    case, _ = under_assessment(people)
    assert "R23" in text(visit("bilal").get(at("case_elements", case)))


def test_r15_unlinking_asks_for_a_reason(people, visit):
    case, items = under_assessment(people)
    made = link(case, items[1], ELEMENTS[0], people.officer)
    url = at("case_unlink", case, made.pk)
    assert visit("amal").post(url, {"reason": ""}).status_code == 400
    assert visit("amal").post(url, {"reason": "Wrong district."}).status_code == 302
    assert ElementLink.objects.get(pk=made.pk).removed_at


def test_r24_choosing_crimes_and_acts(people, visit):
    case, _ = case_with_items(people)
    client = visit("registrar")
    assert client.post(at("case_crimes", case), {"crime": CRIME, "acts": [ACT]}).status_code == 302
    assert client.post(at("case_crimes", case), {"crime": CRIME, "acts": ["gen-6a"]}).status_code == 400
    assert case.crimes.get().acts == [ACT]
    assert visit("bilal").post(at("case_crimes", case), {"crime": CRIME, "acts": [ACT]}).status_code == 403


# --- panel and recusal -----------------------------------------------------------------------------


def test_r23_the_panel_page_names_who_sits_and_whom_to_replace(people, visit):
    case, _ = under_assessment(people)
    for name in LEGAL[:3]:
        recuse(case=case, by=getattr(people, name), reason="I advised a party.")
    page = text(visit("registrar").get(at("case_panel", case)))
    assert "To be replaced" in page
    response = visit("registrar").post(at("case_round", case))
    assert response.status_code == 409
    assert "R23" in text(response)


def test_r6_standing_aside_on_the_page(people, visit):
    case, _ = under_assessment(people)
    assert visit("amal").post(at("case_recuse", case), {"reason": ""}).status_code == 400
    assert visit("amal").post(at("case_recuse", case), {"reason": "I advised a party."}).status_code == 302
    assert Recusal.objects.get().member == people.member("amal")


def test_r6_a_motion_and_its_sealed_votes_on_the_page(people, visit):
    case, _ = under_assessment(people)
    body = {"member": people.member("amal").pk, "reason": "Public statements."}
    assert visit("betty").post(at("case_recusal", case), body).status_code == 302
    motion = case.recusal_motions.get()
    url = at("case_recusal_vote", case, motion.pk)
    assert visit("betty").post(url, {"favour": "yes"}).status_code == 302
    assert visit("betty").post(url, {"favour": "no"}).status_code == 409
    assert visit("ingrid").post(url, {"favour": "perhaps"}).status_code == 400
    assert "Your vote is sealed." in text(visit("betty").get(at("case_panel", case)))


def test_r26_the_registrar_opens_the_round_from_the_panel_page(people, visit):
    case, _ = under_assessment(people)
    assert visit("registrar").post(at("case_round", case)).status_code == 302
    assert Round.objects.get().ordinal == 1
    assert visit("registrar").post(at("case_round", case)).status_code == 409
    assert "Yet to answer" in text(visit("betty").get(at("case_panel", case)))
