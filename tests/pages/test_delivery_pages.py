"""R37: the pages of a call, of delivery, of the mail addresses, and what an addressee opens."""

import pytest
from django.urls import reverse

from cases.models import CaseSubmission
from cases.services import recuse
from deliberation import services
from deliberation.models import Correspondent, Dispatch, Embargo, Handling, Output, Reply
from mad.common import clock
from mad.reference.models import State
from tests.determination_factory import world
from tests.evidence_help import an_item
from tests.pages.page_queries import asked
from tests.publishing_steps import call, published, statement

pytest_plugins = ["tests.deliberation_factory"]


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.DEMONSTRATION = True


@pytest.fixture
def as_(client, people):
    def sign_in(name: str):
        client.force_login(getattr(people, name))
        return client

    return sign_in


def text(answer) -> str:
    return answer.content.decode()


def test_r37_a_call_is_one_form_from_the_desk_and_from_the_case(plenary, as_):
    client, number = as_("betty"), plenary.case.number
    assert reverse("call") in text(client.get("/"))
    assert f"{reverse('call')}?case={number}" in text(client.get(reverse("case_outputs", args=[number])))
    assert number in text(client.get(reverse("call")))
    shown = text(client.get(f"{reverse('call')}?case={number}"))
    for words in ("D-2026-901", "severity level 4 of 5", "ongoing", "emergency session"):
        assert words in shown


def test_r37_the_presiding_members_call_goes_out_with_one_post(plenary, as_):
    client, where = as_("betty"), f"{reverse('call')}?case={plenary.case.number}"
    answer = client.post(where, {"kind": "emergency_call", "title": "Session", "text": "One.\r\n\r\nTwo."})
    output = Output.objects.get()
    assert answer["Location"] == reverse("output_delivery", args=[output.number])
    assert (output.stage, output.deliveries.count(), len(output.adopted_lines)) == ("transmitted", 16, 2)


def test_r37_the_kind_decides_the_words_a_call_begins_with(plenary, as_):
    client, where = as_("betty"), f"{reverse('call')}?case={plenary.case.number}"
    begun = client.get(where).context["form"].initial
    assert "the situation in the Syrian Arab Republic" in begun["title"]
    assert "the situation in the Syrian Arab Republic" in begun["text"]
    heard = begun | {"kind": "request_to_be_heard"}
    for changed in (client.get(f"{where}&kind=request_to_be_heard"), client.post(where, heard | {"begin": "1"})):
        assert changed.status_code == 200
        assert "requests to be heard" in text(changed)
        assert "emergency session on" not in text(changed)
    typed = client.post(where, heard | {"text": "The Division asks for half an hour.", "begin": "1"})
    assert "asks for half an hour" in text(typed)
    assert "Request to be heard on" in text(typed)


def test_r37_words_of_another_kind_do_not_go_out_unread(plenary, as_):
    client, where = as_("betty"), f"{reverse('call')}?case={plenary.case.number}"
    sent = {**client.get(where).context["form"].initial, "kind": "request_to_be_heard"}
    sent["text"] = sent["text"].replace("\n", "\r\n")
    answer = client.post(where, sent)
    assert (answer.status_code, Output.objects.count()) == (400, 0)
    assert "requests to be heard" in text(answer)
    shown = answer.context["form"].data
    assert client.post(where, shown).status_code == 302
    assert "requests to be heard" in Output.objects.get().adopted_lines[0]["text"]


def test_r37_a_refused_call_keeps_what_was_typed(plenary, as_):
    where = f"{reverse('call')}?case={plenary.case.number}"
    words = {"kind": "emergency_call", "title": "Session", "text": "All necessary means, as S-2026-000001 says."}
    answer = as_("betty").post(where, words)
    assert answer.status_code == 400
    assert "as S-2026-000001 says" in text(answer)
    assert not Output.objects.exists()


def test_r16_the_prefill_tells_nothing_that_may_not_be_released(people, as_):
    found = world(people)
    shown = text(as_("betty").get(f"{reverse('call')}?case={found.case.number}"))
    assert found.determination.number in shown
    assert not [secret for secret in found.secrets if secret in shown]


