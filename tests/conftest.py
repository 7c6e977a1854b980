"""Fixtures that every part shares. See tests/people.py for the cast."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
from django.core.management import call_command
from django.db import connection, connections
from psycopg2 import sql

from mad.docket.sealing import seal_all

pytest_plugins = ["tests.people"]

KEPT = {"django_migrations", "django_content_type", "auth_permission", "reference_state", "membership_councilseat"}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> None:
    """The reference data is there before the first test, as after `make run`."""
    with django_db_blocker.unblock():
        call_command("load_reference", verbosity=0)
        empty_database()


@pytest.fixture(autouse=True)
def _own_data_dir(settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


@pytest.fixture
def committed_db(django_db_setup, django_db_blocker) -> Iterator[None]:
    """A database that really commits, for tests with several connections; emptied afterwards.

    The record refuses TRUNCATE to everybody (R49), so the superuser of the test server switches its own
    session to replica mode, which the application's roles cannot.
    """
    with django_db_blocker.unblock():
        yield
        empty_database()


def empty_database() -> None:
    """Empty every table but the reference data, in the test database of this process."""
    tables = [sql.Identifier(name) for name in connection.introspection.table_names() if name not in KEPT]
    connections.close_all()
    as_superuser(sql.SQL("TRUNCATE {} RESTART IDENTITY").format(sql.SQL(", ").join(tables)))


def as_superuser(statement: str | sql.Composable) -> None:
    """Run `statement` with the record's triggers off: what the application's roles cannot do."""
    with closing(psycopg2.connect(_superuser_dsn(connection.settings_dict["NAME"]))) as server:
        with server, server.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute(statement)


def _superuser_dsn(name: str) -> str:
    if url := os.environ.get("TEST_SUPERUSER_DATABASE_URL"):
        base, _, options = url.partition("?")
        return f"{base.rsplit('/', 1)[0]}/{name}?{options}"
    here = connection.settings_dict
    parts = {"host": here["HOST"], "port": here["PORT"], "user": here["USER"], "password": here["PASSWORD"], "dbname": name}
    return " ".join(f"{key}={value}" for key, value in parts.items() if value)


@pytest.fixture
def seal():
    """Seal what waits, as the heartbeat does every second."""
    return seal_all
