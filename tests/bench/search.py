"""Search and the screening queue over a million submissions."""

from __future__ import annotations

import base64
import json
import math
import subprocess
import sys
import time
from contextlib import closing
from typing import Any
from urllib.parse import quote

from tests.bench import load
from tests.bench.corpus import TOTAL, WORDS
from tests.bench.load import Call
from tests.bench.pages import _pairs
from tests.bench.place import PROJECT, Place, Web
from tests.bench.report import Report

READER = "jonas.ferreira"
FEW = 1_000
INDEXES = ("search_words", "search_newest", "search_by_number", "search_revisions")
ROUNDS = 3
WARMING = 300
CAP = 2000

# Ranks in Zipf's order: the 9th word is in every third submission, the 20,000th in a few hundred.
RARE = [WORDS[rank] for rank in range(20_000, 28_000, 800)]
COMMON = [WORDS[rank] for rank in (4, 6, 9, 12, 16, 22, 30, 45, 70, 110)]
TWO = [
    f"{WORDS[a]} {WORDS[b]}"
    for a, b in zip((5, 8, 20, 40, 60, 100, 150, 300, 30, 12), range(40, 2040, 200), strict=True)
]
QUERIES = {"rare": RARE, "common": COMMON, "two words": TWO}
SORTS = ("newest", "relevance")

_WALK = """
WITH found AS MATERIALIZED (
    SELECT id, number, title, at, words FROM search_document WHERE words @@ %(q)s::tsquery ORDER BY at DESC, id DESC LIMIT {cap}
)"""
_GATHER = """
WITH matched AS MATERIALIZED (SELECT id, number, title, at FROM search_document WHERE words @@ %(q)s::tsquery),
found AS MATERIALIZED (
    SELECT m.*, d.words FROM (SELECT * FROM matched ORDER BY at DESC, id DESC LIMIT {cap}) AS m JOIN search_document AS d USING (id)
)"""
_SHOW = {
    "newest": " SELECT id, number, title, (SELECT count(*) FROM found) FROM found ORDER BY at DESC, id DESC LIMIT 25",
    "relevance": " SELECT id, number, title, (SELECT count(*) FROM found) FROM found"
    " ORDER BY ts_rank(words, %(q)s::tsquery, 1) DESC, at DESC, id DESC LIMIT 25",
}


def measure(place: Place, report: Report) -> None:
    few = place.copy_database("mad_thousand")
    many = place.copy_database("mad_million")
    fill(place, few, "mad_thousand", FEW, report)
    fill(place, many, "mad_million", TOTAL, report)
    with place.web(few) as small, place.web(many) as large:
        who = {"small": place.signed_in(READER, few), "large": place.signed_in(READER, many)}
        queue(place, report, small, large, who)
        searches(place, report, large, who["large"])


def fill(place: Place, environment: dict[str, str], database: str, count: int, report: Report) -> None:
    """The indexes are built when all lie there, as PostgreSQL advises for bulk."""
    began = time.monotonic()
    made = place.query(f"SELECT indexname, indexdef FROM pg_indexes WHERE indexname IN {INDEXES}", database)
    for name, _ in made:
        place.fill(f"DROP INDEX {name}", database)
    subprocess.run([sys.executable, "-m", "tests.bench.corpus", str(count)], check=True, cwd=PROJECT, env=environment)
    loaded = time.monotonic() - began
    for _, definition in made:
        place.fill(definition, database)
    place.settle(database)
    report.note(
        f"{count:,} submissions: loaded in {loaded:.0f} s, indexed in {time.monotonic() - began - loaded:.0f} s"
    )


def queue(place: Place, report: Report, small: Web, large: Web, who: dict[str, Any]) -> None:
    path = "/screening/"
    at_large, at_small = _pairs((large, path, who["large"]), (small, path, who["small"]))
    report.note(
        f"screening queue: {at_large * 1000:.1f} ms at {TOTAL:,} submissions, {at_small * 1000:.1f} ms at {FEW:,}"
    )
    report.at_most(f"screening queue: first page at {TOTAL:,} submissions ÷ at {FEW:,}", at_large / at_small, 1.1)
    deep = f"{path}?after={_cursor(place, 999_900)}"
    late, first = _pairs((large, deep, who["large"]), (large, path, who["large"]))
    report.at_most("screening queue: page at row 999,900 ÷ the first", late / first, 1.2)


def _cursor(place: Place, row: int) -> str:
    """The cursor that leads to the page after `row`, as the product writes it."""
    found = place.query(
        "SELECT due_at, id FROM evidence_submission WHERE status IN ('received', 'queried', 'held')"
        f" ORDER BY due_at, id OFFSET {row} LIMIT 1",
        "mad_million",
    )
    values = [str(found[0][0]), found[0][1]]
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def searches(place: Place, report: Report, web: Web, who: tuple[tuple[str, str], ...]) -> None:
    pages: list[float] = []
    bares: list[float] = []
    with closing(place._connect("mad_million")) as server, server.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")
        _warm(web, who)
        for name, queries in QUERIES.items():
            for sort in SORTS:
                mine, bare = _timed(cursor, web, who, queries, sort)
                pages += mine
                bares += bare
                report.note(
                    f"search, {name}, {sort}: p95 {p95(mine) * 1000:.1f} ms, bare {p95(bare) * 1000:.1f} ms"
                    f"; median {p50(mine) * 1000:.1f} and {p50(bare) * 1000:.1f}"
                )
    report.at_most(
        f"search over {TOTAL:,} submissions: p95 of the page ÷ bare capped SQL", p95(pages) / p95(bares), 2.0
    )


def _warm(web: Web, who: Any) -> None:
    """Every thread of the server has its connection, and that its catalogue and its plans."""
    for sort in SORTS:
        asked = [query for queries in QUERIES.values() for query in queries]
        calls = [Call("GET", f"/search/?q={quote(query)}&sort={sort}", who) for query in asked]
        load.run(web.port, calls, clients=8, count=WARMING)


def _timed(cursor: Any, web: Web, who: Any, queries: list[str], sort: str) -> tuple[list[float], list[float]]:
    """Seconds of the page and of the bare statement, in turn; the bare one the quicker of two ways to write it."""
    pages, bares = [], []
    for query in queries:
        path = f"/search/?q={quote(query)}&sort={sort}"
        call = [Call("GET", path, who)]
        bare = [way.format(cap=CAP) + _SHOW[sort] for way in (_WALK, _GATHER)]
        asked = {"q": " & ".join(f"'{each}'" for each in query.split())}
        load.run(web.port, call, clients=1, count=2)
        quicker = min(bare, key=lambda sql: min(_seconds(cursor, sql, asked) for _ in range(2)))
        for _ in range(ROUNDS):
            result = load.run(web.port, call, clients=1, count=1)
            if set(result.statuses) != {200}:
                raise RuntimeError(f"{path} answered {result.statuses}")
            pages += result.times
            bares.append(_seconds(cursor, quicker, asked))
    return pages, bares


def _seconds(cursor: Any, sql: str, parameters: dict[str, str]) -> float:
    began = time.perf_counter()
    cursor.execute(sql, parameters)
    cursor.fetchall()
    return time.perf_counter() - began


def p95(times: list[float]) -> float:
    return sorted(times)[math.ceil(len(times) * 0.95) - 1]


def p50(times: list[float]) -> float:
    return sorted(times)[len(times) // 2]
