"""SCREENS 3 to 5: submitting, screening, reading, and what each refusal keeps on the page."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from evidence.models import Draft, Reading, Submission
from evidence.receipts import receipt_of
from evidence.services import derive, screen
from mad.common import clock
from mad.docket.models import Entry
from tests.evidence_help import ALARM, accepted, an_item, received
from tests.pages.page_queries import asked

PDF = b"%PDF-1.7\n"
FORM = {"title": "Movements", "narrative": "Trucks at dawn.", "state_0": "SYR", "sensitivity": "confidential"}
DECISION = {"decision": "accept", "source_grade": "B", "info_grade": "2", "sensitivity": "confidential"}
DECISION |= {"destination": "new", "grounds": "Seven witnesses.", "version": "1"}


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.DEMONSTRATION = True


@pytest.fixture
def at(client, people):
    """at("officer", "screening") → the page as that person sees it."""

    def get(who, name, *args, status=200, **query):
        client.force_login(getattr(people, who))
        response = client.get(reverse(name, args=args), query)
        assert response.status_code == status, response.content.decode()[:1500]
        return response.content.decode()

    return get


@pytest.fixture
def post(client, people):
    def send(who, name, *args, status=302, **data):
        client.force_login(getattr(people, who))
        response = client.post(reverse(name, args=args), data)
        assert response.status_code == status, response.content.decode()[:3000]
        return response

    return send


OPEN_TO = {
    "submit": {"officer", "registrar", "focal"},
    "submissions": {"officer", "registrar", "focal"},
    "screening": {"officer", "registrar"},
}


@pytest.mark.parametrize("name", OPEN_TO)
@pytest.mark.parametrize("who", ["amal", "officer", "registrar", "ethics", "auditor", "admin", "focal"])
def test_r09_who_opens_which_page(at, name, who):
    at(who, name, status=200 if who in OPEN_TO[name] else 403)


@pytest.mark.parametrize("name", ["submit", "submissions", "screening"])
def test_r09_nobody_reads_without_signing_in(client, db, name):
    assert client.get(reverse(name)).status_code == 302


def test_r12_a_focal_point_submits_and_gets_the_receipt(post, at, people):
    files = [SimpleUploadedFile("a.pdf", PDF), SimpleUploadedFile("b.txt", b"words")]
    more = {"incitement": "worsening", "incitement_grounds": "Radio", "rising_violence": "worsening"}
    places = "Hadra; 34.1; 36.2\nOssen"
    response = post("focal", "submit", **FORM, **more, files=files, places=places, period_from="2026-02-04")
    submission = Submission.objects.get()
    assert response.url == reverse("submission", args=[submission.number])
    assert (submission.office, submission.alarm) == (people.ohchr, True)
    assert submission.places == [
        {"name": "Hadra", "lat": 34.1, "lon": 36.2},
        {"name": "Ossen", "lat": None, "lon": None},
    ]
    page = at("focal", "submission", submission.number)
    assert receipt_of(submission)["signature"] in page
    assert "a.pdf" in page
    assert "Ed25519" in page


def test_r10_an_officer_submits_the_divisions_own_research(post):
    post("officer", "submit", **FORM)
    assert Submission.objects.get().office.duty == "own"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": ""}, "This field is required"),
        ({"state_0": "XXX"}, "not one of the available choices"),
        ({"period_from": "2026-02-08", "period_to": "2026-02-04"}, "ends before it begins"),
        ({"known_since": "2027-01-01T00:00"}, "lies in the future"),
        ({"places": "Hadra; x; y"}, "is no number"),
        ({"places": "Hadra; 95; 10"}, "from -90 to 90"),
        ({"files": SimpleUploadedFile("a.txt", b"")}, "empty"),
        ({"narrative": "nul \0 here"}, "Null characters are not allowed"),
    ],
)
def test_r12_a_refused_submission_keeps_what_was_typed(post, changes, said):
    response = post("focal", "submit", status=400, **{**FORM, **changes, "release_terms": "Not beyond the Division"})
    page = response.content.decode()
    assert said in page
    assert "Not beyond the Division" in page
    assert not Submission.objects.exists()


def test_what_is_typed_is_kept_while_it_is_written(post, at, people):
    post("focal", "submit_draft", status=200, title="Half a title", narrative="Half a text")
    assert "Half a title" in at("focal", "submit")
    assert "Half a title" not in at("officer", "submit")
    post("focal", "submit", **FORM)
    assert not Draft.objects.exists()


def test_r12_another_offices_receipt_does_not_exist(client, people, at):
    number = received(people).number
    people.focal.office = people.unocc
    people.focal.save()
    at("focal", "submission", number, status=404)
    at("focal", "receipt", number, status=404)
    assert number not in at("focal", "submissions")


def test_r49_the_receipt_can_be_kept_with_its_proof(client, at, people, seal):
    number = received(people).number
    seal()
    kept = json.loads(at("focal", "receipt", number))
    assert kept["inclusion"]["leaf"] == kept["receipt"]["statement"]["docket"]


def test_r14_the_queue_goes_by_the_clock(at, people):
    slow, urgent = received(people, title="Slow"), received(people, title="Urgent", **ALARM)
    page = at("officer", "screening")
    assert page.index("Urgent") < page.index("Slow")
    assert reverse("screening_item", args=[slow.number]) in page
    assert urgent.number in page


def _queries(client, name: str) -> int:
    """The head of the docket and the length of the queue are read once in two seconds, by whichever visit comes first."""
    with asked() as made:
        client.get(reverse(name))
    return len(made)


def test_the_queue_makes_as_many_queries_for_40_rows_as_for_1(client, people):
    client.force_login(people.officer)
    counts = []
    for more in (1, 39):
        for _ in range(more):
            received(people)
        counts.append(min(_queries(client, "screening") for _ in range(3)))
    assert counts[0] == counts[1] <= 8


def test_the_queue_is_read_in_parts(at, people):
    with_rows = [received(people, title=f"Number {place}") for place in range(27)]
    first = at("officer", "screening")
    after = re.search(r"\?after=([\w-]+)", first).group(1)
    second = at("officer", "screening", after=after)
    assert with_rows[26].number in second
    assert with_rows[0].number not in second


def test_r14_an_officer_accepts_and_goes_on_to_the_next(post, at, people):
    first, second = received(people), received(people)
    response = post("officer", "screening_item", first.number, **DECISION)
    assert response.url == reverse("screening_item", args=[second.number])
    first.refresh_from_db()
    assert (first.status, first.items.count()) == ("accepted", 1)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"decision": ""}, "Choose a decision"),
        ({"source_grade": ""}, "Grade the source"),
        ({"grounds": " "}, "Write the grounds"),
        ({"destination": ""}, "Choose the case"),
        ({"decision": "hold"}, "Give a day to hold until"),
        ({"decision": "hold", "hold_until": "2026-02-01"}, "lies in the past"),
        ({"decision": "query"}, "Write what you ask"),
    ],
)
def test_r14_a_decision_that_lacks_something_keeps_what_was_typed(post, people, changes, said):
    submission = received(people)
    response = post(
        "officer",
        "screening_item",
        submission.number,
        status=400,
        **{**DECISION, "question": "", "case_title": "Typed", **changes},
    )
    page = response.content.decode()
    assert said in page
    assert "Typed" in page
    submission.refresh_from_db()
    assert submission.status == "received"


def test_r14_the_officer_who_was_overtaken_reads_who_decided_and_keeps_the_text(post, people):
    submission = received(people)
    screen(submission=submission, by=people.officer2, decision="decline", grounds="Press article.")
    typed = {**DECISION, "grounds": "My own long grounds."}
    page = post("officer", "screening_item", submission.number, status=409, **typed).content.decode()
    assert "Laila Khoury declined this submission" in page
    assert "My own long grounds." in page
    assert "Press article." in page


def test_r14_while_the_submission_stays_open_the_overtaken_officer_can_decide_again(post, people, morning):
    submission = received(people)
    screen(submission=submission, by=people.officer2, decision="query", question="Who?")
    page = post("officer", "screening_item", submission.number, status=409, **DECISION).content.decode()
    assert "queried this submission" in page
    assert "Seven witnesses." in page
    assert 'name="version" value="2"' in page


def test_what_an_officer_writes_is_kept_while_it_is_written(post, at, people):
    number = received(people).number
    post("officer", "screening_draft", number, status=200, grounds="Half a thought", decision="decline")
    assert "Half a thought" in at("officer", "screening_item", number)
    assert "Half a thought" not in at("officer2", "screening_item", number)


def test_search_words_are_marked_and_markup_is_shown_as_text(at, people):
    number = received(people, narrative="The attack at Hadra. <script>alert(1)</script> attacks").number
    page = at("officer", "screening_item", number, q="attack*")
    assert "<mark>attack</mark>" in page
    assert "<mark>attacks</mark>" in page
    assert "<script>alert" not in page


def test_r14_a_source_answers_a_query_on_its_page(post, at, people):
    submission = received(people)
    screen(submission=submission, by=people.officer, decision="query", question="Who counted?")
    assert "Who counted?" in at("focal", "submission", submission.number)
    post("focal", "answer", submission.number, answer="Our own team.")
    assert "Our own team." in at("officer", "screening_item", submission.number)


def test_r14_an_answer_without_a_query_is_refused_with_its_rule(post, people):
    page = post("focal", "answer", received(people).number, status=409, answer="Unasked text").content.decode()
    assert "R14" in page


def test_r15_a_source_withdraws_on_its_page(post, people):
    submission = received(people)
    post("focal", "withdraw", submission.number, reason="Sent twice.")
    submission.refresh_from_db()
    assert submission.status == "withdrawn"


def test_r16_a_protected_source_is_named_nowhere_to_an_officer(at, people):
    submission = accepted(people, protect_source=True)
    item = submission.items.get()
    for name, args in (
        ("screening_item", [submission.number]),
        ("submission", [submission.number]),
        ("item", [item.number]),
        ("screening", []),
    ):
        for who in ("officer", "registrar"):
            page = at(who, name, *args).lower()
            assert "high commissioner" not in page
            assert "ohchr" not in page


def test_r16_the_registrar_asks_with_a_reason_and_sees_it_once(post, at, people):
    number = received(people, protect_source=True).number
    assert "High Commissioner" not in post("registrar", "source", number, status=400, reason=" ").content.decode()
    assert (
        "High Commissioner"
        in post("registrar", "source", number, status=200, reason="The panel asks.").content.decode()
    )
    assert "High Commissioner" not in at("registrar", "submission", number)
    post("officer", "source", number, status=403, reason="Curious.")
    assert Entry.objects.filter(act="source.revealed").count() == 1


def test_r16_r50_the_strictly_confidential_is_opened_by_name_and_on_record(post, at, people):
    submission = accepted(people, ("a.pdf", PDF), grading={"sensitivity": "strictly_confidential"})
    item = submission.items.first()
    at("amal", "item", item.number, status=404)
    post("registrar", "readers", submission.number, user=people.amal.pk, reason="Sits on the panel.")
    before = Reading.objects.count()
    at("amal", "item", item.number)
    at("amal", "submission", submission.number)
    assert Reading.objects.filter(by=people.amal).count() == 2
    assert Reading.objects.count() == before + 2
    at("ingrid", "submission", submission.number, status=404)


def test_r18_a_released_file_is_an_attachment_that_nothing_runs(client, people):
    submission = accepted(people, ("räp;ort.pdf", PDF))
    client.force_login(people.amal)
    response = client.get(reverse("file", args=[submission.files.get().pk]))
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_r18_a_held_file_is_seen_and_never_served(client, people, at):
    submission = received(people, ("tool.pdf", b"MZ\x90\x00"))
    client.force_login(people.officer)
    response = client.get(reverse("file", args=[submission.files.get().pk]))
    assert response.status_code == 403
    assert "R18" in response.content.decode()
    assert "The bytes are a program" in at("officer", "screening_item", submission.number)


@pytest.mark.parametrize("who", ["focal", "admin", "auditor", "ethics"])
def test_r09_others_have_no_file_and_no_item(at, people, who):
    submission = accepted(people, ("a.pdf", PDF))
    at(who, "file", submission.files.get().pk, status=404)
    at(who, "item", submission.items.first().number, status=404)


def test_r30_an_item_is_regraded_on_its_page_with_its_history(post, at, people):
    item = an_item(people)
    facts = {"source_grade": "D", "info_grade": "4", "reason": "Contradicted by imagery.", "version": "1"}
    post("officer", "regrade", item.number, **facts)
    page = at("amal", "item", item.number)
    assert "Contradicted by imagery." in page
    again = post("officer2", "regrade", item.number, status=409, **{**facts, "reason": "Typed later"}).content.decode()
    assert "Typed later" in again
    post("amal", "regrade", item.number, status=403, **facts)


def test_r16_the_origin_of_an_item_is_named_to_whoever_may_open_it_only(at, people):
    strict = an_item(people, sensitivity="strictly_confidential", grading={"sensitivity": "strictly_confidential"})
    shown = an_item(people)
    derive(item=shown, parent=strict, by=people.registrar, reason="Quotes it.")
    assert strict.number in at("registrar", "item", shown.number)
    page = at("amal", "item", shown.number)
    assert strict.number not in page
    assert "does not count as an origin of its own" in page


def test_r17_derivation_is_recorded_on_the_page(post, at, people):
    first, second = an_item(people), an_item(people)
    post("officer", "derive", second.number, parent=first.number, reason="Quotes it.")
    assert first.number in at("officer", "item", second.number)
    page = post("officer", "derive", first.number, status=409, parent=second.number, reason="Circle").content.decode()
    assert "R17" in page
    post("officer", "derive", first.number, status=400, parent="E-1999-0001", reason="x")


def test_r15_an_item_is_retracted_and_says_so(post, at, people):
    item = an_item(people)
    post("officer", "retract", item.number, reason="Forged.")
    assert "Forged." in at("amal", "item", item.number)


@pytest.mark.parametrize(
    "path",
    ["/submissions/x/", "/screening/S-2026-1/", "/evidence/E-2026-9999/", "/evidence/files/99999999999999999999/"],
)
def test_what_does_not_exist_is_not_found(client, people, path):
    client.force_login(people.officer)
    assert client.get(path).status_code == 404


def test_the_desk_shows_an_officer_the_queue_and_a_source_its_query(at, people, morning):
    submission = received(people, title="Urgent thing", **ALARM)
    assert "Urgent thing" in at("officer", "desk")
    screen(submission=submission, by=people.officer, decision="query", question="Who?")
    assert "Urgent thing" in at("focal", "desk")
    with clock.travel(morning + timedelta(days=1)):
        assert "Urgent thing" in at("officer", "desk")
