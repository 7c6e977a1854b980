"""Hits and facets as a reader sees them; queries with a fact more or less."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote, urlencode

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from mad.common import ports
from mad.frame.marks import SENSITIVITY, STAGES, docno, rule_mark, sens_tag, stage_tag, tag
from mad.frame.when import day, time_tag
from mad.search.language import Marker, Query, fragments, marked
from mad.search.language.marks import html
from mad.search.language.nodes import Either, Fact, facts, texts
from mad.search.models import SavedSearch
from mad.search.naming import PROTECTED, source_names, state_names
from mad.search.selectors import COUNTED, NEWEST, Found, Hit

STRICT = "strictly_confidential"
FACETS = {
    "kind": lazy("Kind"),
    "state": lazy("State"),
    "source": lazy("Source"),
    "status": lazy("Status"),
    "grade": lazy("Grade"),
    "year": lazy("Year"),
}
NAMES = {**FACETS, "place": lazy("Place"), "title": lazy("Title"), "number": lazy("Number"), "case": lazy("Case")}


def shows_passages(row: Hit) -> bool:
    """Strictly confidential text is read on its own page, where opening it is recorded (R50)."""
    return row.sensitivity != STRICT


def address(query: str, sort: str, after: str = "") -> str:
    """The page of a search."""
    given = {"q": query} | ({"sort": sort} if sort != NEWEST else {}) | ({"after": after} if after else {})
    return f"{reverse('search')}?{urlencode(given)}"


# A page has 25 hits and some 40 choices, each drawn here in one go: through a template they took a third of its time.


def hits(found: Iterable[Hit], query: Query) -> list[SafeString]:
    """Each hit as an entry of the list of hits."""
    marker = Marker(texts(query.node))
    wanted = quote(" ".join(dict.fromkeys(text.text for text in texts(query.node))))
    kinds = {source.kind: (str(source.label), source.linked) for source in ports.search_sources}
    sources, states = source_names(), state_names()
    rows = list(found)
    marks = _marks(rows)
    return [_hit(row, marker, wanted, kinds, sources, states, marks.get(row.number, "")) for row in rows]


def _marks(rows: Sequence[Hit]) -> dict[str, str]:
    """What the apps say today of what was found, such as that it is stale, by number (ports.search_marks)."""
    numbers: dict[str, list[str]] = {}
    for row in rows:
        numbers.setdefault(row.kind, []).append(row.number)
    marks: dict[str, str] = {}
    for kind, found in numbers.items():
        for provider in ports.search_marks:
            marks |= provider(kind, found)
    return marks


def _hit(
    row: Hit,
    marker: Marker,
    wanted: str,
    kinds: dict[str, tuple[str, bool]],
    sources: dict[str, str],
    states: dict[str, str],
    mark: str,
) -> SafeString:
    label, linked = kinds.get(row.kind, (row.kind, False))
    url = f"{row.url}?q={wanted}" if linked and wanted else row.url
    facts = [", ".join(states.get(code, code) for code in row.states), _source_label(row.source, sources)]
    if row.parts > 1:
        facts.append(_("part %(part)s of %(parts)s") % {"part": row.part, "parts": row.parts})
    said = [time_tag(row.at, day(row.at)), *(escape(fact) for fact in facts if fact)]
    return SafeString(
        f'<li><p class="app-hits__kind">{escape(label)} · {docno(row.number)} {_tags(row)}{tag(mark, "alarm") if mark else ""}</p>'
        f'<h3><a href="{escape(url)}" data-hit dir="auto">{html(marked(row.title, marker))}</a></h3>'
        f'{_passages(row, marker)}<p class="small quiet">{" · ".join(said)}</p></li>'
    )


def _tags(row: Hit) -> str:
    tags = (
        stage_tag(row.status) if row.status else "",
        tag(row.grade, "grade") if row.grade else "",
        sens_tag(row.sensitivity) if row.sensitivity else "",
    )
    return " ".join(each for each in tags if each)


def _passages(row: Hit, marker: Marker) -> str:
    if not shows_passages(row):
        why = _("Passages are shown on its page, where opening it is recorded")
        return f'<p class="small quiet">{escape(why)} {rule_mark("R50")}</p>'
    found = fragments(row.text, marker)
    return "".join(f'<p class="app-hits__text" dir="auto">{html(each)}</p>' for each in found)


def facets(found: Found, query: Query, sort: str) -> list[SafeString]:
    """Each facet with its values, the most frequent first; a value leads to the search with it, or without it when it
    is chosen."""
    asked = {(fact.name, fact.value.lower()): fact for fact in facts(query.node)}
    drawn = []
    for name, title in FACETS.items():
        if values := found.facets.get(name):
            choices = "".join(_choice(name, value, count, asked, query, sort) for value, count in values)
            summary = f"<summary>{escape(title)}</summary>"
            drawn.append(SafeString(f'<details class="app-facet" open>{summary}<ul>{choices}</ul></details>'))
    return drawn


def _choice(name: str, value: str, count: int, asked: dict[Any, Fact], query: Query, sort: str) -> str:
    fact = asked.get((name, value.lower()))
    changed = without(query, fact) if fact else with_terms(query, [term(name, value)])
    said = f"{COUNTED:,}+" if count > COUNTED else f"{count:,}"
    current = ' aria-current="true"' if fact else ""
    link = f'<a href="{escape(address(changed, sort))}"{current}>{escape(_label(name, value))}</a>'
    return f'<li>{link} <span class="num">{said}</span></li>'


def _label(name: str, value: str) -> str:
    if name == "kind":
        return next((str(source.label) for source in ports.search_sources if source.kind == value), value)
    if name == "state":
        return state_names().get(value.upper(), value)
    if name == "source":
        return _source_label(value, source_names())
    return _status_label(value) if name == "status" else value


def _source_label(source: str, names: dict[str, str]) -> str:
    return _("Protected source") if source == PROTECTED else names.get(source, source)


def _status_label(status: str) -> str:
    return str(
        STAGES.get(status)
        or (SENSITIVITY[status][0] if status in SENSITIVITY else _(status.replace("_", " ").capitalize()))
    )


def chosen(query: Query, sort: str) -> list[tuple[str, str]]:
    """The facts that narrow the search, each with the search without it."""
    found = [
        (f"{NAMES.get(fact.name, fact.name)}: {_label(fact.name, fact.value)}", fact) for fact in facts(query.node)
    ]
    return [(said, address(without(query, fact), sort)) for said, fact in found]


def term(name: str, value: str) -> str:
    """A fact as it is typed."""
    plain = value.replace('"', " ").strip()
    return (
        f'{name}:"{plain}"'
        if any(character.isspace() or character in "()" for character in plain)
        else f"{name}:{plain}"
    )


def with_terms(query: Query, added: Iterable[str]) -> str:
    text = f"({query.text})" if isinstance(query.node, Either) else query.text
    return " ".join([*([text] if text else []), *added])


def without(query: Query, fact: Fact) -> str:
    return " ".join(f"{query.text[: fact.start].rstrip()} {query.text[fact.end :].lstrip()}".split())


def saved_message(saved: SavedSearch) -> str:
    if saved.alerts:
        return _("“%(name)s” is saved. You will be told once of each new hit.") % {"name": saved.name}
    return _("“%(name)s” is saved.") % {"name": saved.name}
