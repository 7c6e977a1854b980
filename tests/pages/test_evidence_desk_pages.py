"""SCREENS 4 and 5: the pages of the desk, of protection and of redaction, without script."""

from __future__ import annotations

import pytest
from django.urls import reverse

from cases.models import CaseSubmission
from evidence.models import Draft, Redaction, SensitivityChange
from evidence.services import answer_query, name_reader, screen
from evidence.services.likeness import sign_waiting
from mad.notices import outbox
from tests.evidence_help import ALARM, GRADED, accepted, received
from tests.hostile_files import mail, pdf
from tests.services.test_evidence_likeness import NEAR, TEXT

STRICT = {**GRADED, "sensitivity": "strictly_confidential"}


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.DEMONSTRATION = True


@pytest.fixture
def at(client, people):
    def go(role, name, *args, query="", status=200) -> str:
        client.force_login(getattr(people, role))
        answer = client.get(reverse(name, args=args) + query)
        assert answer.status_code == status
        return answer.content.decode()

    return go


@pytest.fixture
def post(client, people):
    def go(role, name, *args, status=302, **data):
        client.force_login(getattr(people, role))
        answer = client.post(reverse(name, args=args), data)
        assert answer.status_code == status, answer.content.decode()[-3000:]
        return answer

    return go


def test_r14_the_queue_is_filtered_and_its_filters_go_along(at, people):
    plain, alarm = received(people, title="Plain one"), received(people, title="Urgent one", **ALARM)
    page = at("officer", "screening", query="?alarm=1")
    assert alarm.number in page
    assert plain.number not in page
    assert f"/screening/{alarm.number}/?alarm=1" in page
    assert "Nothing that waits is like this" in at("officer", "screening", query="?status=held")
    assert plain.number in at("officer", "screening", query="?state=syr")
    assert plain.number not in at("officer", "screening", query="?state=FRA")
    assert plain.number in at("officer", "screening", query="?duty=bound&status=nonsense&state=1")
    assert plain.number not in at("officer", "screening", query="?duty=own")


def test_r16_no_filter_tells_what_sort_of_source_a_protected_one_is(at, people):
    number = received(people, protect_source=True).number
    assert number not in at("officer", "screening", query="?duty=bound")
    assert number in at("officer", "screening")
    assert number in at("registrar", "screening", query="?duty=bound")


def test_r14_the_answer_to_a_query_stands_beside_the_decision(at, people):
    sent = received(people)
    screen(submission=sent, by=people.officer, decision="query", question="How many witnesses?")
    assert "the clock stands still" in at("officer", "screening_item", sent.number)
    answer_query(submission=sent, by=people.focal, answer="Seven, apart.")
    page = at("officer", "screening_item", sent.number)
    assert "Seven, apart." in page.split("data-decision")[1]


def test_r15_a_declined_submission_is_reopened_on_its_page(at, post, people):
    sent = received(people)
    screen(submission=sent, by=people.officer, decision="decline", decline_reason="repeated", grounds="As before.")
    page = at("officer", "screening_item", sent.number)
    assert "Says nothing that was not submitted before" in page or "Repeated" in page
    post("officer", "reopen", sent.number, status=400, grounds="")
    post("officer", "reopen", sent.number, grounds="New facts in it.")
    sent.refresh_from_db()
    assert sent.status == "received"
    post("officer", "reopen", sent.number, status=409, grounds="Twice.")


def test_r17_one_click_marks_where_a_submission_comes_from(at, post, people):
    first, second = received(people, narrative=TEXT), received(people, narrative=NEAR)
    sign_waiting()
    page = at("officer", "screening_item", second.number)
    assert reverse("compare", args=[second.number, first.number]) in page
    assert "It goes back to this" in page
    post("officer", "origin", second.number, origin=first.number, reason="Its text is the same by 90 %.")
    page = at("officer", "screening_item", second.number)
    assert "Goes back to" in page
    post("officer", "origin", first.number, status=409, origin=second.number, reason="And back.")
    post("officer", "origin", first.number, status=400, origin="S-2026-999999", reason="No such.")


def test_r17_the_comparison_marks_what_differs_and_shows_markup_as_text(at, people):
    first = received(people, narrative=TEXT + "\n\n<b>bold</b>")
    second = received(people, narrative=NEAR)
    page = at("officer", "compare", first.number, second.number)
    assert "<mark>Eleven</mark>" in page
    assert "<mark>Twelve</mark>" in page
    assert "&lt;b&gt;bold" in page
    at("officer", "compare", first.number, "S-2026-999999", status=404)
    at("amal", "compare", first.number, second.number, status=404)


def test_r16_r50_a_comparison_is_an_opening(people, at):
    one, two = accepted(people, narrative=TEXT, grading=STRICT), accepted(people, narrative=NEAR)
    at("officer", "compare", one.number, two.number)
    assert one.readings.filter(what__startswith="Compared").count() == 1


