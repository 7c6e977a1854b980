"""Words that mean force, words that suggest a change of regime, words of negotiation (R39).

Texts are folded before they are read: case, accents, invisible characters, look-alike letters and hyphens
make no difference, so that a word cannot be hidden from the rule.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from . import lexicon

_LOOK_ALIKE = str.maketrans(
    "аеорсухіјѕԁһкмтвнΑΒΕΖΗΙΚΜΝΟΡΤΥΧαερονικτυχ",
    "aeopcyxijsdhkmtbhABEZHIKMNOPTYXaepoviktux",
)
_INVISIBLE = ("Mn", "Cf", "Cc")


@lru_cache(256)
def fold(text: str) -> str:
    """Lower case, no accents, no invisible characters, plain hyphens and single spaces."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_LOOK_ALIKE))
    visible = (c for c in decomposed if c in "\n\t\r" or unicodedata.category(c) not in _INVISIBLE)
    spaced = re.sub(r"[\u2010-\u2015\u2212_-]+", " ", "".join(visible).casefold())
    return re.sub(r"\s+", " ", spaced).replace("’", "'").strip()


def _compiled(patterns: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in patterns)


_FORCE = _compiled(lexicon.FORCE)
_FORCE_UNLESS = _compiled(lexicon.FORCE_UNLESS_FORBIDDEN)
_FORBIDDING = re.compile(lexicon.FORBIDDING)
_REGIME = _compiled(lexicon.REGIME)
_NEGOTIATION = _compiled(lexicon.NEGOTIATION)
_FACT = _compiled(lexicon.FACT)
_REACH = 90
_REMEMBERED = 512


@lru_cache(_REMEMBERED)
def force_words(text: str) -> str | None:
    """The words that mean force, or None.

    "All necessary means" and its family always mean force. "Use of force", "air strikes" and the like do so
    unless the words shortly before them end, condemn or forbid it.
    """
    folded = fold(text)
    return _first(_FORCE, folded) or next(_unforbidden(folded), None)


def _unforbidden(folded: str) -> Iterator[str]:
    for pattern in _FORCE_UNLESS:
        for match in pattern.finditer(folded):
            if not _FORBIDDING.search(folded[max(0, match.start() - _REACH) : match.start()]):
                yield match.group().strip()


@lru_cache(_REMEMBERED)
def regime_words(text: str) -> str | None:
    """The words that suggest a change of regime, or None."""
    return _first(_REGIME, fold(text))


@lru_cache(_REMEMBERED)
def seeks_negotiation(text: str) -> bool:
    """Whether the words speak of negotiating. A text without Latin letters is taken at its tag."""
    return _first(_NEGOTIATION, fold(text)) is not None or not re.search(r"[A-Za-z]{3}", text)


@lru_cache(_REMEMBERED)
def states_fact(opening: str, text: str) -> bool:
    """R39 f: whether a preambular paragraph asserts a fact, by its opening words or by what it says."""
    return fold(opening) in lexicon.FACT_OPENINGS or _first(_FACT, fold(text)) is not None


def names(text: str, terms: Sequence[str]) -> str | None:
    """The first of `terms` that the text names as a whole word, or None."""
    folded = fold(text)
    return next((term for term in terms if re.search(rf"\b{re.escape(fold(term))}\b", folded)), None)


def _first(patterns: Iterable[re.Pattern[str]], folded: str) -> str | None:
    for pattern in patterns:
        match = pattern.search(folded)
        if match:
            return match.group().strip()
    return None
