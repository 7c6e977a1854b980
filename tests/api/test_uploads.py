"""tus 1.0 as the partner API and the pages speak it (R12): what is offered, what is refused, whose it is, how it ends."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from evidence.models import Upload
from evidence.services.uploads import LIFE, sweep_uploads
from mad.common import clock
from tests.tus import URL, Tus, checksum, metadata

PLAIN = {"title": "Report", "narrative": "What happened.", "states": ["SYR"], "sensitivity": "confidential"}
TEN = b"0123456789"


def of(token: str) -> Tus:
    return Tus(Client(headers={"authorization": f"Bearer {token}"}))


@pytest.fixture
def tus(people) -> Tus:
    return of(people.token)


@pytest.fixture
def other(people) -> Tus:
    return of(people.other_token)


def begun(tus: Tus, length: int = 10, **headers) -> str:
    return tus.create(length, **headers)["Location"]


def submit(tus: Tus, *uploads: str, key: str = "", **changes):
    headers = {"Idempotency-Key": key} if key else {}
    body = json.dumps({**PLAIN, "uploads": list(uploads), **changes})
    return tus.client.post("/api/v1/submissions/", body, content_type="application/json", headers=headers)


def fields(answer) -> list[str]:
    assert answer["Content-Type"] == "application/problem+json"
    return [error["field"] for error in answer.json()["errors"]]


def test_options_tells_what_is_offered_to_everybody(db, client):
    answer = client.options(URL)
    assert answer.status_code == 204
    assert answer["Tus-Resumable"] == answer["Tus-Version"] == "1.0.0"
    assert answer["Tus-Max-Size"] == str(20 * 1024**3)
    assert set(answer["Tus-Extension"].split(",")) >= {"creation", "termination", "checksum", "expiration"}
    assert "sha1" in answer["Tus-Checksum-Algorithm"].split(",")


def test_a_file_arrives_in_pieces(tus, morning):
    answer = tus.create(10, Upload_Metadata=metadata(filename="a.txt", filetype="text/plain"))
    assert (answer.status_code, answer["Tus-Resumable"], answer["Upload-Offset"]) == (201, "1.0.0", "0")
    assert answer["Upload-Expires"] == "Mon, 16 Feb 2026 09:30:00 GMT"
    url = answer["Location"]
    first = tus.patch(url, 0, TEN[:4])
    assert (first.status_code, first["Upload-Offset"], first.content) == (204, "4", b"")
    head = tus.call("HEAD", url)
    assert (head.status_code, head["Upload-Offset"], head["Upload-Length"]) == (200, "4", "10")
    assert head["Cache-Control"] == "no-store"
    assert head["Upload-Metadata"] == metadata(filename="a.txt", filetype="text/plain")
    assert tus.patch(url, 4, TEN[4:])["Upload-Offset"] == "10"
    told = tus.client.get(url).json()
    assert (told["name"], told["length"], told["sha256"]) == ("a.txt", 10, hashlib.sha256(TEN).hexdigest())


@pytest.mark.parametrize(
    ("headers", "status", "field"),
    [
        ({"Tus_Resumable": None}, 412, "Tus-Resumable"),
        ({"Tus_Resumable": "0.2.2"}, 412, "Tus-Resumable"),
        ({"Upload_Length": None}, 400, "Upload-Length"),
        ({"Upload_Length": "ten"}, 400, "Upload-Length"),
        ({"Upload_Length": "-1"}, 400, "Upload-Length"),
        ({"Upload_Length": "+1"}, 400, "Upload-Length"),
        ({"Upload_Length": "1e3"}, 400, "Upload-Length"),
        ({"Upload_Length": "9" * 40}, 400, "Upload-Length"),
        ({"Upload_Length": "٣"}, 400, "Upload-Length"),
        ({"Upload_Length": str(20 * 1024**3 + 1)}, 413, "Upload-Length"),
        ({"Upload_Metadata": None}, 400, "Upload-Metadata"),
        ({"Upload_Metadata": "filename"}, 400, "Upload-Metadata"),
        ({"Upload_Metadata": "filename !!!"}, 400, "Upload-Metadata"),
        ({"Upload_Metadata": "filename gICA"}, 400, "Upload-Metadata"),
        ({"Upload_Metadata": metadata(filename="../a")}, 400, "Upload-Metadata"),
        ({"Upload_Metadata": metadata(filename="a\0b")}, 400, "Upload-Metadata"),
        ({"Upload_Metadata": metadata(filename="a" * 256)}, 400, "Upload-Metadata"),
        ({"Upload_Metadata": metadata(filename="a") + ",filename YQ=="}, 400, "Upload-Metadata"),
        ({"Upload_Metadata": metadata(filename="a", sha256="abc")}, 400, "Upload-Metadata"),
        ({"Upload_Metadata": metadata(filename="a", more="x" * 8000)}, 400, "Upload-Metadata"),
        ({"Upload_Checksum": "md5 abc"}, 400, "Upload-Checksum"),
        ({"Upload_Checksum": "sha1 abc="}, 400, "Upload-Checksum"),
    ],
)
def test_what_a_creation_lacks_is_named(tus, headers, status, field):
    answer = tus.create(10, **headers)
    assert (answer.status_code, fields(answer), answer["Tus-Resumable"]) == (status, [field], "1.0.0")
    assert not Upload.objects.exists()


def test_refusals_carry_the_headers_that_tus_asks_for(tus):
    assert tus.create(10, Tus_Resumable="2.0.0")["Tus-Version"] == "1.0.0"
    assert tus.create(10, Upload_Length=str(2**50))["Tus-Max-Size"] == str(20 * 1024**3)


@pytest.mark.parametrize(
    ("offset", "content", "headers", "status", "field"),
    [
        (3, b"x", {}, 409, "Upload-Offset"),
        (5, b"x", {}, 409, "Upload-Offset"),
        (4, b"x", {"Upload_Offset": None}, 400, "Upload-Offset"),
        (4, b"x", {"Upload_Offset": "four"}, 400, "Upload-Offset"),
        (4, b"x" * 7, {}, 413, "Content-Length"),
        (4, b"x", {"kind": "application/octet-stream"}, 415, "Content-Type"),
        (4, b"x", {"kind": "application/json"}, 415, "Content-Type"),
        (4, b"x", {"Tus_Resumable": None}, 412, "Tus-Resumable"),
        (4, b"x", {"Upload_Checksum": checksum(b"y")}, 460, "Upload-Checksum"),
        (4, b"x", {"Upload_Checksum": checksum(b"y", "sha1")}, 460, "Upload-Checksum"),
        (4, b"x", {"Upload_Checksum": "crc32 AAAA"}, 400, "Upload-Checksum"),
    ],
)
def test_bytes_that_are_refused_change_nothing(tus, offset, content, headers, status, field):
    url = begun(tus)
    tus.patch(url, 0, TEN[:4])
    answer = tus.patch(url, offset, content, **headers)
    assert (answer.status_code, fields(answer)) == (status, [field])
    assert tus.offset(url) == 4
    assert tus.patch(url, 4, TEN[4:]).status_code == 204
    assert Upload.objects.get().sha256 == hashlib.sha256(TEN).hexdigest()


@pytest.mark.parametrize("algorithm", ["sha1", "sha256", "sha512"])
def test_bytes_with_the_right_checksum_are_taken(tus, algorithm):
    url = begun(tus)
    assert tus.patch(url, 0, TEN, Upload_Checksum=checksum(TEN, algorithm)).status_code == 204


def test_the_first_bytes_may_come_with_the_creation(tus):
    answer = tus.create(10, content=TEN[:4])
    assert (answer.status_code, answer["Upload-Offset"]) == (201, "4")
    assert tus.patch(answer["Location"], 4, TEN[4:])["Upload-Offset"] == "10"
    assert Upload.objects.get().sha256 == hashlib.sha256(TEN).hexdigest()


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [(TEN + b"x", {}, 413), (TEN, {"Upload_Checksum": checksum(b"y")}, 460), (TEN, {"kind": "text/plain"}, 415)],
)
def test_a_creation_whose_bytes_are_refused_leaves_nothing(tus, content, headers, status, tmp_path):
    assert tus.create(10, content=content, **headers).status_code == status
    assert not Upload.objects.exists()
    assert [path for path in (tmp_path / "evidence").rglob("*") if path.is_file()] == []


def test_a_method_may_come_in_a_header(tus):
    url = begun(tus)
    answer = tus.call("POST", url, TEN, Upload_Offset="0", X_HTTP_Method_Override="PATCH")
    assert (answer.status_code, answer["Upload-Offset"]) == (204, "10")
    assert tus.call("POST", url, X_HTTP_Method_Override="DELETE").status_code == 204


def test_termination_forgets_the_upload(tus, tmp_path):
    url = begun(tus)
    tus.patch(url, 0, TEN[:4])
    assert tus.call("DELETE", url).status_code == 204
    assert [tus.call(method, url, Upload_Offset="4").status_code for method in ("HEAD", "PATCH", "DELETE")] == [404] * 3
    assert list((tmp_path / "evidence" / "uploads").iterdir()) == []


def test_r12_what_a_submission_took_cannot_be_taken_back(tus):
    upload = tus.upload(TEN)
    assert submit(tus, upload).status_code == 201
    answer = tus.call("DELETE", f"{URL}{upload}/")
    assert (answer.status_code, answer.json()["rule"]) == (409, "R15")


def test_another_offices_upload_does_not_exist(tus, other):
    url = begun(tus)
    asked = [other.call("HEAD", url), other.patch(url, 0, TEN), other.call("DELETE", url), other.client.get(url)]
    unknown = [
        tus.call("HEAD", f"{URL}{uuid4()}/"),
        tus.call("HEAD", f"{URL}x/"),
        tus.patch(f"{URL}{uuid4()}/", 0, b""),
    ]
    assert [answer.status_code for answer in asked + unknown] == [404] * 7
    assert tus.offset(url) == 0


def test_r9_who_may_upload(people, settings, client):
    settings.DEMONSTRATION = True
    for name, status in {"focal": 201, "officer": 201, "registrar": 201, "amal": 403, "auditor": 403}.items():
        client.force_login(getattr(people, name))
        assert Tus(client).create(10).status_code == status, name
    assert Tus(Client()).create(10).status_code == 401
    assert of("mad_unknown").create(10).status_code == 401


def test_a_persons_upload_needs_the_second_factor_and_the_csrf_token(people, settings):
    client = Client()
    client.force_login(people.focal)
    assert Tus(client).create(10).status_code == 401
    settings.DEMONSTRATION = True
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.focal)
    assert Tus(client).create(10).status_code == 403
    client.get("/submit/")
    token = client.cookies["csrftoken"].value
    assert Tus(client).create(10, X_CSRFToken=token).status_code == 201


def test_a_colleagues_upload_does_not_exist_either(people, settings, client, tus):
    settings.DEMONSTRATION = True
    client.force_login(people.focal)
    url = begun(Tus(client))
    assert tus.call("HEAD", url).status_code == 404


def test_an_upload_expires_and_is_swept(tus, morning, tmp_path):
    url, kept = begun(tus), tus.upload(TEN)
    tus.patch(url, 0, TEN[:4])
    submit(tus, kept)
    clock.advance(LIFE - timedelta(seconds=1))
    assert tus.patch(url, 4, TEN[4:5]).status_code == 204
    assert sweep_uploads() == 0
    clock.advance(LIFE)
    assert [tus.call("HEAD", url).status_code, tus.patch(url, 5, TEN[5:]).status_code] == [410, 410]
    assert fields(submit(tus, url.split("/")[-2])) == ["uploads[0]"]
    assert sweep_uploads() == 1
    assert tus.call("HEAD", url).status_code == 404
    assert Upload.objects.count() == 1
    assert [path.name for path in (tmp_path / "evidence" / "uploads").iterdir()] == [kept]
