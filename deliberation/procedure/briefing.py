"""R47: what a brief consists of, and whether its words tell what has not been released.

A text tells by a docket number, by a name (a title, a person, a file), or by a quotation: RUN words that follow each
other as they do in something closed. What stands in a text that was published is released, whoever else says it too.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from cases.procedure.release import RUN
from cases.procedure.words import capitals, parts, words

LEAST_NAME = 3
"""A title of fewer words ("Report", "North Darfur") says nothing by itself; a person's name counts however short."""

SECTIONS: Mapping[str, str] = {
    "assessment": "Assessment",
    "published": "What the Division published",
    "council": "The Security Council",
    "events": "Public event data: months out of line",
    "horizon": "What lies ahead",
}
"""Key → heading, in order."""

_NUMBER = re.compile(r"\b[A-Z]{1,3}-\d{4}-\d+\b", re.IGNORECASE)
_DASHES = re.compile("\\s*[\u2010-\u2015\u2212-]\\s*")


def numbers_in(text: str) -> set[str]:
    """Docket numbers, however their dashes and letters are written."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c) not in ("Cf", "Mn"))
    return {found.upper() for found in _NUMBER.findall(_DASHES.sub("-", plain))}


@dataclass
class Told:
    """A text as it is looked through for what is closed. released: texts that were published; free: numbers that were."""

    text: str
    released: Iterable[str] = ()
    free: frozenset[str] = frozenset()
    _sequences: dict[int, set[tuple[str, ...]]] = field(default_factory=dict)

    @cached_property
    def numbers(self) -> set[str]:
        """Docket numbers that the text gives and that were not published."""
        return numbers_in(self.text) - self.free

    def names(self, name: str, least: int = LEAST_NAME) -> bool:
        said = words(name)
        return len(said) >= least and said in self._of(len(said))

    def names_part(self, name: str, known: Iterable[str]) -> bool:
        """Whether a word of a person's name stands here alone as a name is written, and in nothing that was published.
        known: words of the designation, and ordinary ones."""
        alone = parts(name, known) & self._capitals
        return any((word,) in self._of(1) for word in alone)

    @cached_property
    def _capitals(self) -> frozenset[str]:
        return capitals(self.text)

    def quotes(self, text: str) -> bool:
        """Whether RUN words of a closed text stand here as they do there."""
        mine = self._of(RUN)
        if not mine:
            return False
        said = words(text)
        return any(said[place : place + RUN] in mine for place in range(len(said) - RUN + 1))

    def _of(self, length: int) -> set[tuple[str, ...]]:
        """Sequences of so many words that stand here and in nothing that was published."""
        if length not in self._sequences:
            free = {run for text in self.released for run in _runs(text, length)}
            self._sequences[length] = set(_runs(self.text, length)) - free
        return self._sequences[length]


def _runs(text: str, length: int) -> Iterable[tuple[str, ...]]:
    said = words(text)
    return (said[place : place + length] for place in range(len(said) - length + 1))
