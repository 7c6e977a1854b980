"""One docket for the walk over every page: the demonstration, and beside it what the demonstration leaves out."""

from __future__ import annotations

from django.core.management import call_command

from cases.models import Case
from cases.services import move_recusal
from deliberation.services import add_paragraph, create_output
from evidence.services import receive, screen
from mad.docket.sealing import seal_all
from tests.people import People
from tests.services.cases_steps import accepted, both_rounds, submission


def build() -> People:
    """Fill an empty database. A vote is open, a round is sealed, a determination can be proposed, a draft is written."""
    call_command("load_demonstration", verbosity=0)
    people = People()
    _ask(people)
    case, _items = both_rounds(people)
    move_recusal(case=case, member=people.member("fergus"), by=people.betty, reason="He advised a party last year.")
    accepted(people, title="A market closed", alarm=False)
    _draft(people)
    seal_all()
    return people


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
