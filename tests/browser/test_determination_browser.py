"""The determination and what is made of it in a browser: nothing for axe, and the tree without a script and in print."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from evidence.services import regrade
from tests.determination_factory import World, world

pytestmark = pytest.mark.browser

WIDE = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}}
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
BORDERS = "one => { const s = getComputedStyle(one); return [s.borderTopStyle, s.borderTopWidth]; }"


@pytest.mark.django_db
def test_the_sign_in_page_answers(client):
    # Also makes pytest-django set up a test database when this file runs alone: it looks for this mark.
    assert client.get("/accounts/login/").status_code == 200


@pytest.fixture
def made(seated) -> World:
    """A determination of today, stale: the server's threads read the real clock."""
    with seated(days=1) as people:
        found = world(people)
        regrade(item=found.free, by=people.officer, source_grade="D", info_grade="4", reason="Contradicted since.")
    return found


@pytest.fixture
def reading(made, seen_by):
    """reading(name, url name, *args) → the page as that person sees it."""

    def go(name: str, view: str, *args, **options):
        return seen_by(getattr(made.people, name), reverse(view, args=args), **options)

    return go


@pytest.mark.parametrize(("size", "scheme"), [(WIDE, "light"), (PHONE, "dark")], ids=["desktop light", "phone dark"])
def test_nothing_that_axe_finds_and_nothing_sideways(made, reading, axe, size, scheme):
    case, number = made.case.number, made.determination.number
    pages = [
        ("registrar", "determination", case),
        ("amal", "reveal", case),
        ("amal", "determination_released", case, number),
        ("registrar", "determination_outcome", case, number),
        ("amal", "calibration"),
    ]
    for who, view, *args in pages:
        page = reading(who, view, *args, **size, color_scheme=scheme, bypass_csp=True)
        assert axe(page) == [], view
        assert page.evaluate(SIDEWAYS) <= 0, view


def test_the_tree_is_read_without_a_script_and_its_shapes_print(made, reading):
    page = reading("amal", "determination", made.case.number, **WIDE, java_script_enabled=False)
    tree = page.locator(".app-tree").first
    expect(tree).to_contain_text("more likely than not")
    expect(tree.locator("li li li")).to_have_count(5)
    page.emulate_media(media="print")
    mark = page.locator(".app-trees figcaption .app-tree__mark--unsupported")
    expect(mark).to_be_visible()
    assert mark.evaluate(BORDERS)[0] == "dotted"
    width = page.locator(".app-trees figcaption .app-tree__mark--met").evaluate(BORDERS)[1]
    assert float(width.removesuffix("px")) > 5


def test_a_downloaded_determination_is_a_pdf(made, reading):
    page = reading("amal", "determination", made.case.number, **WIDE)
    address = page.get_by_role("button", name=f"PDF {made.determination.number}").get_attribute("href")
    answer = page.request.get(page.url.split("/cases/")[0] + address)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF")


def test_the_registrar_opens_the_review_by_keyboard(made, reading):
    page = reading("registrar", "determination", made.case.number, **WIDE)
    page.locator("summary", has_text="Open the review").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Reason").first.fill("An item was regraded.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The review is open")).to_be_visible()
