"""R12: the partner API takes a submission whole or refuses it whole, and names each wrong field."""

from __future__ import annotations

import hashlib
import json
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from evidence import store
from evidence.models import StoredFile, Submission
from mad.clocks.models import Clock
from mad.common.models import Counter
from mad.docket import signing
from mad.docket.models import Entry
from mad.docket.proofs import inclusion
from mad.notices.models import Outbox

URL = "/api/v1/submissions/"
PLAIN = {"title": "Report", "narrative": "What happened.", "states": ["SYR"], "sensitivity": "confidential"}
PDF = b"%PDF-1.7\n%%EOF"


@pytest.fixture
def api(client, people):
    client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {people.token}"
    return client


def post(api, body, **headers):
    content = body if isinstance(body, bytes | str) else json.dumps(body)
    return api.post(URL, content, content_type="application/json", headers=headers)


def multipart(api, *files, body=PLAIN, **headers):
    parts = {"submission": json.dumps(body), "files": list(files)}
    return api.post(URL, parts, headers=headers)


def nothing_stored() -> bool:
    folder = Path(store.path_of("0")).parents[1]
    left = [path for path in folder.parent.rglob("*") if path.is_file()]
    return not (
        Submission.objects.exists() or StoredFile.objects.exists() or left or Counter.objects.filter(prefix="S")
    )


def refused(response, status=400) -> set[str]:
    """The fields that a problem+json names; nothing may have been stored."""
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == status
    assert problem["title"]
    assert nothing_stored()
    return {error["field"] for error in problem.get("errors", [])}


def test_r12_a_submission_is_received_with_number_time_and_signed_receipt(api, people, morning):
    response = post(api, PLAIN)
    assert response.status_code == 201
    body = response.json()
    assert set(body) >= {"number", "received_at", "status", "alarm", "files", "receipt"}
    assert body["number"] == "S-2026-000001"
    assert body["received_at"] == "2026-02-09T09:30:00.000000Z"
    assert (body["status"], body["alarm"], body["files"]) == ("received", False, [])
    assert signing.verify(body["receipt"]["statement"], body["receipt"]["signature"])
    assert response["Location"] == "/api/v1/submissions/S-2026-000001/"


def test_r12_one_act_writes_docket_clock_and_outbox(api, people):
    number = post(api, PLAIN).json()["number"]
    assert Entry.objects.filter(object=number, act="submission.received").count() == 1
    assert Clock.objects.running().filter(kind="screening", subject=number).count() == 1
    assert Outbox.objects.filter(topic="notice", payload__subject=number).count() == 1


def test_r49_the_receipt_can_be_checked_against_the_docket(api, seal):
    body = post(api, PLAIN).json()
    before = api.get(f"{URL}{body['number']}/").json()
    seal()
    after = api.get(f"{URL}{body['number']}/").json()
    assert before["inclusion"] is None
    assert after["inclusion"]["leaf"] == body["receipt"]["statement"]["docket"]
    assert after["inclusion"]["path"] == inclusion(body["receipt"]["statement"]["docket"]["entry"])["path"]


def test_r12_files_come_with_name_size_and_sha256(api):
    response = multipart(api, SimpleUploadedFile("a.pdf", PDF), SimpleUploadedFile("b.txt", b"words"))
    files = response.json()["files"]
    assert files[0] == {"name": "a.pdf", "size": len(PDF), "sha256": hashlib.sha256(PDF).hexdigest()}
    assert [file["name"] for file in files] == ["a.pdf", "b.txt"]
    kept = store.path_of(files[0]["sha256"])
    assert kept.read_bytes() == PDF
    assert kept.stat().st_mode & 0o222 == 0


def test_r12_the_same_bytes_twice_are_two_submissions_over_one_stored_file(api):
    multipart(api, SimpleUploadedFile("a.pdf", PDF))
    multipart(api, SimpleUploadedFile("renamed.pdf", PDF))
    assert Submission.objects.count() == 2
    assert StoredFile.objects.count() == 1


