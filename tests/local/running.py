"""The product started as a newcomer starts it: another process, with a folder and a port of its own."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import psutil

from mad import env
from mad.local.processes import MARK

OURS = ("DATA_DIR", "PORT", "DEMO", "PLAIN_STATIC", "MAD_DB_ROLE")


def environment(data: Path, **extra: str) -> dict[str, str]:
    """The present environment without this test run's own services."""
    kept = {name: value for name, value in os.environ.items() if name not in OURS and "_URL" not in name}
    return kept | {"DATA_DIR": str(data), "DEMO": "0", "PLAIN_STATIC": "1"} | extra


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def call(*command: str, data: Path, **extra: str) -> subprocess.CompletedProcess[str]:
    """Run ``python COMMAND…`` to its end."""
    return subprocess.run(
        [sys.executable, *command],
        env=environment(data, **extra),
        cwd=env.PROJECT,
        capture_output=True,
        text=True,
        timeout=600,
    )


class Running:
    """A supervisor in a process group of its own, and what it printed."""

    def __init__(self, data: Path, port: int, *before: str, **extra: str) -> None:
        self.data, self.port = data, port
        self.process = subprocess.Popen(
            [*before, sys.executable, "-m", "mad.local", "run"],
            env=environment(data, PORT=str(port), **extra),
            cwd=env.PROJECT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.printed: list[str] = []

    def until(self, words: str) -> None:
        """Read what it prints up to a line with these words."""
        for line in self.process.stdout:
            self.printed.append(line)
            if words in line:
                return
        raise AssertionError("".join(self.printed))

    def pid(self, name: str) -> int:
        return json.loads((self.data / "run" / f"{name}.pid").read_text())[0]

    def family(self) -> list[psutil.Process]:
        """Every process that belongs to this supervisor, itself included."""
        here = psutil.Process(self.process.pid)
        return [here, *here.children(recursive=True)]

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        self.process.communicate(timeout=120)
        return self.process.returncode

    def kill(self) -> None:
        """`kill -9` of the whole group."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.communicate(timeout=120)


def marked(data: Path) -> list[int]:
    """Processes that still carry the mark of this folder."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get(MARK) == str(data):
                found.append(process.pid)
        except psutil.Error:
            continue
    return found
