"""Clients of the load: keep-alive sockets in a process of their own, so that they do not share the server's lock.

Loopback only, bounded in time and in number.
"""

from __future__ import annotations

import json
import multiprocessing
import socket
import threading
import time
from dataclasses import dataclass, field

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Call:
    """One request: method, path, headers, body."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    def wire(self) -> bytes:
        lines = [f"{self.method} {self.path} HTTP/1.1", f"Host: {HOST}", f"Content-Length: {len(self.body)}"]
        lines += [f"{name}: {value}" for name, value in self.headers]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + self.body


@dataclass
class Result:
    """Answers by status, seconds per answer, bodies where kept, and the time it all took."""

    seconds: float = 0.0
    statuses: dict[int, int] = field(default_factory=dict)
    times: list[float] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)

    @property
    def answered(self) -> int:
        return sum(self.statuses.values())

    def rate(self, status: int) -> float:
        """Answers of this status per second."""
        return self.statuses.get(status, 0) / self.seconds

    def median(self) -> float:
        ordered = sorted(self.times)
        return ordered[len(ordered) // 2]


class Client:
    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection((HOST, port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""

    def send(self, wire: bytes) -> tuple[int, bytes]:
        self.socket.sendall(wire)
        while b"\r\n\r\n" not in self.buffer:
            self._more()
        head, _, rest = self.buffer.partition(b"\r\n\r\n")
        length = self._length(head)
        self.buffer = rest
        while len(self.buffer) < length:
            self._more()
        body, self.buffer = self.buffer[:length], self.buffer[length:]
        return int(head[9:12]), body

    def _more(self) -> None:
        received = self.socket.recv(262144)
        if not received:
            raise ConnectionError("the server closed the connection")
        self.buffer += received

    @staticmethod
    def _length(head: bytes) -> int:
        for line in head.split(b"\r\n"):
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                return int(value)
        raise ValueError("no Content-Length")


def run(
    port: int, calls: list[Call], *, clients: int, seconds: float = 0, count: int = 0, keep: bool = False
) -> Result:
    """Send `calls` in turn from `clients` at once for `seconds`, or `count` in all; in a process of its own."""
    here, there = multiprocessing.get_context("fork").Pipe()
    worker = multiprocessing.get_context("fork").Process(
        target=_process, args=(there, port, [call.wire() for call in calls], clients, seconds, count, keep)
    )
    worker.start()
    result = here.recv()
    worker.join()
    if isinstance(result, str):
        raise RuntimeError(result)
    return result


def _process(pipe, port, wires, clients, seconds, count, keep) -> None:
    try:
        pipe.send(_all(port, wires, clients, seconds, count, keep))
    except Exception as error:
        pipe.send(f"{type(error).__name__}: {error}")


def _all(port, wires, clients, seconds, count, keep) -> Result:
    results = [Result() for _ in range(clients)]
    faults: list[Exception] = []
    begin = threading.Barrier(clients + 1)
    share = [count // clients + (n < count % clients) for n in range(clients)]

    def client(number: int) -> None:
        try:
            _one(Client(port), wires, number, begin, seconds, share[number], keep, results[number])
        except Exception as error:
            faults.append(error)
            begin.abort()

    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    begin.wait()
    started = time.perf_counter()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return _merged(results, time.perf_counter() - started)


def _one(client: Client, wires, number, begin, seconds, count, keep, result: Result) -> None:
    begin.wait()
    end = time.perf_counter() + seconds
    sent = 0
    while sent < count if count else time.perf_counter() < end:
        started = time.perf_counter()
        status, body = client.send(wires[(number + sent) % len(wires)])
        result.times.append(time.perf_counter() - started)
        result.statuses[status] = result.statuses.get(status, 0) + 1
        if keep or status >= 400:
            result.bodies.append(body)
        sent += 1


def _merged(results: list[Result], seconds: float) -> Result:
    whole = Result(seconds)
    for result in results:
        whole.times += result.times
        whole.bodies += result.bodies
        for status, number in result.statuses.items():
            whole.statuses[status] = whole.statuses.get(status, 0) + number
    return whole


def submission(number: int = 0) -> bytes:
    """A submission as a partner office sends it, without files."""
    return json.dumps(
        {
            "title": f"Movements in the northern district, report {number}",
            "narrative": "Twelve pick-up vehicles arrived before dawn. " * 12,
            "known_since": "2026-02-08T22:40:00Z",
            "period": {"from": "2026-02-04", "to": "2026-02-08"},
            "states": ["SYR"],
            "places": [{"name": "North", "lat": 35.1, "lon": 36.7}],
            "sensitivity": "confidential",
            "quick_matrix": {
                "rising_violence": {"answer": "worsening", "grounds": "twelve reports in a week"},
                "armed_movement": {"answer": "yes", "grounds": "vehicles"},
                "incitement": {"answer": "unknown", "grounds": ""},
            },
        }
    ).encode()
