"""Reading a query as people type it. Never fails: what cannot be read is named, the rest is searched. Pure.

ghouta attack              both words, plural or not         "chemical attack"   side by side
sarin OR chlorine          either                            (a OR b) c          grouping
-exercise                  without                           chlor*              beginning with
state:SYR kind:item from:2026-01 near:33.5,36.3,50km         facts
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from mad.search.language.nodes import All, Either, Fact, Near, Node, Not, Problem, Query, Text
from mad.search.language.words import is_unspaced, words

FACTS = ("source", "state", "kind", "status", "grade", "place", "number", "title", "case", "sensitivity", "year")
BOUNDS = ("from", "to", "near")
LONGEST = 500
MOST_TERMS = 32
DEEPEST = 8
SHORTEST_PREFIX = 3
FURTHEST_KM = 500.0

_OPEN, _CLOSE = '"“”„«»', '"“”«»'
_IGNORED = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_TOKEN = re.compile(
    rf"""(?P<space>\s+)
    |(?P<open>\() | (?P<shut>\))
    |(?P<or>(?:OR|\|)(?=[\s(]|$)) | (?P<and>(?:AND|&)(?=[\s(]|$))
    |(?P<not>-(?=[^\s)])|NOT(?=[\s(]))
    |(?P<name>[A-Za-z]+:(?=[^\s()]))(?P<value>[{_OPEN}][^{_CLOSE}]*[{_CLOSE}]?|[^\s(){_OPEN}]+)
    |(?P<quoted>[{_OPEN}][^{_CLOSE}]*[{_CLOSE}]?\*?)
    |(?P<word>[^\s(){_OPEN}]+)""",
    re.VERBOSE,
)
_NEAR = re.compile(r"(-?\d{1,3}(?:\.\d+)?),(-?\d{1,3}(?:\.\d+)?),(\d{1,4}(?:\.\d+)?)(?:km)?", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_BARE_FIELD = re.compile(r"([A-Za-z]+):")


@dataclass(slots=True)
class _Token:
    kind: str
    text: str
    start: int
    end: int
    value: str = ""


def read(text: str) -> Query:
    """The query that `text` says, with a problem for every part that could not be read as written."""
    reader = _Reader(clean(text))
    return reader.query()


def clean(text: str) -> str:
    """`text` in one line, without what nobody can see."""
    return _CONTROL.sub(" ", _IGNORED.sub("", text)).strip()


def _tokens(text: str) -> Iterator[_Token]:
    place = 0
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None:
            place += 1
            continue
        kind = "fact" if found["name"] else found.lastgroup or ""
        if kind != "space":
            yield _Token(kind, found["name"] or found[0], place, found.end(), found["value"] or "")
        place = found.end()


class _Reader:
    """Recursive descent over the tokens; `problems` gathers what was wrong on the way."""

    def __init__(self, text: str) -> None:
        self.problems: list[Problem] = []
        if len(text) > LONGEST:
            self.problems.append(Problem("", f"Only the first {LONGEST} characters of the query were searched."))
        self.text = text[:LONGEST].strip()
        self.tokens = list(_tokens(self.text))
        self.at = self.terms = 0

    def query(self) -> Query:
        parts = []
        while self.at < len(self.tokens):
            parts.append(self._either(0))
            if self.at < len(self.tokens):
                self._wrong(")", "This bracket closes nothing; it was left out.")
                self.at += 1
        node = _all(parts)
        query = self._bounded(node)
        return replace(query, problems=tuple(dict.fromkeys(self.problems)))

    def _next(self) -> _Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def _wrong(self, part: str, message: str) -> None:
        self.problems.append(Problem(part, message))

    def _either(self, depth: int) -> Node | None:
        parts: list[Node | None] = [self._every(depth)]
        while (token := self._next()) and token.kind == "or":
            self.at += 1
            parts.append(self._every(depth))
            if parts[-1] is None or parts[-2] is None:
                self._wrong(token.text, "OR stands between two words; it was left out.")
        found = [part for part in parts if part is not None]
        return found[0] if len(found) == 1 else Either(tuple(found)) if found else None

    def _every(self, depth: int) -> Node | None:
        parts = []
        while (token := self._next()) and token.kind not in ("or", "shut"):
            parts.append(self._one(depth))
        return _all(parts)

    def _one(self, depth: int) -> Node | None:
        token = self.tokens[self.at]
        self.at += 1
        if token.kind == "and":
            return None
        if token.kind == "not":
            return self._without(token, depth)
        if token.kind == "open":
            return self._group(depth)
        self.terms += 1
        if self.terms > MOST_TERMS:
            if self.terms == MOST_TERMS + 1:
                self._wrong(token.text, f"At most {MOST_TERMS} words and facts; this and what follows was left out.")
            return None
        return self._fact(token) if token.kind == "fact" else self._words(token)

    def _without(self, token: _Token, depth: int) -> Node | None:
        following = self._next()
        if following is None or following.kind in ("or", "and", "shut") or depth >= DEEPEST:
            self._wrong(token.text, "A minus stands before the word to leave out; it was left out itself.")
            return None
        inner = self._one(depth + 1)
        return Not(inner) if inner is not None else None

    def _group(self, depth: int) -> Node | None:
        if depth >= DEEPEST:
            self._wrong("(", f"Brackets go {DEEPEST} deep; this one was left out.")
            return None
        inner = self._either(depth + 1)
        if self._next() is None:
            self._wrong("(", "This bracket is not closed; it was closed at the end.")
        else:
            self.at += 1
        return inner

    def _words(self, token: _Token) -> Node | None:
        prefix = token.text.endswith("*")
        phrase = token.kind == "quoted"
        text = token.text.rstrip("*")
        if phrase:
            if len(text) < 2 or text[-1] not in _CLOSE:
                self._wrong(token.text, "This quotation mark is not closed; it was closed at the end.")
            text = text[1:].rstrip(_CLOSE)
        elif bare := _BARE_FIELD.fullmatch(text):
            self._no_value(bare[1])
            return None
        return self._text(token.text, text, phrase, prefix)

    def _no_value(self, name: str) -> None:
        if name.lower() in (*FACTS, *BOUNDS):
            self._wrong(f"{name}:", "Nothing follows the colon; write the value right after it.")
        else:
            self._wrong(f"{name}:", "There is no such field; it was left out.")

    def _text(self, part: str, text: str, phrase: bool, prefix: bool) -> Text | None:
        found = [word for word in words(text) if not word.tail]
        if not found:
            self._wrong(part, "There is no letter or digit to search for; it was left out.")
            return None
        if prefix and len(found[-1].word) < SHORTEST_PREFIX and not is_unspaced(found[-1].word):
            self._wrong(
                part, f"At least {SHORTEST_PREFIX} letters stand before a star; the word was searched as it is."
            )
            prefix = False
        return Text(text, phrase, prefix)

    def _fact(self, token: _Token) -> Node | None:
        name = token.text[:-1].lower()
        value, prefix = token.value, token.value.endswith("*")
        value = value.rstrip("*")
        if value[:1] and value[0] in _OPEN:
            if len(value) < 2 or value[-1] not in _CLOSE:
                self._wrong(token.text + token.value, "This quotation mark is not closed; it was closed at the end.")
            value = value[1:].rstrip(_CLOSE)
        value = value.strip()
        if name not in (*FACTS, *BOUNDS):
            if token.value.startswith("//"):
                return self._text(token.text + token.value, value, True, False)
            known = ", ".join((*FACTS, *BOUNDS))
            self._wrong(token.text, f"There is no such field; it was searched as words. The fields are {known}.")
            return self._text(token.text + token.value, f"{name} {value}", True, False)
        if not any(character.isalnum() for character in value):
            self._no_value(name)
            return None
        return Fact(name, value, prefix, token.start, token.end)

    def _bounded(self, node: Node | None) -> Query:
        """Dates and nearness bound the whole search, so they stand at the top of a query."""
        parts = node.parts if isinstance(node, All) else (node,) if node is not None else ()
        bounds = [part for part in parts if isinstance(part, Fact) and part.name in BOUNDS]
        rest = _all(self._unbounded(part) for part in parts if part not in bounds)
        query = Query(self.text, rest)
        for bound in bounds:
            query = self._bind(query, bound)
        if query.first and query.last and query.last < query.first:
            self._wrong(f"to:{query.last}", f"This lies before from:{query.first}, so nothing is found.")
        return query

    def _unbounded(self, node: Node | None) -> Node | None:
        if isinstance(node, Fact) and node.name in BOUNDS:
            self._wrong(f"{node.name}:{node.value}", "This cannot stand in an OR or after a minus; it was left out.")
            return None
        if isinstance(node, Not):
            inner = self._unbounded(node.inner)
            return Not(inner) if inner is not None else None
        if isinstance(node, All):
            return _all(self._unbounded(part) for part in node.parts)
        if isinstance(node, Either):
            kept = tuple(part for part in map(self._unbounded, node.parts) if part is not None)
            return kept[0] if len(kept) == 1 else Either(kept) if kept else None
        return node

    def _bind(self, query: Query, bound: Fact) -> Query:
        part = f"{bound.name}:{bound.value}"
        if bound.name == "near":
            near = _near(bound.value)
            if near is None:
                self._wrong(
                    part, f"Write latitude, longitude, kilometres (at most {FURTHEST_KM:.0f}): near:33.5,36.3,50km."
                )
                return query
            return replace(query, near=near)
        days = _days(bound.value)
        if days is None:
            self._wrong(part, "Write a year, a month or a day: 2026, 2026-02 or 2026-02-09.")
            return query
        if bound.name == "from":
            return replace(query, first=max(days[0], query.first or days[0]))
        return replace(query, last=min(days[1], query.last or days[1]))


def _all(parts: Iterable[Node | None]) -> Node | None:
    flat: list[Node] = []
    for part in parts:
        if isinstance(part, All):
            flat += part.parts
        elif part is not None:
            flat.append(part)
    return flat[0] if len(flat) == 1 else All(tuple(flat)) if flat else None


def _near(value: str) -> Near | None:
    found = _NEAR.fullmatch(value.replace(" ", ""))
    if found is None:
        return None
    lat, lon, km = (float(part) for part in found.groups())
    if abs(lat) > 90 or abs(lon) > 180 or not 0 < km <= FURTHEST_KM:
        return None
    return Near(lat, lon, km)


def _days(value: str) -> tuple[date, date] | None:
    """The first and the last day that a year, month or day names."""
    found = _DAY.fullmatch(value) if value.isascii() else None
    if found is None:
        return None
    year, month, day = (int(part) if part else 0 for part in found.groups())
    try:
        first = date(year, month or 1, day or 1)
        final_month = month or 12
        return first, date(year, final_month, day or calendar.monthrange(year, final_month)[1])
    except ValueError:
        return None
