"""`manage.py load_vetoes FILE [--json]`: load a public list of vetoes (R41)."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from deliberation.services.vetoes import Loaded, load_vetoes
from mad.common.errors import Invalid
from mad.common.loads import check_taken

COUNTS = ("read", "added", "unchanged", "refused")
SHOWN = 100


class Command(BaseCommand):
    help = "Load a list of vetoes (CSV, plain or gzip). Loading the same file twice changes nothing; unfit rows are named by line."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--json", action="store_true", help="print the counts as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            told = load_vetoes(options["file"])
        except Invalid as invalid:
            raise CommandError(f"{invalid.errors['file'][0]} (R41)") from invalid
        counts = {name: getattr(told, name) for name in COUNTS}
        self._print(counts, told, as_json=options["json"])
        check_taken(counts)

    def _print(self, counts: dict[str, int], told: Loaded, *, as_json: bool) -> None:
        if as_json:
            faults = [{"line": line, "reason": why} for line, why in told.faults[:SHOWN]]
            self.stdout.write(json.dumps({**counts, "faults": faults}))
            return
        for name, value in counts.items():
            self.stdout.write(f"{name:<12} {value}")
        for line, why in told.faults[:SHOWN]:
            self.stdout.write(f"line {line}: {why}")
