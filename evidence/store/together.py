"""One sync for all who wait for it: names that many uploads make in one folder reach the disk together."""

from __future__ import annotations

import os
from pathlib import Path
from threading import Condition, Lock


class Rounds:
    """Syncs of one folder, one after another, counted from 1.

    A sync covers what was there when it began. Who needs one names the round that is to have ended: while another runs
    that is the next, and all who wait share it; each of them is told of its failure, which the system tells but once.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._turn = Condition()
        self._begun = self._ended = 0
        self._failed: tuple[int, OSError] | None = None

    def next(self) -> int:
        """The first round that covers every name made in the folder before this call."""
        with self._turn:
            return self._begun + 1

    def reach(self, wanted: int) -> None:
        """Return when this round has ended: run it unless another thread did. Raises OSError."""
        with self._turn:
            while self._ended < wanted and self._begun > self._ended:
                self._turn.wait()
            if self._ended >= wanted:
                self._tell(wanted)
                return
            self._begun = mine = self._begun + 1
        self._run(mine)

    def _run(self, mine: int) -> None:
        fault = None
        try:
            _fsync(self._path)
        except OSError as error:
            fault = error
        with self._turn:
            self._ended = mine
            if fault is not None:
                self._failed = (mine, fault)
            self._turn.notify_all()
        if fault is not None:
            raise fault

    def _tell(self, wanted: int) -> None:
        """Raise what a round that covers `wanted` failed of; it may name a later one's failure, never hide one."""
        if self._failed and self._failed[0] >= wanted:
            fault = self._failed[1]
            raise OSError(fault.errno, fault.strerror, fault.filename) from fault


_known: dict[Path, Rounds] = {}
_guard = Lock()


def rounds_of(path: Path) -> Rounds:
    """The rounds of this folder in this process."""
    with _guard:
        return _known.get(path) or _known.setdefault(path, Rounds(path))


def sync_folder(path: Path) -> None:
    """Return when the names in this folder are on disk."""
    rounds = rounds_of(path)
    rounds.reach(rounds.next())


def _fsync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
