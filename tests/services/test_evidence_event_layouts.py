"""R19: the layouts and oddities of event files, loaded; what a newer release changed; States by any numbering."""

from __future__ import annotations

import csv
import gzip
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Sum

from evidence.eventfiles import PIECE_BYTES
from evidence.models import ImportRun, Incident, IncidentChange
from evidence.procedure.events.runs import RunState
from evidence.selectors import counted_source, trend
from evidence.services import import_events
from evidence.services.events.loading import report_of
from mad.common.errors import Invalid
from mad.reference.models import State
from tests import event_files
from tests.event_files import ACLED, CANDIDATE, GED, SYRIA

pytestmark = pytest.mark.django_db
real = pytest.mark.skipif(not SYRIA.exists(), reason="the public samples are not at hand")


@pytest.fixture
def load(tmp_path):
    """Writes rows, or bytes, and loads them."""

    def go(*rows, name="events.csv", **options) -> ImportRun:
        path = tmp_path / name
        if rows and isinstance(rows[0], bytes):
            path.write_bytes(rows[0])
        else:
            event_files.write(path, *rows, **options)
        return import_events(path)

    return go


def counts(run) -> tuple[int, int, int, int, int]:
    return run.read, run.added, run.changed, run.unchanged, run.refused


def report(run) -> list[tuple[str, str, str]]:
    return [(row["line"], row["id"], row["reason"]) for row in csv.DictReader(report_of(run).open(encoding="utf-8"))]


@pytest.mark.parametrize(
    "written", ["01 January 2020", "2020-01-01", "01-Jan-20", "1 January 2020", "2020-01-01 00:00:00"]
)
def test_r19_acled_days_in_each_style(load, written):
    load({"event_date": written}, plain=ACLED)
    incident = Incident.objects.get()
    assert (incident.source, incident.source_id, incident.state_id) == ("acled", "SYR101", "SYR")
    assert (incident.date_start, incident.date_end, incident.date_precision) == (date(2020, 1, 1), date(2020, 1, 1), 1)
    assert (incident.low, incident.best, incident.high, incident.civilians) == (3, 3, 3, 3)
    assert incident.described_as == "Violence against civilians: Attack"


def test_r19_acled_kinds_and_who_is_the_actor(load):
    battle = {
        "event_type": "Battles",
        "sub_event_type": "Armed clash",
        "civilian_targeting": "",
        "actor2": "Rebels",
        "inter2": "2",
    }
    load(
        {"event_id_cnty": "A1", **battle},
        {"event_id_cnty": "A2", **battle, "inter1": "Rebel group"},
        {"event_id_cnty": "A3", "inter1": "Civilians", "actor1": "Civilians (Syria)", "inter2": "State forces", "actor2": "Guards"},
        {"event_id_cnty": "A4", "event_type": "Protests", "sub_event_type": "Peaceful protest", "civilian_targeting": "", "fatalities": "0"},
        plain=ACLED,
    )  # fmt: skip
    kinds = list(Incident.objects.order_by("source_id").values_list("type_of_violence", "actor", "civilians"))
    assert kinds == [(1, "Guards", 0), (2, "Guards", 0), (3, "Guards", 3), (4, "Guards", 0)]


def test_r19_the_two_collections_are_never_added_up(load):
    load({"id": "1", "date_start": "2020-01-01", "date_end": "2020-01-01"})
    load({}, plain=ACLED, name="acled.csv")
    assert counted_source(["SYR"]) == "ucdp-ged"
    assert trend(["SYR"], date(2020, 1, 31))[-1].value == 2
    assert trend(["SYR"], date(2020, 1, 31), source="acled")[-1].value == 3


def test_r19_an_older_column_set_is_read(load):
    older = {
        {"low": "low_est", "best": "best_est", "high": "high_est"}.get(name, name): cell for name, cell in GED.items()
    }
    for absent in ("region", "adm_2", "source_office", "conflict_name"):
        del older[absent]
    assert counts(load({"id": "7"}, plain={**older, "gwnob": "", "priogrid_gid": "1.0"})) == (1, 1, 0, 0, 0)
    assert Incident.objects.get().high == 4


def test_r19_a_first_row_with_a_hash_is_no_row_of_tags(load):
    assert counts(load({"id": "1", "where_coordinates": "#Homs"})) == (1, 1, 0, 0, 0)


