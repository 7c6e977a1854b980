"""Debian's Chromium, driven by Playwright, against Django's own live server."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = Path(__file__).with_name("axe.min.js")
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def chromium(django_db_setup) -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        if os.environ.get("REQUIRE_CHROMIUM"):
            pytest.fail("Chromium is missing: apt-get install chromium")
        pytest.skip("Chromium is missing: the browser tests are skipped as a group")
    # Playwright keeps an event loop in this thread, which Django takes for an asynchronous view: hence the
    # variable, and hence the database is made before the loop starts (connections belong to their context).
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()
        connections.close_all()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def server(committed_db) -> Iterator[str]:
    """The address of a running server over the database of `committed_db`.

    pytest-django's own `live_server` empties tables by TRUNCATE, which the record refuses (R49).
    """
    # A connection that outlives its request would keep the test database from being dropped.
    connections.settings["default"]["CONN_MAX_AGE"] = 0
    running = LiveServer("127.0.0.1")
    yield running.url
    running.stop()


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """open_page(url, **context options) → a page whose script errors and policy reports fail the test."""
    contexts, complaints = [], []

    def open_it(url: str, **options: Any) -> Page:
        context = chromium.new_context(**{"viewport": {"width": 1440, "height": 900}, "locale": "en-GB"} | options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda said: complaints.append(said.text) if "Content Security Policy" in said.text else None,
        )
        page.goto(url)
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert complaints == []


def session_cookie(user: Any, server: str) -> Any:
    """The cookie a browser holds after `user` signed in, as Playwright's `add_cookies` takes it."""
    client = Client()
    client.force_login(user)
    return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": server}


@pytest.fixture
def seen_by(server: str, open_page: Callable[..., Page]) -> Callable[..., Page]:
    """seen_by(user, path, **context options) → the page as this person sees it, loaded with its scripts."""

    def go(user: Any, path: str, **options: Any) -> Page:
        page = open_page(server + "/healthz", **options)
        page.context.add_cookies([session_cookie(user, server)])
        page.goto(server + path)
        return page

    return go


def arrived(page: Page, heading: str) -> None:
    """Wait until the page with this heading stands and its scripts hear keys: one pressed before is lost."""
    expect(page.locator("h1")).to_have_text(heading)
    page.wait_for_load_state()


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """axe(page) → what axe-core finds wrong, one line each; the page must be opened with bypass_csp=True."""

    def run(page: Page) -> list[str]:
        page.add_script_tag(path=str(AXE))
        found = page.evaluate("tags => axe.run(document, {runOnly: tags})", STANDARDS)["violations"]
        return [f"{one['id']}: {[node['html'][:100] for node in one['nodes'][:3]]}" for one in found]

    return run
