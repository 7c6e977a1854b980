"""A database of the rehearsal's own: it never writes into the record of the Division."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from io import StringIO

import psycopg2
from django.core.management import call_command
from django.db import connection
from psycopg2 import sql

from mad.common.errors import Refused


@contextmanager
def own_database(keep: bool) -> Iterator[str]:
    """Make "<name>_rehearsal" afresh, migrated and with its reference data; drop it afterwards unless `keep`.

    Raises Refused when the role may not create a database.
    """
    home = connection.settings_dict["NAME"]
    name = f"{home}_rehearsal"
    _administer("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
    _administer("CREATE DATABASE {}", name)
    _use(name)
    try:
        call_command("migrate", verbosity=0)
        call_command("load_reference", verbosity=0, stdout=StringIO())
        yield name
    finally:
        _use(home)
        if not keep:
            _administer("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _use(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


def _administer(statement: str, name: str) -> None:
    facts = connection.get_connection_params()
    facts.pop("cursor_factory", None)
    try:
        with closing(psycopg2.connect(**facts)) as server:
            server.autocommit = True
            with server.cursor() as cursor:
                cursor.execute(sql.SQL(statement).format(sql.Identifier(name)))
    except psycopg2.errors.InsufficientPrivilege as error:
        raise Refused(
            reason="The rehearsal needs a database of its own, and this role may not create one.",
            detail="Give DATABASE_OWNER_URL with a role that may, or run it without DATABASE_URL.",
        ) from error
