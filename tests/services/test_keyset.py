"""Pages of a keyset: every row once, in order, and a page far back begins where its rows begin."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from evidence.models import Submission
from evidence.models.submissions import OPEN_STATUSES
from mad.common import clock
from mad.common.web import keyset
from tests.evidence_help import received

pytestmark = pytest.mark.django_db
WAITING = {"status__in": OPEN_STATUSES}


@pytest.fixture
def sent(people) -> list[int]:
    """Five submissions, three of them due at the same moment."""
    made = [received(people, title=f"Number {n}").pk for n in range(5)]
    due = clock.now() + timedelta(days=2)
    for pk, hours in zip(made, (0, 1, 1, 1, 2), strict=True):
        Submission.objects.filter(pk=pk).update(due_at=due + timedelta(hours=hours))
    return made


@pytest.mark.parametrize("by", [("due_at", "id"), ("-due_at", "-id"), ("-due_at", "id")], ids=str)
@pytest.mark.parametrize("size", [1, 2, 4])
def test_every_row_comes_once_and_in_order(sent, by, size):
    rows, seen = Submission.objects.filter(pk__in=sent), []
    page = keyset(rows, by=by, size=size)
    while page.next:
        seen += page.rows
        page = keyset(rows, by=by, size=size, cursor=page.next)
    assert [row.pk for row in [*seen, *page.rows]] == list(rows.order_by(*by).values_list("pk", flat=True))


def test_the_next_page_of_the_queue_begins_in_the_index_and_not_at_its_start(sent):
    waiting = Submission.objects.filter(**WAITING)
    cursor = keyset(waiting, by=["due_at", "id"], size=2).next
    asked: list[str] = []

    def explained(execute, sql, parameters, many, context):
        with connection.connection.cursor() as plain:
            plain.execute(f"EXPLAIN {sql}", parameters)
            asked.extend(line for (line,) in plain.fetchall())
        return execute(sql, parameters, many, context)

    with connection.cursor() as session:
        session.execute("SET LOCAL enable_seqscan TO off")
        session.execute("SET LOCAL enable_bitmapscan TO off")
    with connection.execute_wrapper(explained):
        keyset(waiting, by=["due_at", "id"], size=2, cursor=cursor)
    assert any("Index Cond: (due_at >= " in line for line in asked), "\n".join(asked)
