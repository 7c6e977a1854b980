"""R16, R30: what of a determination may be released, paragraph by paragraph.

A paragraph is withheld as a whole, and its number stays, so that a reader sees how much is missing and where.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

RUN = 6
_REFERENCE = re.compile(r"\b[ES]-\d{4}-\d+\b", re.IGNORECASE)
_ALONE = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"  # scripts that part no words: each character is one
_WORD = re.compile(f"[{_ALONE}]|[^\\W{_ALONE}]+")
_DASHES = re.compile("\\s*[\u2010-\u2015\u2212-]\\s*")


class Part(StrEnum):
    """Whose words a paragraph has: RESULT is the panel's finding in numbers and in words of the law; WORDS were written
    freely; PERSONAL is what single members answered under their letters (R26)."""

    RESULT = "result"
    WORDS = "words"
    PERSONAL = "personal"


class Withheld(StrEnum):
    """Why a paragraph is left out, by rule."""

    TERMS = "R16"
    MEMBERS = "R26"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One numbered paragraph. `rests_on`: items whose content it gives or may give, by number."""

    number: int
    part: Part
    text: str
    lead: str = ""
    points: tuple[str, ...] = ()
    rests_on: frozenset[str] = frozenset()

    @property
    def said(self) -> str:
        return "\n".join((self.lead, self.text, *self.points))


@dataclass(frozen=True, slots=True)
class Closed:
    """What an item that may not be released would be known by: names (its title, the names of its files) and its text."""

    names: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Guard:
    """`free`: numbers of the items that may be released. `names` and `runs`: see `guard`."""

    free: frozenset[str]
    names: frozenset[tuple[str, ...]] = frozenset()
    runs: frozenset[tuple[str, ...]] = frozenset()


def guard(free: Iterable[str], closed: Iterable[Closed]) -> Guard:
    """Names count when they stand in a paragraph whole, a text when RUN of its words follow each other there; a
    shorter text is as a name."""
    names: set[tuple[str, ...]] = set()
    runs: set[tuple[str, ...]] = set()
    for one in closed:
        names |= {said for name in one.names if (said := words(name))}
        text = words(one.text)
        if 0 < len(text) < RUN:
            names.add(text)
        runs |= set(_runs(text, RUN))
    return Guard(frozenset(free), frozenset(names), frozenset(runs))


def words(text: str) -> tuple[str, ...]:
    """The words of a text, however they are written: case, accents, invisible characters and punctuation apart."""
    return tuple(_WORD.findall(_plain(text).casefold()))


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c) not in ("Cf", "Mn"))


def _runs(said: tuple[str, ...], length: int) -> Iterable[tuple[str, ...]]:
    return (said[place : place + length] for place in range(len(said) - length + 1))


def withheld(paragraph: Paragraph, guard: Guard) -> Withheld | None:
    """Why the paragraph is left out of the released version, or None."""
    if paragraph.part is Part.PERSONAL:
        return Withheld.MEMBERS
    if not paragraph.rests_on <= guard.free:
        return Withheld.TERMS
    if paragraph.part is Part.WORDS and tells(paragraph.said, guard):
        return Withheld.TERMS
    return None


def tells(text: str, guard: Guard) -> bool:
    """Whether a text names an item that may not be released, or quotes it. A submission's number is never released."""
    dashed = _DASHES.sub("-", _plain(text))
    if any(found.upper() not in guard.free for found in _REFERENCE.findall(dashed)):
        return True
    said = words(text)
    lengths = {len(name) for name in guard.names}
    if any(run in guard.names for length in lengths for run in _runs(said, length)):
        return True
    return any(run in guard.runs for run in _runs(said, RUN))
