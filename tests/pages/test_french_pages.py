"""R53: the main pages in French. No sentence of a template is said in English, whoever looks."""

from __future__ import annotations

from datetime import UTC, datetime
from html import unescape

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from deliberation.rehearsal.demonstration import Demonstration, load
from mad.accounts.models import User
from mad.common.clock import travel
from tests.test_messages import PLACEHOLDER, entries

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
LONG = 30  # characters from which on a message is a sentence, and not a word that French may share


@pytest.fixture
def demonstration(committed_db, settings):
    settings.DEMONSTRATION = True
    with travel(NOW):
        yield load(NOW)


def pages(shown: Demonstration) -> dict[str, list[str]]:
    voting, in_round = f"/cases/{shown.voting.number}/", f"/cases/{shown.in_round.number}/"
    tabs = ("", "evidence/", "elements/", "panel/", "reveal/", "determination/", "deliberation/", "outputs/", "docket/")
    return {
        "amal.benhaddou": [
            "/",
            "/cases/",
            *(voting + tab for tab in tabs),
            voting + "deliberation/options/",
            voting + "deliberation/options/1/",
            in_round + "estimate/severity/",
            in_round + "estimate/seal/",
            "/motions/M-2026-0002/",
            "/motions/M-2026-0003/",
            "/search/?q=hospital",
            "/roster/",
            "/declaration/",
            "/rules/",
        ],
        "jonas.ferreira": ["/", "/screening/", "/screening/S-2026-000007/", "/duty/", "/events/", "/docket/"],
        "registrar": ["/duty/watch/", "/elections/", "/cases/open/"],
        "ohchr.focal": ["/", "/submissions/", "/submit/", "/duty/nil-return/", "/office/"],
        "ethics": ["/pressure/"],
        "administrator": ["/people/", "/offices/"],
    }


@pytest.fixture
def _own_language():
    """A request leaves its language behind; the next test begins in English."""
    with translation.override("en"):
        yield


@pytest.mark.usefixtures("_own_language")
def test_r53_the_main_pages_speak_french(demonstration):
    telling = {
        entry.words
        for entry in entries()
        if len(entry.words) >= LONG
        and not PLACEHOLDER.search(entry.words)
        and any(place.startswith("templates/") for place in entry.places)
        and entry.words not in entry.said.values()
    }
    assert len(telling) > 300
    left: dict[str, list[str]] = {}
    for username, addresses in pages(demonstration).items():
        client = Client()
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "fr"
        client.force_login(User.objects.get(username=username))
        for address in addresses:
            answer = client.get(address, follow=True)
            said = unescape(answer.content.decode())
            assert answer.status_code == 200, address
            assert '<html lang="fr"' in said, address
            if english := [words for words in telling if words in said]:
                left[f"{username} {address}"] = english
    assert not left
