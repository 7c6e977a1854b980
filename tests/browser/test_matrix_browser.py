"""The matrix in a browser: by keyboard, beside somebody else, without script, on a phone, and nothing for axe."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from cases.models import ElementLink
from tests.services.cases_steps import ELEMENTS, hold_round, link, under_assessment

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 390, "height": 844}}
FOCUSED = """() => { const cell = document.activeElement.closest("td");
  return cell ? [cell.parentElement.dataset.item, document.querySelectorAll("[data-matrix] [data-element]")[cell.cellIndex - 1].dataset.element] : null; }"""


@pytest.mark.django_db
def test_the_sign_in_page_answers(client):
    # Also makes pytest-django set up a test database when this file runs alone: it looks for this mark.
    assert client.get("/accounts/login/").status_code == 200


@pytest.fixture
def case_and_items(people):
    return under_assessment(people, contrary=True)


def address(case) -> str:
    return f"/cases/{case.number}/elements/"


def into_the_grid(page) -> None:
    """Tab from the scrolled box into its one cell that takes the focus."""
    page.wait_for_load_state()
    page.locator(".app-mx-box").focus()
    page.keyboard.press("Tab")
    while page.evaluate(FOCUSED) is None:
        page.keyboard.press("Tab")


def test_r24_cells_are_reached_and_changed_without_a_mouse(people, case_and_items, seen_by):
    case, (first, second) = case_and_items
    page = seen_by(people.amal, address(case))
    into_the_grid(page)
    assert page.evaluate(FOCUSED) == [first.number, ELEMENTS[0]]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(FOCUSED) == [second.number, ELEMENTS[2]]
    said = page.locator("[data-cell-status]")
    page.keyboard.press("1")
    expect(said).to_contain_text("Choose first")
    page.keyboard.press("c")
    page.keyboard.press("3")
    expect(said).to_contain_text("Contradicts, strong. Saved.")
    assert ElementLink.objects.get(item=second, element_id=ELEMENTS[2], removed_at=None).weight == 3
    expect(page.locator(f'[data-glance="{ELEMENTS[2]}"]').first).to_contain_text("Contradicted by 1")
    assert page.evaluate(FOCUSED) == [second.number, ELEMENTS[2]]
    page.keyboard.press("Enter")
    page.keyboard.type("Paragraph 4.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-cell]")).to_be_hidden()
    assert ElementLink.objects.get(item=second, element_id=ELEMENTS[2], removed_at=None).note == "Paragraph 4."
    assert page.evaluate(FOCUSED) == [second.number, ELEMENTS[2]]
    page.keyboard.press("Delete")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-cell-fault]")).to_contain_text("R15")
    page.keyboard.press("Shift+Tab")
    page.keyboard.type("Wrong district.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(said).to_contain_text("Taken out")
    assert not ElementLink.objects.filter(item=second, element_id=ELEMENTS[2], removed_at=None).exists()
    page.keyboard.press("Control+Home")
    assert page.evaluate(FOCUSED) == [first.number, ELEMENTS[0]]
    page.keyboard.press("End")
    assert page.evaluate(FOCUSED) == [first.number, ELEMENTS[-1]]


def test_r24_who_comes_second_to_a_cell_is_told_and_keeps_what_was_typed(people, case_and_items, seen_by):
    case, (_, second) = case_and_items
    page = seen_by(people.amal, address(case))
    into_the_grid(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.type("My own reading.")
    link(case, second, ELEMENTS[1], people.ingrid, direction="contradicts", weight=3)
    page.locator("[data-cell] input[value=supports]").check()
    page.locator("[data-cell-save]").click()
    expect(page.locator("[data-cell-fault]")).to_contain_text("R24")
    assert page.locator("#cell-note").input_value() == "My own reading."
    cell = page.locator(f'tr[data-item="{second.number}"] td').nth(1)
    assert cell.locator("a").inner_text() == "−−−"
    page.locator("[data-cell-save]").click()
    expect(page.locator("[data-cell]")).to_be_hidden()
    live = ElementLink.objects.get(item=second, element_id=ELEMENTS[1], removed_at=None)
    assert (live.direction, live.note) == ("supports", "My own reading.")


def test_r23_who_may_not_link_walks_the_grid_and_changes_nothing(people, case_and_items, seen_by):
    case, (first, _) = case_and_items
    page = seen_by(people.betty, address(case))
    into_the_grid(page)
    before = ElementLink.objects.count()
    for key in ("ArrowRight", "c", "Delete", "3"):
        page.keyboard.press(key)
    assert page.evaluate(FOCUSED) == [first.number, ELEMENTS[1]]
    assert ElementLink.objects.count() == before
    page.keyboard.press("Enter")
    page.wait_for_url("**/elements/unlink/**")


def test_r24_without_script_the_matrix_is_read_and_the_form_links(people, case_and_items, seen_by):
    case, (_, second) = case_and_items
    page = seen_by(people.amal, address(case), java_script_enabled=False, **PHONE)
    assert page.get_by_role("link", name="Contradicts, moderate").count() == 1
    page.locator("#id_item").select_option(second.number)
    page.locator("#id_element").select_option(ELEMENTS[1])
    page.locator("#id_direction_0").check()
    page.get_by_role("button", name="Link").click()
    assert ElementLink.objects.filter(item=second, element_id=ELEMENTS[1]).count() == 1


@pytest.mark.parametrize("options", [{}, {**PHONE, "color_scheme": "dark"}], ids=["desktop", "phone dark"])
def test_nothing_that_axe_finds(people, case_and_items, seen_by, axe, options):
    case, _ = case_and_items
    hold_round(people, case, contrary=case_and_items[1][1].number)
    for path in ("", "?only=contradicted", "crimes/"):
        page = seen_by(people.amal, address(case) + path, bypass_csp=True, **options)
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    page = seen_by(people.amal, address(case), bypass_csp=True, **options)
    into_the_grid(page)
    page.keyboard.press("Enter")
    assert axe(page) == []
    page = seen_by(people.betty, f"/cases/{case.number}/reveal/", bypass_csp=True, **options)
    assert page.get_by_role("heading", name="What would change it").count() == 1
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_the_grid_runs_from_right_to_left(people, case_and_items, seen_by):
    case, (first, _) = case_and_items
    page = seen_by(people.amal, address(case))
    page.get_by_role("button", name="العربيّة").click()
    assert page.locator("html").get_attribute("dir") == "rtl"
    into_the_grid(page)
    page.keyboard.press("ArrowLeft")
    assert page.evaluate(FOCUSED) == [first.number, ELEMENTS[1]]