def test_r14_a_submission_goes_into_a_further_case_on_its_page(at, post, people):
    sent = accepted(people, ("a.txt", b"A part of it."))
    part = sent.files.get().pk
    post("officer", "place", sent.number, destination="new", case_title="Elsewhere", **{f"part_1_{part}": "on"})
    placed = CaseSubmission.objects.get(case__title="Elsewhere")
    assert (placed.whole, placed.parts.get().file_id) == (False, part)
    assert "Elsewhere" in at("officer", "submission", sent.number)
    answer = post("officer", "place", sent.number, status=400, destination="new")
    assert "Choose what goes into this case" in answer.content.decode()


def test_r16_the_form_that_places_names_nothing_that_may_not_be_opened(at, post, people):
    sent = accepted(people, ("a.txt", b"One."), ("her name.txt", b"Two."))
    open_, closed = (sent.items.get(title=name) for name in ("a.txt", "her name.txt"))
    both = {f"part_1_{one.file_id}": "on" for one in (open_, closed)}
    post("officer", "place", sent.number, destination="new", case_title="Elsewhere", **both)
    post("registrar", "item_sensitivity", closed.number, sensitivity="strictly_confidential", reason="A name.")
    page = at("officer", "submission", sent.number)
    assert f"part_1_{open_.file_id}" in page
    assert f"part_1_{closed.file_id}" not in page
    assert "her name" not in page
    assert "a part that you may not open" in page
    assert "her name" not in at("amal", "submission", sent.number)
    assert f"part_1_{closed.file_id}" in at("registrar", "submission", sent.number)


def test_r16_the_form_that_places_bears_that_nothing_is_open_to_who_places(at, post, people):
    sent = accepted(people)
    whole = sent.items.get()
    post("registrar", "item_sensitivity", whole.number, sensitivity="strictly_confidential", reason="A name.")
    assert "part_1_text" not in at("officer", "submission", sent.number)
    answer = post("officer", "place", sent.number, status=400, destination="new", part_1_text="on")
    assert "Choose what goes into this case" in answer.content.decode()


def test_r16_sensitivity_terms_and_readers_change_on_the_page(at, post, people):
    sent = accepted(people, grading=STRICT, release_terms="Ask us first.")
    assert "nobody has read into limits" in at("registrar", "submission", sent.number)
    post("registrar", "release", sent.number, limits=["no_publication"], reason="Their letter.")
    assert "No publication" in at("registrar", "submission", sent.number)
    named = name_reader(submission=sent, user=people.amal, by=people.registrar, reason="Panel.")
    assert "Panel." in at("registrar", "submission", sent.number)
    post("registrar", "reader_end", sent.number, named.pk, status=400, reason="")
    post("registrar", "reader_end", sent.number, named.pk, reason="Left.")
    at("amal", "submission", sent.number, status=404)
    post("officer", "sensitivity", sent.number, status=403, sensitivity="unclassified", reason="No.")
    post("registrar", "sensitivity", sent.number, sensitivity="confidential", reason="Published.", items="on")
    assert SensitivityChange.objects.count() == 2
    at("amal", "submission", sent.number)
    item = sent.items.get()
    post("officer", "item_sensitivity", item.number, sensitivity="strictly_confidential", reason="A name in it.")
    at("amal", "item", item.number, status=404)
    post("officer", "item_release", item.number, limits=["division_only"], reason="A name in it.")
    assert "Inside the Division only" in at("officer", "item", item.number)


def test_r16_a_download_carries_its_terms(client, people):
    sent = accepted(people, ("a.txt", b"A part of it."), release={"limits": ["no_attribution"]})
    client.force_login(people.officer)
    assert client.get(reverse("file", args=[sent.files.get().pk]))["X-Release-Terms"] == "no_attribution"


def test_r16_a_file_stricter_than_its_submission_is_not_named(at, post, people):
    sent = accepted(people, ("names of witnesses.txt", b"A part of it."))
    item = sent.items.exclude(file=None).get()
    post("officer", "item_sensitivity", item.number, sensitivity="strictly_confidential", reason="Names.")
    assert "names of witnesses" not in at("amal", "submission", sent.number)
    assert "names of witnesses" in at("officer", "submission", sent.number)


def test_r16_an_attachment_takes_its_mail_along_and_the_page_says_so(client, at, post, people):
    sent = accepted(people, ("m.eml", mail(("note.txt", "text/plain", b"Her name."))))
    letter, note = sent.items.exclude(file=None).order_by("file_id")
    said = f"It came out of {letter.number}, which becomes at least as strict."
    assert said in at("officer", "item", note.number)
    assert said not in at("officer", "item", letter.number)
    at_first = reverse("file", args=[letter.file_id])
    client.force_login(people.amal)
    assert client.get(at_first).status_code == 200
    post("officer", "item_sensitivity", note.number, sensitivity="strictly_confidential", reason="A name.")
    assert f"{letter.number} holds it and is now as strict" in at("officer", "item", note.number)
    at("amal", "file", letter.file_id, status=404)


