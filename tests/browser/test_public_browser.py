"""The public site and an emergency call in a browser: nothing for axe, by keyboard, without script, on paper."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from deliberation.models import Output
from deliberation.selectors import published as selector
from deliberation.views import kept
from mad.common import clock
from tests.deliberation_factory import Plenary
from tests.publishing_steps import published

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 390, "height": 844}}
DARK = {**PHONE, "color_scheme": "dark"}


@pytest.mark.django_db
def test_the_list_answers(client):
    # Also makes pytest-django set up a test database when this file runs alone: it looks for this mark.
    assert client.get("/public/").status_code == 200


@pytest.fixture
def session(seated) -> Plenary:
    """A plenary of today: the server's threads read the real clock."""
    selector.forget()
    kept.forget_all()
    with seated(days=3) as people:
        return Plenary(people)


@pytest.mark.parametrize("options", [{}, DARK], ids=["desktop", "phone, dark"])
def test_the_public_pages_have_nothing_for_axe(session, server, open_page, axe, options):
    with clock.travel(clock.now() - timedelta(days=2)):
        output = published(session, title="On the river", text="The river rose.")
    for path in ("/public/", f"/public/{output.symbol}/", f"/public/ar/{output.symbol}/", "/public/none/"):
        page = open_page(server + path, bypass_csp=True, **options)
        assert axe(page) == []
        wider = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wider) <= 0, path
        assert page.context.cookies() == []


def test_a_published_text_is_read_without_script_and_printed(session, server, open_page):
    with clock.travel(clock.now() - timedelta(days=2)):
        output = published(session, title="On the river", text="The river rose.")
    page = open_page(f"{server}/public/?q=river", java_script_enabled=False)
    page.get_by_role("link", name="On the river").click()
    assert page.get_by_role("heading", level=1).inner_text() == "On the river"
    page.emulate_media(media="print")
    assert page.get_by_text("The river rose.").is_visible()
    assert output.adopted_digest in page.content()


def test_r37_an_emergency_call_by_keyboard_alone(session, seen_by, axe):
    page = seen_by(session.people.betty, f"{reverse('call')}?case={session.case.number}", bypass_csp=True)
    assert axe(page) == []
    page.get_by_label("Title").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("Call for a session tonight")
    page.keyboard.press("Tab")
    assert "determination D-" in page.get_by_label("Text").input_value()
    page.once("dialog", lambda asked: asked.accept())
    page.get_by_role("button", name="Sign and send").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/delivery/")
    output = Output.objects.get()
    assert (output.title, output.stage, output.deliveries.count()) == ("Call for a session tonight", "transmitted", 16)
    assert axe(page) == []
