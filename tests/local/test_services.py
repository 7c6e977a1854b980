"""Embedded PostgreSQL and Valkey: made, kept, recovered, refused."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil
import psycopg2
import pytest
import redis

from mad import env
from mad.local import places, postgres
from mad.local.processes import recorded_process
from mad.local.services import EmbeddedServices, InUse, borrowed
from tests.local.running import environment


@pytest.fixture
def folder():
    """A folder that an ordinary user can reach; pytest's own is closed."""
    path = Path(tempfile.mkdtemp(prefix="mad-"))
    path.chmod(0o711)
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def services(folder):
    own = EmbeddedServices(folder / "data", durable=False)
    yield own
    own.destroy()


def ask(url: str, statement: str):
    connection = psycopg2.connect(url)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchone() if cursor.description else None
    finally:
        connection.close()


def test_two_roles_with_different_rights(services):
    info = services.start()
    ask(info.owner_url, "CREATE TABLE kept (id bigserial, word text)")
    ask(info.app_url, "INSERT INTO kept (word) VALUES ('first')")
    assert ask(info.app_url, "SELECT word FROM kept") == ("first",)
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        ask(info.app_url, "TRUNCATE kept")
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        ask(info.app_url, "CREATE TABLE mine (id int)")


def test_a_test_database_grants_the_same_rights(services):
    info = services.start()
    ask(info.owner_url, "CREATE DATABASE test_mad")
    owner, app = (url.replace("/mad?", "/test_mad?") for url in (info.owner_url, info.app_url))
    ask(owner, "CREATE TABLE kept (id int)")
    assert ask(app, "SELECT count(*) FROM kept") == (0,)


def test_the_cluster_is_as_designed(folder):
    own = EmbeddedServices(folder / "data", valkey=False)
    try:
        url = own.start().app_url
        for setting, value in {
            "data_checksums": "on",
            "fsync": "on",
            "listen_addresses": "",
            "password_encryption": "scram-sha-256",
            "TimeZone": "UTC",
        }.items():
            assert ask(url, f"SHOW {setting}") == (value,)
        assert int(ask(url, "SHOW max_connections")[0]) >= 150
        assert ask(url, "SELECT datlocprovider, datlocale FROM pg_database WHERE datname = 'mad'") == (
            "b",
            "C.UTF-8",
        )
        assert "scram-sha-256" in (own.places.cluster / "pg_hba.conf").read_text()
    finally:
        own.destroy()


def test_nobody_enters_without_the_password(services):
    info = services.start()
    with pytest.raises(psycopg2.OperationalError):
        psycopg2.connect(info.app_url.replace("mad_app:", "mad_app:x"))
    with pytest.raises(redis.exceptions.AuthenticationError), redis.Redis.from_url(info.redis_url) as client:
        redis.Redis(unix_socket_path=client.connection_pool.connection_kwargs["path"]).ping()


def test_the_servers_never_run_as_root_and_show_no_password(services):
    services.start()
    passwords = [path.read_text() for path in services.places.keys.iterdir()]
    for child in services.children:
        process = psutil.Process(child.process.pid)
        assert process.uids().real != 0
        assert not any(password in " ".join(process.cmdline()) for password in passwords)
    assert stat.S_IMODE((services.data / "run" / "services.json").stat().st_mode) == 0o600
    assert {stat.S_IMODE(path.stat().st_mode) for path in services.places.keys.iterdir()} == {0o600}


def test_a_second_start_keeps_the_data(services):
    info = services.start()
    ask(info.owner_url, "CREATE TABLE kept AS SELECT 'still here' AS word")
    with redis.Redis.from_url(info.redis_url) as client:
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
    services.stop()
    assert not (services.data / "run" / "services.json").exists()
    assert ask(services.start().app_url, "SELECT word FROM kept") == ("still here",)


def test_a_second_holder_is_refused(services):
    services.start()
    with pytest.raises(InUse, match=r"^DATA_DIR is in use by another process"):
        EmbeddedServices(services.data).start()


def test_whoever_comes_second_borrows(services):
    info = services.start()
    with borrowed(services.data) as lent:
        assert lent == info
    assert ask(info.app_url, "SELECT 1") == (1,)


