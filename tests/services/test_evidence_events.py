"""R19: loading event data, and what a situation shows of it."""

from __future__ import annotations

import csv
import gzip
import json
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from evidence.models import Incident
from evidence.selectors import killings_by_actor, trend
from evidence.services import import_events
from evidence.services.events.loading import report_of
from mad.common.errors import Invalid, NotPermitted
from mad.docket.models import Entry
from tests import event_files
from tests.event_files import SYRIA


def counts(loaded) -> tuple[int, int, int, int, int]:
    return loaded.read, loaded.added, loaded.changed, loaded.unchanged, loaded.refused


@pytest.fixture
def ged(tmp_path, db):
    """Writes a GED file of the given rows (changes of one plain row)."""

    def write(*changes, name="ged.csv", **options) -> Path:
        return event_files.write(tmp_path / name, *changes, **options)

    return write


def test_r19_loading_the_same_file_twice_changes_nothing(ged):
    path = ged({"id": "1"}, {"id": "2"})
    assert counts(import_events(path)) == (2, 2, 0, 0, 0)
    assert counts(import_events(path)) == (2, 0, 0, 2, 0)
    assert Incident.objects.count() == 2


def test_r19_a_newer_release_updates_what_changed(ged):
    import_events(ged({"id": "1"}, {"id": "2"}))
    newer = import_events(ged({"id": "1", "best": "9", "high": "9"}, {"id": "2"}, {"id": "3"}, name="newer.csv"))
    assert counts(newer) == (3, 1, 1, 1, 0)
    assert Incident.objects.get(source_id="1").best == 9


def test_r19_a_bad_row_is_reported_with_its_line_and_stops_nothing(ged):
    loaded = import_events(
        ged({"id": "1", "adm_1": "Ḥimṣ"}, {"id": "x"}, {"id": "3", "best": "-2"}, {"id": "4", "country": "Sy\udcffria"})
    )
    assert counts(loaded) == (4, 1, 0, 0, 3)
    report = list(csv.DictReader(report_of(loaded).read_text().splitlines()))
    assert [row["line"] for row in report] == ["3", "4", "5"]
    assert all(row["reason"] for row in report)


def test_r19_an_id_given_twice_is_taken_once(ged):
    loaded = import_events(ged({"id": "1", "best": "2"}, {"id": "1", "best": "3"}))
    assert counts(loaded) == (2, 1, 0, 0, 1)
    assert Incident.objects.get().best == 3


def test_r19_the_row_of_hxl_tags_is_skipped(ged):
    assert counts(import_events(ged({"id": "1"}, hxl=True))) == (1, 1, 0, 0, 0)


def test_r19_quotes_commas_and_line_breaks_are_kept(ged):
    import_events(ged({"id": "1", "where_coordinates": 'Homs, "old"\ntown', "adm_1": "\\N", "adm_2": "\\."}))
    incident = Incident.objects.get()
    assert incident.place == 'Homs, "old"\ntown'
    assert (incident.adm_1, incident.adm_2) == ("\\N", "\\.")


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\x1f\x8bnot gzip", b"\x00\x01"])
def test_r19_another_kind_of_file_is_refused(tmp_path, db, content):
    path = tmp_path / "odd.csv"
    path.write_bytes(content)
    with pytest.raises(Invalid):
        import_events(path)


def test_r19_a_file_that_breaks_off_loads_nothing(ged, tmp_path):
    whole = gzip.compress(ged(*({"id": str(n)} for n in range(500))).read_bytes())
    cut = tmp_path / "cut.csv.gz"
    cut.write_bytes(whole[:-400])
    with pytest.raises(Invalid):
        import_events(cut)
    assert not Incident.objects.exists()


def test_r09_who_may_load(ged, people):
    with pytest.raises(NotPermitted):
        import_events(ged({"id": "1"}), by=people.amal)
    import_events(ged({"id": "1"}), by=people.officer)
    assert Entry.objects.get(act="events.imported").facts["added"] == 1


def test_r19_the_command_prints_its_counts(ged):
    out = StringIO()
    call_command("import_events", str(ged({"id": "1"})), "--json", stdout=out)
    assert json.loads(out.getvalue()).keys() >= {"read", "added", "changed", "unchanged", "refused", "report"}
    with pytest.raises(CommandError):
        call_command("import_events", "/nowhere.csv")
    out = StringIO()
    with pytest.raises(CommandError, match="Nothing was taken"):
        call_command("import_events", str(ged({"id": "x"})), "--json", stdout=out)
    assert json.loads(out.getvalue())["refused"] == 1


def test_r19_a_situation_shows_its_trend_and_its_actors(ged):
    quiet = [
        {"id": str(n), "date_start": f"20{18 + n // 12}-{n % 12 + 1:02}-03", "date_end": "2026-01-01"}
        for n in range(47)
    ]
    peak = {
        "id": "99",
        "date_start": "2021-12-05",
        "date_end": "2021-12-05",
        "deaths_civilians": "40",
        "best": "40",
        "high": "40",
    }
    import_events(ged(*quiet, peak))
    months = trend(["SYR"], date(2021, 12, 31))
    assert len(months) == 24
    assert [month.flagged for month in months] == [False] * 23 + [True]
    (guards,) = killings_by_actor(["SYR"], 2021)
    assert (guards.actor, guards.flagged, guards.reached) == ("Guards", True, date(2021, 12, 5))


@pytest.mark.skipif(not SYRIA.exists(), reason="the public sample is not at hand")
def test_r19_a_real_release_loads_whole(db):
    loaded = import_events(SYRIA)
    assert (loaded.read, loaded.refused) == (16566, 0)
    assert Incident.objects.filter(state_id="SYR").count() == loaded.added
    assert import_events(SYRIA).unchanged == 16566