def test_r12_the_json_part_may_come_as_a_file(api):
    part = SimpleUploadedFile("submission.json", json.dumps(PLAIN).encode(), content_type="application/json")
    assert api.post(URL, {"submission": part}).status_code == 201


def test_r13_two_worsening_raise_the_alarm(api):
    worse = {"answer": "worsening", "grounds": "Seen."}
    body = post(api, {**PLAIN, "quick_matrix": {"incitement": worse, "armed_movement": worse}}).json()
    assert body["alarm"] is True


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (b"", "body"),
        (b"{", "body"),
        (b'{"title": "cut', "body"),
        (b"\xff\xfe", "body"),
        (b"[]", "body"),
        (b'"text"', "body"),
        (b'{"title": NaN}', "body"),
        (b'{"title": "a", "title": "b"}', "body"),
        (b"[" * 100_000, "body"),
    ],
)
def test_r12_malformed_json_is_refused(api, content, field):
    assert refused(post(api, content)) == {field}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": 7}, "title"),
        ({"narrative": "nul \0"}, "narrative"),
        ({"states": ["XXX"]}, "states[0]"),
        ({"period": {"from": "2026-02-08", "to": "2026-02-04"}}, "period.to"),
        ({"colour": "blue"}, "colour"),
        ({"quick_matrix": {"incitement": {"answer": "perhaps"}}}, "quick_matrix.incitement.answer"),
    ],
)
def test_r12_a_wrong_field_is_named(api, changes, field):
    assert refused(post(api, {**PLAIN, **changes})) == {field}


def test_r12_half_a_surrogate_pair_is_refused(api):
    content = json.dumps({**PLAIN, "title": "half"}).replace("half", "half \\ud83d")
    assert refused(post(api, content)) == {"title"}


def test_r12_a_body_cut_off_midway_is_refused(api):
    whole = json.dumps(PLAIN).encode()
    assert refused(cut_off(api, whole[:40], len(whole), "application/json")) == {"body"}


def cut_off(api, content: bytes, length: int, content_type: str):
    """A request that announces `length` bytes and breaks off."""
    broken = {"wsgi.input": BytesIO(content), "CONTENT_LENGTH": str(length)}
    return api.generic("POST", URL, b"x", content_type=content_type, **broken)


def framed(*parts: tuple[str, bytes]) -> bytes:
    body = b"".join(b"--edge\r\n" + head.encode() + b"\r\n\r\n" + content + b"\r\n" for head, content in parts)
    return body + b"--edge--\r\n"


FRAMED = "multipart/form-data; boundary=edge"


def raw(api, content):
    return api.generic("POST", URL, content, content_type=FRAMED)


JSON_PART = ('Content-Disposition: form-data; name="submission"', json.dumps(PLAIN).encode())


def file_part(name: str, content: bytes = b"words", field: str = "files"):
    return (f'Content-Disposition: form-data; name="{field}"; filename="{name}"', content)


def test_r12_a_multipart_body_cut_off_midway_is_refused(api):
    whole = framed(JSON_PART, file_part("a.txt", b"w" * 5000))
    assert refused(cut_off(api, whole[:-2500], len(whole), FRAMED)) == {"body"}


def test_r12_a_multipart_body_without_its_end_is_refused(api):
    assert refused(raw(api, framed(JSON_PART, file_part("a.txt"))[:-12])) == {"body"}


@pytest.mark.parametrize("name", ["../a.txt", "/etc/passwd", "a/b.txt", "a\\\\b.txt", "..", "x" * 5000, "x" * 300])
def test_r12_a_name_with_path_parts_or_too_long_is_refused(api, name):
    assert refused(raw(api, framed(JSON_PART, file_part(name)))) == {"files"}


def test_r12_an_empty_file_is_refused(api):
    assert refused(raw(api, framed(JSON_PART, file_part("a.txt", b"")))) == {"files"}


def test_r12_bytes_that_are_not_those_declared_are_refused(api):
    declared = {**PLAIN, "files": [{"name": "a.pdf", "sha256": "0" * 64}]}
    assert refused(multipart(api, SimpleUploadedFile("a.pdf", PDF), body=declared)) == {"files[0].sha256"}


