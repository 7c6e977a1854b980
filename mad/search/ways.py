"""The ways to the newest documents that match, and the choice between them.

All lead to the same rows. For a word in very many documents: walk them from the newest and stop in time. For one in
many: ask the text index for the weeks alone in which the newest must lie. For a rare one: take all that the text index
has. Which is shortest is guessed from the planner's own statistics; what a wrong guess leaves short is done over by the
last way, so that it costs time and changes nothing.
"""

from __future__ import annotations

import time
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from math import ceil, sqrt
from typing import Any, TypeVar

from django.db import connection

from mad.common import clock
from mad.search.asking import Asked
from mad.search.models import WEEK_OF, WEEK_SECONDS
from mad.search.statement import FOUND, Statement, matches

WALK = 60_000
NEAR = 12_000
WEEKS = 60
# Words come in bursts, and not every hit may be known of: so many times as far is looked as would do on average.
MARGIN = 1.5
# The planner's statistics change by the hour.
FRESH_SECONDS = 60.0

Found = TypeVar("Found", bound=tuple[Any, ...])


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the index. ages: moments from the oldest to the newest, as many documents between any two
    neighbours as between any others; () when the planner has no statistics. newest: of the newest document."""

    documents: int
    ages: tuple[datetime, ...]
    newest: datetime | None

    def since(self, before: datetime | None, count: float) -> datetime | None:
        """The moment since which about `count` documents came before `before`; None when that is most of them."""
        steps = len(self.ages) - 1
        if steps < 1:
            return None
        end = min(bisect_left(self.ages, before), steps) if before else steps
        start = end - ceil(count * steps / max(1, self.documents))
        return self.ages[start] if start > steps / 2 else None


@dataclass(frozen=True, slots=True)
class Window:
    """The weeks since `since` in which hits are looked for: numbers of weeks since 1970."""

    since: datetime
    weeks: list[int]


def find(
    asked: Asked,
    seen: Statement,
    bound: Statement,
    most: int,
    run: Callable[[Statement], Found],
    *,
    before: datetime | None,
    ranks: str = "",
) -> Found:
    """run() of the shortest way to the `most` newest within `bound`; what it returns begins with how many were found.

    before: the moment that `bound` ends at, if any.
    """
    known, expected = _known(), _expected(asked.matches)
    distance = most * known.documents / max(1, expected)
    window = None if distance * MARGIN <= NEAR else _window(known, before, distance * MARGIN)
    if window:
        found = run(gathered(asked, seen, bound, most, ranks=ranks, window=window))
        if found[0] >= most or not _more(bound, "AND d.at < %s", window.since):
            return found
    elif expected > sqrt(most * known.documents):
        found = run(walked(asked, seen, bound, most, ranks=ranks))
        if found[0] >= most or not _more(bound, f"ORDER BY d.at DESC, d.id DESC OFFSET {WALK}"):
            return found
    return run(gathered(asked, seen, bound, most, ranks=ranks))


def _window(known: Known, before: datetime | None, count: float) -> Window | None:
    since = known.since(before, count)
    if since is None or known.newest is None:
        return None
    # A week more than there are, for what arrives before the statistics are read again.
    last = before or max(known.newest, clock.now()) + timedelta(weeks=1)
    weeks = list(range(_week(since), min(_week(last), _week(since) + WEEKS) + 1))
    return Window(since, weeks) if len(weeks) <= WEEKS else None


def _week(moment: datetime) -> int:
    return int(moment.timestamp() // WEEK_SECONDS)


def walked(asked: Asked, seen: Statement, bound: Statement, most: int, *, ranks: str = "") -> Statement:
    """From the newest, WALK documents and no further."""
    said = _ranked(Statement().add("SELECT d.*"), "d", ranks)
    said.add("FROM (SELECT * FROM search_document AS d WHERE").extend(bound)
    said.add(f"ORDER BY d.at DESC, d.id DESC LIMIT {WALK}) AS d WHERE").extend(matches(asked))
    return said.add("AND").extend(seen).add(f"ORDER BY d.at DESC, d.id DESC LIMIT {most}")


def gathered(
    asked: Asked, seen: Statement, bound: Statement, most: int, *, ranks: str = "", window: Window | None = None
) -> Statement:
    """All matches by the text index, of the window's weeks if there is one, then from the newest."""
    said = Statement().add("SELECT d.* FROM (SELECT * FROM (")
    said.add(f"SELECT {FOUND}, object_id FROM search_document AS d WHERE")  # noqa: S608 - names of this module alone
    said.extend(matches(asked)).add("AND").extend(bound)
    if window:
        said.add(f"AND {WEEK_OF.format('d.at')} && %s::int[] AND d.at >= %s", window.weeks, window.since)
    said.add("OFFSET 0) AS every ORDER BY at DESC, id DESC OFFSET 0) AS d WHERE").extend(seen)
    said.add(f"LIMIT {most}")
    if not ranks:
        return said
    outer = _ranked(Statement().add("SELECT d.*"), "w", ranks).add("FROM (").extend(said)
    return outer.add(") AS d JOIN search_document AS w USING (id)")


def _ranked(said: Statement, words: str, ranks: str) -> Statement:
    return said.add(f", ts_rank({words}.words, %s::tsquery, 1) AS rank", ranks) if ranks else said


def _more(bound: Statement, past: str, *parameters: Any) -> bool:
    """Whether there are documents past those that were looked at."""
    said = Statement().add("SELECT EXISTS (SELECT FROM search_document AS d WHERE").extend(bound)
    return bool(said.add(f"{past})", *parameters).rows()[0][0])


def _expected(matches: str) -> int:
    return _expected_then(matches, *_now())


@lru_cache(maxsize=1024)
def _expected_then(matches: str, minute: int, database: str) -> int:
    return expected(matches)


def _known() -> Known:
    return _known_then(*_now())


@lru_cache(maxsize=8)
def _known_then(minute: int, database: str) -> Known:
    return known()


def _now() -> tuple[int, str]:
    return int(time.monotonic() / FRESH_SECONDS), connection.settings_dict["NAME"]


def expected(matches: str) -> int:
    """How many documents the planner believes to match the tsquery. It reads statistics, not documents."""
    if not matches:
        return 1 << 40
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (FORMAT JSON) SELECT FROM search_document AS d WHERE d.words @@ %s::tsquery", [matches])
        return int(cursor.fetchone()[0][0]["Plan"]["Plan Rows"])


def known() -> Known:
    """What the planner knows of the index now."""
    said = Statement().add(
        "SELECT greatest(c.reltuples, 0)::bigint, s.histogram_bounds::text::timestamptz[],"
        " (SELECT at FROM search_document ORDER BY at DESC, id DESC LIMIT 1)"
        " FROM pg_class AS c LEFT JOIN pg_stats AS s"
        " ON s.schemaname = c.relnamespace::regnamespace::text AND s.tablename = c.relname AND s.attname = 'at'"
        " WHERE c.oid = 'search_document'::regclass"
    )
    documents, ages, newest = said.rows()[0]
    return Known(int(documents), tuple(ages or ()), newest)
