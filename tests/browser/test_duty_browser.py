"""The ledger and an office's access in a browser: nothing for axe, no sideways scroll, by keyboard, without script."""

from __future__ import annotations

from datetime import timedelta

import pytest

from evidence.models import NilReturn
from evidence.services import open_watch, receive
from mad.common import clock
from mad.notices import outbox
from tests.evidence_help import PLAIN
from tests.people import People

pytestmark = pytest.mark.browser

LIGHT = {"viewport": {"width": 1440, "height": 900}}
DARK_PHONE = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}
PAGES = [
    ("registrar", "/duty/"),
    ("registrar", "/duty/watch/"),
    ("focal", "/duty/"),
    ("focal", "/duty/nil-return/"),
    ("focal", "/office/"),
    ("admin", "/offices/ohchr/"),
    ("officer", "/tokens/"),
]


@pytest.mark.django_db
def test_the_sign_in_page_answers(client):
    # Also makes pytest-django set up a test database when this file runs alone: it looks for this mark.
    assert client.get("/accounts/login/").status_code == 200


@pytest.fixture
def people(seated) -> People:
    """A situation watched for 40 days: one report, two silent sources, a period that runs."""
    today = clock.today()
    with seated(hours=1) as found:
        open_watch(name="Northern Syria", states=["SYR"], since=today - timedelta(days=40), by=found.registrar)
        receive(body=PLAIN, office=found.unocc, by=found.unocc.machine)
        outbox.drain()
    return found


@pytest.mark.parametrize("view", [LIGHT, DARK_PHONE], ids=["desktop light", "phone dark"])
def test_nothing_that_axe_finds(reading, axe, view):
    found = {}
    for name, path in PAGES:
        page = reading(name, path, bypass_csp=True, **view)
        found[name, path] = [
            *axe(page),
            page.evaluate("document.documentElement.scrollWidth") > view["viewport"]["width"],
        ]
        page.context.close()
    assert {place: said for place, said in found.items() if said != [False]} == {}


def test_arabic_runs_from_the_right_and_does_not_scroll_sideways(reading):
    page = reading("registrar", "/duty/", viewport={"width": 390, "height": 844})
    page.get_by_role("button", name="العربيّة").click()
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_r11_the_ledger_is_read_and_printed_without_script(reading):
    page = reading("registrar", "/duty/", java_script_enabled=False)
    table = page.get_by_role("table").first
    assert table.get_by_role("rowheader").count() == 3
    assert {"Source", "On time", "Median delay"} <= set(table.get_by_role("columnheader").all_inner_texts())
    page.emulate_media(media="print")
    assert table.is_visible()
    assert not page.locator(".app-nav").is_visible()


def test_r11_a_nil_return_by_keyboard_without_script(reading):
    page = reading("focal", "/duty/nil-return/", java_script_enabled=False)
    page.get_by_label("Syria").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Declare").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/duty/")
    made = NilReturn.objects.get()
    assert made.number in page.content()
    assert (made.state_codes, made.period_to) == (["SYR"], clock.today())
