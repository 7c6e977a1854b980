"""The frame in a browser: accessible, under the strict policy, and nothing typed is lost."""

from __future__ import annotations

import hashlib

import pytest

from tests.browser import frame_pages
from tests.browser.faults import OF_SHEETS, axe_finds

pytestmark = pytest.mark.browser

LIGHT = {"viewport": {"width": 1440, "height": 900}}
DARK_PHONE = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}
LENGTHS = [0, 1, 55, 56, 63, 64, 65, 119, 120, 1000]


@pytest.fixture
def site(settings, server):
    settings.ROOT_URLCONF = "tests.browser.frame_pages"
    frame_pages.SAVED.clear()
    frame_pages.ANSWER["status"] = 204
    return server


@pytest.mark.django_db
def test_the_pages_made_for_these_tests_render(settings, client):
    # Also makes pytest-django set up a test database when this file runs alone: it looks for this mark.
    settings.ROOT_URLCONF = "tests.browser.frame_pages"
    assert client.get("/form/").status_code == 200


@pytest.mark.parametrize("path", ["/components/", "/rules/", "/accounts/login/"])
@pytest.mark.parametrize("view", [LIGHT, DARK_PHONE], ids=["desktop light", "phone dark"])
def test_nothing_that_axe_finds(site, open_page, axe, path, view):
    page = open_page(site + path, bypass_csp=True, **view)
    page.wait_for_load_state("networkidle")
    assert axe(page) == []


def test_no_style_sheet_locks_the_screen_to_one_side_and_no_page_plays_a_sound(site, open_page):
    page = open_page(site + "/components/", bypass_csp=True, **LIGHT)
    assert axe_finds(page, OF_SHEETS, preload=True) == []
    turned = "@media (orientation: portrait) { html { transform: rotate(90deg) } }"
    page.add_style_tag(content=turned)
    assert [fault.split(":")[0] for fault in axe_finds(page, OF_SHEETS, preload=True)] == ["css-orientation-lock"]


def test_arabic_runs_from_the_right_and_does_not_scroll_sideways(site, open_page, axe):
    page = open_page(site + "/components/", bypass_csp=True, viewport={"width": 390, "height": 844})
    page.get_by_role("button", name="العربيّة").click()
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert axe(page) == []


def test_figures_are_drawn_from_their_tables_under_the_strict_policy(site, open_page):
    page = open_page(site + "/components/")
    for kind in ("dots", "trend", "map"):
        page.locator(f"[data-chart={kind}] .app-plot > svg[role=img]").wait_for()
    assert page.locator("[data-chart=roll] .app-plot > i").count() == 8
    assert page.locator("[data-chart] details[open]").count() == 0
    assert page.locator("svg style").count() == 0


def test_without_script_the_tables_stand_open(site, open_page):
    page = open_page(site + "/components/", java_script_enabled=False)
    assert page.locator("[data-chart=trend] table").is_visible()
    assert page.locator("input[name=best]").is_visible()
    assert not page.locator("input[type=range]").first.is_visible()


def test_the_three_numbers_keep_their_order_and_say_their_word(site, open_page):
    page = open_page(site + "/form/")
    best, low, high = (page.locator(f"input[name={name}]") for name in ("best", "low", "high"))
    best.fill("50")
    best.blur()
    assert "do not find" in page.locator("[data-said]").inner_text()
    low.fill("62")
    low.blur()
    assert (best.input_value(), high.input_value()) == ("62", "")
    assert page.locator("[data-row=best] output").inner_text() == "likely"
    assert page.locator("[data-said]").inner_text().startswith("Above 50 %")


def test_long_forms_save_as_they_are_written(site, open_page):
    page = open_page(site + "/form/")
    page.locator("textarea").fill("One method in eleven places.")
    page.locator("[data-saved][data-state=saved]").wait_for()
    assert frame_pages.SAVED[-1]["reasons"] == "One method in eleven places."
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('mad:draft')).length") == 0


def test_what_cannot_be_saved_is_kept_and_put_back(site, open_page):
    frame_pages.ANSWER["status"] = 503
    page = open_page(site + "/form/")
    page.locator("textarea").fill("Written on a train.")
    page.locator("[data-saved][data-state=unsaved]").wait_for()
    page.goto(site + "/form/")
    assert page.locator("textarea").input_value() == "Written on a train."
    page.get_by_role("button", name="Discard it").click()
    assert page.locator("textarea").input_value() == ""


def test_it_is_sent_when_the_connection_is_back(site, open_page):
    page = open_page(site + "/form/")
    page.context.set_offline(True)
    page.locator("textarea").fill("Written in a tunnel.")
    page.locator("[data-saved][data-state=unsaved]").wait_for()
    page.context.set_offline(False)
    page.locator("[data-saved][data-state=saved]").wait_for()
    assert frame_pages.SAVED[-1]["reasons"] == "Written in a tunnel."


def test_a_refusal_while_saving_says_why_and_keeps_the_text(site, open_page):
    frame_pages.ANSWER["status"] = 409
    page = open_page(site + "/form/")
    page.locator("textarea").fill("Too late.")
    page.locator("[data-saved][data-state=unsaved]").wait_for()
    assert "The round is closed." in page.locator("[data-saved]").inner_text()
    assert page.locator("textarea").input_value() == "Too late."


def test_what_was_sent_is_not_put_back_later(site, open_page):
    page = open_page(site + "/form/")
    page.locator("textarea").fill("Sent.")
    page.locator("[name=decision][value=accept]").check()
    page.get_by_role("button", name="Send").click()
    page.goto(site + "/form/")
    assert page.locator("[data-saved]").inner_text() == ""


def test_r12_each_chosen_file_shows_its_size_and_sha256_before_it_is_sent(site, open_page, tmp_path):
    chosen = tmp_path / "report.txt"
    chosen.write_bytes(b"what was seen\n" * 100_000)
    page = open_page(site + "/form/")
    page.locator("input[type=file]").set_input_files(chosen)
    shown = page.locator("[data-files] li")
    page.get_by_text(hashlib.sha256(chosen.read_bytes()).hexdigest()).wait_for()
    assert "1,400,000 bytes" in shown.inner_text()
    assert "Larger than the 1 MB" in shown.inner_text()


def test_r12_the_piecewise_hash_is_sha256(site, open_page):
    page = open_page(site + "/form/")
    piecewise = """length => {
        const bytes = Uint8Array.from({length}, (_, i) => i % 251), hash = new Sha256();
        for (let at = 0; at < length; at += 37) hash.update(bytes.subarray(at, at + 37));
        return hash.hex(); }"""
    for length in LENGTHS:
        expected = hashlib.sha256(bytes(i % 251 for i in range(length))).hexdigest()
        assert page.evaluate(piecewise, length) == expected


def test_r36_a_clock_goes_on_counting(site, open_page):
    page = open_page("about:blank")
    page.clock.install()
    page.goto(site + "/components/")
    before = page.locator("[data-clock=short]").first.inner_text()
    page.clock.fast_forward("10:00")
    assert before == "8 h 18 min"
    assert page.locator("[data-clock=short]").first.inner_text() == "8 h 08 min"


def test_the_theme_is_kept_on_this_machine(site, open_page):
    page = open_page(site + "/rules/")
    page.get_by_role("button", name="Dark").click()
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "dark"
