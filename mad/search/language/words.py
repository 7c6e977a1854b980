"""From a text to the words of the index, with their places. Pure.

A word is a run of letters, digits and their marks. Scripts that write without spaces (Chinese, Japanese, Korean,
Thai …) are cut into overlapping pairs of characters, and the last character of a run stands alone besides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import count, pairwise
from typing import NamedTuple

from mad.search.language.folding import LONGEST, fold, singular

PLURAL = "~"
PART = 40_000
PART_UNSPACED = 10_000
OVERLAP = 200
FURTHEST = 16_383
MOST_PLACES = 250


def _ranges(wanted: Iterable[str]) -> str:
    """The marks of every script as a character class of a pattern, and the signs that fold away inside a word."""
    points = [point for point in range(0x300, 0x11FFF) if unicodedata.category(chr(point)) in wanted]
    cuts = [i for i, point in enumerate(points) if i == 0 or point != points[i - 1] + 1]
    pairs = [(points[a], points[b - 1]) for a, b in zip(cuts, [*cuts[1:], len(points)], strict=True)]
    return "".join(f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in pairs)


_MARKS = _ranges({"Mn", "Mc", "Me"}) + "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
WORD = re.compile(f"[^\\W_][{_MARKS}]*(?:[^\\W_][{_MARKS}]*)*")
PLAIN = re.compile("[A-Za-z0-9]+")
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\uff66-\uff9f\U00020000-\U0003ffff"
)
_UNSPACED_ONE = re.compile(f"[{_UNSPACED}]")
_RUNS = re.compile(f"([{_UNSPACED}][{_UNSPACED}{_MARKS}]*)|([^{_UNSPACED}]+)")


class Word(NamedTuple):
    """One word of the index. place counts from 1; start and end are offsets in the text.

    pair: two characters of an unspaced script; tail: the last character of a run of them, standing alone.
    """

    word: str
    place: int
    start: int
    end: int
    pair: bool = False
    tail: bool = False


def words(text: str, place: int = 1) -> Iterator[Word]:
    """The words of `text` in order. Whatever the text holds, no two have one place."""
    for found in (PLAIN if text.isascii() else WORD).finditer(text):
        token, start = found[0], found.start()
        if token.isascii() or not _UNSPACED_ONE.search(token):
            if folded := fold(token):
                yield Word(folded, place, start, found.end())
                place += 1
            continue
        for word in _mixed(token, start, place):
            yield word
            place = word.place + 1


def _mixed(token: str, start: int, place: int) -> Iterator[Word]:
    for run in _RUNS.finditer(token):
        if run[2]:
            if folded := fold(run[2]):
                yield Word(folded, place, start + run.start(), start + run.end())
                place += 1
            continue
        letters = list(_letters(run[1], start + run.start()))
        for here, after in pairwise(letters):
            yield Word(here[0] + after[0], place, here[1], after[2], pair=True)
            place += 1
        for last in letters[-1:]:
            yield Word(last[0], place, last[1], last[2], tail=len(letters) > 1)
            place += 1


def _letters(run: str, start: int) -> Iterator[tuple[str, int, int]]:
    """Each character of a run with the marks on it, folded, and its offsets."""
    for found in re.finditer(f"[^{_MARKS}][{_MARKS}]*", run):
        if folded := fold(found[0]):
            yield folded, start + found.start(), start + found.end()


def is_unspaced(word: str) -> bool:
    return _UNSPACED_ONE.search(word) is not None


def vector(texts: Iterable[tuple[str, str]], labels: Iterable[str] = ()) -> str:
    """A PostgreSQL tsvector: `texts` are (weight A to C, text), each a phrase apart; `labels` are facts as words.

    A plural's singular stands beside it with the lowest weight, so that one finds the other.
    """
    places: dict[str, list[str]] = {}
    place = 1
    for weight, text in texts:
        for word, here in _placed(text, place):
            place = here
            at = min(place, FURTHEST)
            _note(places, word, f"{at}{weight}")
            if (one := singular(word)) != word:
                _note(places, PLURAL + one, f"{at}")
        place += 2
    parts = [f"'{word}':{','.join(found)}" for word, found in places.items()]
    return " ".join([*parts, *(quoted(label) for label in labels)])


def _placed(text: str, place: int) -> Iterator[tuple[str, int]]:
    """Word and place alone; plain text, which is most of what comes in, by the short way."""
    if text.isascii():
        return zip((word[:LONGEST] for word in PLAIN.findall(text.lower())), count(place), strict=False)
    return ((word.word, word.place) for word in words(text, place))


def _note(places: dict[str, list[str]], word: str, place: str) -> None:
    found = places.setdefault(word, [])
    if len(found) < MOST_PLACES:
        found.append(place)


def quoted(lexeme: str) -> str:
    """A word as tsvector and tsquery take it."""
    plain = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{plain}'"


def split(text: str) -> list[str]:
    """`text` in parts that one tsvector can hold with all its places; neighbours overlap, so no phrase is cut."""
    unspaced = len(_UNSPACED_ONE.findall(text[:PART]))
    size = PART_UNSPACED if unspaced * 5 > min(len(text), PART) else PART
    parts, start = [], 0
    while len(text) - start > size:
        end = max(
            text.rfind(" ", start + size - OVERLAP, start + size),
            text.rfind("\n", start + size - OVERLAP, start + size),
        )
        end = end if end > start else start + size
        parts.append(text[start:end])
        start = end - OVERLAP
    return [*parts, text[start:]]
