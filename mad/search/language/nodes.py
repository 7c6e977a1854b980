"""What a query says, as a tree. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Text:
    """Words side by side: one word, or a phrase. prefix: the last may go on."""

    text: str
    phrase: bool = False
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """name:value. start and end: where it stands in the query."""

    name: str
    value: str
    prefix: bool = False
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Not:
    inner: Node


@dataclass(frozen=True, slots=True)
class All:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Either:
    parts: tuple[Node, ...]


Node = Text | Fact | Not | All | Either


@dataclass(frozen=True, slots=True)
class Near:
    """Within `km` of a place."""

    lat: float
    lon: float
    km: float


@dataclass(frozen=True, slots=True)
class Problem:
    """A part of the query that cannot be read as it stands, and what was made of it."""

    part: str
    message: str

    def __str__(self) -> str:
        return f"“{self.part}”: {self.message}" if self.part else self.message


@dataclass(frozen=True, slots=True)
class Query:
    """A query as read. node: None when it asks for no word and no fact. first and last: days, both included."""

    text: str
    node: Node | None = None
    first: date | None = None
    last: date | None = None
    near: Near | None = None
    problems: tuple[Problem, ...] = field(default=())

    @property
    def empty(self) -> bool:
        return self.node is None and self.first is None and self.last is None and self.near is None


def texts(node: Node | None) -> Iterator[Text]:
    """What a hit is marked for: every word and phrase that is not excluded."""
    if isinstance(node, Text):
        yield node
    elif isinstance(node, Fact) and node.name in ("title", "place"):
        yield Text(node.value, True, node.prefix)
    elif isinstance(node, All | Either):
        for part in node.parts:
            yield from texts(part)


def facts(node: Node | None) -> list[Fact]:
    """The facts that every hit must have: those at the top, not in an OR and not excluded."""
    parts = node.parts if isinstance(node, All) else (node,)
    return [part for part in parts if isinstance(part, Fact)]
