"""The plenary in a browser: wide and narrow, dark, Arabic, by keyboard; a session that shows what others do."""

from __future__ import annotations

import pytest
from django.urls import reverse

from deliberation import services
from deliberation.models import Recommendation, Turn
from tests.deliberation_factory import COERCIVE, EVERYBODY, PEACEFUL, Plenary

pytestmark = pytest.mark.browser
WIDE = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}
SCORES = {"effect": 4, "speed": 3, "feasibility": 5, "harm": 2, "pull": 5}
STEP = {"who": "The Secretary-General", "what": "Sends an envoy", "when": "Within a week", "if_it_fails": "Go on"}


@pytest.mark.django_db
def test_the_sign_in_page_answers(client):
    # Also makes pytest-django set up a test database when this file runs alone: it looks for this mark.
    assert client.get("/accounts/login/").status_code == 200


@pytest.fixture
def table(seated) -> Plenary:
    """A plenary of today with two options carried, scores, remarks, a recommendation and a session open."""
    with seated(days=3) as people:
        plenary, options = Plenary(people), []
        for words in (PEACEFUL, COERCIVE):
            option = plenary.table(**words)
            plenary.explain(option)
            for place, name in enumerate(EVERYBODY[1:9]):
                scores = {**SCORES, "effect": 1 if place % 2 else 5}
                services.score_option(option=option, by=getattr(people, name), scores=scores)
            plenary.vote(plenary.move(kind="option", option=option), yes=EVERYBODY[:11])
            options.append(option)
        steps = [{"option": option.label, **STEP} for option in options]
        services.draft_recommendation(case=plenary.case, by=people.amal, steps=steps)
        text = "Was it tried, @amal.benhaddou?"
        services.remark_on(case=plenary.case, subject="option", key="1", text=text, by=people.betty)
        closed = services.open_sitting(case=plenary.case, by=people.betty)
        services.close_sitting(sitting=closed, by=people.betty)
        services.open_sitting(case=plenary.case, by=people.betty)
    return plenary


@pytest.fixture
def reading(table, seen_by):
    """reading(name, url name, further args) → the page of the case as that member sees it."""

    def go(name: str, view: str, *args, **options):
        return seen_by(getattr(table.people, name), reverse(view, args=[table.case.number, *args]), **options)

    return go


PAGES = (
    ("deliberation",),
    ("option_compare",),
    ("option_table",),
    ("option", 1),
    ("recommendation",),
    ("recommendation_versions",),
    ("discussion", "option", "1"),
    ("sessions",),
    ("session", 2),
    ("minutes", 1),
)


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["desktop", "phone, dark"])
def test_nothing_that_axe_finds_and_nothing_that_scrolls_sideways(reading, axe, size):
    page = reading("betty", "deliberation", bypass_csp=True, **size)
    found = {}
    for view, *args in PAGES:
        address = reverse(view, args=[page.url.split("/")[4], *args])
        page.goto("/".join(page.url.split("/")[:3]) + address)
        found[view] = axe(page)
        for direction in ("ltr", "rtl"):
            over = page.evaluate("way => { document.dir = way; const r = document.documentElement;"
                                 " return r.scrollWidth - r.clientWidth }", direction)  # fmt: skip
            assert over <= 0, (view, direction)
    assert {view: faults for view, faults in found.items() if faults} == {}


def test_r32_steps_are_put_in_order_by_keyboard(table, reading):
    page = reading("amal", "recommendation")
    page.get_by_role("group", name="O-2").get_by_label("When", exact=True).press("Alt+ArrowUp")
    assert page.locator("[data-step] h3").first.inner_text().startswith("O-2")
    assert page.evaluate("document.activeElement.value") == "Within a week"
    page.get_by_role("button", name="Save this version").press("Enter")
    page.wait_for_url("**/deliberation/#recommendation")
    newest = Recommendation.objects.filter(case=table.case).first()
    assert [step.option.label for step in newest.steps.all()] == ["O-2", "O-1"]


def test_r31_a_session_shows_what_others_do_and_works_without_script(table, reading):
    chair = reading("betty", "session", 2)
    member = reading("amal", "session", 2, java_script_enabled=False)
    member.get_by_role("button", name="I am present").click()
    member.get_by_label("On what").fill("The envoy")
    member.get_by_role("button", name="Ask for the floor").click()
    give = chair.get_by_role("button", name="Give the floor")
    give.wait_for()
    assert "Amal Benhaddou" in give.inner_text()
    give.click()
    chair.get_by_text("Amal Benhaddou has the floor").wait_for()
    member.reload()
    member.get_by_role("button", name="I have spoken").click()
    chair.get_by_text("Nobody has the floor.").wait_for()
    assert Turn.objects.get().ended_at is not None
