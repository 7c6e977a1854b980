"""Received files through the whole pipeline by one worker process: items per second, and the longest single stall."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.bench.place import PROJECT, Place
from tests.bench.report import Report

ROUNDS = 5


def measure(place: Place, report: Report) -> None:
    command = [sys.executable, "-m", "tests.bench.pipeline_work", str(ROUNDS)]
    run = subprocess.run(command, check=True, cwd=PROJECT, env=place.environment, capture_output=True, text=True)
    found = json.loads(run.stdout.splitlines()[-1])
    report.note(f"mixed documents: {found['items']} files, {found['megabytes']:.1f} MB, {found['pages']} pages drawn")
    report.note(
        f"one worker process: {found['rate']:.1f} files/s; read bare by the same libraries {found['bare']:.1f}/s"
    )
    report.note(
        f"longest single stall {found['stall']:.2f} s ({found['stalled_by']}); first file {found['first']:.2f} s"
    )
    if found["letters"]:
        report.note(f"a scanned page with its letters recognised: {found['letters']:.2f} s")
    report.exactly("mixed documents that were not read", found["unread"], 0)
    report.note(f"through the pipeline ÷ read bare in one process: {found['rate'] / found['bare']:.2f}")
