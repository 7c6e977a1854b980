"""R16: words as they are compared, however they are written; and whether a text holds a protected name. Pure."""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from functools import cache

PIECE = 1 << 16
APART = 2
SHORTEST = 3

DASHES = re.compile("\\s*[\u2010-\u2015\u2212-]\\s*")
_ALONE = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"  # scripts that part no words: each character is one
_WORD = re.compile(f"[{_ALONE}]|[^\\W{_ALONE}]+")
_BLANK = re.compile(r"\s")


def words(text: str) -> tuple[str, ...]:
    """The words of a text, however they are written: case, accents, invisible characters and punctuation apart."""
    return tuple(_WORD.findall(plain(text).casefold()))


def plain(text: str) -> str:
    """Without accents and invisible characters."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFKD", text).translate(_unseen())


@cache
def _unseen() -> dict[int, None]:
    return {n: None for n in range(0x110000) if unicodedata.category(chr(n)) in ("Cf", "Mn")}


def runs_of(said: tuple[str, ...], length: int) -> Iterable[tuple[str, ...]]:
    """All stretches of `length` words."""
    return zip(*(said[place:] for place in range(length)), strict=False)


def pieces(text: str) -> Iterator[str]:
    """The text in pieces of about PIECE characters, cut at blanks."""
    start = 0
    while start < len(text):
        blank = _BLANK.search(text, start + PIECE, start + 2 * PIECE)
        end = blank.start() if blank else start + PIECE
        yield text[start:end]
        start = end


def names_person(text: str, name: str) -> bool:
    """Whether all words of a name stand close together: in any order, with up to APART others between them."""
    wanted, said = words(name), words(text)
    if not wanted:
        return False
    sought, known = Counter(wanted), set(wanted)
    places = (place for place, word in enumerate(said) if word in known)
    return any(not sought - Counter(said[place : place + len(wanted) + APART]) for place in places)


def parts(name: str, known: Iterable[str] = ()) -> frozenset[str]:
    """The words of a name of which each may give it away alone: of SHORTEST letters or more, and not among `known`, words
    that everybody reads or that name nobody."""
    return frozenset(word for word in words(name) if len(word) >= SHORTEST).difference(known)


def capitals(text: str) -> frozenset[str]:
    """The words of a text that are written as names are: with a capital, or in a script that has none. Case-folded."""
    return frozenset(word.casefold() for word in _WORD.findall(plain(text)) if word[0] == word[0].upper())


def tells_part(text: str, name: str, designation: str = "", ordinary: Collection[str] = frozenset()) -> bool:
    """Whether a word of a name stands alone as a name is written. The words of the designation, which everybody reads, are
    not counted, nor are `ordinary` ones (mad.reference.vocabulary)."""
    alone = parts(name, {*words(designation), *ordinary} if designation else ordinary)
    return not alone.isdisjoint(capitals(text)) if alone else False
