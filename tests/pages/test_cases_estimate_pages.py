"""The sealed estimate as each person sees it (SCREENS 9)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from cases.models import Answer, Estimate
from cases.services import (
    close_round,
    open_round,
)
from mad.common import clock
from tests.pages.cases_help import SECRET, TABS, at, text, visit
from tests.services.cases_steps import (
    ELEMENTS,
    LEGAL,
    answer,
    under_assessment,
    write,
)

__all__ = ["visit"]  # a fixture


# --- the sealed estimate ---------------------------------------------------------------------------


@pytest.fixture
def opened(people):
    case, items = under_assessment(people, contrary=True)
    return case, items, open_round(case=case, by=people.registrar)


def form(round_, **typed):
    return {"round": round_.pk, "low": "60", "best": "70", "high": "80", "reasons": SECRET, **typed}


def test_r25_typing_is_saved_as_typed_and_given_back(people, visit, opened):
    case, _, round_ = opened
    client = visit("amal")
    url = at("estimate", case, ELEMENTS[0])
    response = client.post(url, form(round_, best="about 70", low=""), headers={"X-Autosave": "1"})
    assert response.json()["saved"]
    page = text(client.get(url))
    assert SECRET in page
    assert "about 70" in page


def test_r25_crossed_bounds_are_told_and_kept(people, visit, opened):
    case, _, round_ = opened
    response = visit("amal").post(at("estimate", case, ELEMENTS[0]), form(round_, low="90"))
    assert response.status_code == 400
    assert "The lowest probability is above the best." in text(response)
    assert SECRET in text(response)


def test_r28_the_contrary_item_is_asked_for(people, visit, opened):
    case, items, round_ = opened
    client = visit("amal")
    url = at("estimate", case, ELEMENTS[0])
    assert f"Your answer to the contrary item {items[1].number}" in text(client.get(url))
    reply = {f"contra-{items[1].number}": "It concerns another district."}
    assert client.post(url, form(round_, **reply)).status_code == 302
    assert Answer.objects.get().contrary.get().text == "It concerns another district."


def test_r29_severity_is_saved_and_shows_all_anchors(people, visit, opened):
    case, _, round_ = opened
    client = visit("amal")
    url = at("estimate_severity", case)
    assert client.post(url, {"round": round_.pk, "scale": "4", "temporal": "ongoing"}).status_code == 302
    assert Answer.objects.get().scores.get().score == 4
    page = text(client.get(url))
    assert page.count("app-pick__anchors") == 6


def test_r25_sealing_from_the_page_and_taking_back(people, visit, opened):
    case, items, round_ = opened
    client = visit("amal")
    assert "Still missing" in text(client.get(at("estimate_seal", case)))
    refused = client.post(at("estimate_seal", case), {"round": round_.pk})
    assert refused.status_code == 409
    write(round_, people.amal, contrary=items[1].number)
    assert client.post(at("estimate_seal", case), {"round": round_.pk}).status_code == 302
    assert Answer.objects.get().submitted_at
    assert client.post(at("estimate_take_back", case), {"round": round_.pk}).status_code == 302
    assert Answer.objects.get().submitted_at is None


def test_r26_a_round_closed_while_somebody_is_saving_keeps_the_text_on_the_page(people, visit, opened):
    case, items, round_ = opened
    for name in LEGAL[:4]:
        answer(round_, getattr(people, name), contrary=items[1].number)
    clock.advance(timedelta(hours=72))
    close_round(round=round_)
    response = visit("nguyen").post(at("estimate", case, ELEMENTS[0]), form(round_))
    assert response.status_code == 409
    page = text(response)
    assert "R26" in page
    assert SECRET in page
    assert not Estimate.objects.filter(answer__member=people.member("nguyen")).exists()


def test_r26_the_autosave_of_a_closed_round_says_so(people, visit, opened):
    case, items, round_ = opened
    for name in LEGAL:
        answer(round_, getattr(people, name), contrary=items[1].number)
    response = visit("nguyen").post(at("estimate", case, ELEMENTS[0]), form(round_), headers={"X-Autosave": "1"})
    assert (response.status_code, response.json()["rule"]) == (409, "R26")


@pytest.mark.parametrize("who, rule", [("bilal", "R23"), ("officer", "R9"), ("registrar", "R9")])
def test_r25_nobody_else_has_a_booth(people, visit, opened, who, rule):
    case, _, _ = opened
    response = visit(who).get(at("estimate", case, ELEMENTS[0]))
    assert response.status_code == 403
    assert rule in text(response)


def test_r24_an_element_not_in_issue_has_no_page(people, visit, opened):
    case, _, _ = opened
    assert visit("amal").get(at("estimate", case, "gen-6a.1")).status_code == 404


@pytest.mark.parametrize("who", ["ingrid", "betty", "officer", "registrar"])
def test_r25_no_page_shows_another_members_answer_before_the_close(people, visit, opened, who):
    case, items, round_ = opened
    write(round_, people.amal, best=37, contrary=items[1].number)
    visit("amal").post(at("estimate", case, ELEMENTS[0]), form(round_, best="77", high="97"))
    visit("amal").post(at("estimate_seal", case), {"round": round_.pk})
    client = visit(who)
    pages = [at(name, case) for name in (*TABS, "reveal", "estimates", "estimate_severity", "estimate_seal")]
    for url in (
        *pages,
        at("estimate", case, ELEMENTS[0]),
        reverse("cases"),
        reverse("desk"),
        reverse("docket"),
    ):
        body = text(client.get(url, follow=True))
        assert SECRET not in body, url
        assert "Weighs 37" not in body, url
        assert 'value="77"' not in body, url


def test_r25_what_another_device_wrote_is_not_overwritten_unseen(people, visit):
    case, _ = under_assessment(people)
    round_ = open_round(case=case, by=people.registrar)
    url, auto = at("estimate", case, ELEMENTS[0]), {"X-Autosave": "1"}
    base = {"round": round_.pk, "low": "60", "best": "70", "high": "80"}
    desk, phone = visit("amal"), visit("amal")
    long = "Two pages of reasons, written over an evening on the phone."
    told = phone.post(url, {**base, "reasons": long, "seen": ""}, headers=auto).json()
    late = desk.post(url, {**base, "best": "71", "reasons": "Ol", "seen": ""}, headers=auto)
    assert (late.status_code, late.json()["rule"]) == (409, "R25")
    page = desk.post(url, {**base, "best": "71", "reasons": "Ol", "seen": ""})
    assert page.status_code == 409
    assert long in text(page) and "Ol</textarea>" in text(page)
    assert Estimate.objects.get().reasons == long
    again = {**base, "reasons": long + " And more.", "seen": told["server"]["seen"]}
    assert phone.post(url, again, headers=auto).status_code == 200
    assert desk.post(url, {**base, "reasons": "Ol"}).status_code == 302  # written without such a page
