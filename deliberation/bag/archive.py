"""The package as a tar stream: sent as it is made, never held whole. Cut off, it lacks its declaration and its end."""

from __future__ import annotations

import tarfile
from collections.abc import Iterable, Iterator

from mad.common import clock

from .bagit import Bag, Member

BLOCK = 512


def stream(root: str, bag: Bag, members: Iterable[Member]) -> Iterator[bytes]:
    """The bytes of a tar with one folder, `root`. Raises Refused (R15) at a member that is not what was received."""
    moment = int(clock.now().timestamp())
    for member in members:
        yield _head(f"{root}/data/{member.path}", member.size, moment)
        yield from bag.passing(member)
        yield _filling(member.size)
    for name, content in bag.tags():
        yield _head(f"{root}/{name}", len(content), moment)
        yield content
        yield _filling(len(content))
    yield bytes(2 * BLOCK)


def _head(name: str, size: int, moment: int) -> bytes:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mtime, entry.mode = size, moment, 0o600
    return entry.tobuf(tarfile.PAX_FORMAT)


def _filling(size: int) -> bytes:
    return bytes(-size % BLOCK)