def test_r16_a_mail_stricter_than_its_attachment_is_not_named_beside_it(at, post, people):
    sent = accepted(people, ("her name.eml", mail(("note.txt", "text/plain", b"Seen at dawn."))))
    assert "her name.eml" in at("amal", "submission", sent.number)
    letter = sent.items.get(title="her name.eml")
    post("officer", "item_sensitivity", letter.number, sensitivity="strictly_confidential", reason="A name.")
    page = at("amal", "submission", sent.number)
    assert "note.txt" in page
    assert "her name.eml" not in page


def test_r16_r50_a_text_stricter_than_its_submission_is_its_readers_and_each_opening_recorded(at, post, people):
    sent = accepted(people, narrative="Zora Vell saw it.")
    item = sent.items.get()
    post("registrar", "item_sensitivity", item.number, sensitivity="strictly_confidential", reason="A name.")
    for who in ("officer", "amal"):
        assert "Zora Vell" not in at(who, "submission", sent.number, query="?q=Zora")
    assert "Zora Vell" not in at("officer", "screening_item", sent.number)
    assert not sent.readings.exists()
    assert "Zora Vell" in at("registrar", "submission", sent.number)
    assert sent.readings.get().what == item.number


def test_r50_a_file_stricter_than_its_submission_is_recorded_when_the_page_shows_it(at, post, people):
    sent = accepted(people, ("a.txt", b"Zora Vell saw it."))
    item = sent.items.exclude(file=None).get()
    post("officer", "item_sensitivity", item.number, sensitivity="strictly_confidential", reason="A name.")
    before = sent.readings.count()
    assert "Zora Vell" in at("officer", "submission", sent.number)
    assert sent.readings.count() == before + 1


def boxes(*rows, **more) -> dict:
    names = ("page", "left", "top", "width", "height", "reason")
    given = {f"box-{n}-{name}": value for n, row in enumerate(rows) for name, value in zip(names, row, strict=True)}
    return {"box-TOTAL_FORMS": len(rows), "box-INITIAL_FORMS": 0, **given, **more}


def test_r15_a_redaction_is_made_from_the_table_alone(at, post, people):
    item = accepted(people, ("report.pdf", pdf("A name", "Two"))).items.exclude(file=None).get()
    at("officer", "redact", item.number)
    row = (1, "9.00", "9.5", 80, 5, "A name")
    led = post("officer", "redact", item.number, **boxes(row, do="page:2"))
    assert led.url.endswith("?page=2")
    assert post("officer", "redact", item.number, **boxes(row, do="page:²")).url.endswith("?page=1")
    page = at("officer", "redact", item.number, query="?page=1&preview=1")
    assert "<rect" in page
    assert "is-preview" in page
    wrong = post(
        "officer", "redact", item.number, status=400, **boxes((7, 9, 9, 80, 5, ""), do="make", reason="x", version=1)
    )
    assert "Box 1" in wrong.content.decode()
    assert not Redaction.objects.exists()
    post("officer", "redact", item.number, **boxes(row, do="make", reason="For the panel.", version=1))
    assert not Draft.objects.exists()
    outbox.drain()
    copy = Redaction.objects.get().copy
    assert copy.number in at("officer", "item", item.number)
    assert "nothing lies under its boxes" in at("officer", "item", copy.number)
    post("officer", "retract", item.number, reason="A mistake.")
    page = at("officer", "item", item.number)
    assert f"Retracted with it: {copy.number}" in page
    listed = page.split("app-alike")[-1]
    assert copy.number in listed and "Retracted" in listed
    assert f"{item.number}, of which this is a redacted copy, was retracted." in at("amal", "item", copy.number)


def test_r12_a_source_is_not_told_of_redacted_copies_of_what_it_sent(at, people):
    sent = accepted(people, ("report.pdf", pdf("A name")))
    sent.files.create(stored=sent.files.get().stored, redaction_of=sent.files.get(), name="report, redacted.pdf")
    assert "redacted" not in at("focal", "submission", sent.number)


def test_r15_what_has_no_pages_cannot_be_drawn_on(at, people):
    sent = accepted(people, ("a.txt", b"Text alone."))
    at("officer", "redact", sent.items.get(file=None).number, status=409)


def test_the_secretariats_own_research_has_a_receipt_and_a_reading_page(at, people, client):
    client.force_login(people.officer)
    facts = {"title": "Own", "narrative": "Own research.", "state_0": "SYR", "sensitivity": "unclassified"}
    client.post(reverse("submit"), {**facts, "release": "no_publication", "not_before": "2026-05-01"})
    number = client.get(reverse("submissions")).content.decode().split("/submissions/S-")[1].split("/")[0]
    assert "?read" in at("officer", "submission", f"S-{number}")
    assert "No release before" in at("officer", "submission", f"S-{number}", query="?read")
