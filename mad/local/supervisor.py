"""The supervisor behind ``make run``: check, start, prepare, serve, watch, stop."""

from __future__ import annotations

import collections
import http.client
import os
import signal
import sys
import time
from pathlib import Path
from typing import NoReturn

from mad import env
from mad.local import checks, processes
from mad.local.greeting import greeting
from mad.local.processes import MARK, Child, StartError, Stopped, stop_request
from mad.local.services import EmbeddedServices

HEALTH_SECONDS = 60
WATCH_SECONDS = 0.25
RESTARTS, RESTART_WINDOW_SECONDS = 5, 120
BLOCKING_THREADS = 64
READ_AHEAD = 1024 * 1024  # per connection: the bytes of an upload change threads in fewer and larger pieces
FAREWELL = ((signal.SIGTERM, 2.5), (signal.SIGKILL, 1.0))


class Supervisor:
    """Runs the product until it is told to stop; embedded servers only where no URL is set."""

    def __init__(self) -> None:
        self.port, self.data = env.port(), env.data_dir()
        self.services = EmbeddedServices(
            self.data, postgres=not env.text("DATABASE_URL"), valkey=not env.text("REDIS_URL")
        )
        self.started = False
        self.environment = _environment(self.data, self.port)
        self.web = self._child("web", *web_command(self.port))
        celery = ("celery", "-A", "mad", "--quiet")
        # A worker left alone is killed: asked to leave, it may wait for a broker that is gone too. What it had claimed
        # stands in rows, and is claimed again.
        self.worker = self._child("worker", *celery, *WORKER, orphaned=signal.SIGKILL)
        self.reader = self._child("reader", *celery, *READER, orphaned=signal.SIGKILL)
        self.beat = self._child("beat", *celery, "beat", "--schedule", self.data / "run" / "beat", "--pidfile=")
        self.restarts: dict[Child, collections.deque[float]] = collections.defaultdict(collections.deque)

    def run(self) -> int:
        """Serve until told to stop; the exit code. EnvError before anything is started, StartError after."""
        try:
            self.services.claim()
            checks.check_port(self.port)
            self._start()
            self._watch()
        except Stopped:
            say("stopping …")
            return 0
        finally:
            self.stop()

    def stop(self) -> None:
        """First who takes requests, then who works, then what they stand on."""
        processes.stop(self.web)
        processes.stop(self.beat, self.worker, self.reader)
        self.services.stop()
        if self.started:
            say("stopped.")

    def _start(self) -> None:
        self.started = True
        say(f"starting in {self.data} …")
        self.services.start()
        if self.services.note:
            say(self.services.note)
        say("bringing the database's schema up to date …")
        self._prepare("schema", role="owner")
        say("seeing to reference data, demonstration and static files …")
        self._prepare("content")
        for child in (self.web, self.worker, self.reader, self.beat):
            child.start()
        self._await_health()
        say(greeting(self.port, self.data), prefix="")

    def _prepare(self, step: str, role: str = "app") -> None:
        child = self._child(f"prepare-{step}", "mad.local.prepare", step, role=role)
        if child.complete() != 0:
            raise StartError(f"preparing the {step} failed; its log {child.log} ends:\n{child.tail()}")

    def _await_health(self) -> None:
        until = time.monotonic() + HEALTH_SECONDS
        while not healthy(self.port):
            if not self.web.running or time.monotonic() > until:
                raise StartError(f"the web server does not answer; its log {self.web.log} ends:\n{self.web.tail()}")
            stop_request.pause(0.1)

    def _watch(self) -> NoReturn:
        while True:
            stop_request.pause(WATCH_SECONDS)
            if service := self.services.dead():
                raise StartError(f"{service.name} ended by itself; its log {service.log} ends:\n{service.tail()}")
            for child in (self.web, self.worker, self.reader, self.beat):
                if not child.running:
                    self._restart(child)

    def _restart(self, child: Child) -> None:
        recent, now = self.restarts[child], time.monotonic()
        while recent and now - recent[0] > RESTART_WINDOW_SECONDS:
            recent.popleft()
        if len(recent) == RESTARTS:
            raise StartError(f"{child.name} keeps ending; its log {child.log} ends:\n{child.tail()}")
        recent.append(now)
        say(f"{child.name} ended unexpectedly (see {child.log}); starting it again.")
        processes.stop(child)
        child.start()

    def _child(
        self, name: str, *command: str | Path, orphaned: signal.Signals = signal.SIGTERM, role: str = "app"
    ) -> Child:
        return Child(
            name,
            [sys.executable, "-m", *command],
            folder=self.data,
            environment=self.environment | {"MAD_DB_ROLE": role},
            farewell=FAREWELL,
            orphaned=orphaned,
        )


WORKER = (
    "worker",
    "--queues",
    "mad,docket",
    "--concurrency",
    "2",
    "--loglevel",
    "WARNING",
    "--without-gossip",
)

# Files are checked and read apart, so that no hostile or large one holds up the sealer, mail or reminders.
READER = ("worker", "--queues", "files", "--pool", "solo", "--hostname", "reader@%h", "--loglevel", "WARNING")


def web_command(port: int) -> list[str]:
    """Granian on loopback: one process, many threads."""
    options = {
        "--interface": "wsgi",
        "--host": checks.HOST,
        "--port": port,
        "--workers": 1,
        "--blocking-threads": BLOCKING_THREADS,
        "--http1-buffer-size": READ_AHEAD,
        "--workers-kill-timeout": 2,
        "--log-level": "warning",
    }
    flat = [str(part) for option in options.items() for part in option]
    return ["granian", *flat, "--no-ws", "mad.wsgi:application"]


def healthy(port: int) -> bool:
    """Whether /healthz answers 200 on loopback."""
    connection = http.client.HTTPConnection(checks.HOST, port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def say(text: str, prefix: str = "mad: ") -> None:
    """One message on standard output; a reader that went away is no reason to fail."""
    try:
        print(f"{prefix}{text}", flush=True)
    except OSError:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - stays open until the process ends


def _environment(data: Path, port: int) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GRANIAN_")}
    ours = {"DATA_DIR": str(data), "PORT": str(port), "PYTHONUNBUFFERED": "1", MARK: str(data)}
    return {"DEMO": "1", **kept, **ours}


def run() -> int:
    """Exit code 0 after an orderly stop, 1 when something failed; EnvError (2) when a check did."""
    stop_request.listen()
    try:
        checks.check_variables()
        checks.check_addresses()
        return Supervisor().run()
    except StartError as error:
        sys.stderr.write(f"mad: {error}\n")
        return 1
