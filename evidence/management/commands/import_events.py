"""`manage.py import_events FILE [--json]`: load a UCDP GED file (R19)."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from evidence.services import import_events
from mad.common.errors import Invalid


class Command(BaseCommand):
    help = "Load public event data (UCDP GED, plain or gzip). Loading the same file twice changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--json", action="store_true", help="print the counts as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            counts = asdict(import_events(options["file"]))
        except Invalid as invalid:
            raise CommandError(invalid.reason) from invalid
        if options["json"]:
            self.stdout.write(json.dumps(counts))
        else:
            for name, value in counts.items():
                self.stdout.write(f"{name:<10} {value}")
