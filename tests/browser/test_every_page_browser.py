"""Every page in a browser: nothing for axe, light and dark; nothing that scrolls sideways at 360 px."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import override_settings
from pytest_django.live_server_helper import LiveServer

from tests.browser import world
from tests.browser.walk import Seen, Walk, pattern_of
from tests.database import empty_database
from tests.pages.test_every_address import PAGES, PUBLIC
from tests.people import seat_cast

pytestmark = pytest.mark.browser

# Patterns of pages with an object: that they were walked shows that the walk is whole.
OBJECTS = {
    "cases/<str:number>/",
    "cases/<str:number>/edit/",
    "cases/<str:number>/assessment/",
    "cases/<str:number>/docket/",
    "cases/<str:number>/framework/",
    "cases/<str:number>/framework/<slug:factor>/",
    "cases/<str:number>/level/",
    "cases/<str:number>/evidence/",
    "cases/<str:number>/elements/",
    "cases/<str:number>/elements/crimes/",
    "cases/<str:number>/elements/unlink/<int:pk>/",
    "cases/<str:number>/panel/",
    "cases/<str:number>/panel/recuse/",
    "cases/<str:number>/panel/recusal/",
    "cases/<str:number>/estimate/<str:element>/",
    "cases/<str:number>/estimate/severity/",
    "cases/<str:number>/estimate/seal/",
    "cases/<str:number>/reveal/",
    "cases/<str:number>/determination/",
    "cases/<str:number>/determination/propose/",
    "cases/<str:number>/determination/<str:wanted>/released/",
    "cases/<str:number>/determination/<str:wanted>/outcome/",
    "cases/<str:number>/deliberation/",
    "cases/<str:number>/deliberation/options/",
    "cases/<str:number>/deliberation/options/<int:ordinal>/",
    "cases/<str:number>/deliberation/recommendation/",
    "cases/<str:number>/deliberation/compare/",
    "cases/<str:number>/sessions/",
    "cases/<str:number>/sessions/<int:ordinal>/",
    "cases/<str:number>/sessions/<int:ordinal>/minutes/",
    "cases/<str:number>/outputs/",
    "motions/<str:number>/",
    "outputs/<str:number>/",
    "outputs/<str:number>/paste/",
    "outputs/<str:number>/precedents/",
    "cases/<str:number>/deliberation/recommendation/versions/",
    "cases/<str:number>/discussion/<slug:subject>/<str:key>/",
    "cases/<str:number>/export/",
    "cases/<str:number>/follow-up/",
    "cases/<str:number>/follow-up/take/",
    "cases/<str:number>/follow-up/plan/",
    "outputs/call/",
    "outputs/addresses/",
    "outputs/<str:number>/versions/",
    "outputs/<str:number>/paragraphs/<int:key>/versions/",
    "outputs/<str:number>/amendments/",
    "outputs/<str:number>/amendments/<int:ordinal>/",
    "outputs/<str:number>/delivery/",
    "outputs/<str:number>/council/",
    "outputs/<str:number>/council/meetings/",
    "outputs/<str:number>/council/meetings/<int:ordinal>/",
    "outputs/<str:number>/council/meetings/<int:ordinal>/vote/",
    "outputs/<str:number>/council/meetings/<int:ordinal>/votes/<int:vote>/",
    "outputs/<str:number>/council/texts/",
    "outputs/<str:number>/council/texts/<int:ordinal>/",
    "outputs/<str:number>/adequacy/",
    "follow-up/<str:number>/",
    "reviews/<slug:region>/<int:year>-Q<int:quarter>/",
    "reviews/<slug:region>/<int:year>-Q<int:quarter>/decisions/<int:ordinal>/",
    "briefings/<int:year>-<int:month>/",
    "account/<int:year>/",
    "public/MAD/<str:prefix>/<figures:year>/<figures:serial>/",
    "submissions/<evidence_number:number>/",
    "screening/<evidence_number:number>/",
    "evidence/<evidence_number:number>/",
    "roster/<int:pk>/",
    "elections/<str:number>/",
    "docket/<int:pk>/",
    "offices/<slug:code>/",
    "duty/watch/<evidence_number:number>/end/",
    "events/<state_code:iso3>/",
    "imports/<int:pk>/",
    "evidence/<evidence_number:number>/redact/",
    "evidence/compare/<text_reference:left>/<text_reference:right>/",
}


@pytest.mark.django_db
def test_the_sign_in_page_answers(client):
    # Also makes pytest-django set up a test database when this file runs alone: it looks for this mark.
    assert client.get("/accounts/login/").status_code == 200


@pytest.fixture(scope="module")
def seen(chromium, django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Seen]:
    """The whole walk, once, over a docket and a server of its own."""
    own = {
        "DATA_DIR": tmp_path_factory.mktemp("walk"),
        "DEMONSTRATION": True,
        "CACHES": {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
    }
    with django_db_blocker.unblock(), override_settings(**own):
        empty_database()
        people, deep = world.build(own["DATA_DIR"])
        server = LiveServer("127.0.0.1")
        try:
            yield Walk(chromium, server.url, people, deep).everybody()
        finally:
            server.stop()
            empty_database()
            seat_cast()


def test_every_page_was_walked(seen):
    alone = {pattern_of(address) for address in (*PAGES, *PUBLIC)} - seen.files
    assert (alone | OBJECTS) - seen.patterns == set()


def test_no_page_fails(seen):
    assert {where: status for where, status in seen.statuses.items() if status >= 500} == {}


def test_nothing_that_axe_finds_on_any_page(seen):
    assert {where: faults for where, faults in seen.light.items() if faults} == {}


def test_nothing_that_axe_finds_on_any_page_dark_and_on_a_phone(seen):
    assert {where: faults for where, faults in seen.dark.items() if faults} == {}


def test_no_page_scrolls_sideways_at_360_pixels(seen):
    assert {where: faults for where, faults in seen.sideways.items() if faults} == {}


def test_every_page_has_one_title_and_no_empty_heading(seen):
    assert {where: faults for where, faults in seen.looks.items() if faults} == {}


def test_no_script_fails_on_any_page(seen):
    assert seen.scripts == []
