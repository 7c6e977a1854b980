"""`manage.py verify_evidence`: exit 0 only when every byte is as received (R12, R15)."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

from django.core.management.base import BaseCommand

from evidence.verification import Report, verify


class Command(BaseCommand):
    help = "Hash every stored byte anew and compare every receipt; name what is missing, altered or not on record."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *args, **options):
        quiet = options["verbosity"] == 0
        report = verify(tell=lambda line: None if quiet else self.stderr.write(line))
        self.stdout.write(_as_json(report) if options["json"] else _as_text(report))
        if not report.holds:
            sys.exit(1)


def _as_json(report: Report) -> str:
    counted = {"files": report.files, "bytes": report.size, "receipts": report.receipts}
    return json.dumps({"holds": report.holds, **counted, "faults": [asdict(fault) for fault in report.faults]})


def _as_text(report: Report) -> str:
    read = f"{report.files:,} files of {report.size:,} bytes hashed, {report.receipts:,} receipts compared"
    if report.holds:
        return f"Every byte is as received: {read}."
    faults = [f"{fault.kind}: {fault.what}: {fault.said}" for fault in report.faults]
    return "\n".join([*faults, f"{len(report.faults):,} faults; {read}."])
