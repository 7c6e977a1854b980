"""No page asks more than eight queries, and none asks one per row. The demonstration docket is the material."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cases.selectors import determination_in_force
from deliberation.models import Motion
from deliberation.rehearsal.demonstration import load
from deliberation.rehearsal.play import scenario
from deliberation.services import add_paragraph, create_output, submit_for_review, table_amendment
from mad.accounts.models import User
from mad.common.clock import travel
from tests.pages.page_queries import queries

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
MOST = 8
# The registrar's desk looks after the whole house: one statement more, of what follows up (R43, R44).
MORE = {("registrar", "/"): 1}
# A form for a paragraph offers what may be cited, with the release terms of each item, and every State.
FORM = 4
EDITOR = (
    "",
    "amendments/",
    "versions/",
    "amendments/1/",
    "?insert=operative",
    "amendments/?change=add&part=operative",
)
DESKS = (
    "amal.benhaddou",
    "betty.otieno",
    "registrar",
    "jonas.ferreira",
    "ethics",
    "auditor",
    "ohchr.focal",
    "administrator",
)


@pytest.fixture
def demonstration(committed_db, settings):
    settings.DEMONSTRATION = True
    with travel(NOW):
        yield load(NOW)


def draft(case) -> str:
    """A draft resolution in review with two amendments, as its editor and its list of amendments show it."""
    drafter, finding = User.objects.get(username="amal.benhaddou"), determination_in_force(case)
    output = create_output(case=case, by=drafter, kind="draft_resolution", title="Draft resolution on access")
    facts = scenario()["resolution"]
    for part in ("preambular", "operative"):
        for one in facts[part][:3]:
            words = {name: one[name] for name in ("opening", "text", "measure", "addressee") if name in one}
            cites = {"of_fact": True, "citations": [finding.number]} if "cites" in one else {}
            add_paragraph(output=output, by=drafter, part=part, **words, **cites)
    submit_for_review(output=output, by=drafter)
    for target in output.paragraphs.filter(fixed=False).order_by("position", "id")[:2]:
        table_amendment(output=output, by=drafter, change="remove", target=target, version=target.version)
    return output.number


def pages(demonstration) -> list[tuple[str, str]]:
    drafted = draft(demonstration.voting)
    voting, in_round = demonstration.voting.number, demonstration.in_round.number
    return [
        *((username, "/") for username in DESKS),
        ("jonas.ferreira", "/screening/"),
        ("jonas.ferreira", "/duty/"),
        ("ohchr.focal", "/duty/"),
        ("registrar", "/duty/watch/"),
        ("ohchr.focal", "/office/"),
        ("administrator", "/offices/ohchr/"),
        ("jonas.ferreira", "/tokens/"),
        ("amal.benhaddou", "/watch/"),
        ("amal.benhaddou", f"/cases/{voting}/framework/"),
        *(
            ("amal.benhaddou", f"/cases/{voting}/{part}/")
            for part in ("deliberation", "deliberation/compare", "deliberation/options", "deliberation/options/1")
        ),
        *(("amal.benhaddou", f"/outputs/{drafted}/{part}") for part in EDITOR),
        *(("betty.otieno", f"/cases/{voting}/sessions/{part}") for part in ("", "1/", "1/minutes/")),
        *(
            (username, f"/cases/{number}/")
            for username in ("amal.benhaddou", "registrar")
            for number in (voting, in_round)
        ),
    ]


def test_the_busiest_pages_ask_at_most_eight_queries(demonstration, client):
    asked = {}
    for username, address in pages(demonstration):
        client.force_login(User.objects.get(username=username))
        asked[username, address] = queries(client, address)
    assert {page: found for page, found in asked.items() if len(found) > most(page)} == {}


def most(page: tuple[str, str]) -> int:
    return MOST + MORE.get(page, 0) + (FORM if "?" in page[1] else 0)


def test_a_motion_asks_for_what_it_moves_once(demonstration, client):
    """The vote and its ballots beside the case's table; a text that is not frozen yet is read as well, and for who
    presides, whether the motion may be put: a text is then checked as a whole."""
    draft(demonstration.voting)
    asked = {}
    for username in ("amal.benhaddou", "registrar", "betty.otieno"):
        client.force_login(User.objects.get(username=username))
        for motion in Motion.objects.filter(case=demonstration.voting):
            presides = username == "betty.otieno"
            if presides and motion.output_id:
                continue
            most = MOST + 2 + 4 * (presides or motion.output_id is not None)
            asked[username, motion.number] = most, queries(client, f"/motions/{motion.number}/")
    assert len(asked) >= 12
    assert {page: found for page, (most, found) in asked.items() if len(found) > most} == {}
