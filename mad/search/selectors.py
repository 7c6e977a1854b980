"""Reads of search: hits, counts, facets, each within what the user may know of at this moment."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from mad.common.errors import Invalid
from mad.search import statement, ways
from mad.search.asking import Asked, ask
from mad.search.language import Query
from mad.search.language.nodes import Problem
from mad.search.models import SavedSearch
from mad.search.statement import CAP, COUNTED, Statement

NEWEST, RELEVANCE = "newest", "relevance"
SIZE = 25
FRESH = 200

Facets = dict[str, list[tuple[str, int]]]


class Hit(NamedTuple):
    """A document as a page of hits shows it."""

    pk: int
    kind: str
    number: str
    title: str
    url: str
    at: datetime
    part: int
    parts: int
    states: list[str]
    source: str
    status: str
    grade: str
    sensitivity: str
    text: str


_SHOWN = ", ".join(["d.id", *(f"d.{name}" for name in Hit._fields[1:-1]), "b.text"])


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a search. total: counted to COUNTED + 1; capped: there are more than the CAP newest hits,
    and rank and facets are of those. next: the cursor of the next page or ""."""

    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    capped: bool = False
    facets: Facets = field(default_factory=dict)
    next: str = ""
    problems: tuple[Problem, ...] = ()

    @property
    def count(self) -> str:
        """ "1,000+" when there are more."""
        return f"{COUNTED:,}+" if self.total > COUNTED else f"{self.total:,}"


def search(user: Any, query: Query, *, sort: str = NEWEST, cursor: str = "", size: int = SIZE) -> Found:
    """What `query` finds among what `user` may know of. Raises Invalid for a cursor not given out here, and Refused."""
    if query.empty:
        return Found(problems=query.problems)
    with statement.limits():
        asked = ask(user, query)
        by_rank = sort == RELEVANCE and bool(asked.ranks)
        after = _decode(cursor, by_rank) if cursor else None
        seen = statement.visible(user)
        total, counts, rows = _first(asked, seen, by_rank, after, size + 1)
        if after and not by_rank and total >= CAP and len(rows) <= size:
            rows = _beyond(asked, seen, after, size + 1)
        hits = [row.hit for row in rows[:size]]
    following = _encode(rows[size - 1], by_rank) if len(rows) > size else ""
    return Found(hits, min(total, COUNTED + 1), total >= CAP, _facets(counts), following, asked.problems)


class Row(NamedTuple):
    """A hit on a page, with its rank when hits are ranked."""

    hit: Hit
    rank: float | None


Answer = tuple[int, list[list[Any]], list[Any]]


def _first(asked: Asked, seen: Statement, by_rank: bool, after: list[Any] | None, size: int) -> Answer:
    """How many of the CAP newest, their facets, and the page after `after` of them."""
    cursor = None
    if after:
        row = "(rank, at, id) < (%s::float4, %s::timestamptz, %s)" if by_rank else "(at, id) < (%s::timestamptz, %s)"
        cursor = Statement().add(row, *after)
    ranks = asked.ranks if by_rank else ""

    def run(way: Statement) -> Answer:
        return _page(way, by_rank, cursor, size)

    bound = statement.bounds(asked)
    return ways.find(asked, seen, bound, CAP, run, before=asked.before, ranks=ranks)


def _page(way: Statement, by_rank: bool, cursor: Statement | None, size: int) -> Answer:
    rows = statement.page(way, by_rank=by_rank, cursor=cursor, size=size, shown=_SHOWN).rows()
    total, counts = rows[0][:2]
    return total, counts or [], [Row(Hit(*shown), rank) for _, _, rank, *shown in rows if shown[0] is not None]


def _beyond(asked: Asked, seen: Statement, after: list[Any], size: int) -> list[Row]:
    """A page that lies past the CAP newest."""
    bound = statement.bounds(asked, (after[0], after[1]))
    _, _, rows = ways.find(asked, seen, bound, size, lambda way: _page(way, False, None, size), before=after[0])
    return rows


def _facets(counts: list[list[Any]]) -> Facets:
    found: Facets = {}
    for name, value, count in counts:
        found.setdefault(name, []).append((value, count))
    return found


def found_objects(user: Any, query: Query) -> list[tuple[str, int]]:
    """(kind, object_id) of the CAP newest hits."""
    with statement.limits():
        asked = ask(user, query)
        seen, bound = statement.visible(user), statement.bounds(asked)

        def run(way: Statement) -> Answer:
            said = Statement().add("SELECT d.kind, d.object_id FROM (").extend(way).add(") AS d")
            rows = said.rows()
            return len(rows), [], rows

        _, _, rows = ways.find(asked, seen, bound, CAP, run, before=asked.before)
    return list(dict.fromkeys((kind, pk) for kind, pk in rows))


@dataclass(frozen=True, slots=True)
class Fresh:
    """A hit written to the index since a saved search last looked, and not told of before."""

    kind: str
    object_id: int
    number: str
    url: str


def fresh(saved: SavedSearch, query: Query) -> list[Fresh]:
    """New hits of a saved search, oldest first, at most FRESH; its owner may know of each."""
    with statement.limits():
        asked = ask(saved.owner, query)
        said = Statement().add("SELECT d.kind, d.object_id, d.number, d.url FROM search_document AS d")
        said.add("WHERE d.revision > %s AND", saved.revision).extend(statement.matches(asked))
        said.add("AND").extend(statement.bounds(asked)).add("AND").extend(statement.visible(saved.owner))
        said.add(
            "AND NOT EXISTS (SELECT FROM search_savedsearchhit AS h"
            " WHERE h.search_id = %s AND h.kind = d.kind AND h.object_id = d.object_id)",
            saved.pk,
        )
        return [Fresh(*row) for row in said.add(f"ORDER BY d.revision, d.id LIMIT {FRESH}").rows()]


def saved_searches(user: Any) -> list[SavedSearch]:
    return list(SavedSearch.objects.filter(owner=user))


def _encode(row: Row, by_rank: bool) -> str:
    at, pk = row.hit.at.isoformat(), row.hit.pk
    values = [row.rank, at, pk] if by_rank else [at, pk]
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def _decode(cursor: str, by_rank: bool) -> list[Any]:
    """[rank,] moment, id. Raises Invalid."""
    try:
        *rank, at, pk = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        moment = datetime.fromisoformat(at)
        if len(rank) != by_rank or moment.tzinfo is None or isinstance(pk, bool) or not -(2**63) <= int(pk) < 2**63:
            raise ValueError(cursor)
        ranks = [float(value) for value in rank]
        if not all(0 <= value < 1000 for value in ranks):
            raise ValueError(cursor)
        return [*ranks, moment, int(pk)]
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise Invalid({"cursor": ["This cursor was not given out here."]}) from error
