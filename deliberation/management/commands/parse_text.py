"""`manage.py parse_text [--json]`: a Council text on standard input, its paragraphs on standard output (R38)."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from deliberation.procedure.council_text import Passage, parse


class Command(BaseCommand):
    help = "Read a Council text on standard input and print its paragraphs: kind, number, level, opening, text."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON list")

    def handle(self, *args: Any, **options: Any) -> None:
        read = parse(sys.stdin.buffer.read().decode("utf-8-sig", errors="replace"))
        if options["json"]:
            self.stdout.write(json.dumps([asdict(one) for one in read], ensure_ascii=False))
            return
        for one in read:
            self.stdout.write(_line(one))


def _line(one: Passage) -> str:
    return f"{one.kind.value:<10} {'  ' * one.level}{one.number:<6} {one.words}"
