"""Votes of forty members with forty concurrent ballots: none lost, none double, and how quickly (R34, R35)."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.bench.place import PROJECT, Place
from tests.bench.report import Report

ROUNDS = 200


def measure(place: Place, report: Report) -> None:
    where = place.copy_database("mad_ballots")
    command = [sys.executable, "-m", "tests.bench.ballots_work", str(ROUNDS)]
    run = subprocess.run(command, check=True, cwd=PROJECT, env=where, stdout=subprocess.PIPE, text=True)
    facts = json.loads(run.stdout.splitlines()[-1])
    report.note(f"{facts['ballots']:,.0f} ballots a second, {facts['bare']:,.0f} bare committed INSERTs, same threads")
    report.note(f"opening a vote {facts['opening']:.0f} ms, closing it {facts['closing']:.0f} ms")
    report.exactly(f"ballots lost or double in {ROUNDS} votes of 40, each cast at once", facts["wrong"], 0)
    report.exactly(f"votes of {ROUNDS} that counted something else than was cast", facts["miscounted"], 0)
    report.at_least("ballots a second ÷ bare committed INSERTs", facts["ballots"] / facts["bare"], 0.3)
