"""Council style, produced and never typed (R38): numbers, punctuation, italics, the enacting line."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from functools import lru_cache

from mad.common.blank import stripped

from .lexicon import LANGUAGES, OPENINGS

ENACTING = "The Security Council"
ENACTED_BY = {
    "en": ENACTING,
    "fr": "Le Conseil de sécurité",
    "es": "El Consejo de Seguridad",
    "ru": "Совет Безопасности",
    "ar": "إن مجلس الأمن",
    "zh": "安全理事会",
}
COMMA = {"ar": "،", "zh": "，"}
# What stands last in a draft resolution, in its language: opening words and text.
SEIZED = {
    "en": ("Decides", "to remain actively seized of the matter"),
    "fr": ("Décide", "de demeurer saisi de la question"),
}
FRENCH = "fr"
MAX_LEVEL = 3


class Part(StrEnum):
    PREAMBULAR = "preambular"
    OPERATIVE = "operative"
    PLAIN = "plain"


@dataclass(frozen=True)
class Piece:
    """A paragraph as written. `level` 0 is a paragraph, 1 to 3 are its sub-paragraphs."""

    key: str
    part: Part
    text: str
    opening: str = ""
    level: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """A paragraph as printed: `number` ("", "1.", "(a)"), opening words in italics, punctuated text."""

    key: str
    part: Part
    level: int
    number: str
    label: str
    opening: str
    text: str
    notes: tuple[int, ...] = ()


def openings(part: Part, language: str = "en") -> tuple[str, ...]:
    """The opening words a drafter can choose from, those of `language` first, the most frequent first."""
    return tuple(words for one in _from(language) for words in OPENINGS.get((part.value, one), ()))


def _from(language: str) -> list[str]:
    return sorted(LANGUAGES, key=lambda other: other != language)


_NEAR = 0.6
_KNOWN = {part: frozenset(openings(part)) for part in Part}


def is_opening(part: Part, words: str) -> bool:
    return words in _KNOWN[part]


def nearest_opening(part: Part, words: str, language: str = "en") -> str:
    """The opening words most like these, capitals and accents aside, those of `language` first; "" when none is near."""
    for one in _from(language):
        listed = {_folded(opening): opening for opening in reversed(OPENINGS.get((part.value, one), ()))}
        found = get_close_matches(_folded(words), listed, n=1, cutoff=_NEAR)
        if found:
            return listed[found[0]]
    return ""


def _folded(words: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", words.casefold()) if not unicodedata.combining(c))


@lru_cache(8192)
def clean(text: str) -> str:
    """One line of plain text: NFC, no control or format characters, single spaces.

    Format characters include zero-width and bidirectional marks: they could hide one word in another.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    composed = unicodedata.normalize("NFC", text)
    spaced = re.sub(r"\s+", " ", composed)
    return stripped(re.sub(" +", " ", "".join(c for c in spaced if _printable(c))))


def _printable(character: str) -> bool:
    category = unicodedata.category(character)
    return category not in ("Cc", "Cf", "Cs", "Co", "Cn") or character in "\u200c\u200d"


_CLOSING = re.compile(r"[\s,;:.،؛。，；：]+$")


def bare(text: str) -> str:
    """The text without the punctuation at its end, which is produced."""
    return _CLOSING.sub("", clean(text))


def lay_out(pieces: Sequence[Piece], language: str = "en") -> tuple[Line, ...]:
    """R38: the paragraphs in order with numbers, punctuation and footnote numbers, as `language` prints them.

    Preambular paragraphs come first, close with a comma and bear no number. Operative ones are numbered and
    close with a semicolon, the last with a full stop; a paragraph that leads into sub-paragraphs closes with
    a colon. Plain paragraphs (outputs that are not resolutions) keep their own punctuation. In French a
    sub-paragraph is a), goes on in the case it was written in, and a no-break space stands before : and ;.
    The label by which a paragraph is spoken of is the same in every language.
    """
    return _lay_out(tuple(pieces), FRENCH if language == FRENCH else "en")


@lru_cache(32)
def _lay_out(pieces: tuple[Piece, ...], language: str) -> tuple[Line, ...]:
    """Remembered, since one answer asks for the same lines several times."""
    ordered = in_order(pieces)
    footnotes = number_notes(ordered)
    return tuple(
        Line(
            key=piece.key,
            part=piece.part,
            level=piece.level,
            number=number.removeprefix("(") if language == FRENCH else number,
            label=label,
            opening=clean(piece.opening),
            text=_closed(piece, ordered[index + 1] if index + 1 < len(ordered) else None, language),
            notes=tuple(footnotes[note] for note in piece.notes),
        )
        for index, (piece, number, label) in enumerate(_numbered(ordered))
    )