def test_temporary_services_end_with_their_command(services):
    with borrowed(services.data) as lent:
        assert ask(lent.app_url, "SELECT 1") == (1,)
    with pytest.raises(psycopg2.OperationalError):
        psycopg2.connect(lent.app_url)


HOLDER = """
import sys
from mad.local.services import EmbeddedServices
own = EmbeddedServices(sys.argv[1])
own.start()
print("up", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def holder(services):
    """The services held by another process, which may be killed."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(services.data)],
        env=environment(services.data) | {"PYTHONPATH": str(env.PROJECT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "up\n"
    yield process
    process.kill()
    process.communicate()


def test_a_killed_holder_takes_the_servers_with_it(services, holder):
    servers = [recorded_process(path) for path in (services.data / "run").glob("*.pid")]
    assert len(servers) == 2
    holder.kill()
    assert psutil.wait_procs(servers, timeout=60)[1] == []


def test_a_start_after_everything_was_killed_recovers(services, holder):
    url = env.services(services.data)["owner_url"]
    ask(url, "CREATE TABLE kept AS SELECT 'survives' AS word")
    servers = [recorded_process(path) for path in (services.data / "run").glob("*.pid")]
    families = [*servers, *(child for server in servers for child in server.children(recursive=True))]
    holder.kill()
    holder.wait()
    for process in families:
        if process.is_running():
            process.kill()
    assert ask(services.start().app_url, "SELECT word FROM kept") == ("survives",)


def test_a_lock_file_whose_number_was_given_away_is_no_obstacle(services):
    services.start()
    services.stop()
    stale = [
        str(os.getpid()),
        str(services.places.cluster),
        "1700000000",
        "5432",
        "",
        "",
        "  1  999999999",
        "ready",
    ]
    (services.places.cluster / "postmaster.pid").write_text("\n".join(stale) + "\n")
    assert ask(services.start().app_url, "SELECT 1") == (1,)


def test_a_deep_folder_still_gets_a_short_socket(folder):
    deep = folder / ("a" * 60) / ("b" * 60)
    own = EmbeddedServices(deep, durable=False)
    try:
        assert ask(own.start().app_url, "SELECT 1") == (1,)
        assert not own.places.sockets.is_relative_to(deep)
        assert stat.S_IMODE(own.places.sockets.stat().st_mode) == 0o700
    finally:
        own.destroy()
    assert not own.places.sockets.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root starts the servers as somebody else")
def test_root_keeps_programs_and_cluster_apart_when_their_folders_are_closed(folder, monkeypatch):
    """As with a checkout under /root: nothing of it can be reached by the user that the servers run as."""
    monkeypatch.setattr(places, "APART", folder / "apart")
    monkeypatch.setattr(places, "_reaches", lambda owner, path: False)
    own = EmbeddedServices(folder / "closed", durable=False)
    try:
        assert ask(own.start().app_url, "SELECT 1") == (1,)
        for path in (own.places.cluster, own.places.postgres_programs, own.places.valkey_program):
            assert path.is_relative_to(folder / "apart")
        assert str(own.places.home) in own.note
    finally:
        own.destroy()


def test_a_folder_under_a_file_is_refused(folder):
    (folder / "file").touch()
    with pytest.raises(env.EnvError, match=r"^DATA_DIR is not writable: .*Not a directory"):
        EmbeddedServices(folder / "file" / "data").claim()


def test_a_cluster_of_another_version_is_refused(services):
    services.start()
    services.stop()
    (services.places.cluster / "PG_VERSION").write_text("17\n")
    with pytest.raises(env.EnvError, match=r"^DATA_DIR holds a PostgreSQL 17 cluster"):
        services.start()
    (services.places.cluster / "PG_VERSION").write_text(f"{postgres.MAJOR}\n")
    services.start()


def test_a_stop_is_prompt_even_with_open_sessions(services):
    info = services.start()
    idle = psycopg2.connect(info.app_url)
    process = psutil.Process(next(c for c in services.children if c.name == "postgres").process.pid)
    services.stop()
    assert not process.is_running()
    with pytest.raises(psycopg2.OperationalError):
        idle.cursor().execute("SELECT 1")


def test_a_server_that_ends_is_noticed(services):
    services.start()
    assert services.dead() is None
    valkey = next(child for child in services.children if child.name == "valkey")
    valkey.signal(signal.SIGKILL)
    valkey.process.wait()
    assert services.dead() is valkey
