"""A case of 2 GiB leaves as a stream (R51): the process that sends it grows no more than for one of 64 MiB."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from tests.bench.place import PROJECT, Place
from tests.bench.report import Report

MEBIBYTE = 1024 * 1024
SMALL, LARGE = 64 * MEBIBYTE, 2048 * MEBIBYTE


def measure(place: Place, report: Report) -> None:
    where = place.copy_database("mad_export")
    small, large = _export(where, SMALL), _export(where, LARGE)
    rate = large["sent"] / large["seconds"] / MEBIBYTE
    report.note(f"case file of {large['sent'] / MEBIBYTE:.0f} MiB: {large['seconds']:.1f} s, {rate:.0f} MiB a second")
    report.note(
        f"memory at its highest: {large['peak'] / MEBIBYTE:.0f} MiB, {small['peak'] / MEBIBYTE:.0f} MiB for 64 MiB"
    )
    report.at_least("bytes of the case file sent ÷ 2 GiB", large["sent"] / LARGE, 1)
    report.at_most("memory for a case file of 2 GiB ÷ of 64 MiB", large["peak"] / small["peak"], 1.1)


def _export(where: dict[str, str], size: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.bench.export_work", str(size)]
    run = subprocess.run(command, check=True, cwd=PROJECT, env=where, stdout=subprocess.PIPE, text=True)
    facts: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return facts