@pytest.mark.parametrize(
    ("code", "country", "iso3"),
    [("652.0", "Syria", "SYR"), ("760", "Syria", "SYR"), ("SYR", "Syria", "SYR"), ("", "Ivory Coast", "CIV"), ("347", "Kosovo", None)],
)  # fmt: skip
def test_r19_the_state_by_whatever_numbering(load, code, country, iso3):
    run = load({"country_id": code, "country": country})
    assert Incident.objects.get().state_id == iso3
    assert bool(run.notes) is (country != "Syria")


def test_r19_what_a_newer_release_changed_is_kept_field_by_field(load):
    load({"id": "1"}, {"id": "2"}, {"id": "3"})
    run = load(
        {"id": "1", "best": "9", "high": "9"},
        {"id": "2"},
        {"id": "3", "side_a": "Guards of the East"},
        name="newer.csv",
    )
    assert counts(run) == (3, 0, 2, 1, 0)
    changes = list(run.changes.values_list("incident__source_id", "field", "before", "after"))
    assert changes == [("1", "best", "2", "9"), ("1", "high", "4", "9"), ("3", "actor", "Guards", "Guards of the East")]
    assert set(Incident.objects.values_list("source_id", "release")) == {
        ("1", "newer.csv"),
        ("2", "events.csv"),
        ("3", "newer.csv"),
    }


def test_r15_what_a_release_changed_is_never_rewritten(load):
    load({"id": "1"})
    load({"id": "1", "best": "3"}, name="newer.csv")
    with pytest.raises(DatabaseError), transaction.atomic():
        IncidentChange.objects.update(before="7")


def test_r19_the_same_values_in_another_dress_are_no_change(load):
    load({"id": "1", "date_start": "2016-01-01", "best": "2.0"})
    run = load({"id": "1.0", "date_start": "2016-01-01 00:00:00", "best": "2"}, name="newer.csv")
    assert counts(run) == (1, 0, 0, 1, 0)


def test_r19_a_candidate_is_provisional_and_never_replaces_what_was_vetted(load):
    assert load({"id": "1"}, {"id": "2"}, name="GEDEvent_v26_0_1.csv").provisional
    final = load({"id": "1"}, name="GEDEvent_v26_1.csv")
    assert (final.changed, final.changes.get().field) == (1, "provisional")
    late = load({"id": "1", "best": "99", "high": "99"}, {"id": "2", "best": "3"}, name="ged_candidate_late.csv")
    assert counts(late) == (2, 0, 1, 1, 0)
    assert "stay as the vetted release has them" in late.notes[0]
    assert dict(Incident.objects.values_list("source_id", "best")) == {"1": 2, "2": 3}


def test_r19_a_file_tells_by_its_rows_that_it_is_a_candidate(load):
    plain = {**GED, "code_status": "Clear"}
    assert not load({"id": "1"}, plain=plain).provisional
    assert load({"id": "2"}, {"id": "3", "code_status": "Check deaths"}, plain=plain).provisional


def test_r19_each_refusal_names_its_line_id_and_reason(load):
    run = load(
        {"id": "1", "where_coordinates": "two\nlines"},
        {"id": "2", "best": "x"},
        {"id": "3", "type_of_violence": "4"},
        {"id": "4", "latitude": "91"},
        {"id": "5", "longitude": ""},
        {"id": "6", "date_start": "2016-02-30"},
        {"id": "7", "date_start": "yesterday"},
        {"id": "8", "date_end": "2015-12-31"},
        {"id": "9", "high": "1.5"},
        {"id": "10", "low": "-1"},
        {"id": "11", "where_prec": ""},
        {"id": "12"},
        {"id": "12", "best": "3"},
        {"id": "13", "country": "Sy\x00ria"},
        {"id": "14", "best": "nan"},
        {"id": "15", "best": "1e999"},
        {"id": ""},
    )
    assert counts(run) == (17, 2, 0, 0, 15)
    assert report(run) == [
        ("4", "2", "best is no number: 'x'."),
        ("5", "3", "type_of_violence is not one of 1 to 3: 4."),
        ("6", "4", "latitude is not on earth: 91."),
        ("7", "5", "Only one of latitude and longitude is given."),
        ("8", "6", "date_start is no date: 2016-02-30."),
        ("9", "7", "date_start is no date: yesterday."),
        ("10", "8", "date_end lies before date_start."),
        ("11", "9", "high is no count: 1.5."),
        ("12", "10", "low is no count: -1."),
        ("13", "11", "where_prec is not one of 1 to 7: empty."),
        ("14", "12", "The same id comes again further down; the last one was taken."),
        ("16", "13", "country holds a NUL byte."),
        ("17", "14", "best is no number: 'nan'."),
        ("18", "15", "best is no number: '1e999'."),
        ("19", "", "id is no count: empty."),
    ]


