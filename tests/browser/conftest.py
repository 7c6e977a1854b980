"""Debian's Chromium, driven by Playwright, against Django's own live server."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from deliberation.rehearsal import cast
from mad.common import clock
from tests.browser.faults import axe_finds
from tests.people import People

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

expect.set_options(timeout=30_000)  # as long as Playwright waits for anything else


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


@pytest.fixture
def seated(server: str, settings: Any) -> Callable[..., AbstractContextManager[People]]:
    """`with seated(days=3) as people:` seats the cast of the demonstration so long ago, and stops the clock there.

    What is done in the block is past for the server, whose threads read the real clock.
    """
    settings.DEMONSTRATION = True

    @contextmanager
    def then(**ago: int) -> Iterator[People]:
        with clock.travel(clock.now() - timedelta(**ago)):
            cast.seat(year=clock.today().year, declared_on=clock.today())
            yield People()

    return then


@pytest.fixture
def people(seated: Callable[..., AbstractContextManager[People]]) -> People:
    """The cast, seated three days ago; the clock runs."""
    with seated(days=3) as found:
        return found


@pytest.fixture
def reading(people: People, seen_by: Callable[..., Page]) -> Callable[..., Page]:
    """reading(name, path, **context options) → the page as that person of the cast sees it."""
    return lambda name, path, **options: seen_by(getattr(people, name), path, **options)


def arrived(page: Page, heading: str) -> None:
    """Wait until the page with this heading stands and its scripts hear keys: one pressed before is lost."""
    expect(page.locator("h1")).to_have_text(heading)
    page.wait_for_load_state()


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """axe(page) → what axe-core finds wrong, one line each; the page must be opened with bypass_csp=True."""

    return axe_finds
