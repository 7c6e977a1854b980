"""The ways to the newest hits: all find the same, and the choice between them (SCREENS 6)."""

from __future__ import annotations

import re
from contextlib import closing
from datetime import timedelta

import pytest
from django.db import connection

from mad.common import clock
from mad.docket.sealing import seal_all
from mad.search import ways
from mad.search.indexing import follow
from mad.search.language import read
from mad.search.models import WEEK_OF
from mad.search.selectors import NEWEST, RELEVANCE, search
from tests.database import owner_connection
from tests.evidence_help import received


def index() -> None:
    seal_all()
    follow()


@pytest.fixture
def over_weeks(people, monkeypatch):
    """Twelve submissions, one a week; the search looks at five hits and walks six documents."""
    today = clock.now()
    for n in range(12):
        with clock.travel(today - timedelta(weeks=11 - n)):
            received(people, title=f"Number {n}", narrative="common " + ("rare" if n % 4 == 0 else "other"))
    index()
    monkeypatch.setattr("mad.search.selectors.CAP", 5)
    monkeypatch.setattr("mad.search.ways.WALK", 6)
    monkeypatch.setattr("mad.search.ways.NEAR", 0)
    ages = tuple(today - timedelta(weeks=11 - n) for n in range(12))
    return ways.Known(12, ages, ages[-1])


def _noting(taken: list[str], name: str, way):
    def noted(*args, **options):
        taken.append("window" if options.get("window") else name)
        return way(*args, **options)

    return noted


def ways_taken(monkeypatch) -> list[str]:
    taken = []
    for name in ("walked", "gathered"):
        monkeypatch.setattr(ways, name, _noting(taken, name, getattr(ways, name)))
    return taken


def test_all_ways_of_the_statement_find_the_same(people, over_weeks, monkeypatch):
    taken = ways_taken(monkeypatch)
    nothing = ways.Known(0, (), None)

    def pages_by(expected: int, known: ways.Known, text: str, sort: str):
        monkeypatch.setattr("mad.search.ways._expected", lambda asked: expected)
        monkeypatch.setattr("mad.search.ways._known", lambda: known)
        seen, cursor = [], ""
        while True:
            found = search(people.officer, read(text), sort=sort, cursor=cursor, size=2)
            seen += [(hit.number, found.total, found.capped, found.facets) for hit in found.hits]
            if not (cursor := found.next):
                return seen

    for text in ("common", "rare", "common rare", "nothing", "common -rare", "kind:submission"):
        for sort in (NEWEST, RELEVANCE):
            gathered = pages_by(0, nothing, text, sort)
            assert set(taken) == {"gathered"}
            taken.clear()
            assert pages_by(10**9, nothing, text, sort) == gathered
            assert "walked" in taken
            taken.clear()
            assert pages_by(24, over_weeks, text, sort) == gathered
            assert "window" in taken
            taken.clear()
    assert len(pages_by(0, nothing, "common", NEWEST)) == 12


def test_a_window_that_held_enough_is_the_end_of_it(people, over_weeks, monkeypatch):
    taken = ways_taken(monkeypatch)
    monkeypatch.setattr("mad.search.ways._expected", lambda asked: 24)
    monkeypatch.setattr("mad.search.ways._known", lambda: over_weeks)
    monkeypatch.setattr("mad.search.selectors.CAP", 3)
    assert search(people.officer, read("common")).total == 3
    assert taken == ["window"]


def test_a_window_finds_what_came_after_the_statistics_were_read(people, over_weeks, monkeypatch):
    late = received(people, title="Late", narrative="common")
    index()
    monkeypatch.setattr("mad.search.ways._expected", lambda asked: 24)
    monkeypatch.setattr("mad.search.ways._known", lambda: over_weeks)
    assert search(people.officer, read("common")).hits[0].number == late.number


@pytest.mark.parametrize(
    ("before", "count", "since"), [(None, 300, 7), (None, 900, None), (9, 100, 8), (3, 100, None), (20, 100, 9)]
)
def test_how_far_back_a_window_reaches(before, count, since):
    ages = tuple(clock.now() + timedelta(days=n) for n in range(11))
    at = ages[0] + timedelta(days=before) if before is not None else None
    assert ways.Known(1000, ages, ages[-1]).since(at, count) == (None if since is None else ages[since])


def test_without_statistics_there_is_no_window():
    assert ways.Known(1000, (), None).since(None, 10) is None


def test_the_weeks_are_looked_up_in_the_text_index(people):
    received(people, narrative="common")
    index()
    asked = f"words @@ 'common'::tsquery AND {WEEK_OF.format('at')} && ARRAY[2900, 2901]"
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan TO off")
        cursor.execute(f"EXPLAIN SELECT FROM search_document WHERE {asked}")
        plan = " ".join(line for (line,) in cursor.fetchall())
    assert "Bitmap Index Scan on search_words" in plan
    assert re.search(r"Index Cond: \(\(words @@ .*\) AND \(ARRAY\[.*604800.*&& ", plan), plan


def test_what_is_known_of_the_index_is_what_lies_in_it(committed_people):
    with clock.travel(clock.now() - timedelta(days=2)):
        received(committed_people)
    newest = received(committed_people)
    index()
    with closing(owner_connection()) as owner, owner.cursor() as cursor:
        cursor.execute("ANALYZE search_document")
        owner.commit()
    found = ways.known()
    assert (found.documents, found.newest) == (2, newest.received_at)
    assert found.ages[-1] == newest.received_at
