"""An embedded PostgreSQL 18: its cluster, its settings, its two roles.

``mad_owner`` owns the schema, migrates and may make (test) databases; ``mad_app`` is what all else runs as.
Tables of the owner are open to the application for reading and writing rows; migrations take back what
an append-only table must not allow.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg2
from psycopg2 import sql

from mad import env
from mad.local.places import Places, own_folder
from mad.local.processes import Child, StartError, stop_request

MAJOR = "18"
DATABASE = "mad"
SUPERUSER, OWNER, APP, REPORT = "postgres", "mad_owner", "mad_app", "mad_report"
RETRY_SECONDS = 15
RECOVERY_SECONDS = 120
FAREWELL = ((signal.SIGINT, 3.0), (signal.SIGQUIT, 1.0), (signal.SIGKILL, 1.0))
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "effective_cache_size": "1GB",
    "random_page_cost": "1.1",
    "max_wal_size": "2GB",
    "wal_compression": "on",
    "checkpoint_timeout": "15min",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_duration_statement": "1s",
    "password_encryption": "scram-sha-256",
}
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
INITDB = (
    "--auth=scram-sha-256",
    f"--username={SUPERUSER}",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-locale",
    "--data-checksums",
)


class Postgres:
    """One cluster under ``places``; ``durable=False`` trades safety against power loss for speed (tests)."""

    def __init__(self, places: Places, *, durable: bool = True) -> None:
        self.places, self.durable = places, durable
        settings = SETTINGS | {"unix_socket_directories": str(places.sockets)}
        settings |= {} if durable else NOT_DURABLE
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        self.child = self._child(
            "postgres",
            [places.postgres_programs / "postgres", "-D", places.cluster, *options],
            orphaned=signal.SIGINT,
        )

    def _child(self, name: str, command: list[str | Path], *, orphaned: signal.Signals) -> Child:
        return Child(
            name,
            command,
            folder=self.places.data,
            environment=_plain_environment(),
            farewell=FAREWELL,
            owner=self.places.owner,
            orphaned=orphaned,
        )

    def url(self, role: str, database: str = DATABASE) -> str:
        """The address of ``database`` for one of the three roles, password included."""
        password = quote(env.kept_secret(self.places.keys / f"postgres-{role}"), safe="")
        return f"postgres://{role}:{password}@/{database}?host={quote(str(self.places.sockets), safe='/')}"

    def start(self) -> None:
        """Make the cluster if there is none, start it, see to roles and database. Raises StartError."""
        _check_version(self.places.cluster)
        if not self.places.cluster.exists():
            self._initialise()
        until = time.monotonic() + RETRY_SECONDS
        while not self._comes_up():
            if time.monotonic() > until:
                raise StartError(f"PostgreSQL does not start; its log ends:\n{self.child.tail()}")
            stop_request.pause(0.5)
        self._furnish()

    def _initialise(self) -> None:
        draft, password = self.places.home / "postgres.new", self.places.sockets / "password"
        shutil.rmtree(draft, ignore_errors=True)
        own_folder(draft, self.places.owner)
        password.write_text(env.kept_secret(self.places.keys / f"postgres-{SUPERUSER}"))
        owner = self.places.owner
        if owner:
            os.chown(password, owner.uid, owner.gid)
        sync = () if self.durable else ("--no-sync",)
        command = [self.places.postgres_programs / "initdb", "-D", draft, f"--pwfile={password}", *INITDB, *sync]
        maker = self._child("initdb", command, orphaned=signal.SIGTERM)
        try:
            if maker.complete() != 0:
                raise StartError(f"PostgreSQL's cluster cannot be made in {draft}:\n{maker.tail()}")
        finally:
            password.unlink()
        draft.rename(self.places.cluster)

    def _comes_up(self) -> bool:
        """Start once and wait for the first answer; False when the process ended (it may be tried again)."""
        _drop_stale_lock(self.places.cluster / "postmaster.pid")
        self.child.start()
        until = time.monotonic() + RECOVERY_SECONDS
        while self.child.running and time.monotonic() < until:
            with contextlib.suppress(psycopg2.OperationalError):
                psycopg2.connect(self.url(SUPERUSER, "postgres"), connect_timeout=2).close()
                return True
            stop_request.pause(0.05)
        if self.child.running:
            raise StartError(f"PostgreSQL does not answer; its log ends:\n{self.child.tail()}")
        return False

    def _furnish(self) -> None:
        with _session(self.url(SUPERUSER, "postgres")) as run:
            for role, right in ((OWNER, "CREATEDB"), (APP, "NOCREATEDB")):
                password = env.kept_secret(self.places.keys / f"postgres-{role}")
                verb = "ALTER" if run("SELECT 1 FROM pg_roles WHERE rolname = %s", role) else "CREATE"
                run(
                    sql.SQL(f"{verb} ROLE {{}} LOGIN {right} PASSWORD {{}}").format(
                        sql.Identifier(role), sql.Literal(password)
                    )
                )
            # Nobody signs in as this one: it is granted to whoever reports, and may read the views of schema report.
            if not run("SELECT 1 FROM pg_roles WHERE rolname = %s", REPORT):
                run(f"CREATE ROLE {REPORT} NOLOGIN")
            furnished = run("SELECT 1 FROM pg_database WHERE datname = %s", DATABASE)
        if furnished:
            return
        with _session(self.url(SUPERUSER, "template1")) as run:
            for rights in ("SELECT, INSERT, UPDATE, DELETE ON TABLES", "USAGE, SELECT ON SEQUENCES"):
                run(f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} GRANT {rights} TO {APP}")
        with _session(self.url(SUPERUSER, "postgres")) as run:
            run(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")


@contextlib.contextmanager
def _session(url: str) -> Iterator[Callable[..., bool]]:
    """A function that runs one statement, committed at once, and says whether it found a row."""
    connection = psycopg2.connect(url)
    connection.autocommit = True

    def run(statement: str | sql.Composable, *values: object) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(statement, values or None)
            return cursor.description is not None and cursor.fetchone() is not None

    try:
        yield run
    finally:
        connection.close()


def _plain_environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "TZ": "UTC"}


def _check_version(cluster: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        found = (cluster / "PG_VERSION").read_text().strip()
        if found != MAJOR:
            raise env.EnvError(f"DATA_DIR holds a PostgreSQL {found} cluster, but {MAJOR} is installed: {cluster}.")


def _drop_stale_lock(path: Path) -> None:
    """Remove a killed postmaster's lock file when its number was given to another process meanwhile.

    PostgreSQL sees to every other case itself. The file also guards the shared memory of back ends that
    outlive their postmaster, so it stays as long as anybody is attached to that.
    """
    try:
        lines = path.read_text().split("\n")
        process = psutil.Process(int(lines[0]))
        reused = abs(process.create_time() - int(lines[2])) > RETRY_SECONDS
        if reused and not _attached(lines[6].split()[1]):
            path.unlink()
    except (OSError, ValueError, IndexError, psutil.Error):
        return


def _attached(segment: str) -> bool:
    """Whether any process is attached to this System V shared memory segment."""
    rows = [line.split() for line in Path("/proc/sysvipc/shm").read_text().splitlines()[1:]]
    return any(row[1] == segment and row[6] != "0" for row in rows)
