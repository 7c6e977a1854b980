"""A gigabyte from the socket to the receipt against a raw copy; small uploads against a bare Django view."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import socket
import time
from base64 import b64encode
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench import load
from tests.bench.load import Call, Client
from tests.bench.place import Place, Web
from tests.bench.report import Report

MEGABYTE = 1024 * 1024
LARGE = 1024 * MEGABYTE
LARGE_PAIRS, SMALL_PAIRS = 5, 5
SMALL_CLIENTS, WINDOW = 16, 4.0
BLOCK = os.urandom(MEGABYTE)
TUS = (("Tus-Resumable", "1.0.0"), ("Content-Type", "application/offset+octet-stream"))


def measure(place: Place, report: Report) -> None:
    with place.web() as web:
        _large(place, web, report)
        _small(place, web, report)


def _large(place: Place, web: Web, report: Report) -> None:
    _upload(place, web, 64 * MEGABYTE)
    before = web.memory()
    pairs, grown = [], 0
    for _ in range(LARGE_PAIRS):
        raw = _raw_copy(place.data / "raw")
        ours = _upload(place, web, LARGE)
        grown = max(grown, web.memory() - before)
        pairs.append((ours, raw))
    report.note(f"1 GB: {median(a for a, _ in pairs):.2f} s to the receipt, raw {median(b for _, b in pairs):.2f} s")
    report.at_most("1 GB uploaded, hashed, synced, receipt ÷ raw copy", median(a / b for a, b in pairs), 1.15)
    report.at_most("web process grows by MiB over 1 GB uploads", grown / MEGABYTE, 64)


def _upload(place: Place, web: Web, size: int) -> float:
    """Seconds from the first byte of the first request to the receipt of a submission with the file."""
    token = _token(place)
    client = Client(web.port)
    started = time.perf_counter()
    wire = Call("POST", "/api/v1/uploads/", _headers(token, size)).wire()
    client.socket.sendall(wire.replace(b"Content-Length: 0", f"Content-Length: {size}".encode()))
    for _ in range(size // MEGABYTE):
        client.socket.sendall(BLOCK)
    status, upload = _answered(client)
    assert status == 201
    body = json.loads(load.submission()) | {"uploads": [upload]}
    headers = (("Authorization", f"Bearer {token}"), ("Content-Type", "application/json"))
    status, answer = client.send(Call("POST", "/api/v1/submissions/", headers, json.dumps(body).encode()).wire())
    taken = time.perf_counter() - started
    client.socket.close()
    line = json.loads(answer)["files"][0]
    assert (status, line["size"]) == (201, size), answer
    (place.data / "evidence" / "store" / line["sha256"][:2] / line["sha256"]).unlink()
    return taken


def _answered(client: Client) -> tuple[int, str]:
    """(status, the id in Location) of an answer without a body."""
    while b"\r\n\r\n" not in client.buffer:
        client._more()
    head, _, client.buffer = client.buffer.partition(b"\r\n\r\n")
    found = [line for line in head.decode().lower().split("\r\n") if line.startswith("location:")]
    return int(head[9:12]), found[0].rstrip("/").rsplit("/", 1)[1] if found else ""


def _raw_copy(path: Path) -> float:
    """Seconds for the same bytes from a socket to a file, hashed and synced, by the least Python can do."""
    with closing(socket.create_server((load.HOST, 0))) as server:
        process = multiprocessing.get_context("fork").Process(target=_receive, args=(server, path))
        process.start()
        with closing(socket.create_connection(server.getsockname())) as client:
            started = time.perf_counter()
            for _ in range(LARGE // MEGABYTE):
                client.sendall(BLOCK)
            client.recv(64)
            taken = time.perf_counter() - started
        process.join()
    path.unlink()
    return taken


def _receive(server: socket.socket, path: Path) -> None:
    client, _ = server.accept()
    buffer, digest, got = bytearray(256 * 1024), hashlib.sha256(), 0
    view = memoryview(buffer)
    with path.open("wb", buffering=0) as file:
        while got < LARGE:
            size = client.recv_into(buffer)
            digest.update(view[:size])
            file.write(view[:size])
            got += size
        os.fsync(file.fileno())
    client.sendall(digest.hexdigest().encode())


def _small(place: Place, web: Web, report: Report) -> None:
    calls = {
        "ours": Call("POST", "/api/v1/uploads/", _headers(_token(place), MEGABYTE), BLOCK),
        "bare": Call("PUT", "/bench/put/", (("Content-Type", "application/octet-stream"),), BLOCK),
    }
    for call in calls.values():
        load.run(web.port, [call], clients=SMALL_CLIENTS, seconds=1.0)
    rates: list[dict[str, Any]] = []
    for _ in range(SMALL_PAIRS):
        rates.append(
            {
                name: load.run(web.port, [call], clients=SMALL_CLIENTS, seconds=WINDOW).rate(201)
                for name, call in calls.items()
            }
        )
        _forget(place)
    ours, bare = (median(rate[name] for rate in rates) for name in ("ours", "bare"))
    report.note(f"1 MB, {SMALL_CLIENTS} clients: {ours:.0f} uploads/s, bare {bare:.0f}/s (medians of {SMALL_PAIRS})")
    ratio = median(rate["ours"] / rate["bare"] for rate in rates)
    report.at_least(f"1 MB uploads per second ÷ bare PUT, {SMALL_CLIENTS} clients", ratio, 0.7)


def _forget(place: Place) -> None:
    """The disk is not to fill over the pairs."""
    place.fill("DELETE FROM evidence_upload WHERE submission_id IS NULL")
    for folder in ("evidence/uploads", "bench"):
        for path in (place.data / folder).glob("*"):
            path.unlink(missing_ok=True)


def _headers(token: str, size: int) -> tuple[tuple[str, str], ...]:
    name = b64encode(b"recording.mp4").decode()
    return (
        *TUS,
        ("Authorization", f"Bearer {token}"),
        ("Upload-Length", str(size)),
        ("Upload-Metadata", f"filename {name}"),
    )


def _token(place: Place) -> str:
    return next(person["token"] for person in place.accounts() if person["username"] == "ohchr-machine")
