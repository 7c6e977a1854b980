"""Templates are compiled per language: the words are right in each, and only what is typed in a template is fixed."""

from __future__ import annotations

import pytest
from django.template import engines
from django.template.loader import get_template
from django.urls import NoReverseMatch, set_script_prefix
from django.utils import translation

from mad.common.addresses import address
from mad.common.ports import DeskItem
from mad.frame.tasks import task


def draw(source: str, **context) -> str:
    return engines["django"].from_string("{% load i18n %}" + source).render(context)


def test_r53_the_same_template_speaks_the_language_of_each_reader(settings, tmp_path):
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    (tmp_path / "greeting.html").write_text(
        '{% load i18n %}{% translate "Monday" %} {% translate "May" as m %}{{ m }} {% include "part.html" %}'
    )
    (tmp_path / "part.html").write_text("{% load i18n %}<b title=\"{% translate 'Sunday' %}\"></b>")
    said = {}
    for language in ("en", "fr", "es", "en", "fr"):
        with translation.override(language):
            said.setdefault(language, set()).add(get_template("greeting.html").render())
    assert said == {
        "en": {'Monday May <b title="Sunday"></b>'},
        "fr": {'lundi mai <b title="dimanche"></b>'},
        "es": {'lunes mayo <b title="domingo"></b>'},
    }


def test_what_is_not_typed_in_the_template_is_translated_when_drawn():
    source = engines["django"].from_string("{% load i18n %}{% translate day %}")
    with translation.override("fr"):
        assert source.render({"day": "Monday"}) == "lundi"
    assert draw('{% translate "Monday"|lower %}') == "monday"
    assert draw('{% translate "May" context "abbrev. month" %}') == "May"
    assert draw('{% translate "100 % of <b>" %}') == "100 % of <b>"
    assert draw("{% translate word %}", word="<b>") == "&lt;b&gt;"


def test_an_address_is_that_of_its_values():
    assert address("case", "C-2026-0001") == "/cases/C-2026-0001/"
    assert draw("{% url 'case' number %}", number="C-2026-0002") == "/cases/C-2026-0002/"
    assert draw("{% url 'case' number=number %}", number="C-2026-0003") == "/cases/C-2026-0003/"
    assert draw("{% url 'nowhere' as place %}{{ place }}") == ""
    with pytest.raises(NoReverseMatch):
        draw("{% url 'nowhere' %}")


def test_an_address_follows_the_prefix_of_the_site():
    try:
        set_script_prefix("/division/")
        assert address("cases") == "/division/cases/"
    finally:
        set_script_prefix("/")
    assert address("cases") == "/cases/"


def test_a_task_on_the_desk_never_lets_typed_text_become_markup():
    line = task(DeskItem(title="<i>a</i>", url="/x/?a=1&b='", action="<u>", why="<s>", seen_by="<q>", rule="R14"))
    assert not any(tag in line for tag in ("<i>", "<u>", "<s>", "<q>"))
    assert 'href="/x/?a=1&amp;b=&#x27;"' in line
