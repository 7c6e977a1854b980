"""The process that reads files: libraries loaded once, a confined child for each file.

Over a socket on standard input comes one request at a time: a JSON line with the open file and the pipe for the
answer beside it. Back goes a JSON line with how the child ended. It ends when the socket does.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import pkgutil
import select
import shutil
import signal
import socket
import stat
import tempfile
import time
from pathlib import Path
from typing import Any

from evidence.reading import ocr
from evidence.reading.child import read
from evidence.reading.confine import Limits, confine

REQUEST_BYTES = 4096
ABANDONED = 3600
PACKAGES = ("encodings", "email", "email.mime", "charset_normalizer", "lxml", "docx.oxml", "docx.opc")


def main() -> None:
    link = socket.socket(fileno=0)
    sweep()
    _preload()
    gc.collect()
    gc.freeze()
    while True:
        plain, fds, _, _ = socket.recv_fds(link, REQUEST_BYTES, 2)
        if not plain:
            return
        link.sendall(json.dumps(_one(json.loads(plain), link, fds)).encode() + b"\n")


def _preload() -> None:
    """What a confined child may be unable to load, because it is nobody: modules that libraries load only when needed."""
    for package in PACKAGES:
        for module in pkgutil.iter_modules(importlib.import_module(package).__path__):
            with contextlib.suppress(Exception):  # those of other systems, or of libraries that are not installed
                importlib.import_module(f"{package}.{module.name}")
    importlib.import_module("_strptime")
    ocr.languages()


def sweep() -> None:
    """Take away the folders of readers that were killed: ours, an hour old, of processes that are no more."""
    for path in Path(tempfile.gettempdir()).glob("mad-reading-*-*"):
        with contextlib.suppress(OSError, ValueError):
            kept = path.lstat()
            of_ours = stat.S_ISDIR(kept.st_mode) and kept.st_uid == os.geteuid()
            if of_ours and time.time() - kept.st_mtime > ABANDONED and not _alive(int(path.name.split("-")[2])):
                shutil.rmtree(path, ignore_errors=True)


def _alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def _one(request: dict[str, Any], link: socket.socket, fds: list[int]) -> dict[str, int]:
    folder = tempfile.mkdtemp(prefix=f"mad-reading-{os.getpid()}-")
    try:
        child = os.fork()
        if child == 0:
            _child(request, link, fds, folder)
        for fd in fds:
            os.close(fd)
        status = _wait(child, link)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    signalled = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    return {"signal": signalled, "exit": 0 if signalled else os.WEXITSTATUS(status)}


def _wait(child: int, link: socket.socket) -> int:
    """How the child ended. When who asked is gone meanwhile, all of this session ends at once."""
    watched = select.poll()
    watched.register(ended := os.pidfd_open(child), select.POLLIN)
    watched.register(link, select.POLLHUP)
    ready = dict(watched.poll())
    if ended not in ready:
        os.killpg(0, signal.SIGKILL)
    os.close(ended)
    return os.waitpid(child, 0)[1]


def _child(request: dict[str, Any], link: socket.socket, fds: list[int], folder: str) -> None:
    """Never returns."""
    code = 70
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        link.close()
        confine(limits := Limits(**request["limits"]), folder)
        read(fds[0], fds[1], request["type"], limits)
        code = 0
    finally:
        os._exit(code)
