"""Pages that belong to no case, and what stands on every page."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory

from mad.common.errors import Refused
from mad.frame import views

pytestmark = pytest.mark.django_db


def test_the_rules_are_one_page_with_an_anchor_each(client):
    html = client.get("/rules/").content.decode()
    anchors = re.findall(r'<article class="app-ruletext" id="(R\d+)"', html)
    assert anchors == [f"R{number}" for number in range(1, 54)]
    assert 'id="R39-d"' in html


@pytest.mark.parametrize("path", ["/components/", "/rules/", "/accessibility/", "/accounts/login/"])
def test_pages_open_to_everybody(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert b'class="govuk-skip-link"' in answer.content


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("en", "ltr"), ("fr", "ltr"), ("zh-hans", "ltr")])
def test_r53_language_and_direction_are_said(client, language, direction):
    client.post("/i18n/setlang/", {"language": language, "next": "/rules/"})
    assert f'<html lang="{language}" dir="{direction}">' in client.get("/rules/").content.decode()


def test_the_demonstration_says_so_on_every_page(client, settings):
    assert "app-demo" not in client.get("/rules/").content.decode()
    settings.DEMONSTRATION = True
    for path in ("/rules/", "/accounts/login/", "/nowhere/"):
        assert "every person named is invented" in client.get(path).content.decode()


def test_chart_libraries_load_only_where_a_figure_is(client):
    assert "plot.umd.min.js" in client.get("/components/").content.decode()
    assert "plot.umd.min.js" not in client.get("/rules/").content.decode()


def test_the_frame_shows_who_is_signed_in_and_where_they_are():
    person = SimpleNamespace(is_authenticated=True, full_name="Amal Benhaddou", username="amal", pk=7)
    nav = [{"key": "desk", "label": "Desk", "url": "/", "count": 6, "current": True}]
    request = RequestFactory().get("/")
    html = render_to_string(
        "base.html", {"person": person, "standing_line": "Member, legal", "nav": nav, "request": request}
    )
    assert "Amal Benhaddou" in html
    assert "Member, legal" in html
    assert 'aria-current="page">Desk<span class="count">6</span>' in html
    assert 'action="/accounts/logout/"' in html


def test_a_page_that_is_not_there(client):
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert "not open to you" in answer.content.decode()


def test_a_refusal_that_no_form_caught_is_a_page_with_its_rule(rf):
    request = rf.get("/x/", headers={"referer": "http://testserver/cases/"})
    refused = Refused("R33", "No finding of insufficiency is in force.", "Nothing was tabled.")
    html = render_to_string("refused.html", {"refused": refused, "request": request})
    for part in ("#R33", "No finding of insufficiency is in force.", "Nothing was tabled.", 'href="/cases/"'):
        assert part in html


@pytest.mark.parametrize(
    ("came_from", "leads_to"),
    [
        ("http://testserver/cases/?page=2", "/cases/?page=2"),
        ("https://elsewhere.example/x", "/"),
        ("http://testserver//elsewhere.example", "/elsewhere.example"),
        ("http://testserver.elsewhere.example/", "/"),
        ("", "/"),
    ],
)
def test_the_way_back_never_leaves_this_site(rf, came_from, leads_to):
    request = rf.get("/x/", headers={"referer": came_from})
    template = engines["django"].from_string("{% load frame %}{% way_back %}")
    assert template.render({"request": request}) == leads_to


def test_the_failure_page_needs_nothing(rf):
    answer = views.server_error(rf.get("/x/"))
    assert answer.status_code == 500
    assert b"recorded whole or not at all" in answer.content


def test_what_a_browser_asks_for_unasked_sets_no_cookie(client):
    """A form's page opened at the same moment would lose the cookie that it is checked against."""
    answer = client.get("/favicon.ico")
    assert (answer.status_code, answer.url) == (302, "/static/img/mark.svg")
    assert not answer.cookies
