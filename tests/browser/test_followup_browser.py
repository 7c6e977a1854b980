"""The follow-up board and the annual account in a browser: nothing for axe, by keyboard, in print, without script."""

from __future__ import annotations

import pytest

from deliberation.models import MeasureReview
from deliberation.services import accounts, reviews
from mad.common import clock
from mad.notices import outbox
from tests.deliberation_factory import Plenary
from tests.followup_steps import alarm_in, take, to_follow_up, write_plan

from .conftest import arrived

pytestmark = pytest.mark.browser

LIGHT = {"viewport": {"width": 1440, "height": 900}}
DARK_PHONE = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}


@pytest.mark.django_db
def test_the_sign_in_page_answers(client):
    # Also makes pytest-django set up a test database when this file runs alone: it looks for this mark.
    assert client.get("/accounts/login/").status_code == 200


@pytest.fixture
def world(seated) -> Plenary:
    """A case in follow-up with measures, one of them soon due; a regional review; last year's account published."""
    now = clock.now()
    with seated(hours=1) as people:
        plenary = Plenary(people)
        alarm_in(plenary)
        to_follow_up(plenary)
        take(plenary, title="An envoy goes to the capital")
        take(plenary, title="Relief reaches the camps", actor="ocha", due=now.date())
        write_plan(plenary)
        year, quarter = now.year, (now.month + 2) // 3
        reviews.open_review(region="asia-pacific", year=year, quarter=quarter, by=plenary.people.registrar)
        accounts.publish_account(year=now.year - 1, by=plenary.people.registrar, after=0)
        outbox.drain()
    return plenary


def addresses(world) -> list[str]:
    now = clock.now()
    number = world.case.number
    return [
        "/follow-up/",
        f"/cases/{number}/follow-up/",
        f"/cases/{number}/follow-up/take/",
        f"/cases/{number}/follow-up/plan/",
        f"/follow-up/FU-{now.year}-001/",
        "/reviews/",
        f"/reviews/asia-pacific/{now.year}-Q{(now.month + 2) // 3}/",
        "/briefings/",
        "/account/",
        f"/account/{now.year}/",
        f"/account/{now.year - 1}/",
    ]


@pytest.mark.parametrize("view", [LIGHT, DARK_PHONE], ids=["desktop light", "phone dark"])
def test_nothing_that_axe_finds(world, seen_by, axe, view):
    found = {}
    for path in addresses(world):
        page = seen_by(world.people.registrar, path, bypass_csp=True, **view)
        found[path] = [*axe(page), page.evaluate("document.documentElement.scrollWidth") > view["viewport"]["width"]]
        page.context.close()
    assert {place: said for place, said in found.items() if said != [False]} == {}


def test_r43_a_measure_is_found_on_the_board_and_reviewed_by_keyboard(world, seen_by):
    page = seen_by(world.people.registrar, "/follow-up/")
    arrived(page, "Follow-up")
    page.get_by_role("link", name="Relief reaches the camps").focus()
    page.keyboard.press("Enter")
    arrived(page, "Relief reaches the camps")
    page.get_by_role("radio", name="At risk").focus()
    page.keyboard.press("Space")
    page.get_by_label("Reason").focus()
    page.keyboard.type("The road is cut.")
    page.get_by_role("button", name="Record the review").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Recorded in the docket.").wait_for()
    assert MeasureReview.objects.get().status == "at_risk"


def test_r48_the_accounts_charts_are_drawn_from_their_tables(world, seen_by):
    page = seen_by(world.people.registrar, f"/account/{clock.now().year}/")
    for key in ("trend", "bars"):
        page.locator(f'[data-chart="{key}"] svg').first.wait_for()
    received = page.locator("#t-submissions ~ table tbody tr, section:has(#t-submissions) table tbody tr").first
    assert received.inner_text().split() == ["Received", "1"]


def test_r48_the_account_is_read_and_printed_without_script(world, seen_by):
    page = seen_by(world.people.registrar, f"/account/{clock.now().year}/", java_script_enabled=False)
    page.emulate_media(media="print")
    assert page.get_by_role("table").count() >= 8
    assert page.get_by_role("table").nth(1).is_visible()
    assert not page.locator(".app-nav").is_visible()
