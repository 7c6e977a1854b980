"""The partner API beside submitting: own things alone, answers and withdrawals, nil returns, ETag, problems."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from evidence.models import NilReturn, Query
from evidence.services import receive, return_nil, screen
from mad.accounts.models import OfficeToken
from mad.accounts.tokens import Scope, issue_token
from mad.docket.models import Entry
from mad.notices.models import Delivery, Webhook
from mad.notices.webhooks import register_webhook
from tests.evidence_help import PLAIN

API = "/api/v1"
NIL = {"states": ["SYR"], "period": {"from": "2026-01-01", "to": "2026-01-30"}}
PROBLEM = "application/problem+json"


@pytest.fixture
def call(client, people):
    """call(method, path, body, token=…, **headers) → the answer, JSON or problem."""

    def go(method: str, path: str, body=None, token: str = "", **headers: str):
        given = {"Authorization": f"Bearer {token or people.token}", **headers}
        content = {"data": json.dumps(body), "content_type": "application/json"}
        content = {} if body is None or method == "get" else content
        return getattr(client, method)(API + path, headers=given, **content)

    return go


@pytest.fixture
def submission(people):
    return receive(body=PLAIN, office=people.ohchr, by=people.ohchr.machine)


@pytest.fixture
def queried(people, submission):
    screen(submission=submission, by=people.officer, decision="query", question="Who saw it?")
    return submission


@pytest.fixture
def hook(people) -> Webhook:
    return register_webhook(office=people.ohchr, url="https://office.example.org/", by=people.focal)[0]


def test_r14_a_machine_answers_its_query(call, queried):
    answer = call("post", f"/submissions/{queried.number}/answer/", {"answer": "Two of our staff."})
    assert (answer.status_code, answer.json()["status"], answer.json()["query"]) == (200, "received", None)
    assert Query.objects.get().answer == "Two of our staff."


def test_r14_without_a_query_there_is_nothing_to_answer(call, submission):
    answer = call("post", f"/submissions/{submission.number}/answer/", {"answer": "Two of our staff."})
    assert (answer.status_code, answer.json()["rule"], answer["Content-Type"]) == (409, "R14", PROBLEM)


def test_r15_a_machine_withdraws_and_the_submission_stays(call, submission):
    answer = call("post", f"/submissions/{submission.number}/withdrawal/", {"reason": "Sent by mistake."})
    assert (answer.status_code, answer.json()["status"]) == (200, "withdrawn")
    assert call("get", f"/submissions/{submission.number}/").json()["status"] == "withdrawn"
    again = call("post", f"/submissions/{submission.number}/withdrawal/", {"reason": "Again."})
    assert again.status_code == 409


@pytest.mark.parametrize(
    "body", [{}, {"answer": ""}, {"answer": 7}, {"answer": "x", "more": 1}, [], "x", {"answer": "\0"}]
)
def test_r14_a_wrong_answer_is_refused_by_field(call, queried, body):
    answer = call("post", f"/submissions/{queried.number}/answer/", body)
    assert answer.status_code == 400
    assert answer.json()["errors"]
    assert Query.objects.get().answer == ""


def test_r11_a_nil_return_by_machine(call, people):
    answer = call("post", "/nil-returns/", NIL)
    assert answer.status_code == 201
    body = answer.json()
    assert {"number": body["number"], "states": ["SYR"], "period": NIL["period"]}.items() <= body.items()
    assert call("get", answer["Location"].removeprefix(API)).json() == body
    assert call("get", "/nil-returns/").json()["results"] == [body]
    assert call("get", "/nil-returns/", token=people.other_token).json()["results"] == []
    again = call("post", "/nil-returns/", NIL)
    assert (again.status_code, again.json()) == (200, body)
    assert Entry.objects.filter(act="nil_return.received").count() == 1


@pytest.mark.parametrize(
    ("changes", "status", "field"),
    [
        ({"states": ["XXX"]}, 400, "states[0]"),
        ({"states": []}, 400, "states"),
        ({"period": {"from": "2026-01-30", "to": "2026-01-01"}}, 400, "period.to"),
        ({"period": {"from": "2026-02-01", "to": "2026-02-10"}}, 400, "period.to"),
        ({"period": {"from": "2026-01-20", "to": "2026-02-05"}}, 409, "period"),
    ],
)
def test_r11_a_wrong_nil_return_stores_nothing(call, changes, status, field):
    call("post", "/nil-returns/", NIL)
    answer = call("post", "/nil-returns/", {**NIL, **changes})
    assert (answer.status_code, answer.json()["rule"], answer["Content-Type"]) == (status, "R11", PROBLEM)
    assert field in {error["field"] for error in answer.json()["errors"]}
    assert NilReturn.objects.count() == 1


def test_r10_a_source_that_is_not_bound_makes_no_nil_return(call, people):
    type(people.ohchr).objects.filter(pk=people.ohchr.pk).update(duty="voluntary")
    answer = call("post", "/nil-returns/", NIL)
    assert (answer.status_code, answer.json()["rule"]) == (403, "R10")


def test_r12_own_submissions_by_status_and_time(call, people, submission, queried):
    other = receive(body={**PLAIN, "title": "Second"}, office=people.ohchr, by=people.ohchr.machine)

    def numbers(query: str):
        return [row["number"] for row in call("get", f"/submissions/?{query}").json()["results"]]

    assert numbers("status=queried") == [queried.number]
    assert numbers("status=received") == [other.number]
    assert len(numbers("since=2026-02-09")) == 2
    assert len(numbers("since=2026-02-09T09:30:00Z")) == len(numbers("since=2026-02-09T10:30:00+01:00")) == 2
    assert numbers("since=2026-02-10") == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("status=open", "status"),
        ("since=yesterday", "since"),
        ("since=%00", "since"),
        ("since=", "since"),
        ("statuss=queried", "statuss"),
    ],
)
def test_r12_a_filter_that_cannot_be_read_is_refused(call, query, field):
    answer = call("get", f"/submissions/?{query}")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, field)


# What one office has, attacked by another; every endpoint with an object.
ATTACKS = [
    ("get", "/submissions/{submission}/", None),
    ("post", "/submissions/{submission}/answer/", {"answer": "x"}),
    ("post", "/submissions/{submission}/answer/", {"wrong": "x"}),
    ("post", "/submissions/{submission}/withdrawal/", {"reason": "x"}),
    ("get", "/nil-returns/{nil}/", None),
    ("get", "/webhooks/{hook}/", None),
    ("delete", "/webhooks/{hook}/", None),
    ("post", "/webhooks/{hook}/secret/", None),
    ("get", "/webhooks/{hook}/deliveries/", None),
    ("get", "/webhooks/{hook}/deliveries/?state=nonsense", None),
    ("post", "/webhooks/{hook}/deliveries/{delivery}/resend/", None),
]
NOBODYS = {"submission": "S-2026-999999", "nil": "N-2026-999", "hook": "0" * 24, "delivery": "0" * 24}


@pytest.mark.parametrize(("method", "path", "body"), ATTACKS)
def test_r12_what_another_office_has_answers_as_what_does_not_exist(call, people, queried, hook, method, path, body):
    nil, _ = return_nil(body=NIL, by=people.focal)
    dead = Delivery.objects.create(
        webhook=hook,
        source="x",
        kind="k",
        number="S-1",
        url="/",
        state="dead",
        created_at=people.ohchr and hook.created_at,
        next_at=hook.created_at,
    )
    ours = {"submission": queried.number, "nil": nil.number, "hook": hook.key, "delivery": dead.key}
    answers = [call(method, path.format(**names), body, token=people.other_token) for names in (ours, NOBODYS)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content
    assert answers[0]["Content-Type"] == PROBLEM
    queried.refresh_from_db()
    hook.refresh_from_db()
    dead.refresh_from_db()
    assert (queried.status, hook.removed_at, hook.old_salt, dead.state) == ("queried", None, "", "dead")


def test_r12_lists_hold_only_what_is_the_offices_own(call, people, queried, hook):
    return_nil(body=NIL, by=people.focal)
    for path in ("/submissions/", "/nil-returns/", "/webhooks/"):
        assert len(call("get", path).json()["results"]) == 1, path
        assert call("get", path, token=people.other_token).json() == {"results": [], "next": None}


SCOPES = [
    ("get", "/submissions/", Scope.SUBMISSIONS),
    ("post", "/submissions/S-2026-000001/answer/", Scope.QUERIES),
    ("post", "/submissions/S-2026-000001/withdrawal/", Scope.QUERIES),
    ("get", "/nil-returns/", Scope.NIL_RETURNS),
    ("post", "/nil-returns/", Scope.NIL_RETURNS),
    ("get", "/nil-returns/N-2026-001/", Scope.NIL_RETURNS),
    ("get", "/reference/states/", Scope.REFERENCE),
    ("get", "/reference/crimes/", Scope.REFERENCE),
    ("get", "/reference/scales/", Scope.REFERENCE),
    ("get", "/webhooks/", Scope.WEBHOOKS),
    ("post", "/webhooks/", Scope.WEBHOOKS),
    ("get", "/webhooks/x/", Scope.WEBHOOKS),
    ("delete", "/webhooks/x/", Scope.WEBHOOKS),
    ("post", "/webhooks/x/secret/", Scope.WEBHOOKS),
    ("get", "/webhooks/x/deliveries/", Scope.WEBHOOKS),
    ("post", "/webhooks/x/deliveries/x/resend/", Scope.WEBHOOKS),
]


@pytest.mark.parametrize(("method", "path", "scope"), SCOPES)
def test_r09_each_endpoint_asks_for_its_scope(call, people, method, path, scope):
    OfficeToken.objects.filter(office=people.ohchr).update(scopes=[each for each in Scope if each is not scope])
    answer = call(method, path, {})
    assert (answer.status_code, answer.json()["rule"], answer["Content-Type"]) == (403, "R9", PROBLEM)
    OfficeToken.objects.filter(office=people.ohchr).update(scopes=[scope])
    assert call(method, path, {}).status_code not in (401, 403)


@pytest.mark.parametrize(("method", "path", "scope"), SCOPES)
def test_r09_a_token_of_a_person_opens_nothing_of_an_office(call, people, method, path, scope):
    token = issue_token(person=people.officer, name="search", by=None, scopes=[Scope.SEARCH])
    assert call(method, path, {}, token=token).status_code == 403


@pytest.mark.parametrize(
    "path", ["/submissions/", "/reference/states/", "/reference/scales/", "/nil-returns/", "/webhooks/"]
)
def test_a_get_that_has_not_changed_is_304_and_empty(call, submission, path):
    first = call("get", path)
    assert (first.status_code, first["Vary"]) == (200, "Authorization")
    assert "private" in first["Cache-Control"]
    again = call("get", path, **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert "RateLimit-Remaining" in again


def test_a_change_changes_the_etag(call, people, submission):
    first = call("get", f"/submissions/{submission.number}/")
    screen(submission=submission, by=people.officer, decision="decline", grounds="Known.")
    again = call("get", f"/submissions/{submission.number}/", **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.json()["status"]) == (200, "declined")


def test_reference_data_can_be_kept_for_an_hour(call):
    assert call("get", "/reference/states/")["Cache-Control"] == "private, max-age=3600"
    states = call("get", "/reference/states/").json()["results"]
    assert {"iso3": "SYR", "iso2": "SY"}.items() <= next(row for row in states if row["iso3"] == "SYR").items()
    assert {crime["id"] for crime in call("get", "/reference/crimes/").json()["results"]} >= {"genocide"}


@pytest.mark.parametrize(
    ("method", "path", "headers", "body", "status"),
    [
        ("get", "/nothing/", {}, None, 404),
        ("get", "/submissions/S-2026-000001/nothing/", {}, None, 404),
        ("put", "/nil-returns/", {}, {}, 405),
        ("options", "/submissions/", {}, None, 405),
        ("get", "/submissions/", {"Accept": "text/html"}, None, 406),
        ("post", "/nil-returns/", {"Content-Type": "text/plain"}, {}, 415),
    ],
)
def test_every_refusal_is_a_problem_in_json(call, method, path, headers, body, status):
    answer = call(method, path, body, **headers)
    assert (answer.status_code, answer["Content-Type"]) == (status, PROBLEM)
    problem = answer.json()
    assert problem["status"] == status
    assert problem["title"]
    assert problem["type"]
    assert "OPTIONS" not in answer.get("Allow", "")


def test_a_fault_of_ours_is_a_problem_in_json_that_tells_nothing(call, client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("evidence.partner_api.own_nil_returns", lambda user: 1 / 0)
    answer = call("get", "/nil-returns/")
    assert (answer.status_code, answer["Content-Type"]) == (500, PROBLEM)
    assert "division" not in answer.content.decode()


@pytest.mark.parametrize(
    "accept", ["", "*/*", "application/json", "text/html, application/json;q=0.5", "application/*"]
)
def test_what_takes_json_gets_json(call, accept):
    assert call("get", "/submissions/", **({"Accept": accept} if accept else {})).status_code == 200


def test_too_large_a_body_is_refused(call):
    answer = call("post", "/nil-returns/", {**NIL, "states": ["SYR" * 100_000]})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (413, "body")


@pytest.mark.parametrize("body", ["{", '{"a": NaN}', '{"states": ["SYR"], "states": []}', "[" * 100_000])
def test_what_is_no_json_is_refused(client, people, body):
    headers = {"Authorization": f"Bearer {people.token}"}
    answer = client.post(f"{API}/nil-returns/", body, content_type="application/json", headers=headers)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "body")


def test_r09_no_endpoint_answers_without_a_token(client, db):
    for name in ("api_nil_returns", "api_webhooks", "api_states", "api_crimes", "api_scales", "api_submissions"):
        answer = client.get(reverse(name))
        assert (answer.status_code, answer["Content-Type"]) == (401, PROBLEM), name