def test_r12_bytes_that_are_those_declared_are_taken(api):
    declared = {**PLAIN, "files": [{"name": "a.pdf", "sha256": hashlib.sha256(PDF).hexdigest()}]}
    assert multipart(api, SimpleUploadedFile("a.pdf", PDF), body=declared).status_code == 201


def test_r12_a_file_declared_and_not_sent_is_refused(api):
    declared = {**PLAIN, "files": [{"name": "a.pdf", "sha256": "0" * 64}]}
    assert refused(post(api, declared)) == {"files[0].name"}


def test_r12_two_files_of_one_name_are_refused(api):
    assert refused(raw(api, framed(JSON_PART, file_part("a.txt"), file_part("a.txt")))) == {"files"}


def test_r12_an_unknown_part_is_refused(api):
    assert refused(raw(api, framed(JSON_PART, file_part("a.txt", field="attachment")))) == {"attachment"}


def test_r12_a_multipart_body_without_the_submission_is_refused(api):
    assert refused(raw(api, framed(file_part("a.txt")))) == {"submission"}


def test_r12_wrong_json_in_multipart_leaves_no_file_behind(api):
    part = ('Content-Disposition: form-data; name="submission"', b"{")
    assert refused(raw(api, framed(part, file_part("a.txt")))) == {"submission"}


def test_r12_more_than_50_mb_are_refused(api):
    big = b"w" * (50 * 1024 * 1024 + 1)
    assert refused(raw(api, framed(JSON_PART, file_part("a.bin", big))), 413) == {"files"}


def test_r12_a_length_over_the_limit_is_refused_unread(api):
    assert refused(cut_off(api, b"--edge", 10**12, FRAMED), 413) == {"body"}
    assert refused(post(api, b" " * (5 * 1024 * 1024 + 1)), 413) == {"body"}


def test_r12_another_kind_of_content_is_refused(api):
    assert refused(api.post(URL, "title=x", content_type="application/x-www-form-urlencoded"), 415) == set()


def test_r12_the_same_key_with_the_same_body_gives_the_same_receipt_once(api):
    first = post(api, PLAIN, **{"Idempotency-Key": "k1"})
    again = post(api, json.dumps(PLAIN, indent=3), **{"Idempotency-Key": "k1"})
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert Submission.objects.count() == 1


def test_r12_the_same_key_with_another_body_is_refused(api):
    post(api, PLAIN, **{"Idempotency-Key": "k1"})
    other = multipart(api, SimpleUploadedFile("a.pdf", PDF), **{"Idempotency-Key": "k1"})
    assert other.status_code == 422
    assert {error["field"] for error in other.json()["errors"]} == {"Idempotency-Key"}
    assert Submission.objects.count() == 1
    assert not StoredFile.objects.exists()


def test_r12_the_same_receipt_comes_back_after_screening(api, people):
    first = post(api, PLAIN, **{"Idempotency-Key": "k1"}).json()
    Submission.objects.update(status="declined")
    assert post(api, PLAIN, **{"Idempotency-Key": "k1"}).json() == first


def test_r12_two_offices_may_use_one_key(api, people):
    post(api, PLAIN, **{"Idempotency-Key": "k1"})
    other = post(api, PLAIN, **{"Idempotency-Key": "k1", "Authorization": f"Bearer {people.other_token}"})
    assert other.status_code == 201
    assert Submission.objects.count() == 2


def test_r12_a_key_too_long_is_refused(api):
    assert refused(post(api, PLAIN, **{"Idempotency-Key": "k" * 201})) == {"Idempotency-Key"}


def test_r16_a_protected_source_is_not_named_on_the_docket(api):
    number = post(api, {**PLAIN, "protect_source": True}).json()["number"]
    entry = Entry.objects.get(object=number, act="submission.received")
    assert entry.actor == "protected"
    assert "ohchr" not in json.dumps(entry.facts)
    assert len(bytes(Submission.objects.get().salt)) == 32
