"""SCREENS 12: threads on an option, a motion or a paragraph; a session from its opening to approved minutes."""

import re

import pytest
from django.urls import reverse

from cases.services import recuse
from deliberation import services
from deliberation.models import Mention, Minutes, Remark, Sitting
from mad.docket.models import Entry
from tests.deliberation_factory import EVERYBODY, PEACEFUL
from tests.pages.test_deliberation_plenary_pages import _no_second_factor, as_, main, page, text

__all__ = ["_no_second_factor", "as_"]  # fixtures
pytest_plugins = ["tests.deliberation_factory"]


# Discussion


def test_r31_a_remark_by_page_on_an_option_a_motion_and_a_paragraph(plenary, people, as_):
    motion = plenary.move(kind="option", option=plenary.table(**PEACEFUL))
    output = plenary.draft()
    row = plenary.write(output, "operative", "Demands", "that attacks end", measure="cessation")
    client, number = as_("amal"), plenary.case.number
    for kind, key in (("option", "1"), ("motion", motion.number), ("paragraph", str(row.pk))):
        words = {"act": "say", "text": f"On the {kind}, @betty.otieno."}
        assert client.post(reverse("discussion", args=[number, kind, key]), words).status_code == 302
    assert "On the option" in page(client, "option", number, 1)
    assert "On the motion" in page(client, "motion", motion.number)
    assert "1 remark" in page(client, "output", output.number)
    assert "On the paragraph" in page(client, "discussion", number, "paragraph", row.pk)
    desk = page(as_("betty"), "desk")
    addresses = {reverse("discussion", args=[number, *on]) for on in (("option", 1), ("motion", motion.number))}
    assert all(address in desk for address in addresses)
    client.post(reverse("discussion", args=[number, "option", "1"]), {"act": "note"})
    assert Mention.objects.filter(noted_at=None).count() == 2


def test_r31_a_refused_remark_keeps_what_was_typed(plenary, people, as_):
    plenary.table(**PEACEFUL)
    recuse(case=plenary.case, by=people.bilal, reason="A brother is a party.")
    url = reverse("discussion", args=[plenary.case.number, "option", "1"])
    response = as_("amal").post(url, {"act": "say", "text": "Let us ask @bilal.haddad first."})
    assert response.status_code == 400
    assert "Let us ask @bilal.haddad first." in text(response)
    assert "takes no part in this case" in text(response)
    assert as_("amal").post(url, {"act": "say", "text": " "}).status_code == 400
    assert not Remark.objects.exists()


def test_r6_a_recused_member_neither_reads_nor_writes(plenary, people, as_):
    plenary.table(**PEACEFUL)
    url = reverse("discussion", args=[plenary.case.number, "option", "1"])
    services.remark_on(case=plenary.case, subject="option", key="1", text="For the others.", by=people.amal)
    recuse(case=plenary.case, by=people.bilal, reason="A brother is a party.")
    client = as_("bilal")
    for response in (client.get(url), client.post(url, {"act": "say", "text": "I"})):
        assert response.status_code == 403
        assert "For the others." not in text(response)


@pytest.mark.parametrize("name", ["registrar", "officer"])
def test_r9_the_secretariat_reads_and_does_not_write(plenary, people, as_, name):
    plenary.table(**PEACEFUL)
    services.remark_on(case=plenary.case, subject="option", key="1", text="Read by all.", by=people.amal)
    url = reverse("discussion", args=[plenary.case.number, "option", "1"])
    client = as_(name)
    assert "Read by all." in text(client.get(url))
    assert client.post(url, {"act": "say", "text": "I"}).status_code == 403


def test_r31_a_correction_shows_and_is_ones_own(plenary, people, as_):
    plenary.table(**PEACEFUL)
    made = services.remark_on(case=plenary.case, subject="option", key="1", text="Ten envoys.", by=people.amal)
    url = reverse("discussion", args=[plenary.case.number, "option", "1"])
    words = {"act": "correct", "remark": made.pk, "text": "Two envoys."}
    assert as_("betty").post(url, words).status_code == 403
    assert as_("amal").post(url, {**words, "remark": 99_999_999}).status_code == 404
    assert as_("amal").post(url, words).status_code == 302
    shown = text(as_("betty").get(url))
    assert "Two envoys." in shown
    assert re.search(r"<del>Ten envoys\.</del>", shown)


