"""Deliberation in a browser: a draft written by keyboard, checked as one types; a ballot; nothing for axe."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from deliberation.models import Ballot
from deliberation.selectors import paragraphs_of
from mad.common import clock
from tests.deliberation_factory import COERCIVE, EVERYBODY, PEACEFUL, Plenary

pytestmark = pytest.mark.browser


@pytest.mark.django_db
def test_the_sign_in_page_answers(client):
    # Also makes pytest-django set up a test database when this file runs alone: it looks for this mark.
    assert client.get("/accounts/login/").status_code == 200


@pytest.fixture
def session(seated) -> Plenary:
    """A plenary of today: the server's threads read the real clock."""
    with seated(days=3) as people:
        plenary = Plenary(people)
        option = plenary.table(**PEACEFUL)
        plenary.vote(plenary.move(kind="option", option=option), yes=EVERYBODY[:11])
    return plenary


@pytest.fixture
def reading(session, seen_by):
    """reading(name, url name, args) → the page as that member sees it."""

    def go(name: str, view: str, *args, **options):
        return seen_by(getattr(session.people, name), reverse(view, args=args), **options)

    return go


WIDE = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}}


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["desktop", "phone"])
def test_nothing_that_axe_finds(session, reading, axe, size):
    output = session.draft()
    motion = session.vote(session.move(kind="option", option=session.table(**COERCIVE)), yes=["betty"], close=False)
    pages = [
        ("deliberation", session.case.number),
        ("option_table", session.case.number),
        ("option", session.case.number, 1),
        ("motion", motion.number),
        ("motion", f"M-{clock.today().year}-0001"),
        ("case_outputs", session.case.number),
        ("output", output.number),
    ]
    found = {}
    for view, *args in pages:
        page = reading("amal", view, *args, bypass_csp=True, **size)
        found[page.title()] = axe(page)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, view
    assert {title: faults for title, faults in found.items() if faults} == {}


def test_r39_a_draft_is_written_by_keyboard_and_checked_as_one_types(session, reading):
    output = session.draft()
    page = reading("helene", "output", output.number)
    page.get_by_role("link", name="Insert in operative").press("Enter")
    page.get_by_label("Opening words").fill("Authorizes")
    page.get_by_label("Text", exact=True).fill("Member States to take all necessary measures")
    page.locator("mark", has_text="all necessary measures").wait_for()
    assert "R39 d" in page.locator("[data-mandate]").inner_text()
    assert len(paragraphs_of(output)) == 1
    page.get_by_label("Opening words").fill("Calls upon")
    page.get_by_label("Text", exact=True).fill("the parties to open talks")
    page.get_by_label("Measure").select_option("negotiation")
    page.get_by_label("Rests on").select_option("O-1")
    page.get_by_label("Text", exact=True).press("Control+Enter")
    page.wait_for_url(re.compile("#p"))
    assert [p.opening for p in paragraphs_of(output)] == ["Calls upon", "Decides"]
    assert "Refused" not in page.locator(".app-mandate").inner_text()


def test_r38_paragraphs_are_moved_by_keyboard(session, reading):
    output = session.draft()
    for opening in ("Demands", "Urges"):
        session.write(output, "operative", opening, "that attacks end", measure="cessation")
    page = reading("helene", "output", output.number)
    page.locator("[data-block]", has_text="Urges").focus()
    page.keyboard.press("Alt+ArrowUp")
    page.wait_for_url(re.compile("#p"))
    assert [p.opening for p in paragraphs_of(output)] == ["Urges", "Demands", "Decides"]


def test_r34_a_ballot_without_script(session, reading):
    motion = session.vote(session.move(kind="option", option=session.table(**COERCIVE)), close=False)
    page = reading("amal", "motion", motion.number, java_script_enabled=False)
    page.get_by_text("Abstain", exact=False).first.click()
    page.get_by_role("button", name="Seal my ballot").click()
    assert "Your ballot is sealed" in page.locator("main").inner_text()
    assert Ballot.objects.get(vote__motion=motion).choice == "abstain"
