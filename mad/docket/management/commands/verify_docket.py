"""`manage.py verify_docket`: exit 0 only when everything holds (R49)."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from mad.docket.sealing import seal_all
from mad.docket.verification import Report, verify


class Command(BaseCommand):
    help = "Re-derive the whole docket and name the first entry that does not fit."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="print the report as JSON")
        parser.add_argument("--no-seal", action="store_true", help="do not seal waiting entries first")
        parser.add_argument(
            "--published", metavar="FILE", help="published heads, one JSON object a line, to hold the log to"
        )

    def handle(self, *args, **options):
        if not options["no_seal"]:
            seal_all()
        report = verify(_published(options["published"]))
        self.stdout.write(_as_json(report) if options["json"] else _as_text(report))
        if not report.holds:
            sys.exit(1)


def _published(name: str | None) -> list[dict]:
    if not name:
        return []
    try:
        return [json.loads(line) for line in Path(name).read_text().splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise CommandError(f"--published: {error}", returncode=2) from error


def _as_json(report: Report) -> str:
    return json.dumps(
        {
            "holds": report.holds,
            "entries": report.entries,
            "heads": report.heads,
            "contents": report.contents,
            "root": report.root.hex(),
            "faults": report.faults,
        }
    )


def _as_text(report: Report) -> str:
    read = f"{report.entries} entries under {report.heads} signed heads, {report.contents} contents re-derived"
    if report.holds:
        return f"The docket holds: {read}. Root {report.root.hex()}."
    return "\n".join([f"The docket does not hold: {report.faults[0]}.", *report.faults[1:], f"Read: {read}."])
