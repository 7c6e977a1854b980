"""Statements planned once per connection: for the few that every submission runs, planning costs more than running."""

from __future__ import annotations

import hashlib
import re
import select
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection

_GENERIC = "SET LOCAL plan_cache_mode TO force_generic_plan; "
_PLACE = re.compile(r"%\((\w+)\)s")
_known: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Prepared:
    """A statement with %(named)s places. types: PostgreSQL's type of each place that is not text.

    generic: one plan for all values, until the transaction ends for all that it runs. The server takes an array that it
    sees to be shorter than it would guess for a reason to plan anew each time, and large statements plan for longer than
    they run.
    """

    name: str
    sql: str
    types: Mapping[str, str] = field(default_factory=dict)
    generic: bool = False
    preparation: str = field(init=False)
    execution: str = field(init=False)

    def rows(
        self, values: Mapping[str, Any], *, before: tuple[Prepared, Mapping[str, Any]] | None = None
    ) -> list[tuple[Any, ...]]:
        """Run it on this thread's connection, which learns it the first time.

        before: a statement that goes before it in the same message, with its values; their names are not this one's.
        """
        with connection.cursor() as cursor:
            known = _known.setdefault(connection.connection, set())
            message, given = self.execution, values
            if before is not None:
                before[0].learn(cursor, known)
                message, given = f"{before[0].execution}; {message}", {**values, **before[1]}
            self.learn(cursor, known)
            cursor.execute(message, given)
            return cursor.fetchall()

    def learn(self, cursor: Any, known: set[str]) -> None:
        """Have the server plan it, unless the connection knows it."""
        if self.name not in known:
            cursor.execute(self.preparation)
            known.add(self.name)

    def __post_init__(self) -> None:
        places = list(dict.fromkeys(_PLACE.findall(self.sql)))
        types = ", ".join(self.types.get(place, "text") for place in places)
        numbered = _PLACE.sub(lambda found: f"${places.index(found[1]) + 1}", self.sql)
        given = ", ".join(f"%({place})s" for place in places)
        object.__setattr__(self, "preparation", f"PREPARE {self.name} ({types}) AS {numbered}")
        object.__setattr__(self, "execution", f"{_GENERIC if self.generic else ''}EXECUTE {self.name} ({given})")


_MOST_PLANNED = 100
_planned: WeakKeyDictionary[Any, dict[str, str]] = WeakKeyDictionary()


def planned_rows(sql: str, parameters: Sequence[Any], *, before: str = "") -> list[tuple[Any, ...]]:
    """Run a statement with %s places that is put together anew each time but says one of a few things.

    before: statements without places that go before it in the same message, each ended by a semicolon.

    This thread's connection learns each text once, and forgets the one it has not run for the longest time. The server
    infers the types of the places, so each place must stand where there is one.
    """
    known = _planned.setdefault(connection.connection, {})
    with connection.cursor() as cursor:
        name = known.pop(sql, None)
        if name is None:
            while len(known) >= _MOST_PLANNED:
                cursor.execute(f"DEALLOCATE {known.pop(next(iter(known)))}")
            name = f"planned_{hashlib.sha256(sql.encode()).hexdigest()[:32]}"
            cursor.execute(f"PREPARE {name} AS {_numbered(sql)}")
        known[sql] = name
        given = f" ({', '.join(['%s'] * len(parameters))})" if parameters else ""
        cursor.execute(f"{before}EXECUTE {name}{given}", parameters)
        return cursor.fetchall()


def _numbered(sql: str) -> str:
    numbers = count(1)
    return re.sub("%(.)", lambda found: f"${next(numbers)}" if found[1] == "s" else found[1], sql)


def trust_an_open_connection() -> None:
    """Spare the round trip by which Django finds out whether this thread's connection still stands.

    A server that has ended a session has closed its socket, which can then be read from. Where nothing can be read,
    the session stands as far as a question could tell; where something can, Django asks as ever.
    """
    session = connection.connection
    if session is None or session.closed:
        return
    socket = select.poll()
    socket.register(session.fileno(), select.POLLIN)
    if not socket.poll(0):
        connection.health_check_done = True  # type: ignore[attr-defined] # Django's own, not in its stubs
