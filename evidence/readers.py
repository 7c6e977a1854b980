"""The near side of evidence.reading: one reading process beside each worker, asked for one file at a time.

The process is started when first needed and again after anything but an orderly answer: a crash, a limit, too
much time. It is renewed after RENEW_AFTER files in any case.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import Any, BinaryIO

from evidence.reading import frames
from evidence.reading.confine import Limits
from evidence.reading.frames import Broken
from mad.env import PROJECT

RENEW_AFTER = 200
START = "import sys; sys.path.insert(0, sys.argv[1]); from evidence.reading import host; host.main()"
STOPPED = {
    signal.SIGXCPU: "It took more processor time than one file is allowed, and reading was stopped.",
    signal.SIGKILL: "It took more processor time or memory than one file is allowed, and reading was stopped.",
}
CRASHED = "The reader of this kind of file crashed on it."
TOO_LONG = "It took longer than one file is allowed, and reading was stopped."

Sink = Callable[[dict[str, Any], bytes], None]


@dataclass
class Ended:
    """How reading ended. failed: `why` says why, and what was handed over before is a part of the whole."""

    failed: bool
    why: str = ""
    method: str = ""
    pages: int = 0


@dataclass
class _Process:
    popen: subprocess.Popen[bytes]
    link: socket.socket
    owner: int = field(default_factory=os.getpid)
    files: int = 0


_lock = threading.Lock()
_process: _Process | None = None


def read(file: BinaryIO, kind: str, take: Sink, limits: Limits | None = None) -> Ended:
    """Read the open file of media type `kind`; take(head, body) gets each frame as it comes.

    Never raises for what the file does. What `take` raises passes through.
    """
    with _lock:
        try:
            return _read(file, kind, take, limits or Limits())
        except BaseException:
            stop()
            raise


def stop() -> None:
    """End the reading process of this process, with all that it started."""
    global _process
    gone, _process = _process, None
    if gone is None or gone.owner != os.getpid():
        return
    gone.link.close()
    with suppress(ProcessLookupError):
        os.killpg(gone.popen.pid, signal.SIGKILL)
    gone.popen.wait()


def _read(file: BinaryIO, kind: str, take: Sink, limits: Limits) -> Ended:
    process = _ready()
    process.files += 1
    answer, other = os.pipe()
    request = json.dumps({"type": kind, "limits": asdict(limits)}).encode()
    try:
        socket.send_fds(process.link, [request], [file.fileno(), other])
    finally:
        os.close(other)
    deadline = time.monotonic() + limits.wall
    try:
        ended = _receive(answer, deadline, take)
    except TimeoutError:
        stop()
        return Ended(failed=True, why=TOO_LONG)
    except Broken as error:
        stop()
        return Ended(failed=True, why=str(error))
    finally:
        os.close(answer)
    return ended or _what_happened(process, deadline)


def _receive(answer: int, deadline: float, take: Sink) -> Ended | None:
    """All frames to the end of the pipe; None when it ended without the last one."""
    total, ended = 0, None

    def exactly(count: int) -> bytes:
        return b"".join(_bytes(answer, count, deadline))

    while (frame := frames.parse(exactly)) is not None:
        head, body = frame
        total += len(body)
        if total > frames.TOTAL_BYTES:
            raise Broken("It gives more than is taken of one file.")
        if head.get("k") == "end":
            ended = Ended(bool(head["failed"]), str(head["why"])[:300], str(head["method"])[:20], int(head["pages"]))
        else:
            take(head, body)
    return ended


def _bytes(answer: int, count: int, deadline: float) -> Iterator[bytes]:
    waiting = select.poll()
    waiting.register(answer)
    while count:
        if not waiting.poll(max(deadline - time.monotonic(), 0) * 1000):
            raise TimeoutError
        chunk = os.read(answer, min(count, 1 << 20))
        if not chunk:
            return
        count -= len(chunk)
        yield chunk


def _what_happened(process: _Process, deadline: float) -> Ended:
    """The child ended without a last word: ask the process how."""
    process.link.settimeout(max(deadline - time.monotonic(), 1.0))
    try:
        status = json.loads(process.link.recv(4096) or b"{}")
    except (OSError, ValueError):
        status = {}
    stop()
    return Ended(failed=True, why=STOPPED.get(status.get("signal"), CRASHED))


def _ready() -> _Process:
    global _process
    current = _process
    if current is not None and current.owner != os.getpid():
        current = _process = None  # of the process that this one was forked from, which keeps it
    if current is not None and (current.files >= RENEW_AFTER or current.popen.poll() is not None):
        stop()
        current = None
    if current is None:
        current = _process = _start()
    else:
        _last_answer(current)
    return current


def _last_answer(process: _Process) -> None:
    """What the process said of the file before; it is sent once the child is gone."""
    if process.files:
        process.link.settimeout(10)
        process.link.recv(4096)
        process.link.settimeout(None)


def _start() -> _Process:
    near, far = socket.socketpair()
    try:
        popen = subprocess.Popen(
            [sys.executable, "-I", "-c", START, str(PROJECT)],
            stdin=far.fileno(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
        )
    finally:
        far.close()
    return _Process(popen, near)
