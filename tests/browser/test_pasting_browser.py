"""Pasting and agreed language in a browser: by keyboard, and nothing for axe, at both widths, light and dark."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from deliberation.selectors import paragraphs_of
from deliberation.services.precedents import load_precedents
from tests.deliberation_factory import Plenary

pytestmark = pytest.mark.browser
TEXT = "The Security Council,\n\nRecalling its resolution,\n\n1. Demands a ceasefire;\n\n2. Authorizes all necessary means;\n"
WIDE = {"viewport": {"width": 1440, "height": 900}}
PHONE_AT_NIGHT = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}


@pytest.mark.django_db
def test_the_sign_in_page_answers(client):
    # Also makes pytest-django set up a test database when this file runs alone: it looks for this mark.
    assert client.get("/accounts/login/").status_code == 200


@pytest.fixture
def session(seated) -> Plenary:
    with seated(days=3) as people:
        plenary = Plenary(people)
    load_precedents([(1, {"symbol": "S/RES/9001 (2001)", "year": 2001, "text": TEXT})])
    return plenary


def test_a_text_is_pasted_and_agreed_language_taken_by_keyboard(session, seen_by):
    output = session.draft()
    page = seen_by(session.people.helene, reverse("output_paste", args=[output.number]), **WIDE)
    page.get_by_label("Text", exact=True).fill(TEXT)
    page.get_by_role("button", name="Show what becomes what").press("Enter")
    page.get_by_text("Force", exact=True).wait_for()
    page.get_by_role("button", name="Insert 3 paragraphs").press("Enter")
    page.wait_for_url(re.compile(rf"/outputs/{output.number}/#p"))
    assert len(paragraphs_of(output)) == 4
    page.get_by_role("link", name="Agreed language").press("Enter")
    page.get_by_label("Words").fill("ceasefire")
    page.keyboard.press("Enter")
    page.get_by_role("button", name=re.compile("Insert here")).first.press("Enter")
    page.wait_for_url(re.compile(rf"/outputs/{output.number}/#p"))
    assert [row.source for row in paragraphs_of(output) if row.source] == ["S/RES/9001 (2001), 1"]


@pytest.mark.parametrize("size", [WIDE, PHONE_AT_NIGHT], ids=["desktop", "phone at night"])
def test_nothing_that_axe_finds(session, seen_by, axe, size):
    output = session.draft()
    found = {}
    for path in (
        reverse("output_paste", args=[output.number]),
        reverse("output_precedents", args=[output.number]) + "?q=ceasefire",
        reverse("precedents") + "?q=ceasefire&measure=ceasefire",
        reverse("precedents"),
    ):
        page = seen_by(session.people.helene, path, bypass_csp=True, **size)
        if path.endswith("paste/"):
            page.get_by_label("Text", exact=True).fill(TEXT)
            page.get_by_role("button", name="Show what becomes what").click()
            page.get_by_text("Force", exact=True).wait_for()
        found[path] = axe(page)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
    assert {path: faults for path, faults in found.items() if faults} == {}
