"""`make run`: everything up, one line and code 2 when something is wrong, everything down, nothing lost."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import psycopg2
import pytest

from mad import env
from mad.local import greeting
from mad.local.services import EmbeddedServices
from mad.local.supervisor import healthy
from tests.local.running import Running, call, free_port, marked

pytestmark = pytest.mark.supervisor
READY = "is ready: http://127.0.0.1:"
ORDINARY = 65534


@pytest.fixture
def folder():
    path = Path(tempfile.mkdtemp(prefix="mad-"))
    path.chmod(0o711)
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def start(folder):
    """Start a supervisor; what still runs at the end is killed."""
    started: list[Running] = []

    def _start(*before: str, data: Path = folder / "data", port: int | None = None, **extra: str) -> Running:
        started.append(Running(data, port or free_port(), *before, **extra))
        return started[-1]

    yield _start
    for running in started:
        if running.process.poll() is None:
            running.kill()


def refused(data: Path, **extra: str) -> str:
    """The one line that `run` ends with, its exit code being 2."""
    done = call("-m", "mad.local", "run", data=data, **extra)
    assert (done.returncode, done.stdout) == (2, ""), done
    assert done.stderr.startswith("mad: ")
    assert done.stderr.count("\n") == 1
    assert marked(data) == []
    return done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "http"),
        ("DEMO", "perhaps"),
        ("DATABASE_URL", "sqlite:///x"),
        ("DATABASE_URL", "postgres://nobody@/mad?host=/nonexistent"),
        ("REDIS_URL", "unix:///nonexistent/valkey.sock"),
        ("EMAIL_PORT", "0"),
    ],
)
def test_a_wrong_variable_ends_in_one_line(folder, name, value):
    assert name in refused(folder / "data", **{name: value})
    assert not (folder / "data" / "postgres").exists()


def test_a_taken_port_ends_in_one_line(folder):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert f"PORT {port} cannot be used: Address already in use" in refused(folder / "data", PORT=port)
    assert not (folder / "data" / "postgres").exists()


def test_an_unwritable_folder_ends_in_one_line(folder):
    (folder / "file").touch()
    assert "DATA_DIR is not writable" in refused(folder / "file" / "data")


def test_the_life_of_a_supervisor(folder, start):
    """Start, refuse a second, lend to a command, replace a worker, survive `kill -9`, stop within 10 s."""
    running = start()
    running.until(READY)
    assert healthy(running.port)
    assert "in use by another process" in call("-m", "mad.local", "run", data=running.data).stderr
    assert call("manage.py", "migrate", "--check", data=running.data).returncode == 0

    psutil.Process(running.pid("worker")).kill()
    running.until("worker ended unexpectedly")
    owner = env.services(running.data)["owner_url"]
    with psycopg2.connect(owner) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE kept AS SELECT 'still here' AS word")
    connection.close()

    family = running.family()
    running.kill()
    _, left = psutil.wait_procs(family, timeout=60)
    assert left == []
    again = start(port=running.port)
    again.until(READY)
    with psycopg2.connect(env.services(again.data)["app_url"]) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT word FROM kept")
        assert cursor.fetchone() == ("still here",)
    connection.close()

    family = again.family()
    before = time.monotonic()
    assert again.stop(signal.SIGINT) == 0
    assert time.monotonic() - before < 10
    assert not any(process.is_running() for process in family)
    assert marked(again.data) == []
    assert not (again.data / "run" / "services.json").exists()
    _with_both_addresses_set_nothing_embedded_starts(again.data, start, folder / "elsewhere")


def _with_both_addresses_set_nothing_embedded_starts(there: Path, start, data: Path) -> None:
    """What the story left stands in for the servers of a hosting centre."""
    with EmbeddedServices(there) as hosted:
        running = start(data=data, **hosted.environment())
        running.until(READY)
        assert not (data / "postgres").exists()
        assert {path.stem for path in (data / "run").glob("*.pid")} == {"web", "worker", "reader", "beat"}
        assert running.stop() == 0


@pytest.mark.parametrize("moment", ["starting in", "bringing the database's schema", "seeing to reference data"])
def test_sigterm_in_the_middle_of_a_start_leaves_nothing(start, moment):
    running = start()
    running.until(moment)
    assert running.stop(signal.SIGTERM) == 0
    assert marked(running.data) == []
    assert list((running.data / "run").glob("*.pid")) == []


def test_a_command_finds_services_when_none_run(folder):
    """`manage.py` starts them for its own length, and makes no schema by itself."""
    done = call("manage.py", "showmigrations", "--plan", data=folder / "data")
    assert done.returncode == 0, done.stderr
    assert "[ ]  contenttypes.0001_initial" in done.stdout
    assert list((folder / "data" / "run").glob("*.pid")) == []


def test_exec_leads_a_command_to_services_and_passes_its_exit_code_on(folder):
    show = "import os; print(sorted(n for n in os.environ if n.endswith('_URL'))); raise SystemExit(7)"
    done = call("-m", "mad.local", "exec", "--", sys.executable, "-c", show, data=folder / "data")
    assert (done.returncode, done.stdout.strip()) == (
        7,
        "['DATABASE_OWNER_URL', 'DATABASE_URL', 'REDIS_URL']",
    )


@pytest.mark.skipif(os.geteuid() != 0, reason="an ordinary user runs every other test here already")
def test_an_ordinary_user_runs_everything_as_that_user(folder, start):
    """`env` stands between, because setpriv's own exec still has root's way through closed folders."""
    before = ("setpriv", f"--reuid={ORDINARY}", f"--regid={ORDINARY}", "--clear-groups", "env")
    if subprocess.run([*before, sys.executable, "-c", "import mad.local"], cwd=env.PROJECT).returncode != 0:
        pytest.skip("an ordinary user cannot reach this Python")
    os.chown(folder, ORDINARY, ORDINARY)
    running = start(*before)
    running.until(READY)
    assert {process.uids().real for process in running.family()} == {ORDINARY}
    assert running.stop() == 0


def test_the_greeting_shows_one_sign_in_per_role(tmp_path):
    people = [
        {"username": "amara", "password": "p1", "role": "member", "discipline": "legal"},
        {"username": "bruno", "password": "p2", "role": "member", "discipline": "legal"},
        {"username": "chen", "password": "p3", "role": "registrar"},
        {"office": "OHCHR", "token": "t"},
    ]
    (tmp_path / "demo-accounts.json").write_text(json.dumps(people))
    said = greeting.greeting(8000, tmp_path)
    assert "http://127.0.0.1:8000/" in said
    assert ("amara" in said, "bruno" in said, "chen" in said) == (True, False, True)
    assert str(tmp_path / "demo-accounts.json") in said
