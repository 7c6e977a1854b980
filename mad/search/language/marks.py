"""Where the words of a query stand in a text, and the passages around them. Pure."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from itertools import islice, pairwise
from typing import NamedTuple

from mad.search.language.folding import LONGEST, singular
from mad.search.language.nodes import Text
from mad.search.language.words import Word, is_unspaced, words

AROUND = 110
PASSAGES = 2
LEAD = 220
MOST_HITS = 12
LONGEST_PHRASE = 40


class Span(NamedTuple):
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Phrase:
    """Words at distances; the last may go on."""

    words: tuple[str, ...]
    gaps: tuple[int, ...]
    prefix: bool


class Marker:
    """Finds what a query's words and phrases hit, by the rules of the index."""

    def __init__(self, texts: Iterable[Text]) -> None:
        self.exact: set[str] = set()
        self.either_number: set[str] = set()
        self.prefixes: tuple[str, ...] = ()
        self.singulars: set[str] = set()
        self.letters: set[str] = set()
        self.phrases: list[_Phrase] = []
        for text in texts:
            self._learn(text, [word for word in words(text.text) if not word.tail][:LONGEST_PHRASE])
        self.beginning = _beginning_with(
            {*self.exact, *self.either_number, *self.prefixes, *(word.removesuffix("y") for word in self.singulars)}
        )
        self.longest = max([len(phrase.words) + sum(phrase.gaps) for phrase in self.phrases], default=1)

    def _learn(self, text: Text, found: list[Word]) -> None:
        if len(found) > 1:
            gaps = tuple(after.place - here.place for here, after in pairwise(found))
            self.phrases.append(_Phrase(tuple(word.word for word in found), gaps, text.prefix))
        elif found and len(found[0].word) == 1 and is_unspaced(found[0].word):
            self.letters.add(found[0].word)
        elif found and text.prefix:
            self.prefixes += (found[0].word,)
        elif found:
            (self.exact if text.phrase else self.either_number).add(found[0].word)
        self.singulars = {singular(word) for word in self.either_number}

    def spans(self, text: str) -> Iterator[Span]:
        """Every hit, in order; hits of phrases may overlap others."""
        if not (self.exact or self.either_number or self.prefixes or self.letters or self.phrases):
            return
        if text.isascii() and not self.phrases:
            yield from self._plain(text)
            return
        yield from self._marked(text)

    def _marked(self, text: str) -> Iterator[Span]:
        ahead: deque[Word] = deque()
        for word in words(text):
            ahead.append(word)
            if len(ahead) >= self.longest:
                yield from self._at(ahead)
                ahead.popleft()
        while ahead:
            yield from self._at(ahead)
            ahead.popleft()

    def _plain(self, text: str) -> Iterator[Span]:
        """Single words in a plain text, which most are: by the short way, with the same answer.

        Only words that begin as a wanted one does are looked at (a plural in -ies begins as its singular without the y).
        """
        return (
            Span(*found.span()) for found in self.beginning.finditer(text.lower()) if self._single(found[0][:LONGEST])
        )

    def _at(self, ahead: deque[Word]) -> Iterator[Span]:
        here = ahead[0]
        if here.word[0] in self.letters:
            yield Span(here.start, here.start + 1 if here.pair else here.end)
        elif self._single(here.word):
            yield Span(here.start, here.end)
        for phrase in self.phrases:
            if here.word == phrase.words[0] and (end := _end_of(phrase, ahead)):
                yield Span(here.start, end)

    def _single(self, word: str) -> bool:
        if word in self.exact or (self.prefixes and word.startswith(self.prefixes)):
            return True
        return bool(self.either_number) and (word in self.either_number or singular(word) in self.singulars)


def _beginning_with(beginnings: Iterable[str]) -> re.Pattern[str]:
    """Whole words of a plain text that begin so."""
    plain = sorted({word for word in beginnings if word and word.isascii()})
    either = "|".join(map(re.escape, plain))
    return re.compile(f"(?<![a-z0-9])(?:{either})[a-z0-9]*" if plain else "(?!)")


def _end_of(phrase: _Phrase, ahead: deque[Word]) -> int:
    """Where the phrase ends that begins with the first of `ahead`; 0 when it does not stand there."""
    by_place = {word.place: word for word in ahead}
    place, end, last = ahead[0].place, 0, len(phrase.words) - 1
    for number, (wanted, gap) in enumerate(zip(phrase.words[1:], phrase.gaps, strict=True), start=1):
        place += gap
        found = by_place.get(place)
        open_end = number == last and (phrase.prefix or (len(wanted) == 1 and is_unspaced(wanted)))
        if found is None or not (found.word.startswith(wanted) if open_end else found.word == wanted):
            return 0
        end = found.end
    return end


class Piece(NamedTuple):
    text: str
    hit: bool


def fragments(text: str, marker: Marker) -> list[list[Piece]]:
    """Up to PASSAGES passages around the first hits; the beginning of the text when there is none."""
    spans = _apart(islice(marker.spans(text), MOST_HITS))
    if not spans:
        return [_pieces(text, 0, _edge(text, LEAD, 1), [])] if text.strip() else []
    return [
        _pieces(text, _edge(text, group[0].start - AROUND, -1), _edge(text, group[-1].end + AROUND, 1), group)
        for group in _groups(spans)[:PASSAGES]
    ]


def marked(text: str, marker: Marker) -> list[Piece]:
    """The whole of a short text, its hits marked."""
    return _pieces(text, 0, len(text), _apart(marker.spans(text)))


def html(pieces: Iterable[Piece]) -> str:
    """Escaped, the hits in <mark>."""
    return "".join(f"<mark>{escape(text)}</mark>" if hit else escape(text) for text, hit in pieces)


def _apart(spans: Iterable[Span]) -> list[Span]:
    """In order, none overlapping."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start < found[-1].end:
            found[-1] = Span(found[-1].start, max(span.end, found[-1].end))
        else:
            found.append(span)
    return found


def _groups(spans: list[Span]) -> list[list[Span]]:
    groups = [[spans[0]]]
    for span in spans[1:]:
        if span.start - groups[-1][-1].end <= AROUND:
            groups[-1].append(span)
        else:
            groups.append([span])
    return groups


def _edge(text: str, place: int, step: int) -> int:
    """`place`, moved outward to the nearest gap between words if one is near."""
    place = min(max(place, 0), len(text))
    for moved in range(20):
        here = place + step * moved
        if here <= 0 or here >= len(text):
            return min(max(here, 0), len(text))
        if text[here - 1 if step < 0 else here].isspace():
            return here
    return place


def _pieces(text: str, start: int, end: int, spans: list[Span]) -> list[Piece]:
    pieces, place = [Piece("… ", False)] if start else [], start
    for span in spans:
        pieces += [Piece(_plain(text[place : span.start]), False), Piece(_plain(text[span.start : span.end]), True)]
        place = span.end
    pieces.append(Piece(_plain(text[place:end]), False))
    pieces += [Piece(" …", False)] if end < len(text) else []
    return [piece for piece in pieces if piece.text]


def _plain(text: str) -> str:
    """One line."""
    return " ".join(text.replace("\n", " ").split(" ")) if "\n" in text else text
