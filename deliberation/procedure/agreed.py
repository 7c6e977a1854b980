"""A Council text as agreed language: its paragraphs with what they are called by and the measures they take."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .council_reading import labelled
from .council_text import Kind, Passage, parse
from .measures import measures_of

LONGEST = 100_000
_BODY = (Kind.PREAMBULAR, Kind.OPERATIVE, Kind.SUB)
_TITLE = re.compile(r"resolution \d+ \(\d{4}\)|\d{1,4} \(\d{4}\)\. resolution", re.I)
_SUBJECT = re.compile(
    r"\b((?:situation|question|conflict|dispute|relations|hostilities) (?:in|between|of|concerning|relating to|with regard to)"
    r" (?:the )?(?-i:[A-Z])[^,;.:()\d]{2,80}?)(?= (?:and|which|as|on|has|is|continues|resulting|since|caused|that|remains)\b"
    r"|[,;.:()\d]|$)",
    re.I,
)


@dataclass(frozen=True)
class Agreed:
    """kind: preambular, operative or sub; label: how the paragraph is spoken of ("PP2", "4", "4 (b)")."""

    kind: str
    number: str
    label: str
    level: int
    opening: str
    text: str
    measures: tuple[str, ...]


@dataclass(frozen=True)
class AgreedText:
    title: str
    subject: str
    paragraphs: tuple[Agreed, ...]


def agreed(text: str) -> AgreedText:
    """What of a Council text can be taken as agreed language. Headings, footnotes and annexes are left aside.

    Raises ValueError for a paragraph that is too long to be one.
    """
    read = parse(text)
    body = [one for one in read if one.kind in _BODY]
    if any(len(one.text) > LONGEST for one in body):
        raise ValueError(f"text: a paragraph is longer than {LONGEST} characters")
    title = next((one.text for one in read if one.kind is Kind.OTHER and _TITLE.search(one.text)), "")
    return AgreedText(title[:300], _subject(body), tuple(_labelled(body)))


def _subject(body: Iterable[Passage]) -> str:
    for one in body:
        found = _SUBJECT.search(one.words)
        if found:
            return found.group(1)[:1].upper() + found.group(1)[1:].strip()
    return ""


def _labelled(body: Iterable[Passage]) -> Iterator[Agreed]:
    for read in labelled(body):
        one = read.passage
        yield Agreed(one.kind.value, one.number, read.label, one.level, one.opening, one.text, measures_of(one.words))
