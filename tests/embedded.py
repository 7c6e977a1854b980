"""Loaded before Django's settings: a PostgreSQL and a Valkey of the test run's own.

With DATABASE_URL set, that server is used instead; its role must be able to create databases.
"""

from __future__ import annotations

import os
import tempfile

import pytest

from mad.local.services import EmbeddedServices

_running: list[EmbeddedServices] = []


def _first_process() -> bool:
    return "PYTEST_XDIST_WORKER" not in os.environ


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    os.environ["PLAIN_STATIC"] = "1"
    os.environ["DEMO"] = "0"
    if not _first_process():
        return
    if "DATABASE_URL" in os.environ:
        os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="mad-test-"))
        return
    services = EmbeddedServices.throwaway()
    os.environ["DATA_DIR"] = str(services.data)
    info = services.start()
    _running.append(services)
    os.environ["DATABASE_URL"] = info.owner_url
    os.environ["TEST_APP_DATABASE_URL"] = info.app_url
    os.environ["TEST_SUPERUSER_DATABASE_URL"] = info.superuser_url
    os.environ["REDIS_URL"] = info.redis_url


def pytest_unconfigure() -> None:
    while _running:
        _running.pop().destroy()
