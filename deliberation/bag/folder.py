"""The package as a folder that is either whole or not there."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from mad.common.errors import Refused

from .bagit import Bag, Member

ENDING = ".unfinished"


def write(target: Path, bag: Bag, members: Iterable[Member], begun: Callable[[], None] = lambda: None) -> None:
    """Build the package beside `target` and give it its name as the last step. begun: called before the first byte, when
    the place has been written to.

    Raises Refused (R51) when the name is taken or the place cannot be written to; then nothing is left behind. What a
    killed export left is removed by the next one to the same place.
    """
    refuse_place(target)
    try:
        with _building(target) as folder:
            begun()
            for member in members:
                _file(folder / "data" / member.path, bag.passing(member))
            for name, content in bag.tags():
                _file(folder / name, iter((content,)))
            _sync_folders(folder)
            refuse_place(target)
            folder.rename(target)
            _sync(target.parent)
    except OSError as error:
        raise Refused("R51", f"{target} cannot be written: {error.strerror or error}.") from error


def refuse_place(target: Path) -> None:
    if target.is_symlink() or target.exists():
        raise Refused("R51", f"{target} exists already; a package is never written over.")
    if not target.parent.is_dir():
        raise Refused("R51", f"{target.parent} is no folder.")


@contextmanager
def _building(target: Path) -> Iterator[Path]:
    """A folder beside the target under a name that no package has, locked while its process lives."""
    _sweep(target)
    folder = Path(mkdtemp(prefix=f".{target.name}.", suffix=ENDING, dir=target.parent))
    lock = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield folder
    finally:
        os.close(lock)
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(target: Path) -> None:
    for left in target.parent.glob(f".{target.name}.*{ENDING}"):
        try:
            lock = os.open(left, os.O_RDONLY)
        except OSError:
            continue
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(left, ignore_errors=True)
        except BlockingIOError:
            continue
        finally:
            os.close(lock)


def _file(path: Path, chunks: Iterator[bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb", buffering=0) as out:
        for chunk in chunks:
            view = memoryview(chunk)
            while view:
                view = view[out.write(view) or 0 :]
        os.fsync(out.fileno())


def _sync_folders(folder: Path) -> None:
    for where, _folders, _files in os.walk(folder):
        _sync(Path(where))


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
