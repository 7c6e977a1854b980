"""The statement of a search. It finds the newest documents that match and that the reader may know of, at most CAP.

What may be known is asked in the statement itself, before anything is counted, ranked or cut off.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import OperationalError, connection, transaction
from django.db.models.expressions import RawSQL
from psycopg2.errors import QueryCanceled

from mad.common import clock, ports
from mad.common.errors import Refused
from mad.common.prepared import planned_rows
from mad.search.asking import Asked

CAP = 2000
COUNTED = 1000
SECONDS = 5

_SETTINGS = {
    "statement_timeout": f"{SECONDS}s",
    "max_parallel_workers_per_gather": "0",
    "jit": "off",
    "plan_cache_mode": "force_generic_plan",
}
_READ = "SELECT " + ", ".join(f"current_setting('{name}')" for name in _SETTINGS)
_SET = "".join(f"SET LOCAL {name} TO '{value}'; " for name, value in _SETTINGS.items())
_RESET = "SELECT " + ", ".join(f"set_config('{name}', %s, true)" for name in _SETTINGS)
_FACETS = {
    "kind": "SELECT kind, n FROM alike",
    "state": "SELECT unnest(states), n FROM alike",
    "source": "SELECT source, n FROM alike WHERE source <> ''",
    "status": "SELECT status, n FROM alike WHERE status <> ''",
    "grade": "SELECT grade, n FROM alike WHERE grade <> ''",
    "year": "SELECT year::text, n FROM alike",
}
# Hits that are alike in all facets are counted first: they are few, and each facet adds these counts up.
_ALIKE = """, alike AS MATERIALIZED (
    SELECT kind, states, source, status, grade, extract(year FROM at AT TIME ZONE 'UTC')::int AS year, count(*) AS n
    FROM found GROUP BY 1, 2, 3, 4, 5, 6)"""
_COUNTS = " UNION ALL ".join(
    f"(SELECT '{name}', value, sum(n)::int AS n FROM ({sql}) AS f (value, n) GROUP BY value ORDER BY n DESC, value LIMIT 12)"  # noqa: S608 - names of this module alone
    for name, sql in _FACETS.items()
)
FOUND = "id, at, kind, states, source, status, grade"
_DISTANCE = """EXISTS (SELECT FROM unnest(d.lats, d.lons) AS p (lat, lon) WHERE 12742 * asin(least(1, sqrt(
    sin(radians(p.lat - %(lat)s) / 2) ^ 2
    + cos(radians(p.lat)) * cos(radians(%(lat)s)) * sin(radians(p.lon - %(lon)s) / 2) ^ 2))) <= %(km)s)"""


@dataclass
class Statement:
    """Pieces of SQL with their parameters, in order."""

    sql: list[str] = field(default_factory=list)
    parameters: list[Any] = field(default_factory=list)

    def add(self, sql: str, *parameters: Any) -> Statement:
        self.sql.append(sql)
        self.parameters += parameters
        return self

    def extend(self, other: Statement) -> Statement:
        return self.add(" ".join(other.sql), *other.parameters)

    def rows(self) -> list[tuple[Any, ...]]:
        """Planned once per connection: planning takes as long as a search for a rare word. Within limits().

        The settings go before it in the same message, which by itself is a transaction: one round trip.
        """
        return planned_rows(" ".join(self.sql), self.parameters, before=_SET)


@contextmanager
def limits() -> Iterator[None]:
    """No statement in here runs longer than SECONDS. Raises Refused for one that would.

    Inside a transaction, what was set before holds again afterwards.
    """
    try:
        with _put_back() if connection.in_atomic_block else nullcontext():
            yield
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise Refused(
                reason="This search took too long and was stopped. Add a word, a State or dates.",
                status=503,
                field="q",
                code="search-too-broad",
            ) from error
        raise


@contextmanager
def _put_back() -> Iterator[None]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_READ)
        before = cursor.fetchone()
        yield
        cursor.execute(_RESET, before)


_KEPT: dict[Any, Statement] = {}
_MOST_KEPT = 256


def visible(user: Any) -> Statement:
    """Whether `user` may know of the document d: the sources' own answer, for each kind.

    It is a condition that the database works out anew in every search. Writing it down takes longer than many a search,
    so it is kept where nothing was asked of the database to write it: then it follows from the user and the day alone.
    """
    key = (user.pk, user.role, user.presiding, user.is_active, user.office_id, clock.today())
    if key in _KEPT:
        return _KEPT[key]
    asked: list[str] = []

    def count(execute: Any, sql: str, *arguments: Any) -> Any:
        asked.append(sql)
        return execute(sql, *arguments)

    with connection.execute_wrapper(count):
        said = _visible(user)
    if not asked:
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.clear()
        _KEPT[key] = said
    return said


def _visible(user: Any) -> Statement:
    said = Statement().add("CASE d.kind")
    for source in ports.search_sources:
        try:
            rows = source.visible_to(user).order_by().filter(pk=RawSQL("d.object_id", ())).values("pk")
            sql, parameters = rows.query.sql_with_params()
        except EmptyResultSet:
            continue
        # OFFSET 0 keeps it a look-up per document: hashing all that is visible would read whole tables.
        said.add(f"WHEN %s THEN EXISTS ({sql} OFFSET 0)", source.kind, *parameters)
    return said.add("ELSE false END") if len(said.sql) > 1 else Statement().add("false")


def bounds(asked: Asked, cursor: tuple[Any, int] | None = None) -> Statement:
    """Dates, and what comes after `cursor` newest first."""
    said = Statement().add("true")
    if asked.first:
        said.add("AND d.at >= %s", asked.first)
    if asked.before:
        said.add("AND d.at < %s", asked.before)
    if cursor:
        said.add("AND (d.at, d.id) < (%s, %s)", *cursor)
    return said


def matches(asked: Asked) -> Statement:
    said = Statement()
    said.add("d.words @@ %s::tsquery", asked.matches) if asked.matches else said.add("true")
    if asked.near:
        near = {"lat": asked.near.lat, "lon": asked.near.lon, "km": asked.near.km}
        sql = _DISTANCE
        for name, value in near.items():
            sql = sql.replace(f"%({name})s", repr(float(value)))
        said.add(f"AND {sql}")
    return said


def page(found: Statement, *, by_rank: bool, cursor: Statement | None, size: int, shown: str) -> Statement:
    """One page of `found` (which has a rank, if by_rank). Rows of (how many were found, [facet, value, count] as JSON,
    rank, *shown); one of NULLs after the counts when the page is empty. shown: columns of document d and body b."""
    rank, order = ("rank", "rank DESC, at DESC, id DESC") if by_rank else ("NULL::float4 AS rank", "at DESC, id DESC")
    kept = f"{FOUND}, rank" if by_rank else FOUND
    said = Statement().add(f"WITH found AS MATERIALIZED (SELECT {kept} FROM (").extend(found).add(") AS d)")  # noqa: S608 - names of this module alone
    said.add(_ALIKE)
    said.add(f", page AS MATERIALIZED (SELECT id, at, {rank} FROM found AS d WHERE true")  # noqa: S608 - names of this module alone
    if cursor:
        said.add("AND").extend(cursor)
    said.add(f"ORDER BY {order} LIMIT {size})")
    said.add(f"SELECT c.total, c.counts, p.rank, {shown} FROM (SELECT")  # noqa: S608 - names of this module and of the caller's
    said.add("(SELECT coalesce(sum(n), 0)::int FROM alike) AS total,")
    said.add(f"(SELECT json_agg(json_build_array(facet, value, n)) FROM ({_COUNTS}) AS c (facet, value, n)) AS counts")  # noqa: S608 - names of this module alone
    said.add(") AS c LEFT JOIN (page AS p JOIN search_document AS d USING (id)")
    said.add("JOIN search_body AS b ON b.document_id = d.id) ON true")
    return said.add(f"ORDER BY {'p.rank DESC, ' if by_rank else ''}p.at DESC, p.id DESC")
