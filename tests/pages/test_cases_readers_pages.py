"""R16, R50: a strictly confidential case on the pages: who opens it, who is named, what the docket says of openings."""

from __future__ import annotations

import pytest

from cases.models import CaseReader
from cases.procedure.readers import STRICT
from cases.services import open_case, place
from mad.docket.models import Entry
from mad.reference.models import State
from tests.pages.cases_help import TABS, at, text, visit
from tests.services.cases_steps import accepted

__all__ = ["visit"]  # a fixture
OPENED = Entry(act="casefile.opened")


@pytest.fixture
def strict(people):
    states = [State.objects.get(iso3="SYR")]
    made = open_case(title="The quiet valley", states=states, by=people.registrar, sensitivity=STRICT)
    place(case=made, submission=accepted(people).submission, by=people.registrar)
    return made


def openings(case) -> list[tuple[str, str]]:
    rows = Entry.objects.filter(act="casefile.opened", case_number=case.number).order_by("pk")
    return [(entry.actor, entry.facts["what"]) for entry in rows]


@pytest.mark.parametrize("tab", TABS)
def test_r50_every_page_of_the_file_is_recorded_and_none_is_there_for_who_is_not_named(people, visit, strict, tab):
    assert visit("officer").get(at(tab, strict)).status_code == 404
    assert openings(strict) == []
    assert visit("amal").get(at(tab, strict)).status_code == 200
    assert visit("registrar").get(at(tab, strict)).status_code == 200
    assert openings(strict) == [(people.amal.docket_label, tab), (people.registrar.docket_label, tab)]


@pytest.mark.parametrize("address", ["/cases/", "/watch/", "/", "/watch/list.csv", "/search/?q=valley", "/docket/"])
def test_r16_its_title_is_in_no_list_of_who_is_not_named(visit, strict, address):
    said = text(visit("officer").get(address))
    assert strict.title not in said
    assert at("case", strict) not in said


def test_r16_the_registrar_names_a_reader_and_ends_it(people, visit, strict):
    client, page = visit("registrar"), at("case_readers", strict)
    assert "No officer is named" in text(client.get(page))
    refused = client.post(page, {"user": people.officer.pk, "reason": ""})
    assert (refused.status_code, CaseReader.objects.exists()) == (400, False)
    nothing = text(client.post(page, {"user": "", "reason": ""}))
    for label in ("Officer", "Reason"):  # two links of the summary that would say the same tell which field they mean
        assert f"{label}: This field is required." in nothing
    assert "---------" not in nothing
    done = client.post(page, {"user": people.officer.pk, "reason": "She drafts."}, follow=True)
    assert "She drafts." in text(done)
    officer = visit("officer")
    assert strict.title in text(officer.get(at("case", strict)))
    assert "Name a reader" not in text(officer.get(page))
    assert officer.post(page, {"user": people.officer.pk, "reason": "x"}).status_code == 403
    named = CaseReader.objects.get()
    end = at("case_reader_end", strict, named.pk)
    assert officer.post(end, {"reason": "x"}).status_code == 403
    assert client.post(end, {"reason": " "}).status_code == 400
    assert "It is drafted." in text(client.post(end, {"reason": "It is drafted."}, follow=True))
    assert officer.get(at("case", strict)).status_code == 404


def test_r50_openings_do_not_crowd_out_what_happened(people, visit, strict):
    client = visit("amal")
    for _ in range(12):
        client.get(at("case", strict))
    said = text(client.get(at("case", strict)))
    assert OPENED.act_words not in said
    assert OPENED.act_words in text(client.get(at("case_docket", strict)))
