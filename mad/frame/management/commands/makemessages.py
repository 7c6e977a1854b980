"""Django's makemessages, set to this product: `make messages`.

It reads from the root, so that the templates and all four packages are found, keeps no line numbers, so that a moved
string changes nothing, knows `lazy` beside Django's own names, and adds what pages say through a variable.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.core.management.commands import makemessages

from mad.frame import spoken


class Command(makemessages.Command):
    xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=lazy"]

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(
            no_wrap=True,
            add_location="file",
            ignore_patterns=["node_modules", "tests", "docs", "deploy", "static", "static_src"],
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if Path.cwd() != settings.BASE_DIR.resolve():
            raise CommandError(f"Run it in {settings.BASE_DIR}: the messages of every package go into one catalogue.")
        super().handle(*args, **options)

    def process_files(self, file_list: list[Any]) -> None:
        super().process_files(file_list)
        found = Path(str(self.default_locale_path)) / f"{self.domain}.pot"
        with found.open("a", encoding="utf-8") as pot:
            for place, words in spoken.everything():
                pot.write(f'\n#: {place}\nmsgid {json.dumps(words, ensure_ascii=False)}\nmsgstr ""\n')
