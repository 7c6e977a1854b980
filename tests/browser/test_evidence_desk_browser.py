"""Screening with the keyboard alone, and drawing a redaction, in a browser."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from cases.models import CaseSubmission
from evidence.models import Draft, Redaction, Submission
from evidence.services.likeness import sign_waiting
from mad.notices import outbox
from tests.browser.conftest import arrived
from tests.evidence_help import accepted, received
from tests.hostile_files import pdf

pytestmark = pytest.mark.browser
WIDE = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}}
TEXT = "Armed men on motorcycles entered the market of Um Dafuq and fired at people who were buying grain at dawn."


@pytest.mark.django_db
def test_the_sign_in_page_answers(client):
    # Also makes pytest-django set up a test database when this file runs alone: it looks for this mark.
    assert client.get("/accounts/login/").status_code == 200


@pytest.fixture
def opened(people, seen_by):
    """opened(url name, args) → the page as the officer sees it."""

    def go(view: str, *args, **options) -> Page:
        return seen_by(people.officer, reverse(view, args=args), **options)

    return go


def test_screens_4_a_submission_is_screened_with_the_keyboard_alone(opened, people):
    first = received(people, ("north.txt", b"In the north."), title="First")
    second = received(people, title="Second")
    page = opened("screening")
    page.get_by_role("link", name="First").focus()
    page.keyboard.press("Enter")
    arrived(page, "First")
    page.keyboard.press("?")
    expect(page.locator("[data-keylist]")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    arrived(page, "Second")
    page.keyboard.press("k")
    arrived(page, "First")
    page.keyboard.press("h")
    expect(page.locator("#id_hold_until")).to_be_visible()
    expect(page.locator("#id_question")).to_be_hidden()
    page.keyboard.press("a")
    expect(page.locator("#id_hold_until")).to_be_hidden()
    for name, presses in (("source_grade", 2), ("info_grade", 2)):
        page.locator(f"[name={name}]").first.focus()
        page.keyboard.press("Space")
        for _ in range(presses - 1):
            page.keyboard.press("ArrowRight")
    page.locator("#id_grounds").focus()
    page.keyboard.type("A dull jihadi quote: letters do nothing here.")
    expect(page.locator("[name=decision]:checked")).to_have_value("accept")
    page.keyboard.press("Control+Enter")
    expect(page.locator("h1")).to_have_text("Second")
    first.refresh_from_db()
    assert (first.status, first.source_grade, first.info_grade) == ("accepted", "B", "2")
    assert first.decisions.get().grounds.startswith("A dull jihadi quote")
    assert Submission.objects.get(pk=second.pk).status == "received"


def test_r14_a_split_is_chosen_on_the_page(opened, people):
    sent = received(people, ("north.txt", b"In the north."), ("south.txt", b"In the south."))
    page = opened("screening_item", sent.number)
    page.locator("[data-key=a]").check()
    for name, value in (("source_grade", "B"), ("info_grade", "2")):
        page.locator(f"[name={name}][value='{value}']").check(force=True)
    page.get_by_text("About the new case").click()
    page.locator("#id_case_title").fill("North")
    page.get_by_text("Split over several cases").click()
    south = sent.files.get(name="south.txt").pk
    page.locator(f"#id_part_1_{south}").uncheck()
    page.locator("#id_destination_2").select_option("new")
    page.locator("#id_case_title_2").fill("South")
    page.locator(f"#id_part_2_{south}").check()
    page.locator("#id_grounds").fill("Two situations in one report.")
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_text("is accepted into")).to_be_visible()
    placed = {row.case.title: row.whole for row in CaseSubmission.objects.select_related("case")}
    assert placed == {"North": False, "South": False}


def test_r15_a_redaction_is_drawn_by_mouse_and_moved_by_keyboard(opened, people):
    item = accepted(people, ("report.pdf", pdf("Told by a witness", "Second page"))).items.exclude(file=None).get()
    page = opened("redact", item.number)
    sheet = page.locator("[data-sheet]")
    seen = sheet.bounding_box()
    across, down = seen["x"] + seen["width"] * 0.1, seen["y"] + seen["height"] * 0.08
    page.mouse.move(across, down)
    page.mouse.down()
    page.mouse.move(across + 200, down + 30, steps=4)
    page.mouse.up()
    page.keyboard.type("A witness's name")
    assert abs(float(page.locator("#id_box-0-left").input_value()) - 10) < 0.5
    box = sheet.locator("rect").first
    box.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert abs(float(page.locator("#id_box-0-left").input_value()) - 11) < 0.5
    before = float(page.locator("#id_box-0-width").input_value())
    page.keyboard.press("Shift+ArrowRight")
    assert abs(float(page.locator("#id_box-0-width").input_value()) - before - 0.5) < 0.02
    page.get_by_role("button", name="Add a box").press("Enter")
    page.keyboard.press("Delete")
    expect(sheet.locator("rect")).to_have_count(1)
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("[data-sheet].is-preview rect")).to_have_count(1)
    assert Draft.objects.filter(place=f"redact:{item.number}").exists()
    page.locator("#id_reason").fill("To show it to the panel.")
    page.get_by_role("button", name="Make the redacted copy").click()
    expect(page.get_by_text("is being made. It appears here")).to_be_visible()
    outbox.drain()
    page.reload()
    copy = Redaction.objects.get().copy
    expect(page.get_by_role("link", name=copy.number).first).to_be_visible()
    assert len(Redaction.objects.get().boxes) == 1


@pytest.mark.parametrize(("size", "dark"), [(WIDE, False), (WIDE, True), (PHONE, False)])
def test_the_pages_of_the_desk_hold_against_axe(opened, people, axe, size, dark):
    """Nothing for axe, no sideways scrolling, at both sizes, light and dark."""
    other = accepted(people, ("report.pdf", pdf(TEXT)), narrative=TEXT + " One.")
    sent = received(people, narrative=TEXT)
    item = other.items.exclude(file=None).get()
    sign_waiting()
    addresses = [
        ("screening", ()),
        ("screening_item", (sent.number,)),
        ("submission", (other.number,)),
        ("item", (item.number,)),
        ("redact", (item.number,)),
        ("compare", (sent.number, other.number)),
    ]
    page = opened("screening", **size, bypass_csp=True, color_scheme="dark" if dark else "light")
    server, found = page.url.split("/screening/")[0], {}
    for name, args in addresses:
        page.goto(server + reverse(name, args=args))
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found[name] = [*axe(page), *(["scrolls sideways"] if wide > 0 else [])]
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
