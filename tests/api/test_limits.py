"""Limits per token: counted across processes, told in headers, no cost when Valkey is away."""

from __future__ import annotations

import json
import threading
from datetime import timedelta

import pytest

from mad.accounts import rates
from mad.accounts.models import OfficeToken
from mad.common import clock
from tests.evidence_help import PLAIN

URL = "/api/v1/submissions/"


@pytest.fixture
def limits(settings):
    """limits(submissions=…, requests=…) in a minute of its own."""

    def set_to(**changes: int) -> None:
        settings.API_RATES = {"submissions": 100, "requests": 100, **changes}
        rates.forget()
        client = rates._valkey(settings.RATE_LIMIT_URL)
        for key in client.scan_iter("rate:*"):
            client.delete(key)

    yield set_to
    rates.forget()


@pytest.fixture
def get(client, people):
    return lambda token="": client.get(URL, headers={"Authorization": f"Bearer {token or people.token}"})


def test_the_limit_is_told_with_every_answer(get, limits):
    limits(requests=3)
    assert [get()["RateLimit-Remaining"] for _ in range(3)] == ["2", "1", "0"]
    answer = get()
    assert (answer.status_code, answer["Content-Type"]) == (429, "application/problem+json")
    assert answer["RateLimit-Limit"] == "3"
    assert 0 < int(answer["Retry-After"]) == int(answer["RateLimit-Reset"]) <= 60


def test_the_next_minute_begins_anew(get, limits):
    limits(requests=1)
    assert [get().status_code, get().status_code] == [200, 429]
    clock.advance(timedelta(seconds=60))
    assert get().status_code == 200


def test_one_token_does_not_use_up_another(get, people, limits):
    limits(requests=1)
    assert [get().status_code, get().status_code, get(people.other_token).status_code] == [200, 429, 200]


def test_submissions_are_counted_apart_and_a_refused_one_is_not_stored(client, people, get, limits):
    limits(submissions=1)
    headers = {"Authorization": f"Bearer {people.token}"}
    answers = [client.post(URL, json.dumps(PLAIN), content_type="application/json", headers=headers) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 429]
    assert len(get().json()["results"]) == 1


def test_all_processes_together_stay_within_the_limit(people, limits, settings):
    """Each process holds leases of its own; here each thread plays one by forgetting the other's."""
    limits(requests=1000)
    token, let_through = OfficeToken.objects.filter(office=people.ohchr).get().pk, []

    def process() -> None:
        held: dict = {}
        rates._leases, kept = held, rates._leases
        let_through.append(sum(rates.take(token, "requests").allowed for _ in range(700)))
        rates._leases = kept

    for _ in range(3):
        process()
    assert 1000 - 3 * (1000 // rates.LEASES) <= sum(let_through) <= 1000


def test_many_threads_let_exactly_the_limit_through(people, limits):
    limits(requests=400)
    now, allowed, lock = clock.now(), [], threading.Lock()

    def client() -> None:
        with clock.travel(now):
            mine = [rates.take(7, "requests").allowed for _ in range(100)]
        with lock:
            allowed.extend(mine)

    threads = [threading.Thread(target=client) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(allowed) == 400


def test_without_valkey_requests_pass(get, limits, settings):
    limits(requests=1)
    settings.RATE_LIMIT_URL = "redis://127.0.0.1:1/0"
    assert [get().status_code for _ in range(3)] == [200, 200, 200]


def test_a_large_limit_asks_valkey_once_in_many_requests(people, limits, settings, monkeypatch):
    limits(requests=60_000)
    asked = []
    monkeypatch.setattr(rates, "_count", lambda name, size: asked.append(size) or size * len(asked))
    for _ in range(600):
        assert rates.take(7, "requests").allowed
    assert asked == [300, 300]
