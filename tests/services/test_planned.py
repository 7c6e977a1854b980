"""Statements that a connection learns once."""

from __future__ import annotations

import pytest
from django.db import connection

from cases.selectors.page_sql import PAGES
from mad.common import prepared
from mad.common.prepared import planned_rows

pytestmark = pytest.mark.django_db


def learned() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_prepared_statements WHERE name LIKE 'planned%'")
        return {name for (name,) in cursor.fetchall()}


def test_a_text_is_learned_once_and_run_with_other_values():
    before = learned()
    assert planned_rows("SELECT %s::int + 1, '%%', %s::text", [1, "a%s"]) == [(2, "%", "a%s")]
    assert planned_rows("SELECT %s::int + 1, '%%', %s::text", [2, "$1"]) == [(3, "%", "$1")]
    assert len(learned() - before) == 1


def test_without_values_there_are_no_places():
    assert planned_rows("SELECT 1", []) == [(1,)]


def test_what_was_not_run_for_the_longest_time_is_forgotten(monkeypatch):
    known = prepared._planned.setdefault(connection.connection, {})
    monkeypatch.setattr(prepared, "_MOST_PLANNED", len(known) + 2)
    first, second, third = (f"SELECT %s::int, 'planned {n}'" for n in range(3))
    for sql in (first, second, first, third):
        planned_rows(sql, [1])
    assert len(learned()) <= len(known)
    assert first in known
    assert third in known
    assert planned_rows(second, [7])[0][0] == 7


def test_a_value_is_a_value_and_no_sql():
    assert planned_rows("SELECT %s::text", ["'); DROP TABLE search_document; --"]) == [
        ("'); DROP TABLE search_document; --",)
    ]


def test_a_statement_over_an_array_keeps_its_plan(people):
    """Left to itself the server plans anew for each short array, for longer than the statement takes."""
    for cases in ([1], [1, 2], [3]) * 3:
        PAGES.rows({"cases": cases, "user": people.amal.pk})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans > 0, custom_plans FROM pg_prepared_statements WHERE name = %s", [PAGES.name]
        )
        assert cursor.fetchone() == (True, 0)
