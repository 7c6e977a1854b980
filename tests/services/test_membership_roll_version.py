"""R2-R4: a ballot reads the roll again whenever anything that it is called from has changed."""

import re
from contextlib import closing
from datetime import date, timedelta

import psycopg2
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from deliberation import services
from mad.common.clock import today
from mad.common.errors import Refused
from mad.membership import roll_sql, selectors
from mad.membership.models import RollVersion
from mad.membership.services import declare_tie, suspend
from tests.deliberation_factory import PEACEFUL

pytest_plugins = ["tests.deliberation_factory"]


@pytest.fixture
def motion(plenary):
    return plenary.vote(plenary.move(kind="option", option=plenary.table(**PEACEFUL)), close=False)


def token() -> list:
    return list(RollVersion.objects.order_by("id").values_list("token", flat=True))


def tables() -> set[str]:
    """All that the roll's statement reads of, by its own text."""
    return set(re.findall(r"(?:FROM|JOIN) (\w+)", roll_sql._ROLL.sql)) - {"membership_rollversion"}


def columns_of(table: str) -> list[str]:
    return list(roll_sql.USER_FIELDS[1:]) if table == "accounts_user" else [""]


def touch(table: str, column: str = "") -> None:
    """A statement that adds to the table or changes its column; it counts, though it meets no row."""
    with connection.cursor() as cursor:
        if column:
            cursor.execute(f"UPDATE {table} SET {column} = {column} WHERE false")
        else:
            cursor.execute(f"INSERT INTO {table} SELECT * FROM {table} WHERE false")


def messages(asked: CaptureQueriesContext) -> int:
    """Those that are sent each time: a connection learns a prepared statement once."""
    return len([one for one in asked.captured_queries if not one["sql"].startswith("PREPARE")])


TOUCHES = [(table, column) for table in sorted(tables()) for column in columns_of(table)]


def test_r03_the_statement_names_the_tables_that_are_tried():
    assert {"membership_tie", "membership_councilseat", "membership_suspension", "accounts_user"} <= tables()
    assert len(tables()) == 11


@pytest.mark.parametrize(("table", "column"), TOUCHES)
def test_r03_each_table_of_the_roll_changes_its_version(people, table, column):
    before = token()
    touch(table, column)
    assert token() != before


def test_r03_signing_in_does_not(people, client):
    before = token()
    client.force_login(people.betty)
    people.betty.refresh_from_db()
    assert people.betty.last_login is not None
    assert token() == before


def test_r03_a_version_given_back_never_comes_again(people):
    seen = {str(token())}
    for _ in range(3):
        try:
            with transaction.atomic():
                touch("membership_tie")
                seen.add(str(token()))
                raise RuntimeError("given back")
        except RuntimeError:
            pass
    touch("membership_tie")
    seen.add(str(token()))
    assert len(seen) == 5


def test_r03_without_a_version_the_roll_is_read(people):
    RollVersion.objects.all().delete()
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            assert selectors.roll_of_one(today(), people.betty, None).members[0].user_id == people.betty.pk
        assert messages(asked) == 1


def test_r34_a_ballot_with_the_roll_known_is_two_messages(motion, people):
    services.cast_ballot(motion=motion, by=people.betty, choice="yes")
    with CaptureQueriesContext(connection) as asked:
        services.cast_ballot(motion=motion, by=people.amal, choice="no")
    assert messages(asked) == 2


def test_r02_a_suspension_counts_for_the_next_ballot(motion, people):
    services.cast_ballot(motion=motion, by=people.amal, choice="yes")
    suspend(member=people.member("amal"), starts=today(), reason="Asked for.", by=people.registrar)
    with pytest.raises(Refused) as refused:
        services.cast_ballot(motion=motion, by=people.amal, choice="no")
    assert refused.value.rule == "R2"


def test_r03_a_tie_with_a_member_of_the_council_counts_for_the_next_ballot(motion, people):
    services.cast_ballot(motion=motion, by=people.amal, choice="yes")
    declare_tie(member=people.member("amal"), kind="national", state="LVA", starts=date(2000, 1, 1), by=people.amal)
    with pytest.raises(Refused) as refused:
        services.cast_ballot(motion=motion, by=people.amal, choice="no")
    assert refused.value.rule == "R3"
    services.cast_ballot(motion=motion, by=people.betty, choice="no")


def test_r06_a_tie_with_a_party_recuses_from_the_next_ballot(motion, people):
    services.cast_ballot(motion=motion, by=people.amal, choice="yes")
    declare_tie(member=people.member("amal"), kind="national", state="SYR", starts=date(2000, 1, 1), by=people.amal)
    with pytest.raises(Refused) as refused:
        services.cast_ballot(motion=motion, by=people.amal, choice="no")
    assert refused.value.rule == "R6"


def test_r02_another_day_has_a_roll_of_its_own(people):
    version = " ".join(map(str, token()))
    now = selectors.roll_of_one(today(), people.amal, version)
    later = selectors.roll_of_one(today() + timedelta(days=4000), people.amal, version)
    assert now.in_office()
    assert not later.in_office()


def change_on(other, table: str) -> None:
    with other.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '2s'; INSERT INTO {table} SELECT * FROM {table} WHERE false")


def version_on(other) -> str:
    with other.cursor() as cursor:
        cursor.execute(f"SELECT {roll_sql.VERSION}")
        return cursor.fetchone()[0]


def test_r03_two_changes_at_once_wait_for_nobody_and_both_count(committed_people):
    before = version_on(connection)
    with closing(connect()) as one, closing(connect()) as two:
        change_on(one, "membership_tie")
        change_on(two, "membership_tie")
        change_on(two, "membership_suspension")
        change_on(one, "membership_suspension")
        assert version_on(connection) == before
        seen = [before, version_on(one), version_on(two)]
        one.commit()
        assert version_on(connection) == seen[1], "what it saw of itself is what everybody sees now"
        two.commit()
        seen.append(version_on(connection))
    assert len(set(seen)) == 4
    touch("membership_tie")
    assert len(token()) == 1


def connect():
    made = psycopg2.connect(**connection.get_connection_params() | {"cursor_factory": None})
    made.autocommit = False
    return made
