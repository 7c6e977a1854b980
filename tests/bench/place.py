"""Servers, workers and databases of the bench: embedded, durable, its own, gone afterwards."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2

from mad.local.services import EmbeddedServices
from mad.local.supervisor import web_command
from tests.bench import bare_tables

PROJECT = Path(__file__).resolve().parents[2]
QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


class Place:
    """One embedded PostgreSQL and Valkey, with the environment that leads to them."""

    def __init__(self, services: EmbeddedServices) -> None:
        self.services = services
        self.info = services.start()
        self.data = services.data
        self.environment = {
            **os.environ,
            **self.info.environment(),
            "DATA_DIR": str(self.data),
            "DEMO": "1",
            "PLAIN_STATIC": "1",
            "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
        }

    def on(self, database: str) -> dict[str, str]:
        """The environment for another database of the same server."""
        changed = {
            name: self.environment[name].replace("/mad?", f"/{database}?")
            for name in ("DATABASE_URL", "DATABASE_OWNER_URL")
        }
        return {**self.environment, **changed}

    def manage(self, *arguments: str, owner: bool = False, environment: dict[str, str] | None = None) -> None:
        given = {**(environment or self.environment), **({"MAD_DB_ROLE": "owner"} if owner else {})}
        subprocess.run(
            [sys.executable, "manage.py", *arguments], check=True, cwd=PROJECT, env=given, stdout=subprocess.DEVNULL
        )

    def query(self, statement: str, database: str = "mad") -> list[tuple]:
        with closing(self._connect(database)) as server, server.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall()

    def connected(self, database: str = "mad"):
        """A connection of the schema's owner that closes at the end of its block."""
        return closing(self._connect(database))

    def fill(self, statement: str, database: str = "mad") -> None:
        with closing(self._connect(database)) as server, server.cursor() as cursor:
            cursor.execute(statement)

    def empty(self, *tables: str) -> None:
        """Empty tables, the append-only ones too: their triggers rest in the superuser's session."""
        with closing(self._connect("mad", superuser=True)) as server, server.cursor() as cursor:
            cursor.execute(f"SET session_replication_role = replica; TRUNCATE {', '.join(tables)}")

    def settle(self, database: str) -> None:
        """Statistics and visibility as a server has them that has run for a while."""
        self.fill("VACUUM ANALYZE", database)

    def copy_database(self, name: str) -> dict[str, str]:
        """A copy of the bench's database under `name`; returns the environment that leads to it."""
        with closing(self._connect("postgres", superuser=True)) as server, server.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name} TEMPLATE mad OWNER mad_owner")
        return self.on(name)

    def _connect(self, database: str, superuser: bool = False):
        url = self.info.superuser_url if superuser else self.info.owner_url
        base, _, options = url.partition("?")
        server = psycopg2.connect(f"{base.rsplit('/', 1)[0]}/{database}?{options}")
        server.autocommit = True
        return server

    def signed_in(self, username: str, environment: dict[str, str] | None = None) -> tuple[tuple[str, str], ...]:
        """Headers with a session of `username`."""
        command = [sys.executable, "-m", "tests.bench.session", username]
        given = environment or self.environment
        run = subprocess.run(command, check=True, cwd=PROJECT, env=given, capture_output=True, text=True)
        return (("Cookie", f"sessionid={run.stdout.strip()}"),)

    def case_number(self) -> str:
        """The case with a vote open."""
        voting = (
            "SELECT c.number FROM cases_case c JOIN deliberation_motion m ON m.case_id = c.id WHERE m.state = 'voting'"
        )
        return self.query(voting)[0][0]

    def accounts(self) -> list[dict]:
        return json.loads((self.data / "demo-accounts.json").read_text())

    @contextmanager
    def web(self, environment: dict[str, str] | None = None) -> Iterator[Web]:
        port = free_port()
        command = [sys.executable, "-m", *web_command(port)]
        process = subprocess.Popen(command, cwd=PROJECT, env=environment or self.environment, **QUIET)
        try:
            _until_healthy(port, process)
            yield Web(port, process)
        finally:
            end(process)

    def worker(self, name: str = "bench") -> subprocess.Popen:
        command = [
            sys.executable,
            "-m",
            "celery",
            "-A",
            "mad",
            "worker",
            "-n",
            f"{name}@%h",
            "-c",
            "2",
            "-Q",
            "mad,docket",
            "--without-gossip",
            "--without-mingle",
            "--without-heartbeat",
        ]
        return subprocess.Popen(command, cwd=PROJECT, env=self.environment, start_new_session=True, **QUIET)


class Web:
    def __init__(self, port: int, process: subprocess.Popen) -> None:
        self.port, self.process = port, process

    def memory(self) -> int:
        """Resident bytes of the process that answers: granian's worker."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return max(_resident(pid) for pid in children or [str(self.process.pid)])


def _resident(pid: str) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    return 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def end(process: subprocess.Popen) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _until_healthy(port: int, process: subprocess.Popen) -> None:
    for _ in range(240):
        if process.poll() is not None:
            raise RuntimeError("the web process ended at its start")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.25)
    raise RuntimeError("the web process did not become healthy in a minute")


@contextmanager
def place() -> Iterator[Place]:
    services = EmbeddedServices.throwaway(durable=True)
    try:
        made = Place(services)
        made.manage("migrate", owner=True)
        made.manage("load_reference")
        made.manage("load_demonstration")
        made.fill(bare_tables.SQL)
        yield made
    finally:
        services.destroy()
