"""Supervised processes: each in a session of its own, recorded on disk, and dying with the supervisor."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import FrameType

import psutil

from mad.env import PROJECT
from mad.local.places import Owner

MARK = "MAD_LOCAL"
LOG_BYTES = 10_000_000
PR_SET_PDEATHSIG = 1
CLOCK_SLACK_SECONDS = 2.0
STEP_SECONDS = 0.05
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None

Steps = Sequence[tuple[signal.Signals, float]]


class StartError(Exception):
    """Something did not start; the message is for the reader, in one or a few lines."""


class Stopped(Exception):
    """Somebody asked us to stop (Ctrl-C, SIGTERM, the terminal closed)."""


class StopRequest:
    """What the signal handlers leave behind and every wait looks at.

    A handler that raises could do so anywhere, inside a clean-up or a finaliser that drops the exception, and
    the request would be lost; a noted request is not.
    """

    def __init__(self) -> None:
        self.noted = False

    def listen(self) -> None:
        """From now on the signals that end a program are noted instead."""
        for number in STOPPING:
            signal.signal(number, self._note)

    def pause(self, seconds: float) -> None:
        """Sleep; raises Stopped as soon as a request is noted."""
        until = time.monotonic() + seconds
        while True:
            if self.noted:
                raise Stopped
            left = until - time.monotonic()
            if left <= 0:
                return
            time.sleep(min(left, STEP_SECONDS))

    def _note(self, number: int, frame: FrameType | None) -> None:
        self.noted = True


stop_request = StopRequest()


class Child:
    """One process and its log.

    ``farewell`` is the steps of an orderly stop: signal, and the seconds it is given; the last step kills.
    ``orphaned`` is the signal that the kernel sends when the supervisor is gone.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        folder: Path,
        environment: Mapping[str, str],
        farewell: Steps,
        owner: Owner | None = None,
        orphaned: signal.Signals = signal.SIGTERM,
    ) -> None:
        self.name, self.command, self.environment = name, [str(part) for part in command], environment
        self.log, self.register = folder / "logs" / f"{name}.log", folder / "run" / f"{name}.pid"
        self.farewell, self.owner, self.orphaned = farewell, owner, orphaned
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it. Call this from the main thread: the kernel ties the child to the thread that made it."""
        _turn(self.log)
        user = {"user": self.owner.uid, "group": self.owner.gid, "extra_groups": []} if self.owner else {}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # type: ignore[call-overload]  # the stubs know no user= with a number
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=dict(self.environment),
                cwd="/" if self.owner else PROJECT,
                start_new_session=True,
                preexec_fn=_dies_with(os.getpid(), self.orphaned),
                **user,
            )
        started = psutil.Process(self.process.pid).create_time()
        self.register.write_text(json.dumps([self.process.pid, started]))

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def complete(self) -> int:
        """Run it to its end; its exit code. A request to stop ends it early and raises Stopped."""
        try:
            self.start()
            while self.running:
                stop_request.pause(STEP_SECONDS)
            return self.process.returncode if self.process else 0
        finally:
            stop(self)

    def signal(self, number: signal.Signals) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)

    def tail(self, lines: int = 12) -> str:
        """The end of its log."""
        with contextlib.suppress(OSError):
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])
        return ""


def stop(*children: Child) -> None:
    """Stop the children side by side, each through its own steps, and what is left of their sessions."""
    schedule = {child: list(child.farewell) for child in children if child.process is not None}
    deadlines = dict.fromkeys(schedule, 0.0)
    while any(child.running for child in schedule):
        for child, steps in schedule.items():
            if child.running and time.monotonic() >= deadlines[child] and steps:
                number, seconds = steps.pop(0)
                child.signal(number)
                deadlines[child] = time.monotonic() + seconds
        time.sleep(0.02)
    for child in schedule:
        _end_session(child.process.pid if child.process else 0)
        child.register.unlink(missing_ok=True)
        child.process = None


def _end_session(leader: int) -> None:
    for member in psutil.pids():
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if member != leader and os.getsid(member) == leader:
                os.kill(member, signal.SIGKILL)


def sweep(run: Path, data: Path) -> None:
    """End what an earlier supervisor of this DATA_DIR left running (it was killed): call under the lock."""
    recorded = [process for path in run.glob("*.pid") if (process := recorded_process(path))]
    marked = [process for process in psutil.process_iter() if _marked(process, data)]
    end([process for process in marked if process not in recorded], signal.SIGTERM, 3)
    end(recorded, signal.SIGINT, 8)
    for path in run.glob("*.pid"):
        path.unlink()


def recorded_process(path: Path) -> psutil.Process | None:
    """The process that the register names, if that very process still runs."""
    try:
        pid, started = json.loads(path.read_text())
        process = psutil.Process(pid)
        same = abs(process.create_time() - started) < CLOCK_SLACK_SECONDS
        return process if same and process.status() != psutil.STATUS_ZOMBIE else None
    except (OSError, ValueError, TypeError, psutil.Error):
        return None


def end(processes: Iterable[psutil.Process], number: signal.Signals, seconds: float) -> None:
    """Ask with ``number``, wait, then kill."""
    waiting = list(processes)
    for ask, patience in ((number, seconds), (signal.SIGKILL, 3.0)):
        for process in waiting:
            with contextlib.suppress(psutil.Error):
                process.send_signal(ask)
        waiting = psutil.wait_procs(waiting, timeout=patience)[1]


def _marked(process: psutil.Process, data: Path) -> bool:
    with contextlib.suppress(psutil.Error, OSError):
        return bool(process.pid != os.getpid() and process.environ().get(MARK) == str(data))
    return False


def _dies_with(parent: int, number: signal.Signals) -> Callable[[], None] | None:
    if LIBC is None:
        return None

    def before_exec() -> None:
        LIBC.prctl(PR_SET_PDEATHSIG, int(number))
        if os.getppid() != parent:
            os._exit(1)

    return before_exec


def _turn(log: Path) -> None:
    """Keep one older log once this one is large."""
    with contextlib.suppress(FileNotFoundError):
        if log.stat().st_size > LOG_BYTES:
            log.replace(log.with_suffix(".log.1"))
