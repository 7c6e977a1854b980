"""R37: a form that has left says for ever what it said, and every form says what belongs at its head."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from zipfile import ZipFile

import docx
import pytest
from django.urls import reverse
from pypdfium2 import PdfDocument

from cases.models import Determination
from deliberation import documents, services
from deliberation.bag import decided
from deliberation.models import Dispatch
from deliberation.procedure import call as wording
from deliberation.selectors import published as selector
from deliberation.selectors.calling import call_facts
from deliberation.views import kept
from mad.common import clock
from mad.common.clock import advance
from tests import docx_help, pdf_help

pytest_plugins = ["tests.deliberation_factory"]
FILES = ("pdf", "docx", "xml", "json")


@pytest.fixture(autouse=True)
def _nothing_kept():
    selector.forget()
    kept.forget_all()


@pytest.fixture
def citing(plenary, people):
    """A press statement that cites the determination, adopted."""
    output = services.create_output(case=plenary.case, by=people.helene, kind="press_statement", title="On the river")
    cited = ["D-2026-901"]
    services.add_paragraph(output=output, by=people.helene, text="The Division is concerned.", citations=cited)
    services.submit_for_review(output=output, by=people.helene)
    plenary.carry(plenary.move(kind="output", output=output))
    output.refresh_from_db()
    return output


def stale(_plenary) -> None:
    Determination.objects.filter(number="D-2026-901").update(stale_since=clock.now())


def replaced(plenary) -> None:
    plenary.determine()


def said(form: str, content: bytes) -> str:
    """What a form says, in one line."""
    if form == "pdf":
        return re.sub(r"\s+", " ", pdf_help.text(content).replace("\u00ad", ""))
    if form == "docx":
        return re.sub(r"\s+", " ", docx_help.docx_text(content))
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", content.decode()))


def anew(client, address: str):
    """The answer as a process gives it that has kept nothing, an hour later."""
    advance(timedelta(hours=1))
    selector.forget()
    kept.forget_all()
    answer = client.get(address)
    assert answer.status_code == 200
    return answer


@pytest.mark.parametrize("after", [stale, replaced])
def test_r37_a_published_form_stays_as_it_was_published(plenary, people, client, citing, after):
    services.transmit(output=citing, by=people.registrar)
    advance(timedelta(hours=1))
    services.publish(output=citing, by=people.registrar)
    citing.refresh_from_db()
    addresses = {form: f"/public/{citing.symbol}.{form}" for form in FILES}
    before = {form: anew(client, address) for form, address in addresses.items()}
    after(plenary)
    for form, address in addresses.items():
        answer = anew(client, address)
        assert (answer.content, answer["ETag"]) == (before[form].content, before[form]["ETag"]), form
        assert not {"stale", "replaced"} & set(re.findall(r"\w+", said(form, answer.content)))
    made = f"{citing.published_at:%Y%m%d%H%M%S}"
    assert made in pdf_help.metadata(before["pdf"].content)["CreationDate"]
    word = docx.Document(io.BytesIO(before["docx"].content)).core_properties
    assert f"{word.created:%Y%m%d%H%M%S}" == f"{word.modified:%Y%m%d%H%M%S}" == made
    assert (
        ZipFile(io.BytesIO(before["docx"].content)).infolist()[0].date_time[:3] == citing.published_at.timetuple()[:3]
    )


@pytest.mark.parametrize("after", [stale, replaced])
def test_r37_what_was_transmitted_stays_as_it_was_sent(plenary, people, client, citing, after):
    services.transmit(output=citing, by=people.registrar)
    token = Dispatch.objects.first().token
    pdf, page = reverse("received_pdf", args=[token]), reverse("received", args=[token])
    before = anew(client, pdf).content
    advance(timedelta(hours=1))
    after(plenary)
    assert anew(client, pdf).content == before
    assert "D-2026-901." in anew(client, page).content.decode()
    services.publish(output=citing, by=people.registrar)
    assert anew(client, pdf).content == before


def test_r37_what_was_stale_already_when_it_was_sent_says_so(plenary, people, client, citing):
    stale(plenary)
    advance(timedelta(hours=1))
    services.transmit(output=citing, by=people.registrar)
    pdf = anew(client, reverse("received_pdf", args=[Dispatch.objects.first().token])).content
    assert "D-2026-901, stale since" in said("pdf", pdf)


def test_r51_the_case_file_holds_the_forms_as_they_were_published(plenary, people, client, citing):
    services.transmit(output=citing, by=people.registrar)
    services.publish(output=citing, by=people.registrar)
    citing.refresh_from_db()
    public = {form: anew(client, f"/public/{citing.symbol}.{form}").content for form in ("pdf", "docx", "xml")}
    stale(plenary)
    files = {member.path.rpartition(".")[2]: b"".join(member.chunks()) for member in decided.output_files(citing, [])}
    assert {form: files[form] for form in public} == public
    assert "stale" not in said("json", files["json"])


def downloaded(client, output, people) -> dict[str, str]:
    client.force_login(people.amal)
    return {
        f: said(f, client.get(reverse(f"output_{f}", args=[output.number])).content) for f in ("pdf", "docx", "xml")
    }


def test_r37_a_text_under_embargo_leaves_with_its_embargo_at_its_head(plenary, people, client, citing, settings):
    settings.DEMONSTRATION = True
    until = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=2)
    words = f"Embargoed until {until:%-d %B %Y, %H:%M} UTC"
    assert "mbargo" not in "".join(downloaded(client, citing, people).values())
    services.set_embargo(output=citing, by=people.registrar, until=until)
    assert [form for form, text in downloaded(client, citing, people).items() if words not in text] == []
    services.transmit(output=citing, by=people.registrar)
    assert [form for form, text in downloaded(client, citing, people).items() if words not in text] == []
    address = reverse("received_pdf", args=[Dispatch.objects.first().token])
    received = anew(client, address).content
    assert words in said("pdf", received)[:300]
    advance(timedelta(days=3))
    services.publish(output=citing, by=people.registrar)
    # What was handed out under the embargo keeps saying so; what is public says nothing of it.
    assert anew(client, address).content == received
    for form in FILES:
        assert "mbargo" not in said(form, anew(client, f"/public/{citing.symbol}.{form}").content)


def test_r37_an_embargo_that_was_lifted_or_has_passed_is_not_spoken_of(plenary, people, client, citing):
    services.set_embargo(output=citing, by=people.registrar, until=clock.now() + timedelta(days=1))
    services.set_embargo(output=citing, by=people.registrar, until=None)
    services.transmit(output=citing, by=people.registrar)
    assert "mbargo" not in said(
        "pdf", anew(client, reverse("received_pdf", args=[Dispatch.objects.first().token])).content
    )


@pytest.mark.parametrize("kind", ["press_statement", "comment"])
def test_r38_every_form_of_a_plain_text_has_its_title(plenary, people, client, settings, kind):
    settings.DEMONSTRATION = True
    made = services.create_output(case=plenary.case, by=people.helene, kind=kind, title="On the river & <its> banks")
    services.add_paragraph(output=made, by=people.helene, text="The Division is concerned.")
    shown = downloaded(client, made, people)
    assert "On the river & <its> banks" in shown["pdf"]
    assert "On the river & <its> banks" in shown["docx"]
    assert "On the river &amp; &lt;its&gt; banks" in shown["xml"]


def test_r38_a_draft_resolution_has_no_title_above_its_text(plenary, people, client):
    assert "Draft resolution on the situation" not in said("pdf", documents.pdf(plenary.draft()))


@pytest.mark.parametrize("kind", ["emergency_call", "request_to_be_heard"])
def test_r37_a_call_says_on_one_page_to_whom_it_goes_and_who_signed(plenary, people, client, settings, kind):
    settings.DEMONSTRATION = True
    facts = call_facts(plenary.case)
    title, text = wording.title(facts), wording.text(facts)
    output = services.make_call(case=plenary.case, by=people.amal, kind=kind, title=title, text=text)
    services.sign(output=output, by=people.fergus)
    services.sign(output=output, by=people.rosa)
    output.refresh_from_db()
    content = anew(client, reverse("received_pdf", args=[Dispatch.objects.first().token])).content
    signed = [f"{people.member(name).name}, {people.member(name).discipline}" for name in ("amal", "fergus", "rosa")]
    wanted = [title, "To the President of the Security Council and each member", "Signed by", *signed]
    shown = {"received": said("pdf", content), **downloaded(client, output, people)}
    for form, text in shown.items():
        assert [words for words in wanted if words not in text and (form, words) != ("xml", "Signed by")] == [], form
    assert len(PdfDocument(content)) == 1
    services.publish(output=output, by=people.registrar)
    for form in FILES:
        public = said(form, anew(client, f"/public/{output.symbol}.{form}").content)
        assert not [name for name in signed if name.partition(",")[0] in public], form
