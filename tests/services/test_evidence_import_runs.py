"""R19: imports by a page and a worker: queued, taken up again after a kill, never half done."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from evidence.models import ImportRun, Incident
from evidence.procedure.events.runs import MAX_ATTEMPTS, RunState
from evidence.selectors import custody_of_submission
from evidence.services import import_events, run_waiting, start_again, upload
from evidence.services.events.loading import report_of
from evidence.services.events.runs import RUNNER_LOCK, UPLOAD_LARGEST
from mad.common.canonical import digest
from mad.common.errors import Invalid, NotPermitted, Refused
from mad.docket.models import Entry
from tests import event_files
from tests.evidence_help import accepted

PROJECT = Path(__file__).resolve().parents[2]


def content(*ids: str) -> bytes:
    return event_files.text([{"id": one} for one in ids]).encode()


def queued(people, *ids: str, name: str = "ged.csv") -> ImportRun:
    return upload(name=name, chunks=[content(*ids)], by=people.officer)


def test_r19_an_upload_waits_for_a_worker_which_loads_it(people):
    run = queued(people, "1", "2")
    assert (run.state, Incident.objects.count()) == (RunState.WAITING.value, 0)
    assert run_waiting() == 1
    run.refresh_from_db()
    assert (run.state, run.read, run.added, run.percent, run.by) == (RunState.DONE.value, 2, 2, 100, people.officer)
    assert run_waiting() == 0
    acts = Entry.objects.filter(act__startswith="events.").order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["events.uploaded", "events.imported"]


def test_r19_rows_of_a_second_load_are_never_compared_each_with_each(people):
    """The tables of a load have no statistics: 40,000 rows once took minutes, since a nested loop looked cheap."""
    settings = {}

    def noted(execute, sql, *arguments):
        said = str(sql)
        kind = next(
            (word for word in ("INSERT INTO evidence_incident", "CREATE TEMPORARY TABLE differing") if word in said), ""
        )
        if kind:
            with connection.connection.cursor() as plain:
                plain.execute("SHOW enable_nestloop")
                settings[kind] = plain.fetchone()[0]
        return execute(sql, *arguments)

    queued(people, "1", "2")
    run_waiting()
    queued(people, "1", "2", "3", name="again.csv")
    with connection.execute_wrapper(noted):
        run_waiting()
    assert settings == {"INSERT INTO evidence_incident": "off", "CREATE TEMPORARY TABLE differing": "off"}


def test_r19_no_cell_of_the_report_is_a_formula(people):
    run = upload(name="ged.csv", chunks=[event_files.text([{"id": "=1+1"}]).encode()], by=people.officer)
    run_waiting()
    run.refresh_from_db()
    assert run.refused == 1
    cells = [cell for row in csv.reader(report_of(run).open()) for cell in row]
    assert "'=1+1" in cells
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@")]


def test_r49_a_release_named_like_a_submission_is_no_touch_of_it(people):
    submission = accepted(people)
    before = len(list(custody_of_submission(submission, [])))
    upload(name="ged.csv", chunks=[content("1")], by=people.officer, release=submission.number)
    run_waiting()
    assert len(list(custody_of_submission(submission, []))) == before


def test_r09_only_the_registrar_and_officers_load(people):
    for person in (people.amal, people.ethics, people.auditor, people.focal, people.admin):
        with pytest.raises(NotPermitted):
            upload(name="ged.csv", chunks=[b"x"], by=person)
    assert upload(name="ged.csv", chunks=[content("1")], by=people.registrar)


def test_r19_a_run_that_its_worker_left_is_taken_up_from_the_start(people):
    run = queued(people, "1")
    ImportRun.objects.filter(pk=run.pk).update(state=RunState.RUNNING.value, attempts=1, read=7, bytes_done=7)
    assert run_waiting() == 1
    run.refresh_from_db()
    assert (run.state, run.read, run.attempts) == (RunState.DONE.value, 1, 2)


def test_r19_a_run_that_is_always_interrupted_is_given_up_and_can_be_started_again(people):
    run = queued(people, "1")
    ImportRun.objects.filter(pk=run.pk).update(state=RunState.RUNNING.value, attempts=MAX_ATTEMPTS)
    run_waiting()
    run.refresh_from_db()
    assert (run.state, run.why) == (RunState.FAILED.value, "The import was interrupted 5 times.")
    start_again(run=run, by=people.officer)
    run_waiting()
    run.refresh_from_db()
    assert (run.state, run.added) == (RunState.DONE.value, 1)
    with pytest.raises(Refused):
        start_again(run=run, by=people.officer)


def test_r19_r49_starting_again_is_an_act_on_the_docket_and_a_refused_one_is_not(people):
    run = queued(people, "1")
    ImportRun.objects.filter(pk=run.pk).update(state=RunState.FAILED.value, why="Interrupted.")
    with pytest.raises(NotPermitted):
        start_again(run=run, by=people.amal)
    assert not Entry.objects.filter(act="events.restarted").exists()
    start_again(run=run, by=people.registrar)
    entry = Entry.objects.get(act="events.restarted")
    assert (entry.actor, entry.object) == (people.registrar.docket_label, "events:ged.csv")
    assert entry.digest == digest({"sha256": run.sha256, "name": "ged.csv"})
    with pytest.raises(Refused):
        start_again(run=run, by=people.registrar)
    assert Entry.objects.filter(act="events.restarted").count() == 1


def test_r19_a_bad_upload_says_why_and_the_next_is_loaded(people):
    bad = upload(name="odd.csv", chunks=[b"a,b\n1,2\n"], by=people.officer)
    good = queued(people, "1")
    assert run_waiting() == 2
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, good.state) == (RunState.FAILED.value, RunState.DONE.value)
    assert "neither of UCDP GED nor of ACLED" in bad.why


def test_r19_an_upload_that_is_too_large_or_empty_leaves_nothing(people, settings):
    for chunks, kind in (([b"x" * (UPLOAD_LARGEST + 1)], Refused), ([], Invalid)):
        with pytest.raises(kind):
            upload(name="big.csv", chunks=chunks, by=people.officer)
    assert not ImportRun.objects.exists()
    assert list((Path(settings.DATA_DIR) / "imports").iterdir()) == []


def test_r19_progress_is_told_while_a_file_is_read(people, tmp_path, monkeypatch):
    monkeypatch.setattr("evidence.services.events.loading.TELL_SECONDS", -1)
    monkeypatch.setattr("evidence.eventfiles.PIECE_BYTES", 100_000)
    rows = ({"id": str(n), "source_office": "x" * 10_000} for n in range(1, 60))
    path, told = event_files.write(tmp_path / "ged.csv", *rows), []
    import_events(path, tell=lambda run: told.append((run.state, run.read)))
    reads = [read for _, read in told]
    assert len(told) > 3
    assert reads == sorted(reads)
    assert told[-1] == (RunState.DONE.value, 59)


def test_r19_the_command_prints_json_alone_or_progress(db, tmp_path):
    path = event_files.write(tmp_path / "ged.csv", {"id": "1"}, {"id": "x"})
    out, err = StringIO(), StringIO()
    call_command("import_events", str(path), "--json", stdout=out, stderr=err)
    printed = json.loads(out.getvalue())
    assert {name: printed[name] for name in ("read", "added", "changed", "unchanged", "refused")} == {
        "read": 2, "added": 1, "changed": 0, "unchanged": 0, "refused": 1,
    }  # fmt: skip
    assert Path(printed["report"]).read_text().splitlines()[1].startswith("3,")
    assert err.getvalue() == ""
    call_command("import_events", str(path), "--candidate", "--release", "GED 26.0.1", stdout=out, stderr=err)
    assert "100 % of the file, 2 rows read, 1 refused" in err.getvalue()
    assert ImportRun.objects.first().release == "GED 26.0.1"
    with pytest.raises(CommandError):
        call_command("import_events", str(tmp_path / "nowhere.csv"))


def _until_the_server_missed_it() -> None:
    """A killed client's session, and with it its lock, ends when the server next reads from it."""
    end = time.monotonic() + 120
    held = "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = %s AND database ="
    with connection.cursor() as cursor:
        while time.monotonic() < end:
            cursor.execute(f"{held} (SELECT oid FROM pg_database WHERE datname = current_database()))", [RUNNER_LOCK])
            if not cursor.fetchone()[0]:
                return
            time.sleep(0.05)


def test_r19_a_load_killed_midway_leaves_nothing_and_the_next_one_loads_all(committed_people, tmp_path, settings):
    run = queued(committed_people, *map(str, range(1, 3000)))
    script = (
        "import os, signal, django\ndjango.setup()\n"
        "from evidence.services.events import merging\n"
        "merging.merge = lambda *args, **options: os.kill(os.getpid(), signal.SIGKILL)\n"
        "from evidence.services import run_waiting\nrun_waiting()\n"
    )
    name = connection.settings_dict["NAME"]
    base, _, options = os.environ["TEST_APP_DATABASE_URL"].partition("?")
    environment = {
        **os.environ,
        "DATABASE_URL": f"{base.rsplit('/', 1)[0]}/{name}?{options}",
        "DATA_DIR": str(settings.DATA_DIR),
    }
    ended = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script], cwd=PROJECT, env=environment, capture_output=True
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
    run.refresh_from_db()
    assert (run.state, Incident.objects.count()) == (RunState.RUNNING.value, 0)
    _until_the_server_missed_it()
    assert run_waiting() == 1
    run.refresh_from_db()
    assert (run.state, run.added, Incident.objects.count()) == (RunState.DONE.value, 2999, 2999)
