"""An embedded Valkey: append-only file, no eviction, one socket, one password."""

from __future__ import annotations

import os
import signal
import time
from urllib.parse import quote

import redis

from mad import env
from mad.local.places import Places
from mad.local.processes import Child, StartError, stop_request

READY_SECONDS = 30
FAREWELL = ((signal.SIGTERM, 2.5), (signal.SIGKILL, 1.0))


class Valkey:
    """One server under ``places``; its data are in ``places.valkey``."""

    def __init__(self, places: Places, *, durable: bool = True) -> None:
        self.places, self.durable = places, durable
        self.socket = places.sockets / "valkey.sock"
        self.configuration = places.valkey / "valkey.conf"
        self.child = Child(
            "valkey",
            [places.valkey_program, self.configuration],
            folder=places.data,
            environment={"LC_ALL": "C", "TZ": "UTC"},
            farewell=FAREWELL,
            owner=places.owner,
        )

    @property
    def url(self) -> str:
        return f"unix://:{quote(self._password, safe='')}@{quote(str(self.socket))}?db=0"

    @property
    def _password(self) -> str:
        return env.kept_secret(self.places.keys / "valkey")

    def start(self) -> None:
        """Start it and wait for its answer. Raises StartError."""
        self._configure()
        self.child.start()
        until = time.monotonic() + READY_SECONDS
        with redis.Redis.from_url(self.url) as client:
            while not _answers(client):
                if not self.child.running or time.monotonic() > until:
                    raise StartError(f"Valkey does not start; its log ends:\n{self.child.tail()}")
                stop_request.pause(0.02)

    def _configure(self) -> None:
        """The password goes through a closed file, not through the command line that everybody can read."""
        lines = {
            "port": 0,
            "unixsocket": self.socket,
            "unixsocketperm": 700,
            "requirepass": self._password,
            "dir": f'"{self.places.valkey}"',
            "appendonly": "yes" if self.durable else "no",
            "maxmemory-policy": "noeviction",
            "save": '""',
        }
        self.configuration.unlink(missing_ok=True)
        self.configuration.touch(mode=0o600)
        self.configuration.write_text("".join(f"{name} {value}\n" for name, value in lines.items()))
        if self.places.owner:
            os.chown(self.configuration, self.places.owner.uid, self.places.owner.gid)


def _answers(client: redis.Redis) -> bool:
    try:
        return bool(client.ping())
    except (redis.exceptions.ConnectionError, redis.exceptions.TimeoutError):
        return False
