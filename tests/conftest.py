"""Fixtures that every part shares. See tests/people.py for the cast."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.test.utils import setup_databases, teardown_databases
from xdist.scheduler import LoadScopeScheduling

from mad.docket.sealing import seal_all
from tests.database import application_account, copied, empty_database, end_sessions
from tests.people import committed_people, morning, people, seat_cast

__all__ = ["committed_people", "morning", "people"]  # fixtures

# The files whose tests share a world that takes long to make: each runs in one process.
TOGETHER = {
    "tests/browser/test_every_page_browser.py",
    "tests/local/test_uploads_survive.py",
    "tests/services/test_evidence_object_store.py",
    "tests/services/test_rehearsal.py",
    "tests/services/test_scanner.py",
}

MOST_SAID = 2_000

# How long an example takes tells of the machine, which others use, and nothing of the product.
hypothesis.settings.register_profile(
    "shared machine", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow], print_blob=True
)
hypothesis.settings.load_profile("shared machine")


class Scheduling(LoadScopeScheduling):
    """Single tests go to whichever process is free, the files of TOGETHER whole, and first."""

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.split("::")[0]
        return path if path in TOGETHER else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Scheduling:
    return Scheduling(config, log)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One more than there are cores: who drives a browser, or kills a server and waits for the next, leaves one idle."""
    return (os.cpu_count() or 1) + 1


class AtOnce:
    """Says what failed when it fails: a run that is ended from outside never comes to its summary."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            terminal = self.config.pluginmanager.getplugin("terminalreporter")
            terminal.write_line(f"\nFAILED {report.nodeid} ({report.when})\n{report.longreprtext[-MOST_SAID:]}")


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(AtOnce(config))


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
        with copied(connection.settings_dict["NAME"]) as there:
            made = setup_databases(verbosity=0, interactive=False, keepdb=keep or there)
            if not there:
                call_command("load_reference", verbosity=0)
        empty_database()
        seat_cast()
        with _as_application():
            yield
        if not keep:
            end_sessions()
            teardown_databases(made, verbosity=0)


@contextmanager
def _as_application() -> Iterator[None]:
    """Give up the rights of the schema's owner, as the product does, so that a missing grant shows in the tests."""
    owner = {name: connection.settings_dict[name] for name in ("USER", "PASSWORD")}
    _sign_in(application_account())
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

    The record refuses to be emptied by anybody (R49), so the superuser of the test server switches its own
    session to replica mode, which the application's roles cannot.
    """
    with django_db_blocker.unblock():
        empty_database()
        yield
        empty_database()
        seat_cast()


@pytest.fixture
def seal():
    """Seal what waits, as the heartbeat does every second."""
    return seal_all
