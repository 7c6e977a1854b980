"""Pages of the plenary cost the same number of queries however much is on the table; the check is quick."""

from time import perf_counter

import pytest
from django.urls import reverse

from deliberation import services
from deliberation.procedure.draft import Facts, Paragraph
from deliberation.procedure.form import Part
from deliberation.procedure.mandate import check
from tests.deliberation_factory import COERCIVE, PEACEFUL
from tests.pages.page_queries import asked

pytest_plugins = ["tests.deliberation_factory"]


@pytest.fixture
def queries(client, people, settings):
    settings.DEMONSTRATION = True
    client.force_login(people.amal)

    def once(url):
        with asked() as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    def count(name, *args):
        """The least of three: the first request of a connection may cost one more."""
        return min(once(reverse(name, args=args)) for _ in range(3))

    return count


def test_the_plenary_page_costs_the_same_with_more_options(plenary, queries):
    plenary.table(**PEACEFUL)
    before = queries("deliberation", plenary.case.number)
    for tool in ("mediation", "arms-embargo", "travel-ban", "asset-freeze", "coi"):
        plenary.explain(plenary.table(tool=tool, aim="x"))
    assert queries("deliberation", plenary.case.number) == before


def test_the_vote_page_costs_the_same_with_more_ballots(plenary, queries, people):
    motion = plenary.vote(plenary.move(kind="option", option=plenary.table(**COERCIVE)), yes=["betty"], close=False)
    before = queries("motion", motion.number)
    for name in ("ingrid", "tomas", "rosa", "sione"):
        services.cast_ballot(motion=motion, by=getattr(people, name), choice="no")
    assert queries("motion", motion.number) == before


def test_the_editor_costs_the_same_with_more_paragraphs(plenary, queries):
    output = plenary.lawful_draft()
    before = queries("output", output.number)
    for _ in range(5):
        plenary.write(output, "operative", "Demands", "that attacks end", measure="cessation", option="O-1")
    assert queries("output", output.number) == before


def test_the_list_of_outputs_costs_the_same_with_more(plenary, queries):
    plenary.draft()
    before = queries("outputs")
    for _ in range(5):
        plenary.draft()
    assert queries("outputs") == before


def test_r39_sixty_paragraphs_are_checked_in_milliseconds():
    facts = Facts(options={}, homelands={"FRA": ("France", "Paris")}, gate_open=False)
    text = "that all parties allow full and unhindered access to the camp " * 6
    draft = [Paragraph(str(n), str(n), Part.OPERATIVE, text, "Demands", measure="cessation") for n in range(1, 61)]
    check(draft, facts)
    started = perf_counter()
    check(draft, facts)
    assert perf_counter() - started < 0.2
