"""`manage.py import_events FILE [--json]`: load a file of event data (R19)."""

from __future__ import annotations

import json
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from evidence.models import ImportRun
from evidence.services import import_events
from evidence.services.events.loading import report_of
from mad.common.errors import Invalid
from mad.common.loads import check_taken

COUNTS = ("read", "added", "changed", "unchanged", "refused")


class Command(BaseCommand):
    help = "Load public event data (UCDP GED or ACLED, plain or gzip). Loading the same file twice changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--json", action="store_true", help="print the counts as one JSON object, and no progress")
        parser.add_argument("--release", default="", help="what the release is called; by default the name of the file")
        parser.add_argument(
            "--candidate",
            action="store_true",
            default=None,
            help="the release is provisional; by default the name of the file and its rows tell",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        try:
            run = import_events(
                options["file"],
                release=options["release"],
                provisional=options["candidate"],
                tell=None if options["json"] else self._tell,
            )
        except Invalid as invalid:
            raise CommandError(invalid.reason) from invalid
        result: dict[str, Any] = {
            **{name: getattr(run, name) for name in COUNTS},
            "report": str(report_of(run)),
            "run": run.pk,
            "source": run.source,
            "provisional": bool(run.provisional),
            "notes": run.notes,
            "seconds": round(time.monotonic() - began, 3),
        }
        if options["json"]:
            self.stdout.write(json.dumps(result))
        else:
            self._print(result)
        check_taken(result)

    def _tell(self, run: ImportRun) -> None:
        end = "\n" if run.is_over else "\r"
        self.stderr.write(f"{run.percent:3d} % of the file, {run.read} rows read, {run.refused} refused", ending=end)
        self.stderr.flush()

    def _print(self, result: dict[str, Any]) -> None:
        for name, value in result.items():
            if name != "notes":
                self.stdout.write(f"{name:<12} {value}")
        for note in result["notes"]:
            self.stdout.write(f"note         {note}")
