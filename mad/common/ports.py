"""Where the shared packages ask upward without knowing who answers.

Imports point from deliberation to evidence to the shared packages; a desk, a docket page or a screening
decision still needs facts from above. Each app fills these ports in its AppConfig.ready().
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Generic, Protocol, TypeVar

from mad.common.errors import Refused

T = TypeVar("T")


class Port(Generic[T]):
    """An ordered list of what the apps registered."""

    def __init__(self) -> None:
        self._registered: list[T] = []

    def register(self, item: T) -> T:
        if item not in self._registered:
            self._registered.append(item)
        return item

    def __iter__(self):
        return iter(self._registered)


class Socket(Generic[T]):
    """A port that exactly one app fills."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._filled: T | None = None

    def register(self, item: T) -> T:
        self._filled = item
        return item

    def get(self) -> T:
        if self._filled is None:
            raise LookupError(f"Nothing is registered at the port {self._name!r}.")
        return self._filled


@dataclass(frozen=True, slots=True)
class DeskItem:
    """One thing that awaits the reader (SCREENS 2). due None: no clock, listed under "Later".

    at_once: without a clock, but not for later: it stands first of today's.
    """

    title: str
    url: str
    action: str
    why: str = ""
    seen_by: str = ""
    due: datetime | None = None
    rule: str = ""
    kind: str = ""
    paused: str = ""
    started: datetime | None = None
    left: timedelta | None = None
    at_once: bool = False

    @property
    def late(self) -> bool:
        return self.left is not None and self.left < timedelta(0) and not self.paused

    @property
    def late_by(self) -> timedelta:
        return -(self.left or timedelta(0))


@dataclass(frozen=True, slots=True)
class DeskPanel:
    """A section of the desk beside the tasks: place "aside" (standing) or "foot" (my cases)."""

    template: str
    context: dict[str, Any]
    place: str = "foot"


@dataclass(frozen=True, slots=True)
class CaseTab:
    """A tab of the case page; url_name takes number=."""

    key: str
    label: str
    url_name: str
    order: int


@dataclass(frozen=True, slots=True)
class CaseAction:
    """One line of "What you can do now"; refused says why it is disabled."""

    title: str
    url: str
    action: str
    detail: str = ""
    refused: Refused | None = None
    primary: bool = False
    order: int = 50


@dataclass(frozen=True, slots=True)
class StageFact:
    """A fact that a guard of the cases' stages asks of an upper app. name: of the fact; stage: where it is asked."""

    name: str
    stage: str
    holds: Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class NavItem:
    """An entry of the main navigation, shown when the reader's role gives `act` (None: every person)."""

    key: str
    label: str
    url_name: str
    order: int
    act: str | None = None
    count: Callable[[Any], int | None] | None = field(default=None, compare=False)


class Destination(Protocol):
    """Where an accepted submission goes (R14).

    place: options are title and urgency of a new case, and `parts`: the ids of the files that go there, None among
    them for the text; left out, the whole submission does. Placing further parts later adds to those there.
    """

    def choices(self, user: Any) -> Sequence[tuple[str, str]]: ...

    def place(self, *, submission: Any, choice: str, by: Any, **options: Any) -> str: ...


@dataclass(frozen=True, slots=True)
class SearchText:
    """One thing as search keeps it. source: an office's code, "protected", or "". grade: both characters or "".

    What no reader may learn by searching must not be in it: visible_to decides on the whole, never on a part.
    """

    object_id: int
    number: str
    title: str
    text: str
    url: str
    at: datetime
    states: Sequence[str] = ()
    source: str = ""
    status: str = ""
    grade: str = ""
    sensitivity: str = ""
    places: Sequence[tuple[str, float | None, float | None]] = ()
    cases: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class SearchSource:
    """A kind of thing that can be found.

    rows(): the queryset of all that can be searched; number: the path from a row to its docket number;
    texts(rows): what search keeps of them; visible_to(user): the rows whose existence the user may know of,
    asked inside every search, so that it holds at that moment (R6, R16). linked: a hit's page takes ?q= to mark words.
    """

    kind: str
    label: Any
    rows: Callable[[], Any]
    number: str
    texts: Callable[[Sequence[Any]], Iterable[SearchText]]
    visible_to: Callable[[Any], Any]
    linked: bool = False


desk: Port[Callable[[Any, datetime], list[DeskItem]]] = Port()
desk_panels: Port[Callable[[Any, datetime], DeskPanel | None]] = Port()
case_tabs: Port[CaseTab] = Port()
# guard(user, case number) raises Refused when a member may not act in the case, or does not sit at all (R3, R6).
member_guards: Port[Callable[[Any, str], None]] = Port()
case_actions: Port[Callable[[Any, Any, datetime], list[CaseAction]]] = Port()
stage_facts: Port[StageFact] = Port()
nav: Port[NavItem] = Port()
destination: Socket[Destination] = Socket("destination")
excluded_submissions: Port[Callable[[Any], Any]] = Port()
excluded_items: Port[Callable[[Any], Any]] = Port()
placed_in: Port[Callable[[Any, Any], list[tuple[str, str, list[str]]]]] = Port()
visible_case_numbers: Port[Callable[[Any], Any]] = Port()
search_sources: Port[SearchSource] = Port()
search_marks: Port[Callable[[str, Sequence[str]], dict[str, str]]] = Port()
placements: Port[Callable[[Sequence[int]], dict[int, list[str]]]] = Port()
docket_checks: Port[Callable[[], Iterable[tuple[int, str, str]]]] = Port()
council_answers: Port[Callable[[Any], bool]] = Port()
"""Whether the Council's answer in a case is on record (R20, R41)."""
