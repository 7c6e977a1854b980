"""`make bench [FIGURES="intake uploads pages …"]`: print the table of the parts named in PARTS; exit 1 when one is short."""

from __future__ import annotations

import os
import platform
import sys

from tests.bench import (
    assessment,
    ballots,
    case_page,
    documents,
    drafting,
    events,
    export,
    intake,
    memory,
    pages,
    pipeline,
    public,
    search,
    tasks,
    uploads,
)
from tests.bench.place import place
from tests.bench.report import Report

PARTS = {
    "intake": intake.measure,
    "uploads": uploads.measure,
    "pages": pages.measure,
    "case": case_page.measure,
    "tasks": tasks.measure,
    "memory": memory.measure,
    "events": events.measure,
    "pipeline": pipeline.measure,
    "search": search.measure,
    "assessment": assessment.measure,
    "drafting": drafting.measure,
    "documents": documents.measure,
    "ballots": ballots.measure,
    "public": public.measure,
    "export": export.measure,
}


def main() -> int:
    wanted = sys.argv[1:] or list(PARTS)
    if unknown := [name for name in wanted if name not in PARTS]:
        print(f"unknown: {', '.join(unknown)}; there are {', '.join(PARTS)}", file=sys.stderr)
        return 2
    report = Report()
    report.note(f"{os.cpu_count()} cores, Python {platform.python_version()}, ratios within this run")
    with place() as where:
        for name in wanted:
            PARTS[name](where, report)
    print("\nname | measured | bar | ok")
    for row in report.rows:
        print(report.line(row))
    return 1 if report.short else 0


if __name__ == "__main__":
    sys.exit(main())
