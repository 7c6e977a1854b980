"""Sentences with values in them, in the reader's language: "Session 3 is still open." is heard as "Session {0} is still open.".

The rules, the services and the record say what they say in English, once, with its values filled in: such a sentence is
stored, goes out over the API and stands on the docket. A page finds the sentence in the catalogue by its fixed words,
and says it again with the same values. Templates with {0}, {1}… are those sentences; mad/frame/spoken.py gathers them.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils import dates
from django.utils.translation import get_language, trans_real
from django.utils.translation import gettext as _

from mad.frame.when import MONTHS

VALUE = re.compile(r"\{\d+\}")
ENGLISH_MONTHS = tuple(calendar.month_name)[1:]
DATE = re.compile(rf"(\d{{1,2}}) ({'|'.join(ENGLISH_MONTHS)}) (\d{{4}})((?:,| at) \d{{2}}:\d{{2}})?")
MARKS = (" · ", " ", "; ", ": ", ", ")  # the blank: between sentences
RULE = re.compile(r"R\d+(?: [a-f])?")
SENTENCE_END = re.compile(r"(?<=[a-z0-9)][.!?]) (?=[A-Z])")
JOINED = {"fr": {"; ": "\u00a0; ", ": ": "\u00a0: "}}
LONGEST = 1500


@dataclass(frozen=True, slots=True)
class Sentence:
    """words: as in the catalogue. longest: its longest run of fixed words; fixed: letters of all of them."""

    words: str
    longest: str
    fixed: int
    shape: re.Pattern[str]


def say(words: object) -> str:
    """A word or sentence of the product in the reader's language; what the catalogue does not know stays as it is."""
    said, language = str(words), get_language() or "en"
    if not said or language.startswith("en"):
        return said
    return _said(said, language) if len(said) <= LONGEST else _(said)


@lru_cache(4096)
def _said(said: str, language: str) -> str:
    if (known := _(said)) != said:
        return known
    for sentence in _sentences(language):
        # Looking for fixed words first costs a tenth of what the pattern does.
        if sentence.longest in said and (found := sentence.shape.fullmatch(said)):
            return _(sentence.words).format(*map(_value, found.groups()))
    return _listed(said, language, whole=True)


def _value(given: str) -> str:
    """A name stays as it is; a word of the rules, a date, a list of words and a sentence within the sentence do not."""
    if not given.strip():
        return given
    # "published" alone may stand for something else in the catalogue than the stage "Published".
    capital = given[:1].upper() + given[1:]
    if capital != given and (known := say(capital)) != capital:
        return known[:1].lower() + known[1:]
    date = DATE.fullmatch(given)
    said = _dated(date) if date else say(given)
    return said if said != given else _listed(given, get_language() or "en")


def _listed(given: str, language: str, whole: bool = False) -> str:
    """Words joined by a mark, each for itself. whole: nothing says that this is a list, so all of them must be known."""
    for mark in MARKS:
        pieces = SENTENCE_END.split(given) if mark == " " else given.split(mark, 1 if mark == ": " else -1)
        said = [_value(piece) for piece in pieces] if len(pieces) > 1 else []
        if said and _is_list(mark, pieces, [one != piece for one, piece in zip(said, pieces, strict=True)], whole):
            return JOINED.get(language, {}).get(mark, mark).join(said)
    return given


def _is_list(mark: str, pieces: list[str], known: list[bool], whole: bool) -> bool:
    if mark == ": ":  # "R39 e: a sentence", or a condition and how it stands; the title of a case has its colon too
        return known[1] if RULE.fullmatch(pieces[0]) else known[0] and pieces[0][:1].islower()
    return all(known) if whole and mark in (", ", "; ") else any(known)


def _dated(found: re.Match[str]) -> str:
    names = MONTHS.get(get_language() or "en", dates.MONTHS)
    month = names[ENGLISH_MONTHS.index(found[2]) + 1]
    return f"{found[1]} {month} {found[3]}{', ' + found[4][-5:] if found[4] else ''}"


@lru_cache(maxsize=16)
def _sentences(language: str) -> tuple[Sentence, ...]:
    """Every sentence with values, those with the most fixed words first, so that the closest one is heard."""
    catalogue: Any = trans_real.translation(language)
    messages = {key for key, __ in catalogue._catalog.items() if isinstance(key, str)}
    found = [sentence_of(words) for words in messages if "\x04" not in words and VALUE.search(words)]
    return tuple(sorted(found, key=lambda s: (-s.fixed, s.words)))


def sentence_of(words: str) -> Sentence:
    parts = VALUE.split(words)
    first, *between = map(re.escape, parts)
    # A value ends where the next fixed words first stand, and the last one where the sentence ends: whoever writes a
    # sentence into a sentence does not make the pattern try every way of parting it.
    values = "".join(f"(?>(.*?){fixed})" for fixed in between[:-1]) + "".join(f"(.*){fixed}" for fixed in between[-1:])
    shape = re.compile(first + values, re.DOTALL)
    return Sentence(words, max(parts, key=len), sum(map(len, parts)), shape)
