"""The Framework and the watch list in a browser: nothing for axe, no sideways scroll, by keyboard, without script."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from cases.models import Case, FrameworkReading
from cases.services import review_level
from mad.common import clock
from tests.people import People
from tests.services.cases_steps import case_with_items
from tests.services.test_cases_framework import draft, read

pytestmark = pytest.mark.browser

LIGHT = {"viewport": {"width": 1440, "height": 900}}
DARK_PHONE = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}


@pytest.mark.django_db
def test_the_sign_in_page_answers(client):
    # Also makes pytest-django set up a test database when this file runs alone: it looks for this mark.
    assert client.get("/accounts/login/").status_code == 200


@pytest.fixture
def people(seated) -> People:
    """A case read twice, some weeks apart, and its level reviewed."""
    with seated(days=50) as found:
        case, items = case_with_items(found)
        read(case, found.officer, i1=draft("emerging", evidence=[items[0].number]), i2=draft("absent", "unknown"))
    with clock.travel(clock.now() - timedelta(hours=1)):
        read(case, found.amal, i1=draft("present", evidence=[items[0].number]), i2=draft("absent", "unknown"))
        day = clock.today() + timedelta(days=20)
        review_level(case=case, by=found.officer, level=2, reasons="Quiet.", next_review=day, proposed=2, after=0)
    return found


def addresses() -> list[tuple[str, str]]:
    case = f"/cases/{Case.objects.get().number}/"
    framework = f"{case}framework/"
    return [
        ("betty", framework),
        ("amal", f"{framework}rf-07/"),
        ("betty", f"{framework}rf-07/"),
        ("amal", f"{case}level/"),
        ("amal", "/watch/"),
    ]


@pytest.mark.parametrize("view", [LIGHT, DARK_PHONE], ids=["desktop light", "phone dark"])
def test_nothing_that_axe_finds(reading, axe, view):
    found = {}
    for name, path in addresses():
        page = reading(name, path, bypass_csp=True, **view)
        page.wait_for_load_state("networkidle")
        found[name, path] = [
            *axe(page),
            page.evaluate("document.documentElement.scrollWidth") > view["viewport"]["width"],
        ]
        page.context.close()
    assert {place: said for place, said in found.items() if said != [False]} == {}


def test_arabic_runs_from_the_right_and_does_not_scroll_sideways(reading):
    for name, path in addresses():
        page = reading(name, path, viewport={"width": 390, "height": 844})
        page.get_by_role("button", name="العربيّة").click()
        assert page.locator("html").get_attribute("dir") == "rtl"
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
        page.context.close()


def test_r22_on_a_phone_the_grid_opens_on_its_newest_month(reading):
    page = reading("betty", addresses()[0][1], viewport={"width": 390, "height": 844})
    region = page.get_by_role("region", name="Framework grid")
    expect(region.locator("thead th").nth(12)).to_be_in_viewport()
    expect(region.locator("tbody th").first).to_be_in_viewport()


def test_r22_a_factor_is_read_by_keyboard_without_script(reading):
    page = reading("amal", addresses()[1][1], java_script_enabled=False)
    group = page.locator("#i-7\\.3")
    group.get_by_role("radio", name="Absent").focus()
    page.keyboard.press("Space")
    group.get_by_label("Grounds").fill("Nothing of the kind was reported.")
    page.get_by_role("button", name="Save all readings").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Recorded in the docket.")).to_be_visible()
    assert FrameworkReading.objects.get(indicator="7.3").status == "absent"
    assert FrameworkReading.objects.count() == 4


def test_r45_the_map_is_drawn_from_the_table_and_the_table_stands_without_script(reading):
    page = reading("amal", "/watch/")
    page.locator("[data-chart=world] .app-plot > svg[role=img]").wait_for()
    assert page.locator("[data-chart=world] svg style").count() == 0
    assert page.locator("[data-chart=world] .app-plot text").all_text_contents() == ["2"]
    bare = reading("amal", "/watch/", java_script_enabled=False)
    assert bare.get_by_role("table").is_visible()
    assert bare.get_by_text("1 alarm screened in the last 90 days").is_visible()
