"""A Council text as it is kept for a comparison: its paragraphs as `council_text` reads them, each with the label by
which it is spoken of ("PP2", "4", "4 (b) (ii)", "Annex II, 3 (a)") (R38, R42)."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from .council_text import Kind, Passage, parse
from .form import clean
from .markers import heads_annex

MOST = 1000
LONGEST = 20_000
LONGEST_HEAD = 20
"""Of the label of a paragraph that is no sub-paragraph: a judgement names by it what answers a measure."""


class Unreadable(ValueError):
    """A text that cannot be taken as paragraphs; the message says why."""


@dataclass(frozen=True)
class Labelled:
    """A passage, the kind of the paragraph that it is or stands under, and its label ("" for what is no paragraph)."""

    passage: Passage
    part: Kind
    label: str


@dataclass(frozen=True)
class Read:
    """part: preambular, operative, annex or other. number: as printed. level: 0, sub-paragraphs from 1."""

    label: str
    part: str
    number: str
    level: int
    text: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def read(text: str) -> tuple[Read, ...]:
    """Everything of a pasted text, in order, annexes included. Raises Unreadable for one beyond the bounds."""
    rows = (_row(one) for one in labelled(parse(text)))
    found = tuple(row for row in rows if row.text)
    if len(found) > MOST:
        raise Unreadable(f"The text has {len(found):,} paragraphs; at most {MOST:,} are compared.")
    long = next((one for one in found if len(one.text) > LONGEST), None)
    if long:
        raise Unreadable(f"Paragraph {long.label or long.text[:40]} has more than {LONGEST:,} characters.")
    return found


def _row(one: Labelled) -> Read:
    passage = one.passage
    return Read(one.label, one.part.value, clean(passage.number), passage.level, clean(passage.words))


def labelled(passages: Iterable[Passage]) -> Iterator[Labelled]:
    """Each passage with its label. A number that stands twice is told apart: "3", then "3 [2]"."""
    reader = _Labels()
    for one in passages:
        part, label = reader.next(one)
        yield Labelled(one, part, label)


class _Labels:
    def __init__(self) -> None:
        self.counts: Counter[Kind] = Counter()
        self.given: Counter[str] = Counter()
        self.part, self.annex, self.path = Kind.OTHER, "", [""]

    def next(self, one: Passage) -> tuple[Kind, str]:
        if one.kind is Kind.OTHER:
            return one.kind, ""
        if one.kind is Kind.ANNEX:
            return one.kind, self._annexed(one)
        if one.kind is Kind.SUB:
            return self.part, self._below(one)
        self.part = one.kind
        self.counts[one.kind] += 1
        return one.kind, self._head(_name(one, self.counts[one.kind]))

    def _annexed(self, one: Passage) -> str:
        """An annex is called by its heading; what it does not number stands under the paragraph before."""
        headed = not one.number and heads_annex(one.words)
        if headed or self.part is not Kind.ANNEX:
            self.part = Kind.ANNEX
            self.annex = self._head(_heading(one.words) if headed else "Annex")
        if one.number:
            return self._below(one) if one.level else self._head(f"{self.annex}, {_bare(one.number)}")
        return self.path[0]

    def _head(self, name: str) -> str:
        self.given[name] += 1
        again = f" [{self.given[name]}]" if self.given[name] > 1 else ""
        self.path = [name[: LONGEST_HEAD - len(again)] + again]
        return self.path[0]

    def _below(self, one: Passage) -> str:
        self.path = [*self.path[: one.level], one.number]
        return " ".join(filter(None, self.path))


def _heading(words: str) -> str:
    word, _space, number = words.rstrip(" .:").partition(" ")
    return f"{word.capitalize()} {number.upper()}".strip()


def _name(one: Passage, count: int) -> str:
    return f"PP{count}" if one.kind is Kind.PREAMBULAR else _bare(one.number) or f"OP{count}"


def _bare(number: str) -> str:
    return number.rstrip(" .,_-–")
