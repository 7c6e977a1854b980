"""R12, R14: many at once. Nothing fails, doubles or is skipped."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from evidence.models import ScreeningDecision, Submission
from evidence.receipts import receipt_of
from evidence.services import receive, screen
from mad.clocks.models import Clock
from mad.common.clock import travel
from mad.common.errors import Refused
from mad.docket.models import Entry
from tests.evidence_help import ACCEPT, PLAIN

THREADS, EACH = 16, 6


def together(count, act):
    """Run act(place) in `count` threads that start at one moment; their results or the Refused they met."""
    barrier = Barrier(count)

    def run(place):
        barrier.wait()
        try:
            return act(place)
        except Refused as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


@pytest.fixture
def office(committed_people):
    office = committed_people.ohchr
    return office, office.machine


def send(office, morning, key="", **changes):
    with travel(morning):
        return receive(body={**PLAIN, **changes}, office=office[0], by=office[1], idempotency_key=key)


def test_r12_numbers_have_no_gap_and_no_double(office, morning):
    together(THREADS, lambda place: [send(office, morning, title=f"{place}/{turn}") for turn in range(EACH)])
    numbers = sorted(Submission.objects.values_list("number", flat=True))
    assert numbers == [f"S-2026-{place:06}" for place in range(1, THREADS * EACH + 1)]
    assert Entry.objects.filter(act="submission.received").count() == len(numbers)
    assert Clock.objects.filter(kind="screening").count() == len(numbers)


def test_r12_one_key_at_once_gives_one_submission_and_one_receipt(office, morning):
    receipts = together(THREADS, lambda place: receipt_of(send(office, morning, "one-key")))
    assert Submission.objects.count() == 1
    assert all(receipt == receipts[0] for receipt in receipts)
    assert send(office, morning).number == "S-2026-000002"


def test_r12_one_key_at_once_with_other_bodies_takes_one_of_them(office, morning):
    results = together(THREADS, lambda place: send(office, morning, "one-key", title=f"Body {place}"))
    refused = [result for result in results if isinstance(result, Refused)]
    assert len(refused) == THREADS - 1
    assert {refusal.status for refusal in refused} == {422}
    assert Submission.objects.count() == 1


def test_r14_two_officers_at_once_one_wins_and_the_other_is_told(office, committed_people, morning):
    submission = send(office, morning)
    officers = [committed_people.officer, committed_people.officer2]

    def decide(place):
        with travel(morning):
            return screen(submission=submission, by=officers[place], version=1, **ACCEPT)

    results = together(2, decide)
    (told,) = [result for result in results if isinstance(result, Refused)]
    assert told.code == "overtaken"
    assert "accepted this submission" in told.reason
    assert ScreeningDecision.objects.count() == 1
    assert Submission.objects.get().items.count() == 1
