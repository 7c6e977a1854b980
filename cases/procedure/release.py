"""R16, R30: what of a determination may be released, paragraph by paragraph.

A paragraph is withheld as a whole, and its number stays, so that a reader sees how much is missing and where.
"""

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass
from enum import StrEnum

from .words import DASHES, capitals, names_person, parts, pieces, plain, runs_of, tells_part, words

RUN = 6
_REFERENCE = re.compile(r"\b[ES]-\d{4}-\d+\b", re.IGNORECASE)


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
    """What an item that may not be released would be known by: names (its title, the names of its files) and its texts,
    however long: what was sent as words, and what was read out of its file and of the files in it."""

    names: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whose name is protected. `designation` is what everybody reads of them; its words give nothing away."""

    name: str
    designation: str = ""


@dataclass(frozen=True, slots=True)
class Guard:
    """`free`: numbers of the items that may be released. `names` and `runs`: see `guard`. `persons`: protected names;
    `sources`: words of which each alone gives a protected source away; `ordinary`: words that name nobody."""

    free: frozenset[str]
    names: frozenset[tuple[str, ...]] = frozenset()
    runs: frozenset[tuple[str, ...]] = frozenset()
    persons: tuple[Person, ...] = ()
    sources: frozenset[str] = frozenset()
    ordinary: Set[str] = frozenset()


def guard(
    free: Iterable[str],
    closed: Iterable[Closed],
    *,
    said: Iterable[str],
    open_texts: Iterable[str] = (),
    persons: Iterable[Person] = (),
    sources: Iterable[str] = (),
    ordinary: Set[str] = frozenset(),
) -> Guard:
    """What must not be told by `said`, the texts that are to be released.

    Names count when they stand in a paragraph whole, a text when RUN of its words follow each other there; a shorter text
    is as a name. Of a text only the runs are kept that `said` has too, so that a long one takes time and no room. What
    `open_texts`, those of items that may be released, say in the same words may be quoted: a redacted copy is made for it.
    Of the names of `sources` each word counts that is not an ordinary one, nor one that the open texts say as well.
    """
    said = tuple(said)
    wanted = frozenset(run for text in said for run in runs_of(words(text), RUN))
    names: set[tuple[str, ...]] = set()
    runs: set[tuple[str, ...]] = set()
    for one in closed:
        names |= {found for name in one.names if (found := words(name))}
        for text in one.texts:
            short, quoted = read(text, wanted)
            names |= short
            runs |= quoted
    telling = _telling(sources, said, ordinary)
    for text in open_texts if runs or telling else ():
        runs -= read(text, runs)[1]
        telling = telling.difference(*map(words, pieces(text))) if telling else telling
    return Guard(frozenset(free), frozenset(names), frozenset(runs), tuple(persons), telling, ordinary)


def _telling(sources: Iterable[str], said: Iterable[str], ordinary: Set[str]) -> frozenset[str]:
    """Words of the sources' names that `said` has."""
    telling = {word for name in sources for word in parts(name, ordinary)}
    return frozenset(telling).intersection(word for text in said for word in capitals(text)) if telling else frozenset()


def read(text: str, wanted: Set[tuple[str, ...]]) -> tuple[set[tuple[str, ...]], set[tuple[str, ...]]]:
    """The text itself when it is shorter than RUN words, and those of its runs that are wanted. Read piece by piece."""
    held: tuple[str, ...] = ()
    found: set[tuple[str, ...]] = set()
    long = False
    for piece in pieces(text):
        held += words(piece)
        if len(held) >= RUN:
            found.update(run for run in runs_of(held, RUN) if run in wanted)
            held, long = held[1 - RUN :], True
    return (set() if long or not held else {held}), found


def withheld(paragraph: Paragraph, guard: Guard) -> Withheld | None:
    """Why the paragraph is left out of the released version, or None."""
    if paragraph.part is Part.PERSONAL:
        return Withheld.MEMBERS
    if not paragraph.rests_on <= guard.free:
        return Withheld.TERMS
    if paragraph.part is Part.WORDS and tells(paragraph.said, guard):
        return Withheld.TERMS
    return None


def references_in(text: str) -> list[str]:
    """Numbers of items and submissions, however their letters and dashes are written."""
    return [found.upper() for found in _REFERENCE.findall(DASHES.sub("-", plain(text)))]


def tells(text: str, guard: Guard) -> bool:
    """Whether a text names an item that may not be released, or quotes it, or names a protected person. A submission's
    number is never released."""
    if any(found not in guard.free for found in references_in(text)):
        return True
    said = words(text)
    lengths = {len(name) for name in guard.names}
    if any(run in guard.names for length in lengths for run in runs_of(said, length)):
        return True
    if any(run in guard.runs for run in runs_of(said, RUN)):
        return True
    return _tells_part(text, guard)


def tells_name(text: str, guard: Guard) -> bool:
    """Whether a text names a protected person or source, whole or by a part; quotations and numbers apart."""
    said = words(text)
    lengths = {len(name) for name in guard.names}
    return any(run in guard.names for length in lengths for run in runs_of(said, length)) or _tells_part(text, guard)


def _tells_part(text: str, guard: Guard) -> bool:
    if guard.sources and not guard.sources.isdisjoint(capitals(text)):
        return True
    return any(tells_person(text, one, guard.ordinary) for one in guard.persons)


def tells_person(text: str, one: Person, ordinary: Set[str]) -> bool:
    """Whether a text gives a protected name, or a word of it that names somebody by itself."""
    return names_person(text, one.name) or tells_part(text, one.name, one.designation, ordinary)
