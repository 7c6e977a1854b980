"""The PDF of a draft of 20 pages against bare Typst on the same finished source (R38)."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.bench.place import PROJECT, Place
from tests.bench.report import Report


def measure(place: Place, report: Report) -> None:
    where = place.copy_database("mad_documents")
    command = [sys.executable, "-m", "tests.bench.documents_work"]
    run = subprocess.run(command, check=True, cwd=PROJECT, env=where, stdout=subprocess.PIPE, text=True)
    facts = json.loads(run.stdout.splitlines()[-1])
    report.note(f"draft of {facts['pages']} pages: {facts['ours'] * 1000:.0f} ms, Typst {facts['bare'] * 1000:.0f} ms")
    report.at_least("pages of the draft", facts["pages"], 20)
    report.at_most("PDF of a 20-page draft ÷ bare Typst on the same source", facts["ratio"], 1.5)
