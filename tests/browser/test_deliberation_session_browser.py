"""A whole session in four browsers: moved, amended, voted, closed; the vote by keyboard; the result as printed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from cases.services import recuse
from deliberation import services
from deliberation.models import Ballot, Motion
from deliberation.selectors import paragraphs_of
from tests.browser.conftest import arrived
from tests.deliberation_factory import EVERYBODY, Plenary

pytestmark = pytest.mark.browser

FOUR = ("betty", "amal", "helene", "fergus")
PHONE = {"width": 390, "height": 844}


@pytest.mark.django_db
def test_the_sign_in_page_answers(client):
    # Also makes pytest-django set up a test database when this file runs alone: it looks for this mark.
    assert client.get("/accounts/login/").status_code == 200


@pytest.fixture
def session(seated) -> Plenary:
    """A plenary of four, one of each discipline, with a text in review: today, as the server reads the real clock."""
    with seated(days=3) as people:
        plenary = Plenary(people)
        plenary.output = plenary.lawful_draft()
        for name in EVERYBODY:
            if name not in FOUR:
                recuse(case=plenary.case, by=getattr(plenary.people, name), reason="A tie of its own.")
    return plenary


def vote(page: Page, choice: str) -> None:
    page.locator("label", has_text=choice).first.click()
    page.get_by_role("button", name="Seal my ballot").click()
    expect(page.get_by_text("Your ballot is sealed.")).to_be_visible()


def test_a_session_of_four_members_from_a_text_to_its_adoption(session, seen_by, axe):
    output, people = session.output, session.people
    row = next(p for p in paragraphs_of(output) if p.measure == "good_offices")
    address = f"/outputs/{output.number}/amendments/"
    browsers = {name: seen_by(getattr(people, name), address, bypass_csp=True) for name in FOUR}

    mover = browsers["helene"]
    mover.goto(f"{mover.url}?change=replace&target={row.pk}#table")
    mover.get_by_label("Text", exact=True).fill("the parties to open talks without delay")
    mover.get_by_label("Why").fill("Every day counts.")
    assert axe(mover) == []
    mover.get_by_role("button", name="Table it").click()
    expect(mover.locator("ins")).to_have_text("without delay")
    assert axe(mover) == []
    mover.set_viewport_size(PHONE)
    assert mover.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0

    chair = browsers["betty"]
    chair.reload()
    expect(chair.get_by_text("The whole waits for 1 amendment.")).to_be_visible()
    assert axe(chair) == []
    chair.get_by_role("link", name="A-1").click()
    decided(chair, browsers, axe)
    row.refresh_from_db()
    assert row.text == "the parties to open talks without delay"

    whole = services.move(case=session.case, by=people.helene, kind="output", output=output)
    chair.goto(chair.url.split("/motions/")[0] + f"/motions/{whole.number}/")
    decided(chair, browsers, axe)
    output.refresh_from_db()
    assert output.stage == "adopted"


def decided(chair: Page, browsers: dict[str, Page], axe) -> None:
    """Put what the chair looks at to the vote; three say yes and one no, each in a browser of their own; close it."""
    chair.get_by_role("button", name="Put to the vote").click()
    expect(chair.get_by_role("button", name="Close the vote")).to_be_visible()
    for name, page in browsers.items():
        page.goto(chair.url)
        vote(page, "No" if name == "fergus" else "Yes")
    assert axe(browsers["amal"]) == []
    chair.get_by_role("button", name="Close the vote").click()
    expect(chair.locator("#closed")).to_be_visible()
    assert "3 × 3 = 9, 4 × 2 = 8, and 9 ≥ 8" in chair.locator(".app-arith").inner_text()
    assert axe(chair) == []


def test_r34_a_ballot_by_keyboard_alone(session, seen_by):
    motion = session.move(kind="output", output=session.output)
    services.put_to_vote(motion=motion, by=session.people.betty)
    page = seen_by(session.people.amal, f"/motions/{motion.number}/")
    arrived(page, motion.title)
    page.locator("input[name=choice]").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("Too early for this.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your ballot is sealed.")).to_be_visible()
    ballot = Ballot.objects.get(vote__motion=motion)
    assert (ballot.choice, ballot.explanation) == ("no", "Too early for this.")


def test_r34_the_result_as_it_is_printed(session, seen_by):
    motion = session.move(kind="output", output=session.output)
    services.put_to_vote(motion=motion, by=session.people.betty)
    for name in FOUR:
        services.cast_ballot(motion=motion, by=getattr(session.people, name), choice="yes")
    services.close_vote(motion=motion, by=session.people.betty)
    page = seen_by(session.people.amal, f"/motions/{motion.number}/")
    page.emulate_media(media="print")
    assert not page.locator(".app-nav").is_visible()
    for words in ("4 × 3 = 12", "Amal Benhaddou", "Carried"):
        assert words in page.locator("main").inner_text()
    assert Motion.objects.get(pk=motion.pk).state == "carried"
