"""One sync of a folder for all who wait, and for nobody who came after it began (R12: on disk before it is said)."""

from __future__ import annotations

import errno
from pathlib import Path
from threading import Event, Thread

import pytest

from evidence.store import together


class Slow:
    """A sync that waits to be let go on, one round at a time; `after` it ends with what is queued in `faults`."""

    def __init__(self) -> None:
        self.begun, self.let_go = [Event() for _ in range(20)], [Event() for _ in range(20)]
        self.count, self.faults = 0, {}

    def __call__(self, path: Path) -> None:
        mine, self.count = self.count, self.count + 1
        self.begun[mine].set()
        assert self.let_go[mine].wait(20)
        if fault := self.faults.get(mine):
            raise fault


@pytest.fixture
def slow(monkeypatch) -> Slow:
    made = Slow()
    monkeypatch.setattr(together, "_fsync", made)
    return made


@pytest.fixture
def rounds(tmp_path, slow) -> together.Rounds:
    return together.Rounds(tmp_path)


class Waiting(Thread):
    """Somebody who needs the folder synced, and what came of it."""

    def __init__(self, rounds: together.Rounds, wanted: int | None = None) -> None:
        super().__init__(daemon=True)
        self.rounds, self.wanted, self.error = rounds, wanted, None
        self.start()

    def run(self) -> None:
        try:
            self.rounds.reach(self.rounds.next() if self.wanted is None else self.wanted)
        except OSError as error:
            self.error = error


def ended(*threads: Waiting) -> None:
    for thread in threads:
        thread.join(20)
        assert not thread.is_alive()


def test_who_comes_while_one_runs_shares_the_next(rounds, slow):
    first = Waiting(rounds)
    assert slow.begun[0].wait(20)
    late = [Waiting(rounds, rounds.next()) for _ in range(10)]
    slow.let_go[0].set()
    ended(first)
    assert slow.begun[1].wait(20)
    assert all(thread.is_alive() for thread in late)
    slow.let_go[1].set()
    ended(*late)
    assert slow.count == 2


def test_a_round_that_began_before_the_name_was_made_does_not_cover_it(rounds, slow):
    first = Waiting(rounds)
    assert slow.begun[0].wait(20)
    assert rounds.next() == 2
    slow.let_go[0].set()
    ended(first)
    assert rounds.next() == 2


def test_a_round_that_has_ended_is_not_run_again(rounds, slow):
    wanted = rounds.next()
    for event in slow.let_go:
        event.set()
    ended(Waiting(rounds), Waiting(rounds, wanted), Waiting(rounds, wanted))
    assert slow.count == 1


def test_all_whom_a_round_was_for_are_told_of_its_failure(rounds, slow):
    slow.faults[0] = OSError(errno.EIO, "Input/output error")
    runs = Waiting(rounds)
    assert slow.begun[0].wait(20)
    shares = [Waiting(rounds, 1) for _ in range(5)]
    slow.let_go[0].set()
    ended(runs, *shares)
    assert [thread.error.errno for thread in (runs, *shares)] == [errno.EIO] * 6
    late = Waiting(rounds, 1)
    ended(late)
    assert late.error.errno == errno.EIO
    slow.let_go[1].set()
    after = Waiting(rounds)
    ended(after)
    assert after.error is None


def test_a_folder_has_one_row_of_rounds(tmp_path):
    assert together.rounds_of(tmp_path) is together.rounds_of(tmp_path)
    assert together.rounds_of(tmp_path) is not together.rounds_of(tmp_path / "other")
    together.sync_folder(tmp_path)
    assert together.rounds_of(tmp_path).next() == 2
    with pytest.raises(FileNotFoundError):
        together.sync_folder(tmp_path / "other")
