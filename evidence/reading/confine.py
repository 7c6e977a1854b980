"""What a reading child gives up before it touches a file. Every limit holds for one file."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import sys
from dataclasses import dataclass

NOBODY = 65534
MEGABYTE = 1024 * 1024
OPEN_FILES = 64
_NEW_NETWORK, _NEW_USER = 0x40000000, 0x10000000
_PARENT_DEATH, _NO_NEW_PRIVILEGES, _DUMPABLE = 1, 38, 4
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


@dataclass(frozen=True, slots=True)
class Limits:
    """seconds: processor time of one process; memory and file: megabytes; wall: seconds until it is ended.

    soft: seconds after which a reader leaves off drawing pages and recognising letters, and hands over what it has.
    """

    seconds: int = 120
    memory: int = 1024
    file: int = 64
    wall: int = 240
    soft: int = 90


def confine(limits: Limits, folder: str) -> None:
    """Set the limits, move to the empty folder, give up the network and, as root, the user."""
    _die_with_parent()
    _without_network()
    os.chdir(folder)
    os.environ.clear()
    os.environ.update({"PATH": "/usr/bin:/bin", "TMPDIR": folder, "HOME": folder, "OMP_THREAD_LIMIT": "1"})
    _limit(limits)
    _drop_user(folder)
    _prctl(_NO_NEW_PRIVILEGES, 1)
    _prctl(_DUMPABLE, 0)


def _limit(limits: Limits) -> None:
    memory, size = limits.memory * MEGABYTE, limits.file * MEGABYTE
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 2))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # writing beyond the limit is then an error the reader reports


def _drop_user(folder: str) -> None:
    if os.geteuid() != 0:
        return
    os.chown(folder, NOBODY, NOBODY)
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)


def _without_network() -> None:
    """An empty network of its own, where the kernel lets it; readers open none in any case."""
    if _LIBC is not None and _LIBC.unshare(_NEW_NETWORK) != 0 and os.geteuid() != 0:
        with contextlib.suppress(OSError):
            _LIBC.unshare(_NEW_USER | _NEW_NETWORK)


def _die_with_parent() -> None:
    _prctl(_PARENT_DEATH, signal.SIGKILL)


def _prctl(option: int, value: int) -> None:
    if _LIBC is not None:
        _LIBC.prctl(option, value, 0, 0, 0)
