"""The embedded services of one DATA_DIR, held by one process at a time.

``DATA_DIR/run/lock`` is held by whoever runs them, ``DATA_DIR/run/users`` (shared) by whoever borrows them,
and ``DATA_DIR/run/services.json`` says where they are for as long as they run.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Self

from mad import env
from mad.local import processes
from mad.local.places import settle
from mad.local.postgres import APP, OWNER, SUPERUSER, Postgres
from mad.local.processes import Child
from mad.local.valkey import Valkey

BORROW_SECONDS = 60
LOCK_SECONDS = 0.5


class InUse(env.EnvError):
    """Somebody else holds this DATA_DIR."""


@dataclass(frozen=True)
class ServicesInfo:
    """Addresses, passwords included; empty for a service that does not run here."""

    owner_url: str = ""
    app_url: str = ""
    superuser_url: str = ""
    redis_url: str = ""

    def environment(self) -> dict[str, str]:
        """The variables that lead a process to these services."""
        given = {
            "DATABASE_URL": self.app_url,
            "DATABASE_OWNER_URL": self.owner_url,
            "REDIS_URL": self.redis_url,
        }
        return {name: value for name, value in given.items() if value}


class EmbeddedServices:
    """PostgreSQL and Valkey under ``data_dir``; usable as a context manager.

    ``durable=False`` is for tests: nothing is forced to disk. Start it from the main thread.
    Raises EnvError (folder, another holder) or StartError.
    """

    def __init__(
        self, data_dir: Path | str, *, durable: bool = True, postgres: bool = True, valkey: bool = True
    ) -> None:
        self.data = Path(data_dir).absolute()
        self.durable, self.wanted = durable, (postgres, valkey)
        self.children: list[Child] = []
        self.note = ""
        self._lock: IO[str] | None = None

    @classmethod
    def throwaway(cls, *, durable: bool = False) -> Self:
        """In a new temporary folder; end it with ``destroy()``."""
        folder = Path(tempfile.mkdtemp(prefix="mad-"))
        folder.chmod(0o711)
        return cls(folder, durable=durable)

    def claim(self) -> None:
        """Make the folders, take the lock, end what a killed predecessor left. Starts nothing."""
        if self._lock is not None:
            return
        check_writable(self.data)
        self.places = settle(self.data)
        self.note = self.places.note
        self._lock = _take_lock(self.places.run / "lock", self.data)
        self._facts.unlink(missing_ok=True)
        processes.sweep(self.places.run, self.data)

    def start(self) -> ServicesInfo:
        self.claim()
        try:
            info = self._start()
        except BaseException:
            self.stop()
            raise
        draft = self._facts.with_suffix(".new")
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(asdict(info), indent=1))
        draft.replace(self._facts)
        return info

    def _start(self) -> ServicesInfo:
        facts = {}
        if self.wanted[1]:
            valkey = Valkey(self.places, durable=self.durable)
            self.children.append(valkey.child)
            valkey.start()
            facts["redis_url"] = valkey.url
        if self.wanted[0]:
            postgres = Postgres(self.places, durable=self.durable)
            self.children.append(postgres.child)
            postgres.start()
            facts["app_url"], facts["owner_url"] = postgres.url(APP), postgres.url(OWNER)
            facts["superuser_url"] = postgres.url(SUPERUSER)
        return ServicesInfo(**facts)

    @property
    def _facts(self) -> Path:
        return self.data / "run" / "services.json"

    def dead(self) -> Child | None:
        """A service that ended by itself, if any."""
        return next((child for child in self.children if not child.running), None)

    def stop(self) -> None:
        """Stop both, cleanly, and give the lock back. Safe to call twice."""
        if self._lock is None:
            return
        self._facts.unlink(missing_ok=True)
        processes.stop(*self.children)
        self.children.clear()
        self._lock.close()
        self._lock = None

    def destroy(self) -> None:
        """Stop, and remove every file of this DATA_DIR."""
        self.claim()
        self.stop()
        for folder in {self.places.sockets, self.places.home, self.data}:
            shutil.rmtree(folder, ignore_errors=True)

    def __enter__(self) -> ServicesInfo:
        return self.start()

    def __exit__(self, *problem: object) -> None:
        self.stop()


def check_writable(data: Path) -> None:
    """DATA_DIR can be made and written to, or EnvError."""
    trial = data / f".writable-{os.getpid()}"
    try:
        if not data.exists():
            data.mkdir(parents=True, exist_ok=True)
            data.chmod(0o711)
        trial.touch(mode=0o600)
        trial.unlink()
    except OSError as error:
        raise env.EnvError(f"DATA_DIR is not writable: {data} ({error.strerror}).") from None


def _take_lock(path: Path, data: Path) -> IO[str]:
    """Held until closed. A holder that was just killed is given a moment to be gone."""
    lock, until = path.open("a+"), time.monotonic() + LOCK_SECONDS
    while not _locked(lock):
        if time.monotonic() > until:
            lock.seek(0)
            holder = lock.read().strip() or "unknown"
            lock.close()
            raise InUse(f"DATA_DIR is in use by another process (number {holder}): {data}.")
        time.sleep(0.05)
    lock.truncate(0)
    lock.write(f"{os.getpid()}\n")
    lock.flush()
    return lock


def _locked(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextlib.contextmanager
def borrowed(data: Path) -> Iterator[ServicesInfo]:
    """The services of ``data`` for the length of one command: those that run, or else temporary ones.

    Temporary ones wait at the end for others that borrowed them meanwhile.
    """
    own = EmbeddedServices(data, valkey=not os.environ.get("REDIS_URL"))
    info = _join(own)
    try:
        with (data / "run" / "users").open("a") as users:
            fcntl.flock(users, fcntl.LOCK_SH)
            try:
                yield info
            finally:
                if own.children:
                    fcntl.flock(users, fcntl.LOCK_EX)
    finally:
        own.stop()


def _join(own: EmbeddedServices) -> ServicesInfo:
    until = time.monotonic() + BORROW_SECONDS
    while True:
        try:
            return own.start()
        except InUse:
            running = env.services(own.data)
            if running:
                return ServicesInfo(**running)
            if time.monotonic() > until:
                raise
        time.sleep(0.2)
