"""`manage.py load_precedents FILE [--json]`: past Council texts, to find agreed language in (R38)."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from deliberation.precedents import read_file
from deliberation.services.precedents import Loaded, load_precedents
from mad.common.errors import Invalid
from mad.common.loads import check_taken

COUNTS = ("read", "added", "changed", "unchanged", "refused", "paragraphs")
EVERY = 200
SHOWN = 100


class Command(BaseCommand):
    help = "Load past Council texts (JSONL, plain or gzip: symbol, year, text, perhaps language, title, subject)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--json", action="store_true", help="print the counts as one JSON object, and no progress")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load_precedents(read_file(options["file"]), tell=None if options["json"] else self._tell)
        except Invalid as invalid:
            raise CommandError(f"{invalid.errors['file'][0]} (R38)") from invalid
        if loaded.alien == loaded.read:
            raise CommandError(_no_texts(options["file"], loaded))
        counts = {name: getattr(loaded, name) for name in COUNTS}
        self._print(counts, loaded, as_json=options["json"])
        check_taken(counts)

    def _print(self, counts: dict[str, int], loaded: Loaded, *, as_json: bool) -> None:
        if as_json:
            refusals = [{"line": line, "reason": reason} for line, reason in loaded.refusals[:SHOWN]]
            self.stdout.write(json.dumps({**counts, "refusals": refusals}, ensure_ascii=False))
            return
        for name, value in counts.items():
            self.stdout.write(f"{name:<12} {value}")
        for line, reason in loaded.refusals[:SHOWN]:
            self.stdout.write(f"line {line}: {reason}")

    def _tell(self, loaded: Loaded) -> None:
        if loaded.read % EVERY == 0:
            self.stderr.write(f"{loaded.read} texts read")


def _no_texts(name: str, loaded: Loaded) -> str:
    """Of a file of another kind, from which nothing was loaded."""
    first = f": line {loaded.refusals[0][0]}, {loaded.refusals[0][1]}" if loaded.refusals else ""
    return f"{name} holds no Council texts, one JSON object a line{first} (R38)."
