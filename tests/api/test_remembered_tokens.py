"""R9: what is stored under a remembered token was granted in that instant."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from evidence.models import Submission, Upload
from mad.accounts import api_auth
from mad.accounts.models import Office, OfficeToken, User
from mad.accounts.tokens import revoke_token
from mad.common import clock, prepared

URL = "/api/v1/submissions/"
PLAIN = {"title": "Report", "narrative": "What happened.", "states": ["SYR"], "sensitivity": "confidential"}


@pytest.fixture
def submit(client, people):
    """Submit under the office's token, which was remembered from a submission before."""

    def send(body: dict | None = None, **headers: str) -> int:
        headers = {"Authorization": f"Bearer {people.token}", **headers}
        return client.post(URL, json.dumps(body or PLAIN), content_type="application/json", headers=headers).status_code

    api_auth.forget_tokens()
    assert send() == 201
    return send


def asked(django_assert_max_num_queries, submit) -> list[str]:
    with django_assert_max_num_queries(10) as captured:
        assert submit() == 201
    # The numbers in force are read once a second, not with every submission.
    return [query["sql"] for query in captured if "EXECUTE" in query["sql"] and "evidence_numbers" not in query["sql"]]


def test_r12_the_token_is_looked_at_by_the_statement_that_stores(django_assert_max_num_queries, submit):
    statements = asked(django_assert_max_num_queries, submit)
    assert len(statements) == 1
    assert "evidence_enter" in statements[0]


def test_r09_a_token_revoked_meanwhile_stores_nothing(submit, people):
    revoke_token(token=OfficeToken.objects.get(office=people.ohchr), by=people.focal)
    assert (submit(), submit(), Submission.objects.count()) == (401, 401, 1)


def test_r09_a_token_that_expired_meanwhile_stores_nothing(submit, people):
    token = OfficeToken.objects.get(office=people.ohchr)
    clock.advance(token.expires_at - clock.now() + timedelta(seconds=1))
    assert (submit(), Submission.objects.count()) == (401, 1)


def test_r09_a_scope_taken_meanwhile_is_gone(submit, people):
    OfficeToken.objects.filter(office=people.ohchr).update(scopes=["queries"])
    assert (submit(), Submission.objects.count()) == (403, 1)


def test_r09_an_office_closed_or_a_machine_switched_off_meanwhile_stores_nothing(submit, people):
    Office.objects.filter(pk=people.ohchr.pk).update(active=False)
    assert submit() == 401
    Office.objects.filter(pk=people.ohchr.pk).update(active=True)
    assert submit() == 201
    User.objects.filter(office=people.ohchr, is_machine=True).update(is_active=False)
    assert (submit(), Submission.objects.count()) == (401, 2)


def test_r12_a_change_that_takes_nothing_away_is_not_noticed(submit, people):
    Office.objects.filter(pk=people.ohchr.pk).update(name="Renamed")
    assert submit() == 201
    assert Submission.objects.latest("pk").office.name == "Renamed"


@pytest.fixture
def upload(client, people, submit, tmp_path, settings):
    """Begin an upload of five bytes, under the token that was remembered from one before."""
    settings.DATA_DIR = tmp_path

    def send():
        return client.post(
            "/api/v1/uploads/",
            b"words",
            content_type="application/offset+octet-stream",
            headers={
                "Authorization": f"Bearer {people.token}",
                "Tus-Resumable": "1.0.0",
                "Upload-Length": "5",
                "Upload-Metadata": "filename YS50eHQ=",
            },
        )

    assert send().status_code == 201
    return send


def spooled(folder) -> int:
    return len(list((folder / "evidence" / "uploads").iterdir()))


def test_r12_the_token_of_a_small_upload_is_looked_at_by_the_statement_that_records_it(
    django_assert_max_num_queries, upload
):
    with django_assert_max_num_queries(1) as captured:
        assert upload().status_code == 201
    assert "evidence_begin" in captured[0]["sql"]


def test_r09_an_upload_under_a_token_revoked_meanwhile_leaves_nothing(upload, people, tmp_path):
    revoke_token(token=OfficeToken.objects.get(office=people.ohchr), by=people.focal)
    assert (upload().status_code, Upload.objects.count(), spooled(tmp_path)) == (401, 1, 1)


def test_r09_an_upload_whose_scope_was_taken_meanwhile_leaves_nothing(upload, people, tmp_path):
    OfficeToken.objects.filter(office=people.ohchr).update(scopes=["queries"])
    assert (upload().status_code, Upload.objects.count(), spooled(tmp_path)) == (403, 1, 1)


def test_r12_an_upload_under_a_token_that_lost_nothing_is_recorded(upload, people, tmp_path):
    Office.objects.filter(pk=people.ohchr.pk).update(name="Renamed")
    made = upload()
    assert (made.status_code, Upload.objects.count(), spooled(tmp_path)) == (201, 2, 2)
    kept = Upload.objects.get(pk=made["Location"].split("/")[-2])
    assert (kept.offset, kept.name, kept.by, len(kept.sha256)) == (5, "a.txt", people.ohchr.machine, 64)


def test_r12_uploads_are_taken_once_when_the_token_was_changed_meanwhile(submit, people, upload):
    made = upload()
    Office.objects.filter(pk=people.ohchr.pk).update(name="Renamed")
    body = {**PLAIN, "uploads": [made["Location"].split("/")[-2]]}
    assert submit(body) == 201
    assert [line["name"] for line in Submission.objects.latest("pk").received_files] == ["a.txt"]


def test_r12_with_files_the_token_is_asked_for_first(submit, people, client):
    parts = {"submission": json.dumps(PLAIN), "files": [SimpleUploadedFile("a.txt", b"words")]}
    Office.objects.filter(pk=people.ohchr.pk).update(name="Renamed")
    sent = client.post(URL, parts, headers={"Authorization": f"Bearer {people.token}"})
    assert (sent.status_code, [line["name"] for line in sent.json()["files"]]) == (201, ["a.txt"])


def test_r12_with_a_key_the_token_is_asked_for_first(submit, people):
    assert submit(**{"Idempotency-Key": "once"}) == 201
    revoke_token(token=OfficeToken.objects.get(office=people.ohchr), by=people.focal)
    assert submit(**{"Idempotency-Key": "once"}) == 401


def test_r12_what_a_request_does_to_its_holder_is_not_remembered(submit, people):
    known = next(iter(api_auth._remembered.values()))
    own = api_auth._own(known[1])
    own.username, own.office = "other", people.unocc
    assert (known[1].username, known[1].office.pk) == (people.ohchr.machine.username, people.ohchr.pk)


def test_a_session_that_the_server_ended_is_not_trusted(db, monkeypatch):
    other = connection.copy()
    monkeypatch.setattr(prepared, "connection", other)
    try:
        other.connect()
        other.health_check_done = False
        prepared.trust_an_open_connection()
        assert other.health_check_done
        other.health_check_done = False
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [other.connection.info.backend_pid])
        prepared.trust_an_open_connection()
        assert not other.health_check_done
    finally:
        other.close()
