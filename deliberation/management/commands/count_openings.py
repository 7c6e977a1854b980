"""`manage.py count_openings FILE`: the opening words of Council texts, counted (R38)."""

from __future__ import annotations

import csv
from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from deliberation.precedents import read_file
from deliberation.procedure.council_text import Kind, parse
from mad.common.errors import Invalid

PARTS = (Kind.PREAMBULAR, Kind.OPERATIVE)


class Command(BaseCommand):
    help = "Count the opening words over a file of Council texts (JSONL, plain or gzip); CSV to standard output."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--least", type=int, default=2, help="leave out what was met less often")

    def handle(self, *args: Any, **options: Any) -> None:
        counted: Counter[tuple[str, str, str]] = Counter()
        try:
            for _, row in read_file(options["file"]):
                if isinstance(row, dict):
                    counted.update(_openings(str(row.get("language", "en")).lower(), str(row.get("text", ""))))
        except Invalid as invalid:
            raise CommandError(invalid.reason) from invalid
        rows = csv.writer(self.stdout, lineterminator="\n")
        rows.writerow(["part", "language", "words", "count"])
        for (part, language, words), count in sorted(counted.items(), key=lambda pair: (pair[0][0], -pair[1], pair[0])):
            if count >= options["least"]:
                rows.writerow([part, language, words, count])


def _openings(language: str, text: str) -> list[tuple[str, str, str]]:
    return [(one.kind.value, language, one.opening) for one in parse(text) if one.kind in PARTS and one.opening]
