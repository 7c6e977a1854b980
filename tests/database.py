"""The test database of this process: emptied and filled again between tests that really commit.

Emptying by TRUNCATE makes every table and index a new file, which took a second on a loaded machine, and seating the
cast most of another. So rows are deleted, and those of the cast are copied back as they stood.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path

import psycopg2
from django.db import connection, connections
from psycopg2 import sql

from mad.env import parse_database_url

KEPT = {"django_migrations", "django_content_type", "auth_permission", "reference_state", "membership_councilseat"}
LARGE = 1 << 18

_SEQUENCES = """
SELECT quote_ident(schemaname) || '.' || quote_ident(sequencename), last_value
FROM pg_sequences WHERE schemaname = 'public'
"""
_OF_KEPT = ", ".join(f"'public.{name}_id_seq'" for name in sorted(KEPT))
_START_AGAIN = f"""
SELECT setval(name::regclass, 1, false) FROM ({_SEQUENCES}) s (name, last)
WHERE last IS NOT NULL AND name NOT IN ({_OF_KEPT})
"""


@dataclass
class Rows:
    """What stands in the database: rows by table, and how far each sequence has counted."""

    tables: dict[str, bytes] = field(default_factory=dict)
    sequences: dict[str, int] = field(default_factory=dict)

    @classmethod
    def now(cls) -> Rows:
        found = cls()
        with closing(superuser_connection()) as server, server, server.cursor() as cursor:
            for name in _tables():
                held = BytesIO()
                cursor.copy_expert(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(name)), held)
                if held.getvalue():
                    found.tables[name] = held.getvalue()
            cursor.execute(_SEQUENCES)
            found.sequences = {name: last for name, last in cursor.fetchall() if last is not None}
        return found

    def put_back(self) -> None:
        """Into an empty database."""
        with _kept().cursor() as cursor:
            cursor.execute("BEGIN")
            for name, held in self.tables.items():
                cursor.copy_expert(sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(name)), BytesIO(held))
            for name, last in self.sequences.items():
                cursor.execute("SELECT setval(%s::regclass, %s)", (name, last))
            cursor.execute("COMMIT")


def empty_database() -> None:
    """Empty every table but the reference data; its numbers begin at 1 again."""
    connections.close_all()
    tables = [sql.Identifier(name) for name in _tables()]
    with _kept().cursor() as cursor:
        cursor.execute(sql.SQL("; ").join(sql.SQL("DELETE FROM {}").format(name) for name in tables))
        cursor.execute(_START_AGAIN)
        # The room of tables that had grown: the next test shall not read through what is no longer there.
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND pg_relation_size(oid) > %s", (LARGE,))
        large = {name for (name,) in cursor.fetchall()}
        for name in tables:
            if name.string in large:
                cursor.execute(sql.SQL("VACUUM {}").format(name))


@contextmanager
def copied(name: str) -> Iterator[bool]:
    """Make the database of this process as a copy of the one that the first process of the run makes in the block.

    Gives whether there was one to copy. Nothing is copied, and nothing kept to copy, where there is but one process, or
    where the server is not thrown away after the run.
    """
    process = os.environ.get("PYTEST_XDIST_WORKER")
    if not process or "TEST_SUPERUSER_DATABASE_URL" not in os.environ:
        yield False
        return
    own, model = f"test_{name}_{process}", f"test_{name}_model_{os.environ['PYTEST_XDIST_TESTRUNUID'][:12]}"
    with (Path(os.environ["DATA_DIR"]) / f"{model}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        there = _has(model)
        if there:
            _copy(model, own)
        yield there
        if not there:
            connections.close_all()
            _copy(own, model)


def _has(name: str) -> bool:
    with closing(_server()) as server, server.cursor() as cursor:
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", (name,))
        return cursor.fetchone() is not None


def _copy(origin: str, target: str) -> None:
    with closing(_server()) as server, server.cursor() as cursor:
        server.autocommit = True
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(target)))
        cursor.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(target), sql.Identifier(origin)))


def _server() -> psycopg2.extensions.connection:
    """In the database that the others are made from."""
    return psycopg2.connect(os.environ["DATABASE_URL"])


def end_sessions() -> None:
    """Of the threads of a server that answered a browser: each keeps its connection as long as the browser its own."""
    connections.close_all()
    _kept().close()
    with closing(superuser_connection()) as server, server, server.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def as_superuser(statement: str | sql.Composable) -> None:
    """Run `statement` with the record's triggers off: what the application's roles cannot do."""
    with closing(_past_the_triggers()) as server, server, server.cursor() as cursor:
        cursor.execute(statement)


def superuser_connection() -> psycopg2.extensions.connection:
    """As the superuser of the test server, in the test database of this process."""
    return psycopg2.connect(_superuser_dsn(_name()))


def owner_connection() -> psycopg2.extensions.connection:
    """As the owner of the schema, who migrates, in the test database of this process."""
    return psycopg2.connect(_in_this_database(os.environ["DATABASE_URL"], _name()))


def application_account() -> dict[str, str]:
    """Name and password of the role that the product runs as; {} where the server has only one."""
    url = os.environ.get("TEST_APP_DATABASE_URL")
    return {name: parse_database_url(url)[name] for name in ("USER", "PASSWORD")} if url else {}


@cache
def _kept() -> psycopg2.extensions.connection:
    """One for the whole run, autocommitting: a new one reads the catalogue of every table before it deletes from it."""
    server = _past_the_triggers()
    server.autocommit = True
    return server


def _past_the_triggers() -> psycopg2.extensions.connection:
    server = superuser_connection()
    with server, server.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
    return server


def _tables() -> list[str]:
    return [name for name in connection.introspection.table_names() if name not in KEPT]


def _name() -> str:
    name = connection.settings_dict["NAME"]
    if not name.startswith("test_"):
        raise RuntimeError(f"{name} is no test database and is not emptied")
    return name


def _in_this_database(url: str, name: str) -> str:
    base, _, options = url.partition("?")
    return f"{base.rsplit('/', 1)[0]}/{name}?{options}"


def _superuser_dsn(name: str) -> str:
    if url := os.environ.get("TEST_SUPERUSER_DATABASE_URL"):
        return _in_this_database(url, name)
    here = connection.settings_dict
    parts = {
        "host": here["HOST"],
        "port": here["PORT"],
        "user": here["USER"],
        "password": here["PASSWORD"],
        "dbname": name,
    }
    return " ".join(f"{key}={value}" for key, value in parts.items() if value)
