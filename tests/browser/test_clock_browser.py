"""R36: a clock is extended by keyboard, on a page in which axe finds nothing."""

from __future__ import annotations

import pytest

from cases.services import open_round
from mad.clocks.models import Clock
from tests.browser.conftest import arrived
from tests.services.cases_steps import under_assessment

pytestmark = pytest.mark.browser


@pytest.mark.django_db
def test_the_sign_in_page_answers(client):
    # Also makes pytest-django set up a test database when this file runs alone: it looks for this mark.
    assert client.get("/accounts/login/").status_code == 200


LOOKS = {"desktop": ("light", 1440), "phone": ("dark", 390)}


@pytest.fixture
def running(people) -> Clock:
    case, _ = under_assessment(people)
    open_round(case=case, by=people.registrar)
    return Clock.objects.running().get(kind="first_round")


@pytest.mark.parametrize("look", LOOKS)
def test_r36_extended_by_keyboard(seen_by, axe, people, running, look):
    scheme, width = LOOKS[look]
    page = seen_by(
        people.betty,
        f"/clocks/{running.pk}/extend/",
        color_scheme=scheme,
        viewport={"width": width, "height": 900},
        bypass_csp=True,
    )
    arrived(page, "Extend a clock")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.get_by_label("Hours more").focus()
    page.keyboard.type("24")
    page.keyboard.press("Tab")
    page.keyboard.type("Two members travel.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "extend" not in url)
    running.refresh_from_db()
    assert running.extension_reason == "Two members travel."
