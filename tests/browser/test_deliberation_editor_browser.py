"""The draft editor in a browser: a resolution written by keyboard alone, two people at once, what print leaves."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from deliberation import services
from deliberation.models import Writing
from deliberation.selectors import lines_of, paragraphs_of
from mad.common import clock
from tests.browser.conftest import arrived
from tests.deliberation_factory import Plenary

pytestmark = pytest.mark.browser
TITLE = "Draft resolution on the situation"


@pytest.mark.django_db
def test_the_sign_in_page_answers(client):
    # Also makes pytest-django set up a test database when this file runs alone: it looks for this mark.
    assert client.get("/accounts/login/").status_code == 200


@pytest.fixture
def session(seated) -> Plenary:
    """A plenary of today: the server's threads read the real clock."""
    with seated(days=3) as people:
        return Plenary(people)


@pytest.fixture
def reading(session, seen_by):
    def go(name: str, view: str, *args, query: str = "", **options):
        page = seen_by(getattr(session.people, name), reverse(view, args=args) + query, **options)
        arrived(page, TITLE)
        return page

    return go


def write(page, *typed: str) -> None:
    """Fill the open form from the field in focus on, by keys alone, and save it."""
    for place, words in enumerate(typed):
        if place:
            page.keyboard.press("Tab")
        page.keyboard.type(words)
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile("#p"))
    arrived(page, TITLE)


def test_r38_a_resolution_is_written_by_keyboard_alone(session, reading, axe):
    output = session.draft(TITLE)
    page = reading("helene", "output", output.number, bypass_csp=True)
    page.get_by_role("link", name="Insert in preamble").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("#new"))
    arrived(page, TITLE)
    expect(page.get_by_label("Opening words")).to_be_focused()
    write(page, "Recalling", "", "the purposes of the Charter")
    page.get_by_role("link", name="Insert in operative").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("#new"))
    arrived(page, TITLE)
    write(page, "Requests", "Good offices", "the Secretary-General")
    for words in ("to appoint an envoy", "to report within 30 days"):
        page.keyboard.press("Alt+Enter")
        page.wait_for_url(re.compile("insert=operative"))
        arrived(page, TITLE)
        write(page, "Requests", "", words)
        page.keyboard.press("Alt+Shift+ArrowRight")
        page.wait_for_load_state()
        expect(page.locator("li.is-sub:focus-within")).to_have_count(1)
    assert [line.label for line in lines_of(paragraphs_of(output))] == ["PP1", "1", "1 (a)", "1 (b)", "2"]
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("li.is-sub", has_text="to report").locator("b")).to_have_text("1 (a)")
    page.wait_for_load_state()
    page.keyboard.press("Alt+Delete")
    page.wait_for_url(re.compile("#taken-out"))
    arrived(page, TITLE)
    expect(page.locator("[data-undo]")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("#p"))
    arrived(page, TITLE)
    assert [line.label for line in lines_of(paragraphs_of(output))] == ["PP1", "1", "1 (a)", "1 (b)", "2"]
    assert axe(page) == []
    page.locator("li[data-block]:focus-within a").press("Enter")
    arrived(page, TITLE)
    assert axe(page) == []
    page.keyboard.press("Tab")  # the list of opening words keeps the key for itself
    page.keyboard.press("Escape")
    page.wait_for_url(lambda url: "edit=" not in url)
    arrived(page, TITLE)
    expect(page.locator("li[data-block]:focus-within a")).to_be_focused()


def test_r38_keys_at_their_limit_say_so_at_the_paragraph_and_keep_the_focus(session, reading, axe):
    output = session.draft(TITLE)
    row = session.write(output, "operative", "Demands", "that attacks end", measure="cessation")
    page = reading("helene", "output", output.number, bypass_csp=True)
    page.locator(f"#p{row.pk} a").first.focus()
    for keys, said in (
        ("Alt+Shift+ArrowRight", "There is no paragraph above it"),
        ("Alt+Shift+ArrowLeft", "It is a paragraph of its own already."),
        ("Alt+ArrowUp", "It is the first paragraph of its part."),
    ):
        page.keyboard.press(keys)
        expect(page.locator(f"#p{row.pk} [role=alert]")).to_contain_text(said)
        arrived(page, TITLE)
        expect(page.locator("li[data-block]:focus-within a").first).to_be_focused()
    assert axe(page) == []


