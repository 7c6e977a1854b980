"""`manage.py reindex_search [KIND …]`: make the search index anew, while it is being used."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from mad.common import ports
from mad.search.indexing import follow, rebuild


class Command(BaseCommand):
    help = "Make the search index anew from what the apps hold. Search works on meanwhile; running it twice changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kinds", nargs="*", metavar="KIND", help="only these kinds")

    def handle(self, *args: Any, **options: Any) -> None:
        sources = {source.kind: source for source in ports.search_sources}
        if unknown := [kind for kind in options["kinds"] if kind not in sources]:
            raise CommandError(f"There is no kind {', '.join(unknown)}; there are {', '.join(sources)}.")
        for kind in options["kinds"] or sources:
            written = 0
            for count in rebuild(sources[kind]):
                written += count
                if self.stdout.isatty():
                    self.stdout.write(f"\r{kind:<12} {written:,}", ending="")
            self.stdout.write(f"{kind:<12} {written:,}")
        follow()
