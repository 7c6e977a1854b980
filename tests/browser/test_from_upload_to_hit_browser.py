"""One file, from its office to a search: sent over a connection that breaks, screened by keyboard, found (R12–R14)."""

from __future__ import annotations

import os
import re

import pytest
from playwright.sync_api import Page, expect

from evidence.models import Submission
from mad.docket.sealing import seal_all
from mad.notices import outbox
from mad.search.indexing import follow
from tests.browser.conftest import arrived

pytestmark = pytest.mark.browser

MEGABYTE = 1024 * 1024
SIZE = 24 * MEGABYTE
TOLD = "At dawn the zarzuela players of Um Dafuq were led away.\n"


@pytest.mark.django_db
def test_the_sign_in_page_answers(client):
    # Also makes pytest-django set up a test database when this file runs alone: it looks for this mark.
    assert client.get("/accounts/login/").status_code == 200


@pytest.fixture
def folder(tmp_path):
    """A mailbox of telling and of bytes that say nothing: large enough for a connection to break over."""
    path = tmp_path / "witness.eml"
    head = (
        "From: desk@example.org\r\nTo: intake@example.org\r\nSubject: What was seen\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n'
        f"{TOLD}\r\n--b\r\nContent-Type: application/octet-stream\r\n"
        'Content-Disposition: attachment; filename="sound.bin"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'
    )
    noise = os.urandom(SIZE // 2).hex().encode()
    path.write_bytes(
        head.encode() + b"\r\n".join(noise[n : n + 76] for n in range(0, len(noise), 76)) + b"\r\n--b--\r\n"
    )
    return path


def slow_to(page: Page, megabytes: float) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    speed = int(megabytes * MEGABYTE) if megabytes else -1
    session.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": speed},
    )


def sent(page: Page, path) -> None:
    """The office's part: the connection breaks midway, and the file goes on where it was."""
    slow_to(page, 2)
    page.locator("input[type=file][data-tus]").set_input_files(path)
    page.wait_for_function("() => (document.querySelector('[data-uploads] progress')?.value ?? 0) > 5")
    page.context.set_offline(True)
    page.locator("[data-uploads] li[data-state=waiting]").wait_for()
    page.get_by_label("Title").fill("Taken from the market")
    page.get_by_label("What happened, or is about to").fill("A mail of a witness is attached.")
    page.get_by_label("State concerned").select_option("SDN")
    slow_to(page, 0)
    page.context.set_offline(False)
    page.locator("[data-uploads] li[data-state=whole]").wait_for()
    page.get_by_role("button", name="Submit and get the receipt").click()
    page.wait_for_url(re.compile(r"/submissions/S-"))


def screened(page: Page) -> None:
    """The officer's part, without a mouse: open, grade, give grounds, accept."""
    page.get_by_role("link", name="Taken from the market").focus()
    page.keyboard.press("Enter")
    arrived(page, "Taken from the market")
    page.keyboard.press("a")
    for name in ("source_grade", "info_grade"):
        page.locator(f"[name={name}]").first.focus()
        page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")
    page.locator("#id_grounds").focus()
    page.keyboard.type("Sent by the office that took the mail down.")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/screening/")


def test_r12_sent_over_a_broken_connection_screened_by_keyboard_and_found(seen_by, people, folder):
    sent(seen_by(people.focal, "/submit/"), folder)
    submission = Submission.objects.get()
    outbox.drain()
    screened(seen_by(people.officer, "/screening/"))
    submission.refresh_from_db()
    assert (submission.status, submission.source_grade, submission.info_grade) == ("accepted", "B", "2")
    outbox.drain()
    seal_all()
    follow()
    page = seen_by(people.officer, "/")
    page.keyboard.press("/")
    page.keyboard.type('"zarzuela players" state:SDN')
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    expect(page.locator(".app-hits mark").first).to_have_text("zarzuela players")
    assert submission.number in page.locator(".app-hits").inner_text()
