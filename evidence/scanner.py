"""Asking ClamAV over its socket (R18). The bytes go to it as a stream; it is given no path and no name.

What it says is believed only when it is one of its two plain answers. Everything else, an unreachable or a full
scanner included, is ScannerDown: the file is then held and asked about again.
"""

from __future__ import annotations

import socket
import struct
from contextlib import suppress
from typing import BinaryIO

from django.conf import settings

CONNECT_SECONDS = 5
ANSWER_SECONDS = 300
CHUNK_BYTES = 256 * 1024
ANSWER_BYTES = 4096
_LENGTH = struct.Struct(">I")


class ScannerDown(Exception):
    """The scanner gave no answer that can be relied on; the text says what happened."""


def is_configured() -> bool:
    return bool(settings.CLAMD_ADDRESS)


def scan(stream: BinaryIO) -> str:
    """The name of what was found in the stream, "" when it is clean. Raises ScannerDown."""
    try:
        with _connected() as link:
            with suppress(BrokenPipeError, ConnectionResetError):  # it says why before it hangs up
                _send(link, stream)
            return _finding(_answer(link))
    except OSError as error:
        raise ScannerDown(f"it cannot be reached ({error.strerror or 'no answer in time'})") from None


def _connected() -> socket.socket:
    address = settings.CLAMD_ADDRESS
    if isinstance(address, str):
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        link.settimeout(CONNECT_SECONDS)
        try:
            link.connect(address)
        except OSError:
            link.close()
            raise
    else:
        link = socket.create_connection(address, timeout=CONNECT_SECONDS)
    link.settimeout(ANSWER_SECONDS)
    return link


def _send(link: socket.socket, stream: BinaryIO) -> None:
    link.sendall(b"zINSTREAM\0")
    while chunk := stream.read(CHUNK_BYTES):
        link.sendall(_LENGTH.pack(len(chunk)) + chunk)
    link.sendall(_LENGTH.pack(0))


def _answer(link: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < ANSWER_BYTES:
        piece = link.recv(ANSWER_BYTES)
        if not piece:
            break
        said += piece
    if not said.endswith(b"\0"):
        raise ScannerDown("it hung up without an answer")
    return said.rstrip(b"\0").decode(errors="replace").strip()


def _finding(said: str) -> str:
    if said == "stream: OK":
        return ""
    if said.startswith("stream: ") and said.endswith(" FOUND"):
        return said.removeprefix("stream: ").removesuffix(" FOUND")[:120]
    raise ScannerDown(f"it answered: {said[:120]}")
