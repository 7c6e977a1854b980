"""What a pasted text becomes in a draft, paragraph by paragraph, before anything is written (R38)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from .council_text import Kind, Passage, is_frame, parse
from .form import MAX_LEVEL, Part, bare, clean, is_opening, openings
from .measures import measures_of
from .wording import fold

_BODY = frozenset({Kind.PREAMBULAR, Kind.OPERATIVE, Kind.SUB})
_SEIZED = re.compile(
    r"(?:decides )?(?:that the security council |also |further )?(?:to|should|shall) remain (?:actively )?seized"
    r" of (?:the|this) (?:matter|question|situation)$"
    r"|(?:decide )?(?:egalement |en outre )?de (?:rester|demeurer) (?:activement )?saisie? de (?:la|cette) "
    r"(?:presente )?(?:question|situation|affaire)$"
)


class Note:
    """Why a piece is not quite as it was pasted; sentences for the page."""

    UNKNOWN = "Its opening words are not among those of the Council; it is kept as text."
    NONE = "It has no opening words; it is kept as text."
    SHALLOW = "It stood deeper than a draft goes; it is kept at the deepest level."
    LOST_HEAD = "There is no paragraph above it; it becomes a paragraph of its own."
    PRODUCED = "The closing line is produced, not typed."
    OUTSIDE = "A heading, the enacting line, the line of adoption, a footnote or a quotation: no paragraph of a draft."
    ANNEX = "Annexes are no part of a draft's paragraphs."
    EMPTY = "There are no words in it."


@dataclass(frozen=True)
class Pasted:
    """A paragraph to be written. number: as it was printed; notes: what the drafter should know of it."""

    part: Part
    level: int
    opening: str
    text: str
    number: str = ""
    notes: tuple[str, ...] = ()

    @property
    def measure(self) -> str:
        """The measure proposed for an operative paragraph: the first that its wording speaks of; a person decides."""
        if self.part is not Part.OPERATIVE or self.level:
            return ""
        return next((key for key in measures_of(f"{self.opening} {self.text}") if key != "seized"), "")


@dataclass(frozen=True)
class LeftOut:
    """What of the text does not become a paragraph, with the reason."""

    words: str
    reason: str


@dataclass(frozen=True)
class Reading:
    pasted: tuple[Pasted, ...] = ()
    left_out: tuple[LeftOut, ...] = field(default=())


def read(text: str, *, resolution: bool, language: str = "en") -> Reading:
    """The paragraphs that a pasted text becomes, and what of it is left out. Every word of it is in one or the other.

    A text in which no paragraph of a resolution is recognised becomes paragraphs part by part, kept as text.
    """
    passages = parse(text)
    if not resolution:
        return _plain(passages)
    if not any(one.kind in _BODY for one in passages):
        return _unrecognised(passages)
    pasted: list[Pasted] = []
    left: list[LeftOut] = []
    for one in passages:
        reason = _why_out(one)
        if reason:
            left.append(LeftOut(" ".join(filter(None, (one.number, one.words))), reason))
        else:
            pasted.append(_pasted(one, pasted, language))
    return Reading(tuple(pasted), tuple(left))


def _plain(passages: Iterable[Passage]) -> Reading:
    rows = (" ".join(filter(None, (one.number, one.words))) for one in passages)
    return Reading(tuple(Pasted(Part.PLAIN, 0, "", row) for row in rows if clean(row)))


def _unrecognised(passages: Iterable[Passage]) -> Reading:
    pasted: list[Pasted] = []
    left: list[LeftOut] = []
    for one in passages:
        if not bare(one.words) or is_frame(one.words):
            left.append(LeftOut(one.words, Note.OUTSIDE if bare(one.words) else Note.EMPTY))
        else:
            pasted.append(Pasted(Part.OPERATIVE, 0, "", one.words, one.number, notes=(Note.NONE,)))
    return Reading(tuple(pasted), tuple(left))


def _why_out(one: Passage) -> str:
    if not bare(one.words):
        return Note.EMPTY
    if one.kind is Kind.ANNEX:
        return Note.ANNEX
    if one.kind is Kind.OTHER:
        return Note.OUTSIDE
    closing = one.kind is Kind.OPERATIVE and _SEIZED.match(fold(bare(one.words)))
    return Note.PRODUCED if closing else ""


def _pasted(one: Passage, before: Sequence[Pasted], language: str) -> Pasted:
    part = before[-1].part if one.kind is Kind.SUB and before else Part(_PARTS[one.kind])
    opening, text = _opening(part, one, language)
    notes, level = list(_notes(one, opening)), min(one.level, MAX_LEVEL)
    if one.level > MAX_LEVEL:
        notes.append(Note.SHALLOW)
    if one.kind is Kind.SUB and not before:
        level = 0
        notes.append(Note.LOST_HEAD)
    return Pasted(part, level, opening, text, one.number, tuple(notes))


_PARTS = {Kind.PREAMBULAR: "preambular", Kind.OPERATIVE: "operative", Kind.SUB: "operative"}


def _opening(part: Part, one: Passage, language: str) -> tuple[str, str]:
    """The opening of the list that the paragraph begins with, the longest, and the rest; or all of it as text."""
    if one.kind is Kind.SUB:
        return "", one.words
    if is_opening(part, one.opening):
        return one.opening, one.text
    whole = clean(one.words)
    found = max((words for words in openings(part, language) if _begins(whole, words)), key=len, default="")
    return (found, whole[len(found) :].strip()) if found and bare(whole[len(found) :]) else ("", one.words)


def _begins(whole: str, words: str) -> bool:
    return whole.startswith(words) and not whole[len(words) : len(words) + 1].isalnum()


def _notes(one: Passage, opening: str) -> Iterator[str]:
    if one.kind is not Kind.SUB and not opening:
        yield Note.UNKNOWN if one.opening else Note.NONE
