"""Word-level differences between two texts, and the merge of two changes of one text (R38, R40).

A text is cut into tokens (words, runs of white space, single marks and ideographs) that join to the text again. Two
token sequences are aligned first on what occurs once in both (so that a moved phrase does not tear its neighbours),
then by the shortest edit between those anchors. What differs altogether is shown as replaced, never as confetti, and
the work is bounded: no pair of texts can cost more than about `MOST_EDITS` squared steps a gap.
"""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, pairwise
from typing import NamedTuple

MOST_EDITS = 300

_MARKS = "".join(c for c in map(chr, range(0x300, 0x20F1)) if unicodedata.category(c) in ("Mn", "Mc", "Me"))
_WORD = rf"[\w{_MARKS}]"
_IDEOGRAPH = r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f]"
_TOKEN = re.compile(
    rf"\s+|{_IDEOGRAPH}[{_MARKS}]*|(?:(?!{_IDEOGRAPH}){_WORD})+(?:[-'’‑](?:(?!{_IDEOGRAPH}){_WORD})+)*|.", re.DOTALL
)


class Kind(StrEnum):
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


class Op(NamedTuple):
    """before[i1:i2] stands where after[j1:j2] does; `same` when they are equal. Ops follow one another without gap."""

    same: bool
    i1: int
    i2: int
    j1: int
    j2: int


@dataclass(frozen=True)
class Piece:
    """A run of text as shown: kept, taken out or put in."""

    kind: Kind
    text: str

    @property
    def same(self) -> bool:
        return self.kind is Kind.SAME


@dataclass(frozen=True)
class Conflict:
    """Where both changed the same words differently."""

    base: str
    mine: str
    theirs: str


@dataclass(frozen=True)
class Merge:
    """The parts in order: text both agree on, and conflicts."""

    parts: tuple[str | Conflict, ...]

    @property
    def clean(self) -> bool:
        return not any(isinstance(part, Conflict) for part in self.parts)

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        return tuple(part for part in self.parts if isinstance(part, Conflict))

    @property
    def text(self) -> str:
        """The merged text; where there is a conflict, my words stand."""
        return "".join(part.mine if isinstance(part, Conflict) else part for part in self.parts)


def tokens(text: str) -> tuple[str, ...]:
    """Words, white space and marks; "".join(tokens(text)) is the text."""
    return tuple(_TOKEN.findall(text))


def opcodes(before: Sequence[Hashable], after: Sequence[Hashable]) -> tuple[Op, ...]:
    """How `before` becomes `after`: equal and changed runs in turn, covering both whole."""
    return tuple(_joined(_aligned(before, after), len(before), len(after)))


def difference(before: str, after: str) -> tuple[Piece, ...]:
    """The difference for a reader: between two changes parted by mere space, the space changes with them."""
    old, new = tokens(before), tokens(after)
    pieces: list[Piece] = []
    for op in _readable(opcodes(old, new), old):
        if op.same:
            pieces.append(Piece(Kind.SAME, "".join(old[op.i1 : op.i2])))
            continue
        removed, added = "".join(old[op.i1 : op.i2]), "".join(new[op.j1 : op.j2])
        pieces += [Piece(kind, said) for kind, said in ((Kind.REMOVED, removed), (Kind.ADDED, added)) if said]
    return tuple(pieces)


def before_of(pieces: Sequence[Piece]) -> str:
    return "".join(piece.text for piece in pieces if piece.kind is not Kind.ADDED)


def after_of(pieces: Sequence[Piece]) -> str:
    return "".join(piece.text for piece in pieces if piece.kind is not Kind.REMOVED)


def merge(base: str, mine: str, theirs: str) -> Merge:
    """Both changes of `base` in one text. Words that both changed, or changed side by side, are a conflict."""
    old, ours, others = tokens(base), tokens(mine), tokens(theirs)
    parts: list[str | Conflict] = []
    done = 0
    mapped, mapped_other = _Follower(opcodes(old, ours)), _Follower(opcodes(old, others))
    for start, end in _regions(mapped.changes, mapped_other.changes):
        parts.append("".join(old[done:start]))
        was = "".join(old[start:end])
        a, b = "".join(ours[mapped.span(start, end)]), "".join(others[mapped_other.span(start, end)])
        parts.append(_settled(was, a, b))
        done = end
    parts.append("".join(old[done:]))
    return Merge(tuple(_runs(parts)))


def _settled(base: str, mine: str, theirs: str) -> str | Conflict:
    if mine == theirs or theirs == base:
        return mine
    return theirs if mine == base else Conflict(base, mine, theirs)


def _runs(parts: Sequence[str | Conflict]) -> Iterator[str | Conflict]:
    """Neighbouring texts as one, empty ones left out."""
    for plain, run in groupby(parts, key=lambda part: isinstance(part, str)):
        if not plain:
            yield from run
        elif said := "".join(str(part) for part in run):
            yield said


def _regions(mine: Sequence[Op], theirs: Sequence[Op]) -> Iterator[tuple[int, int]]:
    """Runs of the base that somebody changed; what overlaps or touches is one run."""
    start, end = -1, -1
    for op in sorted([*mine, *theirs], key=lambda op: (op.i1, op.i2)):
        if start >= 0 and op.i1 <= end:
            end = max(end, op.i2)
            continue
        if start >= 0:
            yield start, end
        start, end = op.i1, op.i2
    if start >= 0:
        yield start, end


