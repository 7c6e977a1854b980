"""R25: whoever reports from the database reads views; a sealed answer is in none of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import psycopg2
import pytest
from django.db import connection

from cases.services import open_round
from mad.docket.models import Entry
from tests.conftest import superuser_connection

from .cases_steps import LEGAL, answer, under_assessment, write


@pytest.fixture
def asked(committed_people) -> Iterator:
    """asked(statement) → rows, as the reporting role."""
    with closing(superuser_connection()) as server, server.cursor() as cursor:
        server.autocommit = True
        cursor.execute("SET ROLE mad_report")

        def ask(statement: str) -> list[tuple]:
            cursor.execute(statement)
            return cursor.fetchall()

        yield ask


def test_r25_a_sealed_answer_is_in_no_view_until_its_round_closes(asked, committed_people):
    people = committed_people
    case, _ = under_assessment(people)
    round_ = open_round(case=case, by=people.registrar)
    for name in LEGAL[:4]:
        answer(round_, getattr(people, name), best=73)
    write(round_, people.nguyen, best=73)
    views = [name for (name,) in asked("SELECT viewname FROM pg_views WHERE schemaname = 'report' ORDER BY 1")]
    assert views == ["answers", "cases", "determinations", "rounds"]
    assert asked("SELECT count(*) FROM report.answers") == [(0,)]
    assert not [view for view in views if "730" in repr(asked(f"SELECT * FROM report.{view}"))]
    answer(round_, people.nguyen, best=73)
    assert asked("SELECT count(*), count(DISTINCT letter), min(best) FROM report.answers") == [(25, 5, 730)]
    assert asked("SELECT case_number, round, closed_at IS NOT NULL FROM report.rounds") == [(case.number, 1, True)]


def test_r25_the_reporting_role_reads_no_table(asked):
    tables = [name for name in connection.introspection.table_names() if name != Entry._meta.db_table]
    for table in [*tables, Entry._meta.db_table]:
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            asked(f'SELECT * FROM "{table}" LIMIT 1')


def test_r25_nor_does_it_learn_anything_of_them_from_statistics(asked):
    assert asked("SELECT count(*) FROM pg_stats WHERE schemaname = 'public'") == [(0,)]
