"""SCREENS 14: pasting a text, and agreed language found from a draft; everything works by plain forms."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.services import recuse
from deliberation.models import Paragraph, PrecedentParagraph
from deliberation.services.precedents import load_precedents
from tests.pages.page_queries import queries

pytest_plugins = ["tests.deliberation_factory"]
TEXT = "The Security Council,\n\nRecalling <b>its</b> resolution,\n\n1. Demands a ceasefire;\n\n2. Obliterates it;\n"
FORCE = "1. Authorizes Member States to use all necessary means;\n"
AGREED = [
    (
        n,
        {
            "symbol": f"S/RES/{9000 + n}",
            "year": 2000 + n % 20,
            "text": f"The Security Council,\n\n1. Demands a ceasefire {n};",
        },
    )
    for n in range(45)
]
MOST = 8


@pytest.fixture
def signed(client, people, settings):
    settings.DEMONSTRATION = True

    def as_(name: str):
        client.force_login(getattr(people, name))
        return client

    return as_


def address(name, output):
    return reverse(name, args=[output.number])


def test_r38_a_text_is_shown_as_what_it_becomes_and_nothing_is_written(plenary, signed):
    output = plenary.draft()
    answer = signed("helene").post(address("output_paste", output), {"text": TEXT, "act": "look"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Insert 3 paragraphs" in page
    assert "kept as text" in page
    assert "&lt;b&gt;its&lt;/b&gt;" in page
    assert "The Security Council" in page
    assert Paragraph.objects.filter(output=output).count() == 1


def test_r38_each_level_of_the_preview_stands_deeper(plenary, signed):
    levels = "1. Demands that:\n\n(a) The parties:\n\n(i) Cease fire;\n\n(ii) Withdraw;\n\n(b) Relief enter;"
    address_ = address("output_paste", plenary.draft())
    shown = signed("helene").post(address_, {"text": levels, "act": "look"}).content.decode()
    assert shown.count('class=" is-sub is-sub--1"') == 2
    assert shown.count('class=" is-sub is-sub--2"') == 2


def test_r38_then_it_is_inserted(plenary, signed):
    output = plenary.draft()
    answer = signed("helene").post(address("output_paste", output), {"text": TEXT, "act": "insert"})
    assert answer.status_code == 302
    assert Paragraph.objects.filter(output=output).count() == 4
    page = signed("helene").get(address("output", output)).content.decode()
    assert "Obliterates it" in page


def test_r33_force_is_named_in_the_preview_and_refused_in_review_with_the_text_kept(plenary, signed):
    output = plenary.lawful_draft()
    looked = signed("helene").post(address("output_paste", output), {"text": FORCE, "act": "look"}).content.decode()
    assert "R33" in looked
    refused = signed("helene").post(address("output_paste", output), {"text": FORCE, "act": "insert"})
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "R33" in page
    assert "all necessary means" in page


@pytest.mark.parametrize("text", ["", " \n "])
def test_r38_nothing_to_paste_is_said(plenary, signed, text):
    answer = signed("helene").post(address("output_paste", plenary.draft()), {"text": text, "act": "insert"})
    assert answer.status_code == 400


def test_r38_too_many_paragraphs_are_refused_with_the_text_kept(plenary, signed):
    text = "\n\n".join(f"{n}. Demands this;" for n in range(1, 2100))
    answer = signed("helene").post(address("output_paste", plenary.draft()), {"text": text, "act": "insert"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "2000 paragraphs" in page
    assert "2099. Demands this" in page


@pytest.mark.parametrize("name", ["output_paste", "output_precedents"])
def test_r9_who_reads_outputs_reads_these_pages_and_nobody_else(plenary, signed, name):
    output = plenary.draft()
    answers = {who: signed(who).get(address(name, output)).status_code for who in ("helene", "registrar", "officer")}
    assert set(answers.values()) == {200}
    for who in ("auditor", "ethics", "focal", "admin"):
        assert signed(who).get(address(name, output)).status_code in (403, 404)


@pytest.mark.parametrize("name", ["output_paste", "output_precedents"])
def test_r6_a_recused_member_cannot_open_them(plenary, signed, people, name):
    output = plenary.draft()
    signed("helene")
    recuse(case=plenary.case, by=people.tomas, reason="A relative works there.")
    assert signed("tomas").get(address(name, output)).status_code == 403


def test_r38_agreed_language_is_found_marked_and_paged(db, people, signed):
    load_precedents(AGREED)
    first = signed("amal").get("/precedents/?q=ceasefire")
    page = first.content.decode()
    assert first.status_code == 200
    assert "<mark>ceasefire</mark>" in page
    assert page.count('class="app-hits__text"') == 20
    cursor = page.split("cursor=")[1].split('"')[0]
    second = signed("amal").get(f"/precedents/?q=ceasefire&cursor={cursor}").content.decode()
    assert second.count('class="app-hits__text"') == 20
    assert "Insert here" not in page


@pytest.mark.parametrize(
    "query", ["?measure=nothing", "?since=x", "?since=99999", "?q=ceasefire&cursor=%00", "?part=sideways"]
)
def test_r38_what_cannot_be_asked_is_a_4xx(db, people, signed, query):
    assert signed("amal").get(f"/precedents/{query}").status_code == 400


def test_r38_a_paragraph_is_inserted_from_the_draft_with_its_source_shown(plenary, signed):
    load_precedents(AGREED[:3])
    output = plenary.draft()
    url = address("output_precedents", output)
    page = signed("helene").get(f"{url}?measure=ceasefire").content.decode()
    assert page.count("Insert here") == 3
    chosen = PrecedentParagraph.objects.get(precedent__symbol="S/RES/9001")
    assert signed("helene").post(url, {"paragraph": chosen.pk}).status_code == 302
    editor = signed("helene").get(address("output", output)).content.decode()
    assert "agreed language of S/RES/9001, 1" in editor


def test_r33_agreed_language_of_force_is_refused_with_the_rule(plenary, signed):
    load_precedents([(1, {"symbol": "S/RES/9002", "year": 2002, "text": f"The Security Council,\n\n{FORCE}"})])
    chosen = PrecedentParagraph.objects.get()
    output = plenary.lawful_draft()
    answer = signed("helene").post(address("output_precedents", output), {"paragraph": chosen.pk})
    assert answer.status_code == 409
    assert "R33" in answer.content.decode()


@pytest.mark.parametrize("given", ["", "x", "0", "99999999999999999999"])
def test_r38_a_paragraph_that_does_not_exist_is_not_inserted(plenary, signed, given):
    answer = signed("helene").post(address("output_precedents", plenary.draft()), {"paragraph": given})
    assert answer.status_code == 404


def test_these_pages_ask_few_queries_however_much_is_there(plenary, signed):
    load_precedents(AGREED)
    output = plenary.draft()
    reader = signed("helene")
    for url in (
        "/precedents/",
        "/precedents/?q=ceasefire&measure=ceasefire",
        address("output_precedents", output) + "?q=ceasefire",
        address("output_paste", output),
    ):
        asked = queries(reader, url)
        assert len(asked) <= MOST, asked


def test_r39_the_check_while_one_types_asks_few_queries_however_long_the_draft(plenary, signed):
    output = plenary.lawful_draft()
    row = plenary.write(output, "operative", "Demands", "that attacks end", measure="cessation", option="O-1")
    reader = signed("helene")

    def asked() -> int:
        given = {
            "key": row.pk,
            "opening": "Demands",
            "text": "that all attacks end",
            "measure": "cessation",
            "option": "O-1",
        }
        reader.post(address("output_check", output), given)
        with CaptureQueriesContext(connection) as captured:
            assert reader.post(address("output_check", output), given).status_code == 200
        return len(captured)

    before = asked()
    for _ in range(5):
        plenary.write(output, "operative", "Demands", "that attacks end", measure="cessation", option="O-1")
    assert asked() == before <= MOST
