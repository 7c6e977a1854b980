"""A query as PostgreSQL's tsquery, over the words and labels that `vector` writes. Pure."""

from __future__ import annotations

import math
from collections.abc import Callable

from mad.search.language.folding import fold, singular
from mad.search.language.nodes import All, Either, Fact, Near, Node, Not, Text
from mad.search.language.words import PLURAL, Word, is_unspaced, quoted, words

NOTHING = quoted("=nothing")
Labels = Callable[[Fact], str]


def label(name: str, value: str) -> str:
    """A fact as one word of the index."""
    return f"={name}:{value.lower()}"


def cell(lat: float, lon: float) -> str:
    """The square of one degree that a place lies in, as one word of the index."""
    return f"=cell:{math.floor(lat)}:{math.floor(lon)}"


def tsquery(node: Node, labels: Labels) -> str:
    """labels(fact) gives the tsquery of a fact that is no text."""
    if isinstance(node, Not):
        return f"!{tsquery(node.inner, labels)}"
    if isinstance(node, All):
        return f"({' & '.join(tsquery(part, labels) for part in node.parts)})"
    if isinstance(node, Either):
        return f"({' | '.join(tsquery(part, labels) for part in node.parts)})"
    if isinstance(node, Fact):
        return _in_title(node) if node.name == "title" else labels(node)
    return _text(node)


def ranking(node: Node | None, labels: Labels) -> str:
    """The words alone, as rank weighs them; "" when a query has none."""
    if isinstance(node, Not) or node is None:
        return ""
    if isinstance(node, All | Either):
        parts = [part for part in (ranking(part, labels) for part in node.parts) if part]
        return f"({' | '.join(parts)})" if parts else ""
    if isinstance(node, Fact):
        return _in_title(node) if node.name == "title" else ""
    return _text(node)


def _text(text: Text) -> str:
    found = [word for word in words(text.text) if not word.tail]
    if not found:
        return NOTHING
    if len(found) == 1 and not text.phrase and not text.prefix:
        return _either_number(found[0].word)
    return phrase(found, prefix=text.prefix)


def _either_number(word: str) -> str:
    """A word in singular and plural."""
    if is_unspaced(word):
        return quoted(word) + (":*" if len(word) == 1 else "")
    one = singular(word)
    forms = dict.fromkeys([word, one, PLURAL + one] if one != word or _can_be_plural(word) else [word])
    return f"({' | '.join(map(quoted, forms))})" if len(forms) > 1 else quoted(word)


def _can_be_plural(word: str) -> bool:
    return len(word) > 2 and word.isascii() and not word.isdigit()


def phrase(found: list[Word], *, prefix: bool = False, weight: str = "") -> str:
    """Words at the distances they have in the query."""
    parts = []
    for place, word in enumerate(found):
        last = place == len(found) - 1
        open_end = "*" if last and (prefix or (len(word.word) == 1 and is_unspaced(word.word))) else ""
        flags = f":{open_end}{weight}" if open_end or weight else ""
        gap = f" <{word.place - found[place - 1].place}> " if place else ""
        parts.append(f"{gap}{quoted(word.word)}{flags}")
    return f"({''.join(parts)})"


def _in_title(fact: Fact) -> str:
    found = [word for word in words(fact.value) if not word.tail]
    return phrase(found, prefix=fact.prefix, weight="A") if found else NOTHING


def in_place(fact: Fact) -> str:
    """Every word of a place's name."""
    found = [fold(word.word) for word in words(fact.value) if not word.tail]
    parts = [quoted(label("place", word)) + (":*" if fact.prefix or is_unspaced(word) else "") for word in found]
    return f"({' & '.join(parts)})" if parts else NOTHING


def near_cells(near: Near) -> str:
    """The squares of one degree that may lie within reach; the distance itself is worked out on what they hold."""
    reach = near.km / 110.5
    south, north = max(near.lat - reach, -90), min(near.lat + reach, 90)
    widest = math.cos(math.radians(max(abs(south), abs(north))))
    rows = range(math.floor(south), math.floor(north) + 1)
    if widest < 0.2:
        return f"({' | '.join(quoted(f'=cell:{row}:') + ':*' for row in rows)})"
    span = reach / widest
    columns = range(math.floor(near.lon - span), math.floor(near.lon + span) + 1)
    cells = {f"=cell:{row}:{(column + 180) % 360 - 180}" for row in rows for column in columns}
    return f"({' | '.join(quoted(each) for each in sorted(cells))})"
