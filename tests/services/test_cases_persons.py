"""R16, R20: persons alleged to be responsible; their names are protected as a source's identity is."""

from __future__ import annotations

import json

import pytest
from django.db import DatabaseError, connection, transaction
from lxml import html

from cases.models import AllegedPerson, Case, NameRead
from cases.services import edit_case, name_person, open_case, read_name, recuse, withdraw_person, write_summary
from mad.common.errors import Invalid, NotPermitted, Refused
from mad.docket.models import Entry
from mad.docket.sealing import seal_all
from mad.notices.models import Outbox
from mad.reference.models import State
from mad.search.indexing import follow
from mad.search.language import read
from mad.search.selectors import search
from tests import evidence_help
from tests.pages.cases_help import at, text, visit

from .cases_steps import case_with_items, refusal

__all__ = ["visit"]  # a fixture
NAME = "Zarathor Quillbane"
SAID = {"designation": "Commander of the northern brigade", "name": NAME, "grounds": "Gave the order, by two accounts."}


@pytest.fixture
def case(people):
    return case_with_items(people)[0]


@pytest.fixture
def person(people, case) -> AllegedPerson:
    return name_person(case=case, by=people.officer, **SAID)


def test_r16_the_registrar_and_the_panel_read_a_name_for_a_reason_on_the_record(people, person):
    for name in ("registrar", "amal"):
        assert read_name(person=person, reason="To compare with the list.", by=getattr(people, name)) == NAME
    assert NameRead.objects.filter(person=person).count() == 2
    assert Entry.objects.filter(act="person.name_read").count() == 2
    with pytest.raises(Invalid, match="stated reason"):
        read_name(person=person, reason="  ", by=people.registrar)


@pytest.mark.parametrize("who", ["officer", "betty", "ethics", "auditor", "admin", "focal"])
def test_r16_nobody_else_reads_it(people, person, who):
    with pytest.raises((NotPermitted, Refused)):
        read_name(person=person, reason="I would like to know.", by=getattr(people, who))
    assert not NameRead.objects.exists()


def test_r06_nor_does_a_recused_member(people, person, case):
    recuse(case=case, by=people.ingrid, reason="A former client.")
    assert refusal(read_name, person=person, reason="To compare.", by=people.ingrid).rule == "R6"
    assert not NameRead.objects.exists()


def test_r16_the_name_is_in_no_list_search_docket_or_notice(people, person, case, visit):
    seal_all()
    follow()
    for who in ("registrar", "amal", "officer", "betty"):
        client = visit(who)
        for page in ("case", "case_persons", "case_docket", "case_timeline"):
            assert NAME not in text(client.get(at(page, case))), (who, page)
        assert SAID["designation"] in text(client.get(at("case_persons", case)))
        assert search(getattr(people, who), read("quillbane")).total == 0
    told = json.dumps([list(Entry.objects.values_list("object", "facts")), list(Outbox.objects.values_list("payload"))])
    assert "Quillbane" not in told


def test_r16_a_name_that_is_being_typed_is_not_kept_in_the_browser(people, case, visit):
    """Leaving the page asks first; nothing is stored (mad/static/js/typed.js)."""
    page = html.fromstring(text(visit("officer").get(at("case_persons", case))))
    (form,) = (one for one in page.forms if "name" in one.fields)
    assert form.get("data-keep") == "ask"


def test_r16_the_page_shows_it_once(people, person, case, visit):
    client, here = visit("amal"), at("case_person_name", case, person.pk)
    assert NAME not in text(client.post(here, {"reason": ""}))
    shown = client.post(here, {"reason": "To compare with the list."})
    assert NAME in text(shown)
    assert "no-store" in shown["Cache-Control"]
    assert NAME not in text(client.get(at("case_persons", case)))
    assert visit("officer").post(here, {"reason": "Why not."}).status_code == 403
    assert client.get(here).status_code == 405


def test_r16_a_designation_does_not_tell_the_name(people, case):
    with pytest.raises(Invalid) as caught:
        name_person(case=case, by=people.officer, **{**SAID, "designation": f"General {NAME.upper()}"})
    assert "designation" in caught.value.errors
    for field in SAID:
        with pytest.raises(Invalid):
            name_person(case=case, by=people.officer, **{**SAID, field: " "})
    assert not AllegedPerson.objects.exists()


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("designation", "Commander QUILLBANE, Zarathor"),
        ("designation", "General Zarathor  Quillbane"),
        ("designation", "Zárathor Quillbane's brigade"),
        ("designation", "General Quillbane"),
        ("grounds", "Two accounts say that Quillbane, Zarathor gave the order."),
    ],
)
def test_r16_nor_does_it_otherwise_written(people, case, field, said):
    with pytest.raises(Invalid) as caught:
        name_person(case=case, by=people.officer, **{**SAID, field: said})
    assert list(caught.value.errors) == [field]


