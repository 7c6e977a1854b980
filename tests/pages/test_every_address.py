"""Every address × every role (R9): one table. What is not listed here fails the test that looks for strays."""

from __future__ import annotations

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

ROLES = ("amal", "betty", "registrar", "officer", "ethics", "auditor", "focal", "admin")
NOBODY, ALL = "", " ".join(ROLES)
STAFF = "amal betty registrar officer"
READERS = "amal betty registrar officer ethics auditor"

# Pages that need no object: address → roles that get 200. Everybody else gets 403, the signed-out the sign-in page.
PAGES = {
    "/": ALL,
    "/people/": "admin",
    "/offices/": "admin",
    "/offices/ohchr/": "admin",
    "/docket/": READERS,
    "/roster/": READERS,
    "/council/": READERS,
    "/declaration/": "amal betty",
    "/elections/": "registrar",
    "/pressure/": "amal betty ethics",
    "/screening/": "registrar officer",
    "/submit/": "registrar officer focal",
    "/cases/": STAFF,
    "/cases/open/": "registrar officer",
    "/watch/": STAFF,
    "/watch/list.csv": STAFF,
    "/calibration/": STAFF,
    "/submissions/": "registrar officer focal",
    "/numbers/": READERS,
    "/outputs/": STAFF,
    "/precedents/": STAFF,
    "/office/": "focal",
    "/tokens/": "registrar officer",
    "/duty/": "amal betty registrar officer auditor focal",
    "/duty/ledger.csv": "amal betty registrar officer auditor focal",
    "/duty/nil-return/": "focal",
    "/duty/watch/": "registrar",
    "/events/": STAFF,
    "/council/votes/": STAFF,
    "/council/vetoes/": READERS,
    "/imports/": "registrar officer",
    "/search/": STAFF,
    "/follow-up/": STAFF,
    "/reviews/": STAFF,
    "/reviews/principals/": STAFF,
    "/briefings/": STAFF,
    "/account/": READERS,
    "/outputs/call/": "amal betty",
    "/outputs/addresses/": "registrar",
}
PUBLIC = (
    "/rules/",
    "/components/",
    "/docket/heads/",
    "/api/",
    "/api/start/",
    "/api/v1/schema/",
    "/healthz",
    "/accessibility/",
    "/public/",
    "/public/feed.atom",
    "/public/index.json",
    "/public/sitemap.xml",
)


@pytest.fixture
def walk(people, client, settings):
    settings.DEMONSTRATION = True

    def go(role: str, address: str) -> int:
        client.force_login(getattr(people, role))
        return client.get(address).status_code

    return go


@pytest.mark.parametrize("address", PAGES)
def test_r9_a_page_opens_for_its_roles_and_no_other(walk, address):
    answers = {role: walk(role, address) for role in ROLES}
    expected = {role: 200 if role in PAGES[address].split() else 403 for role in ROLES}
    assert answers == expected


@pytest.mark.parametrize("address", PAGES)
def test_r9_who_is_not_signed_in_is_led_to_the_sign_in_page(db, client, address):
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/accounts/login/")


@pytest.mark.parametrize("address", PUBLIC)
def test_what_is_public_is_open_to_everybody(db, client, address):
    assert client.get(address).status_code == 200


def routes(patterns=None, prefix: str = "/"):
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        path = prefix + str(pattern.pattern).lstrip("^")
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, path)
        elif isinstance(pattern, URLPattern):
            yield path


def test_no_page_without_an_object_is_missing_from_the_table():
    plain = {path for path in routes() if "<" not in path and not path.startswith(("/accounts/", "/api/v1/", "/i18n/"))}
    listed = {*PAGES, *PUBLIC, "/readyz", "/favicon.ico", "/docket/check_proof.py"}
    assert plain - listed == ACTS


# Addresses that take a POST or begin something; their own tests try every role.
ACTS = {"/submit/draft/", "/search/save/"}
