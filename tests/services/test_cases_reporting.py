"""R25: whoever reports from the database reads views; a sealed answer is in none of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import psycopg2
import pytest
from django.db import connection

from cases.models import Label
from cases.services import close_round, open_round
from mad.common.clock import advance
from mad.docket.models import Entry
from tests.database import owner_connection, superuser_connection

from .cases_steps import ELEMENTS, LEGAL, answer, under_assessment, write

SEALED = (73, 73, 61, 42)
TRIED = (730, 610, 420, 370, 500)


@pytest.fixture
def reporting(committed_people) -> Iterator:
    """A connection as the reporting role."""
    with closing(superuser_connection()) as server:
        server.autocommit = True
        with server.cursor() as cursor:
            cursor.execute("SET ROLE mad_report")
        yield server


@pytest.fixture
def asked(reporting) -> Iterator:
    """asked(statement) → rows, as the reporting role."""
    with reporting.cursor() as cursor:

        def ask(statement: str) -> list[tuple]:
            cursor.execute(statement)
            return cursor.fetchall()

        yield ask


@pytest.fixture
def sealed(committed_people):
    """An open round in which four have sealed and the fifth is writing; the planner knows the tables."""
    case, _ = under_assessment(committed_people)
    round_ = open_round(case=case, by=committed_people.registrar)
    for name, best in zip(LEGAL[:4], SEALED, strict=True):
        answer(round_, getattr(committed_people, name), best=best)
    write(round_, committed_people.nguyen, best=37)
    with closing(owner_connection()) as owner, owner.cursor() as cursor:
        owner.autocommit = True
        cursor.execute("ANALYZE cases_estimate, cases_answer, cases_round")
    return round_


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
    assert not [view for view in views for row in asked(f"SELECT * FROM report.{view}") if 730 in row]
    answer(round_, people.nguyen, best=73)
    assert asked("SELECT count(*), count(DISTINCT letter), min(best) FROM report.answers") == [(25, 5, 730)]
    assert asked("SELECT case_number, round, closed_at IS NOT NULL FROM report.rounds") == [(case.number, 1, True)]


def test_r25_the_reporting_role_reads_no_table(asked):
    tables = [name for name in connection.introspection.table_names() if name != Entry._meta.db_table]
    for table in [*tables, Entry._meta.db_table]:
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            asked(f'SELECT * FROM "{table}" LIMIT 1')


def test_r25_nor_does_it_learn_anything_of_them_from_statistics(sealed, asked):
    with closing(superuser_connection()) as server, server.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stats WHERE tablename = 'cases_estimate' AND attname = 'best'")
        assert cursor.fetchone() == (1,)
    for view in ("pg_stats", "pg_stats_ext", "pg_stats_ext_exprs"):
        assert asked(f"SELECT count(*) FROM {view} WHERE schemaname = 'public'") == [(0,)]
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        asked("SELECT stavalues1 FROM pg_statistic LIMIT 1")


def test_r25_no_error_tells_whether_somebody_answered_a_value(sealed, asked):
    for value in range(0, 1001, 10):
        assert asked(f"SELECT count(*) FROM report.answers WHERE 1 / (best - {value}) > 9") == [(0,)]
        assert asked(f"SELECT count(*) FROM report.closed_answers() WHERE 1 / (best - {value}) > 9") == [(0,)]


@pytest.mark.parametrize("how", ["", "(ANALYZE, TIMING OFF, SUMMARY OFF, BUFFERS OFF, VERBOSE)"])
def test_r25_no_plan_tells_how_many_answered_a_value(sealed, asked, how):
    plans = {}
    for value in TRIED:
        lines = asked(f"EXPLAIN {how} SELECT * FROM report.answers WHERE best = {value} AND reverse(element_id) <> ''")
        plans[value] = "\n".join(line for (line,) in lines).replace(str(value), "V")
        assert "cases_" not in plans[value]
    assert len(set(plans.values())) == 1


def test_r25_no_function_of_the_readers_own_is_shown_a_sealed_answer(sealed, reporting, asked):
    with reporting.cursor() as cursor:
        cursor.execute(
            """CREATE FUNCTION pg_temp.see(text, smallint) RETURNS boolean LANGUAGE plpgsql COST 0.0000001
               AS $$ BEGIN RAISE NOTICE '% %', $1, $2; RETURN true; END $$"""
        )
    reporting.notices.clear()
    assert asked("SELECT * FROM report.answers WHERE pg_temp.see(element_id, best)") == []
    assert not reporting.notices


def test_r25_nothing_of_the_readers_own_stands_in_for_what_the_function_reads(sealed, asked, reporting):
    with reporting.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE cases_round AS SELECT now() AS closed_at")
        cursor.execute("SET search_path = pg_temp, public")
    assert asked("SELECT count(*) FROM report.answers") == [(0,)]


def test_r25_only_the_reporting_role_may_ask_the_function(sealed):
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT prosecdef, provolatile, proconfig, pg_get_userbyid(proowner) = tableowner,
                      has_function_privilege('mad_app', p.oid, 'EXECUTE'),
                      has_function_privilege('mad_report', p.oid, 'EXECUTE')
               FROM pg_proc p, pg_tables t WHERE proname = 'closed_answers' AND tablename = 'cases_estimate'"""
        )
        assert cursor.fetchall() == [(True, "s", ["search_path=pg_catalog, pg_temp"], True, False, True)]


def test_r26_the_rows_stand_in_the_order_of_letters_and_not_of_answering(committed_people, asked):
    people = committed_people
    case, _ = under_assessment(people)
    round_ = open_round(case=case, by=people.registrar)
    for name in ("chipo", "amal", "nguyen", "tomas", "ingrid"):
        answer(round_, getattr(people, name))
    for element in ELEMENTS:
        letters = [row[0] for row in asked(f"SELECT letter FROM report.answers WHERE element_id = '{element}'")]
        assert letters == list("ABCDE")


def test_r26_where_somebody_did_not_answer_the_rows_have_no_letters(committed_people, asked):
    people = committed_people
    case, _ = under_assessment(people)
    round_ = open_round(case=case, by=people.registrar)
    for name, best in zip(LEGAL[:4], SEALED, strict=True):
        answer(round_, getattr(people, name), best=best)
    advance(timedelta(hours=73))
    close_round(round=round_)
    assert Label.objects.filter(assessment=round_.assessment).count() == 5
    rows = asked(f"SELECT letter, best FROM report.answers WHERE element_id = '{ELEMENTS[0]}'")
    assert rows == [(None, 420), (None, 610), (None, 730), (None, 730)]