@pytest.mark.parametrize("field", ["title", "groups_at_risk", "alleged", "summary"])
def test_r16_nor_do_the_facts_of_the_case(people, person, case, field):
    with pytest.raises(Invalid) as caught:
        edit_case(case=case, by=people.officer2, **{field: "What QUILLBANE,  Zárathor did"})
    assert (caught.value.rule, list(caught.value.errors)) == ("R16", [field])
    edit_case(case=case, by=people.officer2, **{field: "What the commander did"})


@pytest.mark.parametrize("field", ["title", "groups_at_risk", "alleged", "summary"])
@pytest.mark.parametrize("said", ["What Quillbane did", "QUILLBANE", "Quillbane’s men", "Under Zárathor"])
def test_r16_nor_do_they_tell_a_part_of_it_alone(people, person, case, field, said):
    with pytest.raises(Invalid) as caught:
        edit_case(case=case, by=people.officer2, **{field: said})
    assert (caught.value.rule, list(caught.value.errors)) == ("R16", [field])


def test_r16_a_word_that_names_nobody_is_written_freely(people, case):
    for name in ("Field Marshal Omar North", "Ibn al-General"):
        name_person(case=case, designation="A commander", name=name, grounds="Two accounts.", by=people.officer)
    edit_case(case=case, by=people.officer, title="Northern districts: North and General movements in the Field")
    with pytest.raises(Invalid):
        edit_case(case=case, by=people.officer, title="What Omar did")


def test_r16_a_part_counts_for_a_new_case_of_the_same_state(people, person, case):
    facts = {"by": people.officer, "title": "The men of Quillbane"}
    with pytest.raises(Invalid):
        open_case(states=State.objects.filter(iso3="SYR"), **facts)
    assert open_case(states=State.objects.filter(iso3="SDN"), **facts)


def test_r16_nor_does_a_summary_of_its_own_or_a_reason(people, person, case):
    with pytest.raises(Invalid) as caught:
        write_summary(case=case, by=people.officer, text=f"It was {NAME}.")
    assert list(caught.value.errors) == ["summary"]
    with pytest.raises(Invalid) as caught:
        withdraw_person(person=person, by=people.officer, reason=f"Not {NAME} but another man.")
    assert list(caught.value.errors) == ["reason"]


def test_r16_a_person_is_not_named_while_the_case_says_the_name(people, case):
    edit_case(case=case, by=people.officer, alleged=f"Men of {NAME}", summary=f"{NAME} commands.")
    with pytest.raises(Invalid) as caught:
        name_person(case=case, by=people.officer, **SAID)
    assert "alleged, summary" in caught.value.errors["name"][0]
    edit_case(case=case, by=people.officer, alleged="His men", summary="A man commands.", title="Quillbane’s district")
    with pytest.raises(Invalid) as caught:
        name_person(case=case, by=people.officer, **SAID)
    assert "title" in caught.value.errors["name"][0]


def test_r16_a_case_is_not_opened_under_a_protected_name(people, person, visit):
    body = {"title": f"The men of {NAME}", "states": ["SYR"], "urgency": "neither", "sensitivity": "confidential"}
    response = visit("officer").post("/cases/open/", body)
    assert response.status_code == 400
    assert "names a person whose name is protected" in text(response)
    with pytest.raises(Invalid) as caught:
        evidence_help.accepted(people, title=f"Order of {NAME}")
    assert "case_title" in caught.value.errors
    assert Case.objects.count() == 1


def test_r15_an_allegation_is_taken_back_and_stays(people, person, case, visit):
    withdraw_person(person=person, reason="Another man of that name.", by=people.officer)
    with pytest.raises(Refused):
        withdraw_person(person=person, reason="Again.", by=people.officer)
    page = text(visit("betty").get(at("case_persons", case)))
    assert "Another man of that name." in page
    assert SAID["designation"] in page
    with (
        pytest.raises(DatabaseError, match=r"R49|permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE cases_allegedperson SET name = 'x'")


def test_r09_the_secretariat_names_persons(people, case):
    for who in ("amal", "betty", "auditor", "focal", "admin"):
        with pytest.raises(NotPermitted):
            name_person(case=case, by=getattr(people, who), **SAID)
