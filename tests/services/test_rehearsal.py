"""The rehearsal: one real situation through every part, by the same services as the pages call."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from deliberation.rehearsal.play import scenario
from mad.reference.elements import element
from mad.reference.toolbox import tools

PROJECT = Path(__file__).resolve().parents[2]
EVENTS = PROJECT.parent / "shared" / "data" / "events" / "ged_v19_1_syria.csv.gz"
RULES = (
    "R2",
    "R3",
    "R12",
    "R14",
    "R17",
    "R20",
    "R21",
    "R24",
    "R25",
    "R26",
    "R28",
    "R30",
    "R31",
    "R32",
    "R33",
    "R34",
    "R37",
    "R38",
    "R49",
)


def rehearse(*arguments: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "manage.py", "rehearse", *arguments]
    return subprocess.run(command, cwd=PROJECT, env={**os.environ}, capture_output=True, text=True, timeout=900)


@pytest.fixture(scope="module")
def run(tmp_path_factory) -> tuple[subprocess.CompletedProcess, Path]:
    pdf = tmp_path_factory.mktemp("rehearsal") / "draft.pdf"
    events = ("--events", str(EVENTS)) if EVENTS.exists() else ()
    return rehearse("--pdf", str(pdf), *events), pdf


def test_the_rehearsal_goes_from_a_warning_to_a_draft_resolution(run):
    done, pdf = run
    assert done.returncode == 0, done.stderr[-2000:]
    assert pdf.read_bytes().startswith(b"%PDF-")
    assert "DR-2014-001 published" in done.stdout


def test_the_log_names_the_rule_at_each_step(run):
    log = run[0].stdout
    assert [rule for rule in RULES if not re.search(rf"^\d\d \w+ \d{{4}} \d\d:\d\d  {rule}\b", log, re.MULTILINE)] == []


def test_r33_the_rehearsal_shows_the_gate_refusing_force(run):
    log = run[0].stdout
    assert log.count("R33       refused") == 3
    assert re.search(r"R33 +refused: “Member States to take all .* is laid before the plenary. Paragraph", log)
    assert re.search(r"R39 d +refused: “Member States to take all necessary measures", log)


def test_r3_a_member_whose_state_sat_on_the_council_of_2014_is_barred(run):
    assert re.search(r"R3 +Bilal Haddad is barred: .*Jordan", run[0].stdout)


def test_r49_the_rehearsed_docket_holds(run):
    assert re.search(r"R49 +the docket holds: \d{3,} entries", run[0].stdout)


def test_r19_event_rows_are_loaded_when_a_file_is_given(run):
    if not EVENTS.exists():
        pytest.skip("the event file lies beside the project and is not part of it")
    assert "event data: 16,566 rows read, 16,566 added, 0 refused" in run[0].stdout


def test_it_says_plainly_that_it_is_a_demonstration(run):
    assert run[0].stdout.startswith("Demonstration.")


def test_a_missing_event_file_is_one_clear_line():
    done = rehearse("--events", "nowhere.csv")
    assert (done.returncode, done.stderr.strip()) == (2, "CommandError: --events: there is no file nowhere.csv")


def test_every_public_fact_of_the_scenario_names_its_source():
    facts = scenario()
    assert all(submission["source"] for submission in [*facts["submissions"], *facts["pending"]])
    assert facts["council"]["source"]


def test_the_scenario_uses_known_elements_and_tools():
    facts = scenario()
    assert all(element(identifier) for identifier in facts["elements"])
    known = {tool.id for tool in tools()}
    assert {option["tool"] for option in [*facts["options"], facts["force_attempt"]]} <= known