class _Follower:
    """Where a run of the base stands in the changed text; runs are asked for from first to last."""

    def __init__(self, ops: Sequence[Op]) -> None:
        self.changes = [op for op in ops if not op.same]
        self._next, self._shift = 0, 0

    def span(self, start: int, end: int) -> slice:
        first = start + self._shift
        while self._next < len(self.changes) and self.changes[self._next].i1 <= end:
            op = self.changes[self._next]
            self._shift = op.j2 - op.i2
            self._next += 1
        return slice(first, end + self._shift)


def _readable(ops: Sequence[Op], old: Sequence[str]) -> Iterator[Op]:
    """Changes parted by nothing but space become one change."""
    held: Op | None = None
    for place, op in enumerate(ops):
        inner = 0 < place < len(ops) - 1
        if op.same and not (inner and held and all(token.isspace() for token in old[op.i1 : op.i2])):
            if held:
                yield held
            yield op
            held = None
        else:
            held = Op(False, held.i1, op.i2, held.j1, op.j2) if held else op
    if held:
        yield held


def _joined(pairs: Iterator[tuple[int, int]], before: int, after: int) -> Iterator[Op]:
    """Ops over the matched pairs of indexes."""
    i = j = 0
    run: tuple[int, int] | None = None
    for a, b in pairs:
        if run and (a, b) == (i, j):
            i, j = a + 1, b + 1
            continue
        if run:
            yield Op(True, run[0], i, run[1], j)
        if (a, b) != (i, j):
            yield Op(False, i, a, j, b)
        run, i, j = (a, b), a + 1, b + 1
    if run:
        yield Op(True, run[0], i, run[1], j)
    if (i, j) != (before, after):
        yield Op(False, i, before, j, after)


def _aligned(a: Sequence[Hashable], b: Sequence[Hashable]) -> Iterator[tuple[int, int]]:
    """Matched pairs of indexes, both rising."""
    spans = [(0, len(a), 0, len(b), True)]
    while spans:
        i, i_end, j, j_end, anchored = spans.pop()
        while i < i_end and j < j_end and a[i] == b[j]:
            yield i, j
            i, j = i + 1, j + 1
        tail = 0
        while i < i_end - tail and j < j_end - tail and a[i_end - tail - 1] == b[j_end - tail - 1]:
            tail += 1
        if tail:
            spans.append((i_end - tail, i_end, j_end - tail, j_end, False))
            i_end, j_end = i_end - tail, j_end - tail
        if i == i_end or j == j_end:
            continue
        anchors = _anchors(a, b, i, i_end, j, j_end) if anchored else []
        if not anchors:
            yield from ((i + x, j + y) for x, y in _shortest(a[i:i_end], b[j:j_end]))
            continue
        edges = [(i - 1, j - 1), *anchors, (i_end, j_end)]
        parts: list[tuple[int, int, int, int, bool]] = []
        for (a1, b1), (a2, b2) in pairwise(edges):
            parts.append((a1 + 1, a2, b1 + 1, b2, True))
            if (a2, b2) != (i_end, j_end):
                parts.append((a2, a2 + 1, b2, b2 + 1, False))
        spans += reversed(parts)


def _anchors(
    a: Sequence[Hashable], b: Sequence[Hashable], i: int, i_end: int, j: int, j_end: int
) -> list[tuple[int, int]]:
    """The longest rising run of pairs of what occurs exactly once in both (patience)."""
    once_a, once_b = Counter(a[i:i_end]), Counter(b[j:j_end])
    where = {b[y]: y for y in range(j, j_end) if once_b[b[y]] == 1}
    pairs = [(x, where[a[x]]) for x in range(i, i_end) if once_a[a[x]] == 1 and a[x] in where]
    return _rising(pairs)


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for place, (_, y) in enumerate(pairs):
        pile = bisect_left(tops, y)
        before.append(ends[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(y)
            ends.append(place)
        else:
            tops[pile], ends[pile] = y, place
    chain: list[tuple[int, int]] = []
    place = ends[-1] if ends else -1
    while place >= 0:
        chain.append(pairs[place])
        place = before[place]
    return chain[::-1]


def _shortest(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[tuple[int, int]]:
    """The matches of a shortest edit (Myers), or none when it would take more than MOST_EDITS changes."""
    n, m = len(a), len(b)
    furthest: dict[int, int] = {1: 0}
    trail: list[dict[int, int]] = []
    for edits in range(min(n + m, MOST_EDITS) + 1):
        trail.append(dict(furthest))
        for k in range(-edits, edits + 1, 2):
            down = k == -edits or (k != edits and furthest.get(k - 1, -1) < furthest.get(k + 1, -1))
            x = furthest.get(k + 1, 0) if down else furthest.get(k - 1, -1) + 1
            y = x - k
            while 0 <= x < n and 0 <= y < m and a[x] == b[y]:
                x, y = x + 1, y + 1
            furthest[k] = x
            if x >= n and y >= m:
                return _walked_back(trail, n, m)
    return []


def _walked_back(trail: Sequence[dict[int, int]], n: int, m: int) -> list[tuple[int, int]]:
    matched: list[tuple[int, int]] = []
    x, y = n, m
    for edits in range(len(trail) - 1, -1, -1):
        reached, k = trail[edits], x - y
        down = k == -edits or (k != edits and reached.get(k - 1, -1) < reached.get(k + 1, -1))
        before_k = k + 1 if down else k - 1
        before_x = reached.get(before_k, 0)
        before_y = before_x - before_k
        while x > max(before_x, 0) and y > max(before_y, 0):
            x, y = x - 1, y - 1
            matched.append((x, y))
        x, y = before_x, before_y
    return matched[::-1]
