"""Texts that are nearly the same (R17): folded, cut into shingles, signed by MinHash, compared. Pure.

A text's signature is 128 smallest hashes; two signatures agree in as large a part as their texts' shingles do. Cut
into 20 bands of 6, texts that agree in 70 of 100 shingles share a band in 93 of 100 cases, those at 80 in 99.8, so a
look-up asks an index for bands and never compares all with all.
"""

from __future__ import annotations

import difflib
import hashlib
import re
import struct
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy
from datasketch import MinHash

PERMUTATIONS = 128
BANDS, ROWS = 20, 6
SHINGLE = 5
LEAST_WORDS = 12
LONGEST = 400_000
ALIKE = 0.5
_SEED = 1
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W_]+")


def words(text: str) -> list[str]:
    """The words of a text without case, accents and marks; a Chinese or Japanese character is a word."""
    folded = unicodedata.normalize("NFKD", text[:LONGEST]).casefold()
    return _WORD.findall("".join(mark for mark in folded if not unicodedata.combining(mark)))


def shingles(text: str) -> set[str]:
    """Each run of five words; of a text too short to tell anything, none."""
    found = words(text)
    if len(found) < LEAST_WORDS:
        return set()
    return {" ".join(found[place : place + SHINGLE]) for place in range(len(found) - SHINGLE + 1)}


@dataclass(frozen=True, slots=True)
class Signature:
    """128 numbers of 32 bits, and how many shingles they stand for; values empty for a text too short."""

    values: tuple[int, ...]
    shingles: int

    def pack(self) -> bytes:
        return struct.pack(f"<{len(self.values)}I", *self.values)

    @classmethod
    def unpack(cls, packed: bytes, count: int) -> Signature:
        return cls(struct.unpack(f"<{len(packed) // 4}I", packed), count)

    def bands(self) -> list[int]:
        """Signed 64-bit keys, one for each band: equal keys make two texts worth comparing."""
        if not self.values:
            return []
        rows = [self.values[place * ROWS : (place + 1) * ROWS] for place in range(BANDS)]
        return [_key(place, row) for place, row in enumerate(rows)]


def _key(band: int, row: Sequence[int]) -> int:
    packed = struct.pack(f"<B{len(row)}I", band, *row)
    return int(struct.unpack("<q", hashlib.blake2b(packed, digest_size=8).digest())[0])


def sign(text: str) -> Signature:
    found = shingles(text)
    if not found:
        return Signature((), 0)
    minhash = MinHash(num_perm=PERMUTATIONS, seed=_SEED)
    minhash.update_batch([shingle.encode() for shingle in found])
    return Signature(tuple(int(value) for value in numpy.asarray(minhash.hashvalues)), len(found))


def likeness(one: Signature, other: Signature) -> float:
    """The estimated part of shingles that two texts share, 0 to 1 (off by 0.04 or less in two of three cases)."""
    if not one.values or not other.values:
        return 0.0
    return sum(a == b for a, b in zip(one.values, other.values, strict=True)) / PERMUTATIONS


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of one side: kind "same" or "only" (not on the other side)."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    left: tuple[Piece, ...]
    right: tuple[Piece, ...]

    @property
    def same(self) -> bool:
        return all(piece.kind == "same" for piece in (*self.left, *self.right))


COMPARED = 40_000
_PIECE = re.compile(r"\s+|[^\s]+")


def difference(left: str, right: str) -> list[Row]:
    """The two texts side by side, paragraph by paragraph, with what differs inside marked by words.

    At most 40,000 characters of each are compared; the caller says so when a text is longer.
    """
    one, other = _paragraphs(left), _paragraphs(right)
    matcher = difflib.SequenceMatcher(None, [_plain(p) for p in one], [_plain(p) for p in other], autojunk=False)
    rows: list[Row] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            pairs = zip(one[a:b], other[c:d], strict=True)
            rows += [Row((Piece("same", x),), (Piece("same", y),)) for x, y in pairs]
        else:
            rows += _apart(one[a:b], other[c:d])
    return rows


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"\n\s*\n|\n(?=\S)", text[:COMPARED]) if part.strip()]


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _apart(one: list[str], other: list[str]) -> Iterator[Row]:
    for place in range(max(len(one), len(other))):
        left = one[place] if place < len(one) else ""
        right = other[place] if place < len(other) else ""
        yield Row(*_words_apart(left, right))


def _words_apart(left: str, right: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    one, other = _PIECE.findall(left), _PIECE.findall(right)
    matcher = difflib.SequenceMatcher(None, [p.casefold() for p in one], [p.casefold() for p in other], autojunk=True)
    lefts, rights = [], []
    for kind, a, b, c, d in matcher.get_opcodes():
        same = "same" if kind == "equal" else "only"
        if b > a:
            lefts.append(Piece(same, "".join(one[a:b])))
        if d > c:
            rights.append(Piece(same, "".join(other[c:d])))
    return tuple(lefts), tuple(rights)
