"""Tasks through outbox and worker against bare Celery no-ops; and what 20 kills of the worker cost."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from statistics import median

from tests.bench.place import PROJECT, Place
from tests.bench.report import Report

TASKS = 3000
PAIRS = 3
KILLS = 20
KILLED_TASKS = 6000
PATIENCE = 240.0


def measure(place: Place, report: Report) -> None:
    worker = place.worker()
    try:
        _produce(place, "noop", 50)
        _produce(place, "outbox", 50)
        rates = [(_rate(place, "outbox"), _rate(place, "noop")) for _ in range(PAIRS)]
    finally:
        kill(worker)
    report.note(f"outbox {median(a for a, _ in rates):.0f}/s, bare no-ops {median(b for _, b in rates):.0f}/s")
    report.at_least("crash-safe tasks per second ÷ bare Celery no-ops", median(a / b for a, b in rates), 0.6)
    _kills(place, report)


def _rate(place: Place, kind: str) -> float:
    """Tasks per second from the first one written to the last one done."""
    started = time.perf_counter()
    _produce(place, kind, TASKS)
    return TASKS / (time.perf_counter() - started)


def _produce(place: Place, kind: str, count: int, wait: bool = True) -> None:
    command = [sys.executable, "-m", "tests.bench.produce", kind, str(count), *([] if wait else ["--no-wait"])]
    subprocess.run(command, check=True, cwd=PROJECT, env=place.environment, timeout=PATIENCE)


def _kills(place: Place, report: Report) -> None:
    done_before = _done(place)
    _produce(place, "outbox", KILLED_TASKS, wait=False)
    for _ in range(KILLS):
        worker = place.worker()
        _until_some_more(place, _done(place))
        kill(worker)
    left = KILLED_TASKS - (_done(place) - done_before)
    report.note(f"{KILLS} kills; {left} of {KILLED_TASKS} rows were still waiting after the last")
    worker = place.worker()
    try:
        _until_all(place, done_before + KILLED_TASKS)
    finally:
        kill(worker)
    report.exactly(f"tasks lost over {KILLS} kills of the worker", KILLED_TASKS - (_done(place) - done_before), 0)


def _done(place: Place) -> int:
    return place.query("SELECT count(*) FROM bench_done")[0][0]


def _until_some_more(place: Place, before: int) -> None:
    """Kill in the middle of the work: as soon as some rows were done, or after a second of trying."""
    _produce(place, "wake", 1)
    end = time.perf_counter() + 12
    while time.perf_counter() < end and _done(place) == before:
        time.sleep(0.01)


def _until_all(place: Place, wanted: int) -> None:
    """Wake the worker as beat does, until every row is done or patience ends."""
    end = time.perf_counter() + PATIENCE
    while time.perf_counter() < end and _done(place) < wanted:
        _produce(place, "wake", 1)


def kill(worker: subprocess.Popen) -> None:
    """The whole group at once, as when the machine loses power."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()
