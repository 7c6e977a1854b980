"""SCREENS 3: files are sent while one writes, and outlive the connection, the page and one's patience (R12)."""

from __future__ import annotations

import hashlib
import os
import re

import pytest

from evidence.models import Submission, Upload

pytestmark = pytest.mark.browser

MEGABYTE = 1024 * 1024
SIZE = 60 * MEGABYTE
PHONE = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}


@pytest.fixture
def film(tmp_path):
    path = tmp_path / "film.mp4"
    path.write_bytes(os.urandom(SIZE))
    return path


@pytest.fixture
def site(seen_by, settings, committed_people):
    """site(**options) → the page on which the office submits."""
    settings.DEMONSTRATION = True
    return lambda **options: seen_by(committed_people.focal, "/submit/", **options)


@pytest.mark.django_db
def test_the_page_asks_for_a_sign_in(client):
    # Also makes pytest-django set up a test database when this file runs alone: it looks for this mark.
    assert client.get("/submit/").status_code == 302


def sha256(path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def fill(page) -> None:
    page.get_by_label("Title").fill("A film from the north")
    page.get_by_label("What happened, or is about to").fill("Seen from the road at dawn.")
    page.get_by_label("State concerned").select_option("SYR")


def throttle(page, megabytes: float) -> None:
    """Let the browser send so many megabytes a second; 0 lifts it."""
    speed = int(megabytes * MEGABYTE) if megabytes else -1
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": speed},
    )


def choose(page, path) -> None:
    page.locator("input[type=file][data-tus]").set_input_files(path)


def midway(page) -> None:
    page.wait_for_function("() => (document.querySelector('[data-uploads] progress')?.value ?? 0) > 5")


def submitted(page, path) -> None:
    page.get_by_role("button", name="Submit and get the receipt").click()
    page.wait_for_url(re.compile(r"/submissions/S-"))
    assert sha256(path) in page.content()
    assert Submission.objects.get().received_files == [{"name": path.name, "size": SIZE, "sha256": sha256(path)}]


def test_r12_a_file_goes_on_after_a_lost_connection_and_has_its_receipt(site, open_page, film):
    page = site()
    throttle(page, 3)
    choose(page, film)
    midway(page)
    page.context.set_offline(True)
    page.locator("[data-uploads] li[data-state=waiting]").wait_for()
    assert "No connection" in page.locator("[data-uploads]").inner_text()
    fill(page)
    page.get_by_role("button", name="Submit and get the receipt").click()
    assert "Wait until every file has arrived" in page.locator("[data-uploads-said]").inner_text()
    throttle(page, 0)
    page.context.set_offline(False)
    page.locator("[data-uploads] li[data-state=whole]").wait_for()
    assert f"SHA-256 {sha256(film)}" in page.locator("[data-uploads]").inner_text()
    assert Upload.objects.count() == 1
    submitted(page, film)


def test_r12_paused_and_reloaded_a_file_goes_on_where_it_was(site, open_page, film):
    page = site()
    throttle(page, 8)
    choose(page, film)
    midway(page)
    page.get_by_role("button", name="Pause").click()
    assert "Paused at" in page.locator("[data-uploads]").inner_text()
    page.wait_for_timeout(500)
    page.reload()
    offset = Upload.objects.get().offset
    assert 0 < offset < SIZE
    assert "Choose the same file again" in page.locator("[data-uploads]").inner_text()
    sent = []
    page.on("request", lambda request: sent.append(request) if request.method == "PATCH" else None)
    choose(page, film)
    page.locator("[data-uploads] li[data-state=whole]").wait_for()
    assert [request.headers["upload-offset"] for request in sent] == [str(offset)]
    assert Upload.objects.count() == 1
    page.reload()
    fill(page)
    assert page.get_by_label("film.mp4").is_checked()
    submitted(page, film)


def test_a_removed_file_is_gone_from_both_sides(site, open_page, tmp_path):
    small = tmp_path / "note.txt"
    small.write_text("words")
    page = site()
    choose(page, small)
    page.locator("[data-uploads] li[data-state=whole]").wait_for()
    with page.expect_response(lambda answer: answer.request.method == "DELETE"):
        page.get_by_role("button", name="Remove").click()
    assert page.locator("[data-uploads] li").count() == 0
    assert not Upload.objects.exists()


def test_without_script_the_form_sends_the_files_itself(site, open_page, tmp_path):
    small = tmp_path / "note.txt"
    small.write_text("words")
    page = site(java_script_enabled=False)
    fill(page)
    choose(page, small)
    page.get_by_role("button", name="Submit and get the receipt").click()
    page.wait_for_url(re.compile(r"/submissions/S-"))
    assert Submission.objects.get().received_files[0]["name"] == "note.txt"


@pytest.mark.parametrize("view", [{}, PHONE], ids=["desktop light", "phone dark"])
def test_nothing_that_axe_finds_while_files_arrive(site, open_page, axe, tmp_path, view):
    small = tmp_path / "note.txt"
    small.write_text("words")
    page = site(bypass_csp=True, **view)
    choose(page, small)
    page.locator("[data-uploads] li[data-state=whole]").wait_for()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    page.reload()
    assert axe(page) == []
