"""R25, R26: two members in two browsers in one sealed round; nothing passes between them until it closes."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from cases.models import Estimate
from cases.services import open_round
from deliberation.rehearsal import cast
from mad.common import clock
from tests.people import People
from tests.services.cases_steps import ELEMENTS, LEGAL, answer, under_assessment

pytestmark = pytest.mark.browser
MINE, HERS = "The bridge was held by the third brigade.", "Nobody held the bridge that day."


@pytest.mark.django_db
def test_the_sign_in_page_answers(client):
    # Also makes pytest-django set up a test database when this file runs alone: it looks for this mark.
    assert client.get("/accounts/login/").status_code == 200


@pytest.fixture
def people(server, settings) -> People:
    settings.DEMONSTRATION = True
    today = clock.today()
    cast.seat(year=today.year, declared_on=today - timedelta(days=3))
    return People()


def write(page: Page, best: str, reasons: str) -> None:
    page.locator("[name=low]").fill("20")
    page.locator("[name=high]").fill("90")
    page.locator("[name=best]").fill(best)
    page.locator("[name=reasons]").fill(reasons)
    expect(page.locator("[data-saved]")).to_have_text(re.compile("Saved"))


def test_r25_two_members_answer_and_neither_sees_the_other(people, seen_by):
    case, _ = under_assessment(people)
    round_ = open_round(case=case, by=people.registrar)
    here = f"/cases/{case.number}/estimate/{ELEMENTS[0]}/"
    amal, ingrid = seen_by(people.amal, here), seen_by(people.ingrid, here)
    write(amal, "73", MINE)
    write(ingrid, "31", HERS)
    assert Estimate.objects.filter(answer__round=round_, element_id=ELEMENTS[0]).count() == 2
    # A second device of the same member has what was typed; the other member's page has none of it.
    device = seen_by(people.amal, here)
    expect(device.locator("[name=best]")).to_have_value("73")
    expect(device.locator("[name=reasons]")).to_have_value(MINE)
    ingrid.reload()
    for page, best, own, others in ((ingrid, "31", HERS, MINE), (device, "73", MINE, HERS)):
        expect(page.locator("[name=best]")).to_have_value(best)
        assert own in page.content()
        assert others not in page.content()
    panel = seen_by(people.registrar, f"/cases/{case.number}/panel/")
    assert not [words for words in (MINE, HERS) if words in panel.locator("main").inner_text()]
    closed = seen_by(people.registrar, f"/cases/{case.number}/reveal/")
    expect(closed.locator("main")).to_contain_text("Nothing can be read before the first round closes")
    # Once all have sealed, both appear under letters on either's page.
    for name in LEGAL:
        best = {"amal": 73, "ingrid": 31}.get(name, 60)
        answer(round_, getattr(people, name), best=best)
    amal.goto(amal.url.split("/estimate/")[0] + "/reveal/")
    rows = amal.locator("article.app-dot").first.locator("tbody tr")
    expect(rows).to_have_count(5)
    assert {"73", "31"} <= set(rows.locator("td:nth-child(3)").all_text_contents())
    assert people.ingrid.full_name not in amal.locator("main").inner_text()
