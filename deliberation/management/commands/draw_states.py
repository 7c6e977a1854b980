"""`manage.py draw_states [--check]`: docs/states.md from the transition tables, which are the only statement of them."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cases.procedure import stages
from deliberation.procedure import outputs
from evidence.procedure import screening

HEAD = """# States

Drawn by `manage.py draw_states` from the transition tables in the three `procedure` packages; a test compares it.
Each arrow carries the docket act it writes and who may make the move.
"""


class Command(BaseCommand):
    help = "Draw docs/states.md from the transition tables; with --check only compare."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        target = settings.BASE_DIR / "docs" / "states.md"
        drawn = draw()
        if not options["check"]:
            target.write_text(drawn, encoding="utf-8")
        elif target.read_text("utf-8") != drawn:
            raise CommandError("docs/states.md is not what the tables say; run manage.py draw_states.")


def draw() -> str:
    parts = [
        HEAD,
        *_diagram("Submission (R14)", _screening()),
        *_diagram("Case (R20)", _stages()),
        *_diagram("Output (R37)", _outputs()),
    ]
    return "\n".join(parts) + "\n"


def _diagram(title: str, arrows: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    yield f"\n## {title}\n\n```mermaid\nstateDiagram-v2"
    yield from (f"    {source} --> {target}: {label}" for source, target, label in arrows)
    yield "```"


def _screening() -> Iterator[tuple[str, str, str]]:
    for move in screening.TABLE:
        for source in sorted(move.sources):
            yield source.value, move.target.value, f"{move.act}, {move.who.value}"


def _stages() -> Iterator[tuple[str, str, str]]:
    for move in stages.TABLE:
        who = " or ".join(sorted(one.value for one in move.who))
        yield move.source.value, move.target.value, f"{move.act}, {who}"


def _outputs() -> Iterator[tuple[str, str, str]]:
    for move in outputs.MOVES:
        yield move.source.value, move.target.value, f"{move.act}, {move.mover.value}"