@pytest.mark.parametrize(("sensitivity", "told"), [("unclassified", True), ("confidential", False)])
def test_r16_an_alarm_is_told_of_only_when_its_source_lets_it(plenary, people, as_, sensitivity, told):
    worse = {"answer": "worsening", "grounds": "Seen."}
    item = an_item(
        people,
        sensitivity=sensitivity,
        grading={"sensitivity": sensitivity},
        quick_matrix={"incitement": worse, "armed_movement": worse},
    )
    CaseSubmission.objects.create(case=plenary.case, submission=item.submission, at=clock.now())
    plenary.case.on_alarm = True
    plenary.case.save()
    shown = text(as_("betty").get(f"{reverse('call')}?case={plenary.case.number}"))
    assert ("early-warning alarm" in shown) is told


def test_r6_a_recused_member_makes_no_call_on_the_case(plenary, people, as_):
    recuse(case=plenary.case, by=people.amal, reason="A brother is a party.")
    client = as_("amal")
    assert client.get(f"{reverse('call')}?case={plenary.case.number}").status_code == 403
    assert plenary.case.number not in text(client.get(reverse("call")))


@pytest.mark.parametrize("name", ["registrar", "officer", "ethics", "auditor", "focal", "admin"])
def test_r37_calls_belong_to_members(plenary, as_, name):
    assert as_(name).get(f"{reverse('call')}?case={plenary.case.number}").status_code == 403


def test_r37_delivery_shows_who_was_sent_what_and_the_link_to_the_registrar_alone(plenary, people, as_):
    output = call(plenary, people)
    token = Dispatch.objects.first().token
    where = reverse("output_delivery", args=[output.number])
    assert token in text(as_("registrar").get(where))
    for name in ("amal", "betty", "officer"):
        shown = text(as_(name).get(where))
        assert "France" in shown
        assert token not in shown
    for name in ("ethics", "auditor", "focal", "admin"):
        assert as_(name).get(where).status_code in (403, 404)


def test_r37_the_registrar_records_answers_and_handing_over(plenary, people, as_):
    output = call(plenary, people)
    client, where = as_("registrar"), reverse("output_delivery", args=[output.number])
    assert client.post(where, {"act": "reply", "addressee": "France", "text": "We agree."}).status_code == 302
    assert client.post(where, {"act": "hand_over", "addressee": "China", "how": "By courier"}).status_code == 302
    answer = client.post(where, {"act": "reply", "addressee": "Atlantis", "text": "We object, at length."})
    assert answer.status_code == 400
    assert "We object, at length." in text(answer)
    assert "R37" in text(answer)
    assert Reply.objects.count() == 1
    assert client.post(where, {"act": "nonsense"}).status_code == 404
    assert as_("amal").post(where, {"act": "reply", "addressee": "France", "text": "x"}).status_code == 403


def test_r37_an_embargo_by_page_is_in_utc_and_refused_when_past(plenary, people, as_):
    output = statement(plenary)
    client, where = as_("registrar"), reverse("output_delivery", args=[output.number])
    answer = client.post(where, {"act": "embargo", "until": "2026-02-09T09:00"})
    assert answer.status_code == 400
    assert "2026-02-09T09:00" in text(answer)
    people.registrar.timezone = "Asia/Tokyo"
    people.registrar.save()
    assert client.post(where, {"act": "embargo", "until": "2026-03-01T12:00"}).status_code == 302
    assert Embargo.objects.get().until.isoformat() == "2026-03-01T12:00:00+00:00"
    assert client.post(where, {"act": "lift"}).status_code == 302
    assert as_("amal").post(where, {"act": "embargo", "until": "2026-03-01T12:00"}).status_code == 403


def test_r37_mail_addresses_are_the_registrars(people, as_):
    client, where = as_("registrar"), reverse("addresses")
    assert client.post(where, {"state": "FRA", "email": "mission@fra.example"}).status_code == 302
    assert "mission@fra.example" in text(client.get(where))
    assert client.post(where, {"state": "SYR", "email": "a@b.example"}).status_code == 400
    assert client.post(where, {"state": "", "email": "no address"}).status_code == 400
    assert Correspondent.objects.count() == 1


def test_r37_an_addressee_opens_the_text_without_a_sign_in(plenary, people, client):
    output = call(plenary, people, text="The Division calls at dawn.")
    where = reverse("received", args=[Dispatch.objects.get(delivery__addressee="France").token])
    client.head(where)
    client.get(where, headers={"Sec-Purpose": "prefetch"})
    assert not Handling.objects.exists()
    answer = client.get(where)
    assert "The Division calls at dawn." in text(answer)
    assert output.symbol in text(answer)
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "no-referrer"
    assert not answer.cookies
    assert Handling.objects.get().kind == "seen"
    assert client.get(f"{where}pdf/").content.startswith(b"%PDF")
    for words in ("To answer", f"name {output.symbol}", "without signing in"):
        assert words in text(answer)
    assert f"/public/{output.symbol}/" not in text(answer)


