"""What the public site reads (SCREENS 20): publications, and nothing else of the record."""

import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Count, Max, Q, QuerySet

from cases.procedure.words import words
from deliberation.models import Publication, Supersession
from deliberation.procedure.outputs import OutputKind
from mad.common.errors import Invalid
from mad.common.web import whole_number
from mad.reference.models import State

GENERATION_SECONDS = 1.0
FEED_LENGTH = 50
LONGEST_QUERY = 200
KINDS = frozenset(OutputKind)

_generation: tuple[float, str] = (-GENERATION_SECONDS, "")


def generation() -> str:
    """A name that changes whenever something is published or superseded; asked at most once a second per process.

    Rows are counted too: of two that are written at once the one with the lower number can be there last.
    """
    global _generation
    read, name = _generation
    if time.monotonic() - read >= GENERATION_SECONDS:
        newest = Publication.objects.aggregate(rows=Count("pk"), last=Max("pk"), at=Max("published_at"))
        later = Supersession.objects.aggregate(rows=Count("pk"), last=Max("pk"), at=Max("at"))
        name = "|".join(str(value) for value in (*newest.values(), *later.values()))
        _generation = (time.monotonic(), name)
    return name


def forget() -> None:
    """Ask again at the next request: called by whoever publishes."""
    global _generation
    _generation = (-GENERATION_SECONDS, "")


@dataclass(frozen=True)
class Shown:
    """A publication with what became of it. successor: of one that is public itself, else None."""

    row: Publication
    superseded_at: datetime | None = None
    successor: Publication | None = None

    @property
    def symbol(self) -> str:
        return self.row.symbol

    @property
    def updated(self) -> datetime:
        moments = (self.row.published_at, self.superseded_at, self.successor and self.successor.published_at)
        return max(moment for moment in moments if moment)

    @property
    def status(self) -> str:
        return "superseded" if self.superseded_at else "published"


def rows() -> QuerySet[Publication]:
    return Publication.objects.select_related("supersession__successor__publication")


def shown(row: Publication) -> Shown:
    note = getattr(row, "supersession", None)
    if note is None:
        return Shown(row)
    return Shown(row, note.at, getattr(note.successor, "publication", None))


def by_symbol(symbol: str) -> Shown | None:
    """The same query whether the text was never written, is not public, or is. One query. No symbol holds a NUL, which
    the database does not take."""
    found = rows().filter(symbol=symbol.replace("\x00", "?")).first()
    return shown(found) if found else None


@dataclass(frozen=True)
class Asked:
    """What a reader looks for; "" and None: everything."""

    q: str = ""
    kind: str = ""
    state: str = ""
    year: int | None = None

    @property
    def anything(self) -> bool:
        return bool(self.q or self.kind or self.state or self.year)


def asked(given: Any) -> Asked:
    """The filters as sent. Raises Invalid naming each field that cannot be read."""
    q, kind, state, year = (str(given.get(name, "")).strip() for name in ("q", "kind", "state", "year"))
    errors: dict[str, list[str]] = {}
    if len(q) > LONGEST_QUERY:
        errors["q"] = [f"At most {LONGEST_QUERY} characters."]
    if kind and kind not in KINDS:
        errors["kind"] = ["There is no such kind of text."]
    if state and not (len(state) == 3 and state.isascii() and state.isalpha()):
        errors["state"] = ["Give a State by its code of three letters."]
    number = whole_number(year, figures=4)
    if year and (number is None or number < 1000):
        errors["year"] = ["Give a year of four figures."]
    if errors:
        raise Invalid(errors)
    return Asked(q, kind, state.upper(), number)


def found(wanted: Asked) -> QuerySet[Publication]:
    """Publications that match, newest first."""
    matching = rows().filter(
        Q(kind=wanted.kind) if wanted.kind else Q(),
        Q(states__contains=[wanted.state]) if wanted.state else Q(),
        Q(year=wanted.year) if wanted.year else Q(),
    )
    if wanted.q:
        folded = " ".join(words(wanted.q))
        vector = SearchVector("words", config="simple")
        matching = matching.annotate(found=vector).filter(found=SearchQuery(folded, config="simple"))
    return matching


def newest(count: int = FEED_LENGTH) -> list[Shown]:
    return [shown(row) for row in rows()[:count]]


def choices() -> dict[str, list[Any]]:
    """Kinds, States and years that published texts have: one query beside that of the names."""
    known = list(Publication.objects.values_list("kind", "states", "year"))
    codes = {code for _, states, _ in known for code in states}
    return {
        "kinds": sorted({kind for kind, _, _ in known}),
        "states": list(State.objects.filter(pk__in=codes).order_by("name").values_list("pk", "name")),
        "years": sorted({year for _, _, year in known}, reverse=True),
    }
