"""An address that takes a POST only answers a GET with a page that leads back to its form, and the API with JSON."""

from __future__ import annotations

import pytest
from django.urls import get_resolver, resolve, reverse

from mad.common.not_allowed import _is_read, page_above
from tests.pages.test_every_address import routes

pytest_plugins = ["tests.deliberation_factory"]


@pytest.fixture
def signed_in(client, people, settings):
    settings.DEMONSTRATION = True
    client.force_login(people.registrar)
    return client


@pytest.mark.parametrize(
    ("address", "form_at"),
    [
        ("/cases/C-2026-0900/follow-up/close/", "/cases/C-2026-0900/follow-up/"),
        ("/cases/C-2026-0900/deliberation/motions/", "/cases/C-2026-0900/deliberation/"),
        ("/outputs/DR-2026-001/sign/", "/outputs/DR-2026-001/"),
        ("/search/save/", "/search/"),
    ],
)
def test_a_reload_by_address_leads_back_to_the_form(plenary, signed_in, address, form_at):
    answer = signed_in.get(address)
    shown = answer.content.decode()
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert f'href="{form_at}"' in shown
    assert "only takes what a form sends" in shown
    assert "</footer>" in shown
    assert resolve(form_at)


def test_every_address_that_takes_a_post_only_has_a_page_above_it(plenary):
    patterns = [pattern for pattern in _views() if not _is_read(pattern.callback)]
    assert len(patterns) > 20
    for path in routes():
        if path.startswith(("/api/", "/accounts/", "/i18n/")):
            continue
        above = page_above(path)
        assert above == "/" or _is_read(resolve(above).func)


def _views(patterns=None):
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _views(pattern.url_patterns)
        else:
            yield pattern


def test_the_api_answers_as_before(client, people):
    answer = client.put(reverse("api_submissions"), headers={"Authorization": f"Bearer {people.token}"})
    assert answer.status_code == 405
    assert "json" in answer.headers["Content-Type"]


def test_who_is_not_signed_in_is_led_to_the_sign_in_page(client, people):
    assert client.get("/cases/C-2026-0900/follow-up/close/").status_code == 302
