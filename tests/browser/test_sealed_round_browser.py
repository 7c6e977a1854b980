"""R25, R26: two members in two browsers in one sealed round; nothing passes between them until it closes."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from cases.models import Estimate, Round
from cases.selectors.sealed import own_draft
from cases.services import open_round
from tests.services.cases_steps import ELEMENTS, LEGAL, answer, under_assessment

pytestmark = pytest.mark.browser
MINE, HERS = "The bridge was held by the third brigade.", "Nobody held the bridge that day."


@pytest.mark.django_db
def test_the_sign_in_page_answers(client):
    # Also makes pytest-django set up a test database when this file runs alone: it looks for this mark.
    assert client.get("/accounts/login/").status_code == 200


def fill(page: Page, best: str, reasons: str) -> None:
    for name, value in (("low", "20"), ("high", "90"), ("best", best), ("reasons", reasons)):
        page.locator(f"[name={name}]").fill(value)


def write(page: Page, best: str, reasons: str) -> None:
    fill(page, best, reasons)
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


LOOKS = {"desktop": ("light", 1440), "phone": ("dark", 390)}


def typed(page: Page) -> tuple[str, str]:
    return page.locator("[name=best]").input_value(), page.locator("[name=reasons]").input_value()


def held(round_: Round, people) -> tuple[str, str]:
    row = own_draft(round_, people.member("amal").pk, ELEMENTS[0])["estimate"]
    return row.typed["best"], row.reasons


@pytest.mark.parametrize("look", LOOKS)
def test_r25_two_devices_of_one_member_and_neither_overwrites_the_other_unseen(people, seen_by, axe, look):
    scheme, width = LOOKS[look]
    case, _ = under_assessment(people)
    round_ = open_round(case=case, by=people.registrar)
    here = f"/cases/{case.number}/estimate/{ELEMENTS[0]}/"
    at_desk = seen_by(people.amal, here)
    how = {"color_scheme": scheme, "viewport": {"width": width, "height": 900}, "bypass_csp": True}
    on_the_way = seen_by(people.amal, here, **how)
    write(at_desk, "73", MINE)
    # The other device was opened before: what it saves by itself is refused, and stays on its page.
    fill(on_the_way, "31", HERS)
    expect(on_the_way.locator("[data-saved]")).to_contain_text("You saved something else for this element")
    assert (typed(on_the_way), held(round_, people)) == (("31", HERS), ("73", MINE))
    # Saved by hand it is refused too, beside what the other device has saved.
    on_the_way.get_by_role("button", name="Save and go on").click()
    shown = on_the_way.locator(".app-notice", has_text="What you saved on the other page")
    expect(shown).to_contain_text("20, 73, 90 %")
    expect(shown).to_contain_text(MINE)
    expect(on_the_way.locator(".app-refusal").first).to_contain_text("R25")
    assert (typed(on_the_way), held(round_, people)) == (("31", HERS), ("73", MINE))
    expect(on_the_way.locator("[data-saved]")).to_have_text("Not saved")
    assert axe(on_the_way) == []
    assert on_the_way.evaluate("document.documentElement.scrollWidth") == width
    # Saved once more, with both before her eyes, hers stands; now the first device is the one overtaken.
    on_the_way.get_by_role("button", name="Save and go on").click()
    on_the_way.wait_for_url(lambda url: ELEMENTS[1] in url)
    assert held(round_, people) == ("31", HERS)
    at_desk.locator("[name=best]").fill("74")
    expect(at_desk.locator("[data-saved]")).to_contain_text("You saved something else for this element")
    assert held(round_, people) == ("31", HERS)


def test_r25_the_same_words_from_two_devices_are_no_conflict(people, seen_by):
    case, _ = under_assessment(people)
    open_round(case=case, by=people.registrar)
    here = f"/cases/{case.number}/estimate/{ELEMENTS[0]}/"
    pages = [seen_by(people.amal, here) for _ in range(2)]
    for page in pages:
        write(page, "73", MINE)
