"""Search in a browser: by keyboard, on a phone, without script, in Arabic, and nothing for axe."""

from __future__ import annotations

import pytest

from mad.docket.sealing import seal_all
from mad.search.indexing import follow
from tests.evidence_help import received

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 390, "height": 844}}


@pytest.mark.django_db
def test_the_sign_in_page_answers(client):
    # Also makes pytest-django set up a test database when this file runs alone: it looks for this mark.
    assert client.get("/accounts/login/").status_code == 200


@pytest.fixture
def officer(people, seen_by):
    """officer(address) → the page, with three submissions to be found."""
    for title in ("Zarzuela at dawn", "Zarzuela at noon", "غارة ليلية"):
        received(people, title=title, narrative="A zarzuela was heard. وقعت غارة.")
    seal_all()
    follow()

    return lambda address, **options: seen_by(people.officer, address, **options)


def test_by_keyboard_from_any_page_to_a_hit(officer):
    page = officer("/")
    page.keyboard.press("/")
    page.keyboard.type("zarzuela at")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    assert page.locator(".app-hits mark").count() >= 4
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert "dawn" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("k")
    assert "noon" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("/")
    page.keyboard.type("j")
    assert page.locator("#q").input_value() == "j"
    page.go_back()
    page.goto(page.url.split("/search/")[0] + "/search/?q=noon")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/submissions/S-**")


@pytest.mark.parametrize("options", [{}, {**PHONE, "color_scheme": "dark"}], ids=["desktop", "phone dark"])
@pytest.mark.parametrize("address", ["/search/", "/search/?q=zarzuela", "/search/?q=colour:red+nothing"])
def test_nothing_that_axe_finds(officer, axe, address, options):
    page = officer(address, bypass_csp=True, **options)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_without_script_and_in_arabic(officer):
    page = officer("/search/", java_script_enabled=False, **PHONE)
    page.locator("#q").fill("غاره")
    page.locator(".app-search button").click()
    assert page.locator(".app-hits > li").count() == 3
    page.get_by_role("button", name="العربيّة").click()
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.locator(".app-hits mark").first.inner_text() == "غارة"


BOXES = """[...document.querySelectorAll(".app-search .govuk-form-group:not(.app-search__q)")].map(one =>
  ["label", "input"].flatMap(tag => { const box = one.querySelector(tag).getBoundingClientRect();
    return [box.top, box.height].map(Math.round); }).join(" "))"""


def test_the_fields_of_search_stand_on_one_line(officer):
    page = officer("/search/", viewport={"width": 1440, "height": 900})
    found = page.evaluate(BOXES)
    assert (len(found), len(set(found))) == (3, 1), found
