"""Docket numbers: none failed, doubled or skipped, however many write at once."""

from __future__ import annotations

import threading

import pytest
from django.db import connections, transaction

from mad.common.numbering import next_number, next_numbers


def test_numbers_are_counted_per_prefix_and_year(db):
    assert next_number("S", 2026) == "S-2026-000001"
    assert next_number("S", 2026) == "S-2026-000002"
    assert next_number("S", 2027) == "S-2027-000001"
    assert next_numbers("E", 3, 2026) == ["E-2026-0001", "E-2026-0002", "E-2026-0003"]
    assert next_number("DR", 2026) == "DR-2026-001"


def test_a_number_is_taken_inside_the_transaction_that_uses_it(committed_db):
    with pytest.raises(RuntimeError):
        next_number("S", 2026)


def test_a_rolled_back_act_gives_its_number_back(committed_db):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        next_number("S", 2026)
        raise ZeroDivisionError
    with transaction.atomic():
        assert next_number("S", 2026) == "S-2026-000001"


def test_sixteen_writers_leave_no_gap_and_no_double(committed_db):
    taken = []

    def take():
        for _ in range(20):
            with transaction.atomic():
                taken.append(next_number("S", 2026))
        connections.close_all()

    writers = [threading.Thread(target=take) for _ in range(16)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert sorted(taken) == [f"S-2026-{n:06d}" for n in range(1, 321)]
