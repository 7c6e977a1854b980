"""R42: a Council text beside the Division's, measure by measure.

Alignment and proposals are made by rule and decide nothing: a member judges each measure, with a reason. A measure is
looked for first among paragraphs of the same kind of measure, then by whom it addresses, where it applies and how it is
worded.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from .adequacy_words import COMMON, MEASURE_WORDS, NUMBERS, STRENGTH, TELLING
from .draft import MEASURES
from .gate import OptionClass
from .wording import fold

NOT_COMPARED = frozenset({"seized"})
_LIKE_ENOUGH = 0.45
_LIKE_ENOUGH_OF_ONE_KIND = 0.1
_WORDED_ALIKE = 0.4
_MOST_NAMED = 8
_SAID_IN_FULL = 0.75
_ORDER = [OptionClass.PEACEFUL, OptionClass.COERCIVE, OptionClass.FORCE]


class Finding(StrEnum):
    FULL = "full"
    PART = "part"
    WEAKER = "weaker"
    ABSENT = "absent"

    @property
    def said(self) -> str:
        return {
            Finding.FULL: "Met in full",
            Finding.PART: "Met in part",
            Finding.WEAKER: "Weaker",
            Finding.ABSENT: "Absent",
        }[self]


@dataclass(frozen=True)
class Clause:
    """An operative paragraph with its sub-paragraphs. territory: names of States. measures: keys of MEASURES. annexed: it
    stands in an annex, and answers only what no paragraph of the text itself answers as well."""

    key: str
    label: str
    opening: str
    text: str
    measures: frozenset[str] = frozenset()
    addressee: str = ""
    territory: tuple[str, ...] = ()
    annexed: bool = False

    @property
    def words(self) -> str:
        return f"{self.opening} {self.text}".strip()


@dataclass(frozen=True)
class Aligned:
    """A measure of the Division, the Council's paragraph that answers it or None, and what the rule proposes and why."""

    measure: Clause
    answer: Clause | None
    proposed: Finding
    why: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """added: paragraphs of the Council's text that answer no measure of the Division."""

    rows: tuple[Aligned, ...]
    added: tuple[Clause, ...]


@dataclass(frozen=True)
class _Likeness:
    """Shares, 0 to 1, of what the Division says that the Council's paragraph says too; None where it says nothing."""

    same_kind: bool
    words: float | None
    addressee: float | None
    territory: float | None

    @property
    def all(self) -> float:
        weighed = [(0.5, self.words), (0.25, self.addressee), (0.25, self.territory)]
        said = [(weight, share) for weight, share in weighed if share is not None]
        return sum(weight * share for weight, share in said) / sum(weight for weight, _ in said) if said else 0.0

    @property
    def enough(self) -> bool:
        """Whether to be proposed at all: of another kind only when it is worded alike, not for whom it addresses."""
        if self.same_kind:
            return self.all >= _LIKE_ENOUGH_OF_ONE_KIND
        return (self.words or 0.0) >= _WORDED_ALIKE and self.all >= _LIKE_ENOUGH


def compare(division: Sequence[Clause], council: Sequence[Clause]) -> Comparison:
    """Each measure with the paragraph that answers it best. One paragraph can answer several measures. That the Council
    remains seized is compared on neither side."""
    council = [clause for clause in council if measures_said(clause.words) != NOT_COMPARED]
    rows = tuple(_align(measure, council) for measure in division)
    used = {row.answer.key for row in rows if row.answer}
    return Comparison(rows, tuple(clause for clause in council if clause.key not in used))


def _align(measure: Clause, council: Sequence[Clause]) -> Aligned:
    likely = [(clause, _likeness(measure, clause)) for clause in council]
    found = [(clause, like) for clause, like in likely if like.enough]
    if not found:
        return Aligned(measure, None, Finding.ABSENT, ("No paragraph of the Council’s text speaks of it.",))
    answer, like = max(found, key=lambda pair: (pair[1].same_kind, not pair[0].annexed, pair[1].all))
    proposed, why = _propose(measure, answer, like)
    return Aligned(measure, answer, proposed, why)


def _likeness(measure: Clause, clause: Clause) -> _Likeness:
    wanted, said = content_words(measure.text), content_words(clause.words)
    return _Likeness(
        same_kind=bool(measure.measures & clause.measures),
        words=_share(wanted, said),
        addressee=_share(content_words(measure.addressee), said | content_words(clause.addressee)),
        territory=_territory(measure, clause),
    )


def _share(wanted: frozenset[str], said: frozenset[str]) -> float | None:
    return len(wanted & said) / len(wanted) if wanted else None


