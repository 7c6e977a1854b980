"""R19: the months kept beside the incidents are what the incidents add up to, whatever changed them."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence.models import Incident, IncidentMonth
from evidence.services import import_events
from mad.common import clock
from tests import event_files

pytestmark = pytest.mark.django_db


def made(number: int, day: date, best: int, *, state: str | None = "SYR", kind: int = 3, lat: float | None = 35.0):
    return Incident(
        source="ucdp-ged",
        source_id=str(number),
        type_of_violence=kind,
        state_id=state,
        country="Syria",
        lat=lat,
        lon=lat and 38.0,
        place_precision=1,
        date_start=day,
        date_end=day,
        date_precision=1,
        actor="An actor",
        opponent="Civilians",
        civilians=best,
        low=best // 2,
        best=best,
        high=best * 2,
        release="26.0",
        loaded_at=clock.now(),
    )


def kept() -> dict:
    return {
        (row.source, row.state_id, row.month): (row.events, row.low, row.best, row.high, row.deadliest)
        for row in IncidentMonth.objects.all()
    }


def added_up() -> dict:
    one_sided = Incident.objects.filter(type_of_violence=3, state__isnull=False)
    rows = (
        one_sided.annotate(month=TruncMonth("date_start"))
        .values("source", "state_id", "month")
        .annotate(events=Count("id"), low_=Sum("low"), best_=Sum("best"), high_=Sum("high"))
    )
    found = {}
    for row in rows:
        here = one_sided.filter(source=row["source"], state_id=row["state_id"], lat__isnull=False)
        here = here.filter(date_start__year=row["month"].year, date_start__month=row["month"].month)
        deadliest = list(here.order_by("-best", "id").values_list("id", flat=True)[:12])
        key = (row["source"], row["state_id"], row["month"])
        found[key] = (row["events"], row["low_"], row["best_"], row["high_"], deadliest)
    return found


def test_r19_a_load_and_a_newer_release_keep_the_months(people, tmp_path):
    for name, best in (("one.csv", "3"), ("two.csv", "30")):
        rows = [{"id": str(n), "type_of_violence": "3", "best": best, "low": "1", "high": "40"} for n in range(20)]
        import_events(event_files.write(tmp_path / name, *rows), by=people.officer)
        assert kept()
        assert kept() == added_up()
    assert sum(row[2] for row in kept().values()) == 600


DAY = st.dates(date(2025, 11, 20), date(2026, 2, 10))
CHANGE = st.one_of(
    st.tuples(st.just("add"), DAY, st.integers(0, 50), st.sampled_from(["SYR", "SDN", None]), st.sampled_from([1, 3])),
    st.tuples(st.just("move"), DAY, st.integers(0, 50), st.sampled_from(["SYR", "SDN", None]), st.sampled_from([1, 3])),
    st.tuples(st.just("drop"), DAY, st.just(0), st.just(None), st.just(3)),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(CHANGE, max_size=12))
def test_r19_the_months_follow_every_change(db, changes):
    Incident.objects.all().delete()
    for number, (what, day, best, state, kind) in enumerate(changes):
        if what == "add":
            several = [
                made(number * 20 + n, day, best + n, state=state, kind=kind, lat=None if n == 1 else 35.0)
                for n in range(14)
            ]
            Incident.objects.bulk_create(several)
        elif what == "move":
            Incident.objects.filter(source_id__endswith="3").update(
                date_start=day, date_end=day, best=best, low=0, high=best, state_id=state, type_of_violence=kind
            )
        else:
            Incident.objects.filter(date_start__lt=day).delete()
        assert kept() == added_up()


def test_r19_a_statement_that_changes_nothing_counts_nothing(db, django_assert_num_queries):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE evidence_incident SET best = best WHERE false")
    assert kept() == {}
