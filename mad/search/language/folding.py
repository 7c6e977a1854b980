"""What is the same word to a reader: case, accents, forms of letters and digits fold into one. Pure."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LONGEST = 100

# Marks that readers leave out or get wrong: accents, Cyrillic and Hebrew points, Arabic vowels and hamzas.
# Marks that make another letter (Japanese voicing, Indic vowels) stay.
_DROPPED = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u0711\u0730-\u074a"
    "\u08d3-\u08ff\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f"
    "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_LETTERS = str.maketrans(
    {
        **dict(zip("øłđıħŧŋȷ", "oldihtnj", strict=True)),
        **{"æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ĳ": "ij"},
        # Arabic and Persian forms of one letter.
        **{"\u0629": "\u0647", "\u0649": "\u064a", "\u0671": "\u0627", "\u06a9": "\u0643", "\u06cc": "\u064a"},
        **{"\u06d2": "\u064a", "\u06c1": "\u0647", "\u06be": "\u0647"},
    }
)


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """`word` as the index keeps it: "Wałęsa" and "walesa", "أحمد" and "احمد", "ёлка" and "елка" are one each."""
    if word.isascii():
        return word.lower()[:LONGEST]
    plain = _DROPPED.sub("", unicodedata.normalize("NFKD", word)).casefold()
    plain = _DROPPED.sub("", unicodedata.normalize("NFKD", plain)).translate(_LETTERS)
    return unicodedata.normalize("NFC", "".join(_digit(letter) for letter in plain if _kept(letter)))[:LONGEST]


def _kept(letter: str) -> bool:
    return letter.isalnum() or unicodedata.category(letter)[0] == "M"


def _digit(letter: str) -> str:
    return letter if letter.isascii() else str(unicodedata.decimal(letter, letter))


@lru_cache(maxsize=65536)
def singular(word: str) -> str:
    """English and French plurals without their s (Harman's rules); other words as they are."""
    if len(word) < 4 or not word.endswith("s") or not word.isascii() or word.isdigit():
        return word
    if word.endswith("ies"):
        return word if word.endswith(("eies", "aies")) else word[:-3] + "y"
    return word if word.endswith(("us", "ss")) else word[:-1]
