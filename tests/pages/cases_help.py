"""What the tests of the pages of a case share: who looks, at which address, and what the page says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from lxml import html

SECRET = "Only the author may read this sentence."
TABS = (
    "case",
    "case_framework",
    "case_level",
    "case_timeline",
    "case_persons",
    "case_evidence",
    "case_elements",
    "case_panel",
    "case_docket",
    "determination",
)


@pytest.fixture
def visit(people) -> Callable[[str], Client]:
    """visit(name) → a client signed in as that person."""

    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(getattr(people, name))
        session = client.session
        session["second_factor"] = True
        session.save()
        return client

    return sign_in


def at(name: str, case: Any, *args: Any) -> str:
    return reverse(name, args=[case.number, *args])


def text(response: HttpResponse) -> str:
    return response.content.decode()


def words(response: HttpResponse) -> str:
    """What stands to be read in the main part of a page: no markup, no tokens (either can hold any two figures)."""
    return " ".join(html.fromstring(text(response)).find(".//main").text_content().split())
