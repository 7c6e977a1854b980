"""`manage.py rehearse`: one real situation, from a warning to an adopted draft resolution, in a database of its own."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from deliberation import documents
from deliberation.rehearsal import assessment, cast, council, intake, plenary, speaking
from deliberation.rehearsal.database import own_database
from deliberation.rehearsal.play import Play
from evidence.services import import_events
from mad.common.clock import travel
from mad.common.errors import Refused
from mad.docket.sealing import seal_all
from mad.docket.verification import verify
from mad.membership.selectors import standing_of

BEGINS = datetime(2014, 4, 24, 9, 0, tzinfo=UTC)


class Command(BaseCommand):
    help = "Take one real situation through the rules of procedure, on a simulated clock, and print a log of it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--events", metavar="FILE", help="also load UCDP event rows (csv or csv.gz)")
        parser.add_argument("--pdf", metavar="FILE", help="where the draft resolution goes")
        parser.add_argument("--keep", action="store_true", help="keep the rehearsal's database")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["events"] and not Path(options["events"]).is_file():
            raise CommandError(f"--events: there is no file {options['events']}", returncode=2)
        settings.DEMONSTRATION = True  # what it prints says so on every page
        try:
            with own_database(options["keep"]) as name, travel(BEGINS):
                self._play(options)
                if options["keep"]:
                    self.stdout.write(f"The rehearsal’s database is kept: {name}")
        except Refused as refusal:
            raise CommandError(f"{refusal.rule} {refusal.reason} {refusal.detail}".strip()) from refusal

    def _play(self, options: dict[str, Any]) -> None:
        play = Play(cast.seat(year=2014, declared_on=date(2014, 1, 6)), self.stdout.write)
        self.stdout.write(play.facts["notice"].strip())
        _roster(play)
        if options["events"]:
            _events(play, options["events"])
        intake.run(play)
        assessment.run(play)
        plenary.run(play)
        output = speaking.run(play)
        council.run(play, output)
        target = _target(options["pdf"], output.number)
        target.write_bytes(documents.pdf(output))
        play.chapter("The record")
        play.say("R38", f"{output.number} printed to {target} ({target.stat().st_size:,} bytes)")
        self._verify(play)

    def _verify(self, play: Play) -> None:
        seal_all()
        report = verify()
        if not report.holds:
            raise CommandError(f"The docket does not hold: {report.faults[0]}")
        play.say(
            "R49",
            f"the docket holds: {report.entries} entries under {report.heads} signed heads, {report.contents} contents re-derived",
        )


def _roster(play: Play) -> None:
    play.chapter("The Division, April 2014")
    for member in play.cast.members.values():
        standing = standing_of(member, BEGINS.date())
        if not standing.sits:
            play.say("R3", f"{member} is barred: {'; '.join(reason.text for reason in standing.reasons)}")
    play.say("R2", f"{len(play.cast.members)} members elected for 2014 and 2015; {play.presiding} presides")


def _events(play: Play, path: str) -> None:
    counts = import_events(path, by=play.officer)
    play.say("R19", f"event data: {counts.read:,} rows read, {counts.added:,} added, {counts.refused:,} refused")


def _target(given: str | None, number: str) -> Path:
    target = Path(given) if given else Path(settings.DATA_DIR) / "rehearsal" / f"{number}.pdf"
    target.parent.mkdir(parents=True, exist_ok=True)
    return target
