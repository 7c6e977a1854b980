"""One docket for the walk over every page: the demonstration, and beside it what the demonstration leaves out."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

from django.core.management import call_command

from cases.models import Case
from cases.services import move_recusal
from deliberation.services import add_paragraph, create_output
from evidence.services import receive, screen
from evidence.services.likeness import sign_waiting
from mad.docket.sealing import seal_all
from tests import event_files, evidence_help
from tests.browser import council_world
from tests.hostile_files import pdf
from tests.people import People
from tests.services.cases_steps import accepted, both_rounds, submission

# Long enough to be compared with a copy of which one word differs (R17).
WITNESS = " ".join(f"On day {day} the guards of post {day % 7} turned families back." for day in range(40))


def build(folder: Path) -> tuple[People, list[str]]:
    """Fill an empty database: a vote is open, a round sealed, a determination can be proposed, a draft is written.

    Returns the cast, and the addresses of an item with pages and of the submission that it came with.
    """
    call_command("load_demonstration", verbosity=0)
    people = People()
    _ask(people)
    deep = _files(people)
    _events(folder)
    case, _items = both_rounds(people)
    move_recusal(case=case, member=people.member("fergus"), by=people.betty, reason="He advised a party last year.")
    accepted(people, title="A market closed", alarm=False)
    _draft(people)
    council_world.build(people)
    seal_all()
    return people, deep


def _ask(people: People) -> None:
    """A submission that waits for its source's answer, and one whose source is protected (R14, R16)."""
    screen(
        submission=submission(people, title="Camps closed overnight", alarm=False),
        by=people.officer,
        decision="query",
        question="On which day was the first camp closed?",
    )
    body = {
        "title": "A message from inside",
        "narrative": "Names were read out at the gate.",
        "states": ["SYR"],
        "sensitivity": "strictly_confidential",
        "protect_source": True,
    }
    receive(body=body, office=people.ohchr, by=people.focal)


def _files(people: People) -> list[str]:
    """An item with a page to redact, and a text that is nearly another (R16, R17)."""
    first = evidence_help.accepted(
        people, ("witness.pdf", pdf("Shelling of the market")), title="A witness", narrative=WITNESS
    )
    evidence_help.accepted(people, title="The same witness", narrative=WITNESS.replace("day 39", "the last day"))
    sign_waiting()
    return [first.items.exclude(file=None).get().get_absolute_url(), f"/submissions/{first.number}/?read"]


def _events(folder: Path) -> None:
    """Thirty months of incidents (R19)."""
    days = [f"{2018 + month // 12}-{month % 12 + 1:02}-03" for month in range(30)]
    rows = [
        {"id": f"{n}.0", "date_start": day, "date_end": day, "low": "1", "best": str(3 + n % 5), "high": "9"}
        for n, day in enumerate(days, start=1)
    ]
    path = event_files.write(folder / "incidents.csv", *rows)
    call_command("import_events", str(path), "--json", stdout=StringIO())


def _draft(people: People) -> None:
    case = Case.objects.get(stage="deliberation")
    output = create_output(
        case=case, by=people.helene, kind="draft_resolution", title="Draft resolution on detention and relief"
    )
    for part, opening, text, words in (
        ("preambular", "Recalling", "the purposes and principles of the Charter", {}),
        ("operative", "Demands", "that access to those besieged be given at once", {"measure": "humanitarian_access"}),
    ):
        add_paragraph(output=output, by=people.helene, part=part, opening=opening, text=text, **words)
