"""Nothing typed is lost (SCREENS): forms that do not save themselves ask before one leaves, and put the text back."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from deliberation.models import Remark
from deliberation.services.discussion import LONGEST
from tests.browser.conftest import session_cookie
from tests.deliberation_factory import PEACEFUL, Plenary

pytestmark = pytest.mark.browser
AIM = "A channel to the parties, kept open"
STORED = "Object.keys(sessionStorage).filter(key => key.startsWith('mad:typed')).length"


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
def asked(session, seen_by):
    """asked(name, view, *args) → the page, and the kinds of questions its browser has asked since (all answered yes)."""

    def go(name: str, view: str, *args):
        page = seen_by(getattr(session.people, name), reverse(view, args=args))
        questions: list[str] = []
        page.on("dialog", lambda dialog: (questions.append(dialog.type), dialog.accept()))
        return page, questions

    return go


def test_leaving_asks_and_what_was_typed_is_put_back(session, asked):
    page, questions = asked("helene", "option_table", session.case.number)
    here = page.url
    page.get_by_label("Aim").press_sequentially(AIM)
    page.get_by_label("Class").nth(-1).select_option("peaceful")
    page.goto(here.replace("options/new/", ""))
    assert questions == ["beforeunload"]
    page.goto(here)
    expect(page.get_by_label("Aim")).to_have_value(AIM)
    expect(page.locator("select[name=cls]").last).to_have_value("peaceful")
    said = page.locator("[role=status]", has_text="has been put back")
    expect(said).to_be_visible()
    said.get_by_role("button", name="Discard it").click()
    expect(page.get_by_label("Aim")).to_have_value("")
    expect(said).to_have_count(0)
    page.goto(here)
    expect(page.get_by_label("Aim")).to_have_value("")
    assert questions == ["beforeunload"]


def test_a_reload_puts_the_text_back_too(session, asked):
    page, _questions = asked("helene", "option_table", session.case.number)
    page.get_by_label("Aim").press_sequentially(AIM)
    page.reload()
    expect(page.get_by_label("Aim")).to_have_value(AIM)
    expect(page.locator("[role=status]", has_text="has been put back")).to_be_visible()


def test_what_was_sent_is_not_asked_about_and_not_put_back(session, asked):
    option = session.table(**PEACEFUL)
    page, questions = asked("helene", "option", session.case.number, option.ordinal)
    page.get_by_label("Add to the discussion").press_sequentially("Tried in March.")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(".app-thread")).to_contain_text("Tried in March.")
    page.wait_for_load_state()
    expect(page.get_by_label("Add to the discussion")).to_have_value("")
    assert (questions, page.evaluate(STORED)) == ([], 0)


def test_what_a_refusal_gave_back_is_asked_about_and_comes_back(session, asked):
    """A remark is answered at another address than that of its page; the text belongs to the page."""
    option = session.table(**PEACEFUL)
    page, questions = asked("helene", "option", session.case.number, option.ordinal)
    here, long = page.url, "Why? " * LONGEST
    page.get_by_label("Add to the discussion").fill(long)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("[data-error-summary]")).to_be_visible()
    page.wait_for_load_state()
    page.goto(here)
    assert questions == ["beforeunload"]
    expect(page.get_by_label("Add to the discussion")).to_have_value(long)
    page.get_by_label("Add to the discussion").fill("What do you say?")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(".app-thread")).to_contain_text("What do you say?")
    page.wait_for_load_state()
    assert (Remark.objects.count(), page.evaluate(STORED)) == (1, 0)


def test_r38_a_text_of_which_only_the_preview_was_asked_for_is_not_sent_yet(session, asked):
    output = session.draft()
    page, questions = asked("helene", "output_paste", output.number)
    here, text = page.url, "1. Demands that attacks end;"
    page.locator("textarea").press_sequentially(text)
    page.get_by_role("button", name="Show what becomes what").click()
    page.get_by_role("button", name="Insert 1 paragraph").wait_for()
    page.wait_for_load_state()
    page.locator("textarea").click()  # a browser asks nothing of a page on which nobody did anything
    page.goto("about:blank")
    assert questions == ["beforeunload"]
    page.goto(here)
    expect(page.locator("textarea")).to_have_value(text)
    page.get_by_role("button", name="Show what becomes what").click()
    page.get_by_role("button", name="Insert 1 paragraph").click()
    page.wait_for_url("**#p*")
    page.wait_for_load_state()
    assert (questions, page.evaluate(STORED)) == (["beforeunload"], 0)


def test_text_survives_a_session_that_ended_but_not_another_reader(session, asked, server):
    page, _questions = asked("helene", "option_table", session.case.number)
    here = page.url
    page.get_by_label("Aim").press_sequentially(AIM)
    Session.objects.all().delete()
    page.get_by_role("button", name="Table it").click()
    expect(page.locator("h1")).to_have_text("Sign in")
    page.wait_for_load_state()
    page.context.add_cookies([session_cookie(session.people.helene, server)])
    page.goto(here)
    expect(page.get_by_label("Aim")).to_have_value(AIM)
    page.context.add_cookies([session_cookie(session.people.amal, server)])
    page.goto(here)
    expect(page.get_by_label("Aim")).to_have_value("")
    assert page.evaluate(STORED) == 0


def test_signing_out_drops_what_was_kept(session, asked):
    page, _questions = asked("helene", "option_table", session.case.number)
    page.get_by_label("Aim").press_sequentially(AIM)
    assert page.evaluate(STORED) == 1
    page.evaluate("document.querySelector(\"form[action*='logout']\").requestSubmit()")
    page.wait_for_url("**/accounts/**")
    assert page.evaluate(STORED) == 0


def test_r34_a_sealed_ballot_is_asked_about_and_not_stored(session, asked):
    motion = session.vote(session.move(kind="option", option=session.table(**PEACEFUL)), close=False)
    page, questions = asked("amal", "motion", motion.number)
    page.get_by_label("Explanation of vote").press_sequentially("It has not been tried.")
    assert page.evaluate(STORED) == 0
    page.goto(page.url)
    page.goto("about:blank")
    assert questions == ["beforeunload"]
