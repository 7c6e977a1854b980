"""A walk over every page that a reader can reach: from the desk along every link, once for each address pattern.

A page made later is walked as soon as some page links to it, or its address stands in the table of
tests/pages/test_every_address.py; nothing has to be written down here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.http import Http404
from django.test import Client
from django.urls import resolve
from playwright.sync_api import Browser, Page

from tests.browser.conftest import session_cookie
from tests.browser.faults import OF_STYLE, axe_finds
from tests.pages.test_every_address import PAGES, PUBLIC
from tests.people import People

# Every reader follows every link; a page is looked at with the eyes of whoever comes to it first, desks with all.
READERS = ("amal", "registrar", "focal", "admin", "ethics", "auditor", "betty", "officer")
# These differ with the stage of the case, and are looked at in two cases.
TWICE = {
    f"cases/<str:number>/{part}" for part in ("", "elements/", "panel/", "reveal/", "determination/", "deliberation/")
}
FOLLOWED, FOLLOWED_OF_CASE = 2, 5
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 360, "height": 780}

LOOK = """() => {
  const said = [], root = document.documentElement, main = document.querySelector("main");
  if (document.querySelectorAll("h1").length !== 1) said.push("not one h1");
  for (const one of document.querySelectorAll("h1, h2, h3, h4, th:not(.app-spec th), legend"))
    if (!one.textContent.trim()) said.push("empty: " + one.outerHTML.slice(0, 80));
  if (document.querySelector("[tabindex]:not([tabindex='0']):not([tabindex='-1'])")) said.push("tab order by number");
  const words = [...main.querySelectorAll("p, li, dd, td, th, h1, h2, h3, span")].filter(one => !one.children.length);
  const odd = words.map(one => one.textContent).join(" ").match(/\\b(?:True|False|undefined|NaN|None, )\\b|\\{\\{|\\{%|%\\(\\w+\\)s/);
  if (odd) said.push("left in the text: " + odd[0]);
  return said; }"""
SIDEWAYS = """direction => {
  const root = document.documentElement, before = root.dir;
  root.dir = direction;
  const over = root.scrollWidth - root.clientWidth;
  root.dir = before;
  return over > 0 ? `${direction}: ${over} px too wide` : ""; }"""


@dataclass
class Seen:
    """What was found on each page, by reader and address."""

    pages: dict[tuple[str, str], str] = field(default_factory=dict)  # → the pattern of its address
    statuses: dict[tuple[str, str], int] = field(default_factory=dict)
    light: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    dark: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    sideways: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    looks: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    scripts: list[str] = field(default_factory=list)
    files: set[str] = field(default_factory=set)  # patterns that answer with something else than a page

    @property
    def patterns(self) -> set[str]:
        return {pattern for where, pattern in self.pages.items() if self.statuses[where] == 200}


class Walk:
    """Walks a server as every reader in turn; deep: addresses that lie further than links are followed."""

    def __init__(self, browser: Browser, server: str, people: People, deep: list[str]) -> None:
        self.browser, self.server, self.people, self.deep = browser, server, people, deep
        self.seen = Seen()
        self._looked: Counter[str] = Counter()

    def everybody(self) -> Seen:
        self._walk("", [*PUBLIC, "/accounts/login/", "/accounts/password/reset/"])
        for name in READERS:
            own = [address for address, roles in PAGES.items() if name in roles.split()]
            self._walk(name, ["/", *own, *(self.deep if name == "registrar" else [])])
        return self.seen

    def _walk(self, name: str, todo: list[str]) -> None:
        page, reader, followed, done = self._page(name), self._reader(name), Counter[str](), set()
        while todo:
            address = todo.pop(0)
            pattern = pattern_of(address)
            if address in done or pattern is None or followed[pattern] >= _enough(pattern):
                continue
            done.add(address)
            answer = reader.get(address, follow=True, **self._here)
            if "html" not in answer.headers.get("content-type", "") or answer.status_code == 405:
                self.seen.files.add(pattern)
                answer.close()
                continue
            followed[pattern] += 1
            todo += self._links(address, answer.content.decode())
            where = (name or "nobody", address)
            self.seen.pages[where], self.seen.statuses[where] = pattern, answer.status_code
            if self._is_new(pattern, address):
                self._look(page, where)
        page.context.close()

    def _is_new(self, pattern: str, address: str) -> bool:
        """Whether this page is still to be looked at."""
        case = address.split("/")[2] if pattern in TWICE else ""
        looked = self._looked[pattern] >= (2 if case else 1) or self._looked[pattern + case]
        if pattern and looked:
            return False
        self._looked.update({pattern, pattern + case})
        return True

    def _page(self, name: str) -> Page:
        context = self.browser.new_context(viewport=WIDE, bypass_csp=True, locale="en-GB", reduced_motion="reduce")
        if name:
            context.add_cookies([session_cookie(getattr(self.people, name), self.server)])
        page = context.new_page()
        page.on("pageerror", lambda error: self.seen.scripts.append(f"{page.url}: {error}"))
        return page

    def _reader(self, name: str) -> Client:
        """Follows the links without a browser, which only looks at what is new."""
        client = Client(raise_request_exception=False)
        if name:
            client.force_login(getattr(self.people, name))
        return client

    @property
    def _here(self) -> dict[str, Any]:
        at = urlsplit(self.server)
        return {"SERVER_NAME": at.hostname, "SERVER_PORT": at.port}

    def _links(self, address: str, text: str) -> Iterator[str]:
        for link in dict.fromkeys(re.findall(r'<a [^>]*href="([^"]+)"', text)):
            whole = urljoin(self.server + address, unescape(link)).partition("#")[0]
            if whole.startswith(self.server + "/"):
                yield whole.removeprefix(self.server)

    def _look(self, page: Page, where: tuple[str, str]) -> None:
        seen = self.seen
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(WIDE)
        page.goto(self.server + where[1])
        seen.looks[where] = page.evaluate(LOOK)
        seen.light[where] = axe_finds(page)
        page.set_viewport_size(PHONE)
        page.emulate_media(color_scheme="dark")
        seen.sideways[where] = [over for way in ("ltr", "rtl") if (over := page.evaluate(SIDEWAYS, way))]
        seen.dark[where] = axe_finds(page, OF_STYLE)


@cache
def pattern_of(address: str) -> str | None:
    """The pattern of an address of this site that may have a page, "" for the desk."""
    path = urlsplit(address).path
    if path.startswith(("/static/", "/accounts/logout/")):
        return None
    try:
        return resolve(path).route
    except Http404:
        return None


def _enough(pattern: str) -> int:
    return FOLLOWED_OF_CASE if pattern.startswith("cases/<") else FOLLOWED
