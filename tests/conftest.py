"""Fixtures that every part shares. See tests/people.py for the cast."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.test.utils import setup_databases, teardown_databases
from psycopg2 import sql
from xdist.scheduler import LoadScopeScheduling

from mad.docket.sealing import seal_all
from mad.env import parse_database_url
from tests.people import committed_people, morning, people, seat_cast

__all__ = ["committed_people", "morning", "people"]  # fixtures

KEPT = {"django_migrations", "django_content_type", "auth_permission", "reference_state", "membership_councilseat"}


# The files whose tests share a world that takes long to make: each runs in one process.
TOGETHER = {
    "tests/browser/test_every_page_browser.py",
    "tests/local/test_uploads_survive.py",
    "tests/services/test_evidence_object_store.py",
    "tests/services/test_rehearsal.py",
    "tests/services/test_scanner.py",
}


class Scheduling(LoadScopeScheduling):
    """Single tests go to whichever process is free, the files of TOGETHER whole, and first."""

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.split("::")[0]
        return path if path in TOGETHER else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Scheduling:
    return Scheduling(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What waits for a real browser or for processes of its own gets a second try, named in the summary: a machine that
    others use may stall beyond any sensible wait. A second failure stands."""
    for item in items:
        if item.get_closest_marker("browser") or item.get_closest_marker("supervisor"):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def django_db_setup(
    request, django_test_environment, django_db_blocker, django_db_modify_db_settings
) -> Iterator[None]:
    """The reference data and the cast are there before the first test, which then runs as the application's role."""
    keep = request.config.getvalue("reuse_db") and not request.config.getvalue("create_db")
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, keepdb=keep)
        call_command("load_reference", verbosity=0)
        empty_database()
        seat_cast()
        with _as_application():
            yield
        if not keep:
            teardown_databases(made, verbosity=0)


@contextmanager
def _as_application() -> Iterator[None]:
    """Give up the rights of the schema's owner, as the product does, so that a missing grant shows in the tests."""
    owner = {name: connection.settings_dict[name] for name in ("USER", "PASSWORD")}
    if url := os.environ.get("TEST_APP_DATABASE_URL"):
        application = parse_database_url(url)
        _sign_in({name: application[name] for name in owner})
    yield
    _sign_in(owner)


def _sign_in(account: dict[str, str]) -> None:
    connections.close_all()
    connection.settings_dict.update(account)


@pytest.fixture(autouse=True)
def _own_data_dir(settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


@pytest.fixture
def committed_db(django_db_setup, django_db_blocker) -> Iterator[None]:
    """A database that really commits, for tests with several connections; empty before, the cast alone after.

    The record refuses TRUNCATE to everybody (R49), so the superuser of the test server switches its own
    session to replica mode, which the application's roles cannot.
    """
    with django_db_blocker.unblock():
        empty_database()
        yield
        empty_database()
        seat_cast()


def empty_database() -> None:
    """Empty every table but the reference data, in the test database of this process."""
    name = connection.settings_dict["NAME"]
    if not name.startswith("test_"):
        raise RuntimeError(f"{name} is no test database and is not emptied")
    tables = [sql.Identifier(name) for name in connection.introspection.table_names() if name not in KEPT]
    connections.close_all()
    as_superuser(sql.SQL("TRUNCATE {} RESTART IDENTITY").format(sql.SQL(", ").join(tables)))


def as_superuser(statement: str | sql.Composable) -> None:
    """Run `statement` with the record's triggers off: what the application's roles cannot do."""
    with closing(superuser_connection()) as server, server, server.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement)


def superuser_connection() -> psycopg2.extensions.connection:
    """As the superuser of the test server, in the test database of this process."""
    return psycopg2.connect(_superuser_dsn(connection.settings_dict["NAME"]))


def owner_connection() -> psycopg2.extensions.connection:
    """As the owner of the schema, who migrates, in the test database of this process."""
    return psycopg2.connect(_in_this_database(os.environ["DATABASE_URL"], connection.settings_dict["NAME"]))


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


@pytest.fixture
def seal():
    """Seal what waits, as the heartbeat does every second."""
    return seal_all
