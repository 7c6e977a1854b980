"""`manage.py parse_text [--json]`: a Council text on standard input, its paragraphs on standard output (R38).

A text that is not UTF-8 is refused: what cannot be read would be lost. No text has no paragraphs, which is said.
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from deliberation.procedure.council_text import Passage, parse


class Command(BaseCommand):
    help = "Read a Council text on standard input and print its paragraphs: kind, number, level, opening, text."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON list")

    def handle(self, *args: Any, **options: Any) -> None:
        read = parse(_text(sys.stdin.buffer.read()))
        if not read:
            self.stderr.write("There is no text on standard input, so there are no paragraphs.")
        if options["json"]:
            self.stdout.write(json.dumps([asdict(one) for one in read], ensure_ascii=False))
            return
        for one in read:
            self.stdout.write(_line(one))


def _text(given: bytes) -> str:
    try:
        return given.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise CommandError(f"Standard input is not UTF-8, from byte {fault.start + 1} on (R38).") from fault


def _line(one: Passage) -> str:
    return f"{one.kind.value:<10} {'  ' * one.level}{one.number:<6} {one.words}"