@pytest.mark.parametrize(("kind", "key"), [("option", "9"), ("option", "x"), ("note", "1"), ("motion", "M-2026-0099")])
def test_what_is_not_there_has_no_thread(plenary, as_, kind, key):
    page(as_("amal"), "discussion", plenary.case.number, kind, key, status=404)


# Sessions


def act(client, sitting, what, **more):
    return client.post(reverse("session_act", args=[sitting.case.number, sitting.ordinal, what]), more)


def test_r31_a_session_by_page_from_opening_to_approved_minutes(plenary, people, as_):
    number = plenary.case.number
    assert as_("amal").post(reverse("sessions", args=[number])).status_code == 403
    assert as_("betty").post(reverse("sessions", args=[number])).status_code == 302
    sitting = Sitting.objects.get()
    for name in EVERYBODY[:9]:
        assert act(as_(name), sitting, "present").status_code == 302
    assert "no quorum" not in main(page(as_("amal"), "session", number, 1))
    assert act(as_("amal"), sitting, "ask", subject="The envoy").status_code == 302
    assert act(as_("amal"), sitting, "ask").status_code == 409
    turn = sitting.turns.get()
    assert "Give the floor" not in page(as_("helene"), "session", number, 1)
    assert act(as_("helene"), sitting, "give", turn=turn.pk).status_code == 403
    shown = page(as_("betty"), "session", number, 1)
    assert "Give the floor" in shown
    assert act(as_("betty"), sitting, "give", turn=turn.pk).status_code == 302
    assert "Amal Benhaddou has the floor" in page(as_("officer"), "session", number, 1)
    assert act(as_("amal"), sitting, "done", turn=turn.pk).status_code == 302
    assert act(as_("registrar"), sitting, "close").status_code == 302
    assert act(as_("amal"), sitting, "present").status_code == 409
    assert "Approve the minutes of session 1" in page(as_("betty"), "desk")
    url = reverse("minutes", args=[number, 1])
    corrected = {"text": Minutes.objects.get().text.replace("The envoy", "the sending of an envoy"), "seen": 1}
    assert as_("amal").post(url, corrected).status_code == 403
    assert as_("registrar").post(url, corrected).status_code == 302
    late = as_("registrar").post(url, {"text": "What I typed meanwhile", "seen": 1})
    assert late.status_code == 409
    assert "What I typed meanwhile" in text(late)
    changed = page(as_("amal"), "minutes", number, 1, query="?version=2&since=1")
    assert re.search(r"<ins>.*the sending of an", changed, re.S)
    assert as_("betty").post(url, {"act": "approve", "version": "1"}).status_code == 409
    assert as_("betty").post(url, {"act": "approve", "version": "2"}).status_code == 302
    assert "Betty Achieng Otieno approved version 2" in page(as_("amal"), "minutes", number, 1)
    assert "Approved" in page(as_("amal"), "sessions", number)
    pdf = as_("amal").get(reverse("minutes_pdf", args=[number, 1]))
    assert pdf["Content-Type"] == "application/pdf"
    assert as_("amal").get(reverse("minutes_docx", args=[number, 1])).content.startswith(b"PK")
    assert Entry.objects.filter(act="minutes.exported").count() == 2


def test_r31_bad_acts_in_a_session(plenary, people, as_):
    sitting = services.open_sitting(case=plenary.case, by=people.betty)
    client = as_("betty")
    act(client, sitting, "present")
    assert act(client, sitting, "dance").status_code == 404
    for turn in ("", "x", "0", "9" * 30):
        assert act(client, sitting, "give", turn=turn).status_code == 400
    assert act(client, sitting, "ask", subject="x" * 201).status_code == 400
    assert client.get(reverse("session_act", args=[plenary.case.number, 1, "close"])).status_code == 405
    page(client, "session", plenary.case.number, 7, status=404)
    page(client, "minutes", plenary.case.number, 1, status=404)
    page(client, "minutes_pdf", plenary.case.number, 1, status=404)
