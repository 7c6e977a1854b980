"""R12: an office reads its own submissions and nothing of another's."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from mad.accounts.models import OfficeToken
from mad.common import clock

URL = "/api/v1/submissions/"
PLAIN = {"title": "Report", "narrative": "What happened.", "states": ["SYR"], "sensitivity": "confidential"}


@pytest.fixture
def number(client, people) -> str:
    response = client.post(URL, json.dumps(PLAIN), content_type="application/json", headers=bearer(people.token))
    return response.json()["number"]


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_r12_the_office_that_sent_it_reads_its_status(client, people, number):
    body = client.get(f"{URL}{number}/", headers=bearer(people.token)).json()
    assert (body["number"], body["status"], body["title"]) == (number, "received", "Report")
    assert body["receipt"]["statement"]["office"] == "ohchr"


def test_r12_to_any_other_office_it_does_not_exist(client, people, number):
    mine = client.get(f"{URL}{number}/", headers=bearer(people.other_token))
    none = client.get(f"{URL}S-2026-999999/", headers=bearer(people.other_token))
    assert (mine.status_code, none.status_code) == (404, 404)
    assert mine.content == none.content
    assert mine["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["", "S-2026-000001/"])
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("authorization", [None, "Bearer", "Bearer wrong", "Basic b2hjaHI6eA==", "Bearer \u00e9"])
def test_r09_without_a_token_401_with_the_way_to_give_one(client, people, path, method, authorization):
    headers = {"Authorization": authorization} if authorization else {}
    response = getattr(client, method)(URL + path, headers=headers)
    assert response.status_code == 401
    assert response["WWW-Authenticate"].startswith("Bearer")
    assert response["Content-Type"] == "application/problem+json"


def test_r09_an_expired_or_revoked_token_is_no_token(client, people, number):
    OfficeToken.objects.filter(office=people.ohchr).update(expires_at=clock.now() - timedelta(seconds=1))
    assert client.get(URL, headers=bearer(people.token)).status_code == 401
    OfficeToken.objects.filter(office=people.unocc).update(revoked_at=clock.now())
    assert client.get(URL, headers=bearer(people.other_token)).status_code == 401


def test_r09_a_token_without_the_scope_is_refused(client, people):
    OfficeToken.objects.filter(office=people.ohchr).update(scopes=["reference"])
    response = client.get(URL, headers=bearer(people.token))
    assert response.status_code == 403
    assert response.json()["rule"] == "R9"


@pytest.mark.parametrize("who", ["officer", "registrar", "amal", "admin"])
def test_r09_a_signed_in_person_has_no_token(client, people, who, number):
    client.force_login(getattr(people, who))
    assert client.get(f"{URL}{number}/").status_code == 401


@pytest.mark.parametrize("odd", ["S-2026-1", "x", "S-2026-000001%00", "%27", "S-2026-00000٣"])
def test_r12_what_is_no_number_is_not_found(client, people, odd):
    assert client.get(f"{URL}{odd}/", headers=bearer(people.token)).status_code == 404


def test_r12_own_submissions_newest_first_page_by_page(client, people, monkeypatch):
    monkeypatch.setattr("evidence.api.PAGE", 2)
    for place in range(5):
        body = json.dumps({**PLAIN, "title": f"Report {place}"})
        client.post(URL, body, content_type="application/json", headers=bearer(people.token))
    seen, cursor = [], ""
    while cursor is not None:
        page = client.get(URL, {"cursor": cursor}, headers=bearer(people.token)).json()
        seen += [row["title"] for row in page["results"]]
        cursor = page["next"]
    assert seen == [f"Report {place}" for place in (4, 3, 2, 1, 0)]
    assert client.get(URL, headers=bearer(people.other_token)).json() == {"results": [], "next": None}


@pytest.mark.parametrize("cursor", ["x", "W10", "bnVsbA", "WyJhIl0"])
def test_r12_a_made_up_cursor_is_refused(client, people, cursor):
    assert client.get(URL, {"cursor": cursor}, headers=bearer(people.token)).status_code == 400


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_r15_nothing_is_changed_or_deleted_through_the_api(client, people, number, method):
    assert getattr(client, method)(f"{URL}{number}/", headers=bearer(people.token)).status_code == 405


def test_the_schema_describes_the_request_as_the_rules_read_it(client, people):
    schema = client.get(reverse("schema"), {"format": "json"}).json()
    operation = schema["paths"][URL]["post"]
    assert set(operation["requestBody"]["content"]) == {"application/json", "multipart/form-data"}
    assert set(operation["responses"]) >= {"201", "400", "401", "403", "413", "415", "422"}
    assert operation["security"] == [{"officeToken": []}]
