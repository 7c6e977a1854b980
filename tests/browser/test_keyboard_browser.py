"""Without a mouse: from the skip link through a screening to its record, and a long form under its fixed bar."""

from __future__ import annotations

import pytest

from cases.services import open_round
from evidence.models import Submission
from tests.services.cases_steps import submission, under_assessment

pytestmark = pytest.mark.browser

# The name of what has the focus, and whether a ring is drawn on it, on its label, or on the mark beside it.
FOCUSED = """() => {
  const now = document.activeElement, label = now.labels?.[0];
  const ringed = (one, part) => {
    const drawn = one && getComputedStyle(one, part);
    return drawn && ((drawn.outlineStyle !== "none" && parseFloat(drawn.outlineWidth) > 0) || drawn.boxShadow !== "none");
  };
  const bar = document.querySelector(".app-savebar"), mine = now.getBoundingClientRect();
  const over = bar && !bar.contains(now) ? bar.getBoundingClientRect() : null;
  return {
    name: now.getAttribute("aria-label") || (label ?? now).textContent.trim().replace(/\\s+/g, " "),
    value: now.value ?? "", tag: now.tagName, group: now.name ?? "",
    ring: [[now], [label], [label, "::before"], [now.closest("label")]].some(([one, part]) => ringed(one, part)),
    covered: Boolean(over && mine.top < over.bottom && mine.bottom > over.top && mine.height < over.top),
  }; }"""


@pytest.mark.django_db
def test_the_sign_in_page_answers(client):
    # Also makes pytest-django set up a test database when this file runs alone: it looks for this mark.
    assert client.get("/accounts/login/").status_code == 200


def tab_to(page, name: str, *, group: str = "", limit: int = 80) -> dict:
    """Press Tab until the focus is on `name` (the beginning of it), or in the group of that field name."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        now = page.evaluate(FOCUSED)
        assert now["ring"], f"no focus ring on {now}"
        assert not now["covered"], f"under the bar: {now}"
        if (group and now["group"] == group) or (not group and now["name"].startswith(name)):
            return now
    raise AssertionError(f"Tab never came to {group or name}")


def test_r14_a_submission_is_screened_without_a_mouse(people, reading):
    sent = submission(people)
    page = reading("officer", "/")
    assert tab_to(page, "Skip to the content", limit=1)
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    tab_to(page, "Villages burned", limit=6)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/screening/{sent.number}/")
    tab_to(page, "", group="source_grade")
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    tab_to(page, "", group="info_grade", limit=2)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("a")
    assert page.evaluate(FOCUSED)["value"] == "accept"
    tab_to(page, "About the new case")
    page.keyboard.press("Enter")
    title = tab_to(page, "Title of the new case", group="case_title", limit=2)
    assert title["tag"] == "INPUT"
    page.keyboard.type("Northern districts")
    tab_to(page, "", group="grounds")
    page.keyboard.type("Known mission, first-hand.")
    tab_to(page, "Record the decision", limit=3)
    page.keyboard.press("Enter")
    page.get_by_text("Northern districts").or_(page.get_by_text(sent.number)).first.wait_for()
    page.wait_for_load_state()
    sent = Submission.objects.get(pk=sent.pk)
    assert (sent.status, sent.items.get().source_grade) == ("accepted", "C")


def test_what_one_tabs_to_is_ringed_and_not_under_the_bar(people, reading):
    case, _items = under_assessment(people)
    open_round(case=case, by=people.registrar)
    page = reading("amal", f"/cases/{case.number}/estimate/severity/", viewport={"width": 1440, "height": 700})
    tab_to(page, "Save and go on")


def test_the_row_of_tabs_begins_where_the_reader_is(people, reading):
    case, _items = under_assessment(people)
    page = reading("amal", f"/cases/{case.number}/docket/", viewport={"width": 360, "height": 780})
    here = page.locator(".moj-sub-navigation [aria-current]").bounding_box()
    assert here["x"] >= 0 and here["x"] + here["width"] <= 360