@pytest.mark.parametrize("page", ["received", "received_pdf"])
def test_r37_a_link_that_was_changed_on_its_way_says_what_to_do(plenary, people, client, page):
    call(plenary, people)
    answer = client.get(reverse(page, args=["0" * 64]))
    assert answer.status_code == 404
    assert "This link leads to no text" in text(answer)
    assert "copy the whole address from the mail" in text(answer)
    assert not Handling.objects.exists()


def test_r37_an_addressee_reads_that_the_text_is_public_and_that_a_later_one_takes_its_place(plenary, people, client):
    old, new = published(plenary, title="First"), statement(plenary, title="Second")
    where = reverse("received", args=[Dispatch.objects.filter(delivery__output=old).first().token])
    shown = text(client.get(where))
    assert f"/public/{old.symbol}/" in shown
    assert "Superseded" not in shown
    services.supersede(output=old, by=people.betty, with_output=new)
    shown = text(client.get(where))
    assert "Superseded" in shown
    assert new.symbol not in shown


def test_r37_whoever_calls_is_told_when_nothing_has_gone_out(plenary, people, as_):
    services.set_address(state=State.objects.get(pk="FRA"), email="mission@fra.example", by=people.registrar)
    where = reverse("output_delivery", args=[call(plenary, people).number])
    said = "To 15 addressees nothing has gone out yet"
    shown = text(as_("betty").get(where))
    assert said in shown
    assert "The registrar hands it over by other means." in shown
    client = as_("registrar")
    assert "record it below" in text(client.get(where))
    client.post(where, {"act": "hand_over", "addressee": "China", "how": "By hand"})
    assert "To 14 addressees nothing has gone out yet" in text(client.get(where))


def test_r37_findings_and_comments_are_drafted_by_page(people, as_):
    found = world(people)
    client, where = as_("amal"), reverse("case_outputs", args=[found.case.number])
    answer = client.post(where, {"kind": "comment", "title": "On the draft", "on": "nothing"})
    assert answer.status_code == 400
    assert "On the draft" in text(answer)
    assert client.post(where, {"kind": "comment", "title": "On the draft", "on": "S/2026/12"}).status_code == 302
    assert client.post(where, {"kind": "findings", "title": "Findings"}).status_code == 302
    assert Output.objects.filter(kind="findings").get().paragraphs.count() > 5


def test_r37_the_presiding_member_supersedes_a_text_by_page(plenary, people, as_):
    old, new = published(plenary, title="First"), statement(plenary, title="Second")
    where, board = (reverse(name, args=[old.number]) for name in ("output_supersede", "output_delivery"))
    for name, disabled in (("registrar", True), ("betty", False)):
        assert where in text(as_(name).get(board))
        shown = text(as_(name).get(where))
        assert str(new) in shown
        assert ("aria-disabled" in shown) is disabled, name
    assert as_("amal").get(where).status_code == 403
    assert where not in text(as_("amal").get(board))
    assert as_("registrar").post(where, {"successor": new.pk}).status_code == 403
    client = as_("betty")
    for wrong in ("", old.pk, 10**30, "²", "x"):
        assert client.post(where, {"successor": wrong}).status_code == 400
    assert client.post(where, {"successor": new.pk}).status_code == 302
    old.refresh_from_db()
    assert (old.stage, old.superseded_by.pk) == ("superseded", new.pk)
    assert where not in text(client.get(board))


@pytest.mark.parametrize("name", ["registrar", "betty", "amal"])
def test_the_page_of_delivery_costs_few_queries(plenary, people, as_, name):
    old = published(plenary, title="First")
    statement(plenary, title="Second")
    pages = [("output_delivery", old), ("output_delivery", call(plenary, people)), ("output_supersede", old)]
    for page, output in pages:
        client, where = as_(name), reverse(page, args=[output.number])
        if client.get(where).status_code == 403:
            continue
        with asked() as captured:
            assert client.get(where).status_code == 200
        own = [query for query in captured if "session" not in query]
        assert len(own) <= 8, "\n".join(own)