def test_r19_a_row_of_another_width_and_an_open_quotation_mark_stop_nothing(load):
    plain = event_files.text([{"id": str(n)} for n in range(1, 5)]).replace("\r\n", "\n").splitlines()
    plain[2] += ",one more"
    plain[3] = plain[3].replace("Homs town", '"Homs town')
    run = load("\n".join(plain).encode())
    assert counts(run) == (4, 2, 0, 0, 2)
    assert [(line, reason) for line, _, reason in report(run)] == [
        ("3", "The row has 23 cells, the header 22."),
        ("4", "A quotation mark in the row is never closed."),
    ]


def test_r19_a_very_long_cell_is_cut_and_not_refused(load):
    run = load({"id": "1", "source_office": "x" * (PIECE_BYTES + 10)}, {"id": "2"})
    assert counts(run) == (2, 2, 0, 0, 0)
    assert len(Incident.objects.get(source_id="1").reported_by) == 2000


def test_r19_latin_1_is_read_and_said(load):
    run = load(event_files.text([{"id": "1", "adm_1": "Ségou"}, {"id": "2"}]).encode("latin-1"))
    assert counts(run) == (2, 2, 0, 0, 0)
    assert "Latin-1" in run.notes[0]
    assert Incident.objects.get(source_id="1").adm_1 == "Ségou"


def test_r19_a_mark_of_byte_order_and_other_separators(load):
    assert load(b"\xef\xbb\xbf" + event_files.text([{"id": "1"}]).encode()).added == 1
    assert load(event_files.text([{"id": "2"}], mark=";").encode(), name="b.csv").added == 1
    assert load(gzip.compress(event_files.text([{"id": "3"}], mark="\t").encode()), name="c.csv.gz").added == 1


def test_r19_a_file_that_cannot_be_read_is_kept_as_a_failed_import(load):
    with pytest.raises(Invalid, match="lacks"):
        load(b"id,country\n1,Syria\n")
    run = ImportRun.objects.get()
    assert (run.state, run.read) == (RunState.FAILED.value, 0)
    assert "neither of UCDP GED nor of ACLED" in run.why


def test_r19_an_incident_lies_in_a_known_state_whoever_writes_it(load):
    load({"id": "1"})
    with pytest.raises(DatabaseError, match="no known State"), transaction.atomic():
        Incident.objects.update(state_id="QQQ")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM reference_state WHERE iso3 = 'SYR'")
    assert State.objects.filter(pk="SYR").exists()


def test_r19_years_without_data_are_no_years_without_killings(load):
    load({"id": "1", "date_start": "2019-11-05", "date_end": "2019-11-05"})
    load(
        {
            "id": "2",
            "date_start": "2026-01-05",
            "date_end": "2026-01-05",
            "deaths_civilians": "59",
            "best": "59",
            "high": "59",
        },
        name="later.csv",
    )
    last = trend(["SYR"], date(2026, 1, 31))[-1]
    assert not last.flagged
    assert last.said == "0 of 24 earlier months are known: no comparison."


@real
def test_r19_the_deaths_of_the_real_file_add_up():
    with gzip.open(SYRIA, "rt", encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    run = import_events(SYRIA)
    assert counts(run) == (len(rows), len(rows), 0, 0, 0)
    totals = Incident.objects.aggregate(*(Sum(name) for name in ("low", "best", "high", "civilians")))
    for name, column in (("low", "low"), ("best", "best"), ("high", "high"), ("civilians", "deaths_civilians")):
        assert totals[f"{name}__sum"] == sum(int(float(row[column])) for row in rows)
    assert (run.first_day, run.last_day, run.states) == (date(2016, 1, 1), date(2019, 11, 30), ["SYR"])


@real
def test_r19_the_real_candidate_release_is_placed_by_its_codes():
    run = import_events(CANDIDATE)
    assert (run.read, run.added, run.refused, run.provisional) == (1298, 1298, 0, True)
    assert Incident.objects.aggregate(Sum("best"))["best__sum"] == 12521
    assert Incident.objects.filter(state_id="MEX").count() == 153
    assert Incident.objects.filter(state_id=None).count() == sum(
        int(note.split()[1]) for note in run.notes if "no State" in note
    )