def _territory(measure: Clause, clause: Clause) -> float | None:
    if not measure.territory:
        return None
    text = fold(f"{clause.words} {' '.join(clause.territory)}")
    return sum(fold(name) in text for name in measure.territory) / len(measure.territory)


def _propose(measure: Clause, answer: Clause, like: _Likeness) -> tuple[Finding, tuple[str, ...]]:
    weaker, lacking = tuple(_weaker(measure, answer)), tuple(_lacking(measure, answer, like))
    if weaker:
        return Finding.WEAKER, weaker + lacking
    if lacking:
        return Finding.PART, lacking
    return Finding.FULL, ("The same measure, addressee and territory, with words as strong.",)


def _weaker(measure: Clause, answer: Clause) -> Iterable[str]:
    ours, theirs = strength(measure.words), strength(answer.words)
    if ours and theirs and theirs[1] < ours[1]:
        yield f"“{theirs[0].capitalize()}” asks less than “{ours[0]}”."
    if answer.measures and measure.measures and _class(answer) < _class(measure):
        yield "A measure of a milder class."


def _class(clause: Clause) -> int:
    return max(_ORDER.index(MEASURES[key].cls) for key in clause.measures)


def _lacking(measure: Clause, answer: Clause, like: _Likeness) -> Iterable[str]:
    if not like.same_kind:
        yield "It is worded alike, but of another kind of measure."
    if like.words is not None and like.words < _SAID_IN_FULL:
        yield f"{round(100 * like.words)} % of the Division’s words stand in it."
    if numbers := _numbers(measure.text) - _numbers(answer.words):
        others = _numbers(answer.words) - _numbers(measure.text)
        said = f"; it says {_listed(others)}" if others else ""
        yield f"A number of the Division is not in it: {_listed(numbers)}{said}."
    if fallen := _fallen(measure, answer):
        yield f"Words of the Division that are not in it: {', '.join(fallen)}."
    if like.addressee is not None and like.addressee < 1:
        yield f"It does not name the addressee: {measure.addressee}."
    if like.territory is not None and like.territory < 1:
        yield f"It does not name the territory: {', '.join(measure.territory)}."


def _fallen(measure: Clause, answer: Clause) -> list[str]:
    """The first words with a meaning of the Division's text whose like the answer does not have. Numbers are told apart."""
    theirs = {_stem(word) for word in _bare_words(answer.words)}
    ours = [word for word in _bare_words(measure.text) if len(word) > 2 and word not in COMMON - TELLING]
    lost = [word for word in ours if _stem(word) not in theirs and word not in NUMBERS]
    return list(dict.fromkeys(lost))[:_MOST_NAMED]


def _numbers(text: str) -> frozenset[int]:
    """In figures or in words, to ninety-nine."""
    found: list[int] = []
    tens = 0
    for word in re.findall(r"\w+", fold(text)):
        if word.isdecimal():
            found.append(int(word[:9]))
        value = NUMBERS.get(word, 0)
        if tens and 0 < value < 10:
            found[-1], value = tens + value, 0
        elif value:
            found.append(value)
        tens = value if value >= 20 else 0
    return frozenset(found)


def _listed(numbers: frozenset[int]) -> str:
    return ", ".join(map(str, sorted(numbers)))


def _bare_words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", fold(text))


@lru_cache(1024)
def strength(words: str) -> tuple[str, int] | None:
    """The verb a paragraph opens with and how much it asks, 1 to 5; None for a verb that is not on the list."""
    for word in fold(words).split()[:5]:
        bare = word.strip(",;:.")
        if bare in STRENGTH:
            return bare, STRENGTH[bare]
    return None


@lru_cache(2048)
def content_words(text: str) -> frozenset[str]:
    """The words that carry meaning, folded, endings off."""
    words = (word for word in _bare_words(text) if len(word) > 2 and word not in COMMON)
    return frozenset(_stem(word) for word in words)


def _stem(word: str) -> str:
    for ending in ("ations", "ation", "ings", "ing", "ies", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


@lru_cache(1024)
def measures_said(text: str) -> frozenset[str]:
    """Kinds of measure that the words of a Council paragraph speak of."""
    folded = fold(text)
    return frozenset(key for key, patterns in MEASURE_WORDS.items() if any(p.search(folded) for p in patterns))


def without_end(words: str) -> str:
    """A paragraph without the punctuation that its place in the text gives it (R38)."""
    return re.sub(r"(\s*[;:,.])+(\s+and)?[\s;:,.]*$", "", words)


def unjudged(rows: Iterable[Aligned], judged: Iterable[str]) -> tuple[str, ...]:
    """Labels of the measures that nobody judged yet. judged: their keys."""
    done = set(judged)
    return tuple(row.measure.label for row in rows if row.measure.key not in done)