def in_order(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Preamble before operative part, otherwise as given; a sub-paragraph never stands deeper than it can."""
    rank = list(Part)
    ordered = sorted(pieces, key=lambda piece: rank.index(piece.part))
    return tuple(_shallow(ordered))


def _shallow(ordered: Sequence[Piece]) -> Iterator[Piece]:
    part, above = None, -1
    for piece in ordered:
        above = -1 if piece.part is not part else above
        part, level = piece.part, max(0, min(piece.level, above + 1, MAX_LEVEL))
        above = level
        yield piece if level == piece.level else _at(piece, level)


def _at(piece: Piece, level: int) -> Piece:
    return Piece(piece.key, piece.part, piece.text, piece.opening, level, piece.notes)


def number_notes(pieces: Iterable[Piece]) -> dict[str, int]:
    """Footnote number of each cited reference, in the order of first mention."""
    numbers: dict[str, int] = {}
    for piece in pieces:
        for note in piece.notes:
            numbers.setdefault(note, len(numbers) + 1)
    return numbers


def _numbered(ordered: Sequence[Piece]) -> Iterator[tuple[Piece, str, str]]:
    """Each piece with its printed number and the label it is spoken of by ("PP2", "3", "3 (a) (i)")."""
    counters = [0] * (MAX_LEVEL + 1)
    part = None
    for piece in ordered:
        if piece.part is not part:
            part, counters = piece.part, [0] * (MAX_LEVEL + 1)
        counters[piece.level] += 1
        counters[piece.level + 1 :] = [0] * (MAX_LEVEL - piece.level)
        yield piece, _number(piece, counters), _label(piece.part, counters[: piece.level + 1])


def _number(piece: Piece, counters: Sequence[int]) -> str:
    if piece.level:
        return sub_number(piece.level, counters[piece.level])
    return f"{counters[0]}." if piece.part is Part.OPERATIVE else ""


def _label(part: Part, counters: Sequence[int]) -> str:
    prefix = {Part.PREAMBULAR: "PP", Part.PLAIN: "Paragraph "}.get(part, "")
    subs = [sub_number(level, n) for level, n in enumerate(counters) if level]
    return " ".join([f"{prefix}{counters[0]}", *subs])


def sub_number(level: int, count: int) -> str:
    """(a), (b) … (aa) at level 1; (i), (ii) at level 2; a., b. at level 3."""
    if level == 1:
        return f"({letters(count)})"
    if level == 2:
        return f"({roman(count)})"
    return f"{letters(count)}."


def letters(count: int) -> str:
    name = ""
    while count:
        count, rest = divmod(count - 1, 26)
        name = chr(ord("a") + rest) + name
    return name


NUMERALS = (
    *((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x")),
    *((9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


def roman(count: int) -> str:
    name = ""
    for value, numeral in NUMERALS:
        times, count = divmod(count, value)
        name += numeral * times
    return name


def _closed(piece: Piece, following: Piece | None, language: str) -> str:
    if piece.part is Part.PLAIN:
        return spaced(clean(piece.text), language)
    text, mark = bare(piece.text), _mark(piece, following)
    if language == FRENCH:
        return spaced(text, language) + closing(mark, language)
    if piece.level and not piece.opening:
        text = text[:1].upper() + text[1:]
    return text + mark


_NO_BREAK = "\u00a0"
_HELD = re.compile(r" (?=[:;!?»])|(?<=«) ")


def spaced(text: str, language: str) -> str:
    """The blanks that French writes beside its marks, so that no line breaks there."""
    return _HELD.sub(_NO_BREAK, text) if language == FRENCH else text


def closing(mark: str, language: str) -> str:
    """A mark at the end of a paragraph, with the space that French sets before it."""
    return f"{_NO_BREAK}{mark}" if language == FRENCH and mark in (":", ";") else mark


def _mark(piece: Piece, following: Piece | None) -> str:
    if following is not None and following.part is piece.part and following.level > piece.level:
        return ":"
    if piece.part is Part.PREAMBULAR:
        return ","
    return "." if following is None or following.part is not piece.part else ";"


def as_text(lines: Sequence[Line], language: str = "en") -> str:
    """The draft as plain text: what is frozen when it is put to the vote (R35)."""
    body = [_plain(line) for line in lines]
    if any(line.part is not Part.PLAIN for line in lines):
        body.insert(0, f"{ENACTED_BY.get(language, ENACTING)}{COMMA.get(language, ',')}")
    return "\n\n".join(body)


def _plain(line: Line) -> str:
    parts = [part for part in (line.number, line.opening) if part]
    return "    " * line.level + " ".join(parts) + _joined(bool(parts), line.text)


def _joined(follows: bool, text: str) -> str:
    return text if not follows or text[:1] in ",;:." else f" {text}"