def test_r40_the_form_of_an_amendment_opens_in_its_first_field_and_returns_in_the_faulty_one(session, reading):
    with clock.travel(clock.now() - timedelta(days=2)):  # the vote takes a day
        output = session.lawful_draft()
    row = output.paragraphs.filter(part="operative").first()
    page = reading("amal", "amendments", output.number, query=f"?change=replace&target={row.pk}#table")
    expect(page.get_by_label("Opening words")).to_be_focused()
    page.get_by_label("Text", exact=True).fill(" \u200b ")
    page.get_by_role("button", name="Table it").click()
    expect(page.locator("[data-error-summary]")).to_be_visible()
    arrived(page, TITLE)
    expect(page.get_by_label("Text", exact=True)).to_be_focused()


def test_r38_two_people_in_one_paragraph_see_each_other_and_lose_nothing(session, reading):
    output = session.draft(TITLE)
    row = session.write(output, "operative", "Demands", "that attacks end", measure="cessation")
    amal = reading("amal", "output", output.number, query=f"?edit={row.pk}")
    helene = reading("helene", "output", output.number, query=f"?edit={row.pk}")
    expect(helene.locator("[data-others]")).to_contain_text("Amal Benhaddou is writing here too")
    helene.get_by_label("Text", exact=True).fill("that all attacks end")
    amal.get_by_label("Text", exact=True).fill("that attacks end today")
    amal.get_by_role("button", name="Save paragraph").click()
    amal.wait_for_url(re.compile("#p"))
    helene.evaluate("dispatchEvent(new Event('focus'))")
    expect(helene.locator("[data-changed]")).to_contain_text("you see both texts")
    assert helene.get_by_label("Text", exact=True).input_value() == "that all attacks end"
    helene.get_by_role("button", name="Save paragraph").click()
    expect(helene.locator(".app-conflict")).to_contain_text("As Amal Benhaddou saved it")
    arrived(helene, TITLE)
    assert helene.get_by_label("Text", exact=True).input_value() == "that all attacks end today"
    helene.get_by_role("button", name="Save paragraph").click()
    helene.wait_for_url(re.compile("#p"))
    row.refresh_from_db()
    assert (row.text, row.version) == ("that all attacks end today", 3)


def test_r38_another_persons_paragraph_appears_while_mine_is_open(session, reading):
    output = session.draft(TITLE)
    row = session.write(output, "operative", "Demands", "that attacks end", measure="cessation")
    page = reading("helene", "output", output.number, query=f"?edit={row.pk}")
    page.get_by_label("Text", exact=True).fill("that all attacks end")
    services.add_paragraph(
        output=output, by=session.people.amal, part="operative", opening="Urges", text="access to the north"
    )
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator("[data-block]", has_text="access to the north")).to_be_visible()
    expect(page.locator("[data-page]")).to_contain_text("that all attacks end")
    assert page.get_by_label("Text", exact=True).input_value() == "that all attacks end"


def test_r38_what_one_types_is_kept_without_a_click(session, reading):
    output = session.draft(TITLE)
    row = session.write(output, "operative", "Demands", "that attacks end", measure="cessation")
    page = reading("helene", "output", output.number, query=f"?edit={row.pk}")
    page.get_by_label("Text", exact=True).fill("half a sen")
    expect(page.locator("[data-saved]")).to_contain_text("Saved")
    assert Writing.objects.get(kept_at__isnull=False).fields["text"] == ["half a sen"]
    again = reading("helene", "output", output.number, query=f"?edit={row.pk}")
    assert again.get_by_label("Text", exact=True).input_value() == "half a sen"


def test_print_leaves_the_page_of_the_council(session, reading):
    output = session.draft(TITLE)
    session.write(output, "operative", "Demands", "that attacks end", measure="cessation")
    page = reading("helene", "output", output.number)
    page.emulate_media(media="print")
    expect(page.locator(".app-council")).to_be_visible()
    for part in (".app-mandate", ".app-blocks", ".app-nav"):
        expect(page.locator(part).first).to_be_hidden()
