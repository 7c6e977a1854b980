"""R32: under which chapters of the Charter an option's basis falls, so that the toolbox can be looked through by them."""

import re
from collections.abc import Iterator

# First and last article of each chapter.
CHAPTERS = {
    "I": (1, 2),
    "II": (3, 6),
    "III": (7, 8),
    "IV": (9, 22),
    "V": (23, 32),
    "VI": (33, 38),
    "VII": (39, 51),
    "VIII": (52, 54),
    "IX": (55, 60),
    "X": (61, 72),
    "XIV": (92, 96),
    "XV": (97, 101),
}
OUTSIDE = "other"
"""A basis that names no article or chapter of the Charter: consent, another treaty, the practice of an organ."""

_CHAPTER = re.compile(r"\bCh\. ([IVX]+)\b")
_ARTICLES = re.compile(r"\bArts?\. ?(\d[\d ,–()-]*)|\bArts (\d[\d ,–()-]*)")
_FOREIGN = re.compile(r"Statute|Constitutive Act|ICCPR|^outside\b")
_SPAN = re.compile(r"(\d+)(?:\(\d+\))?(?:[–-](\d+))?")


def chapters(basis: str) -> tuple[str, ...]:
    """The chapters that `basis` names, in the Charter's order; (OUTSIDE,) when it names none."""
    named = {chapter for clause in basis.split(";") for chapter in _of(clause.strip())}
    return tuple(chapter for chapter in CHAPTERS if chapter in named) or (OUTSIDE,)


def _of(clause: str) -> Iterator[str]:
    if _FOREIGN.search(clause):
        return
    yield from (found for found in _CHAPTER.findall(clause) if found in CHAPTERS)
    for listed in _ARTICLES.finditer(clause):
        for first, last in _SPAN.findall(listed[1] or listed[2]):
            yield from _holding(int(first), int(last or first))


def _holding(first: int, last: int) -> Iterator[str]:
    for chapter, (begins, ends) in CHAPTERS.items():
        if first <= ends and last >= begins:
            yield chapter
