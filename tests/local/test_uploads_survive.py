"""R12: an upload and its receipt outlive the process that received it."""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from base64 import b64encode

import psutil
import pytest

from mad import env
from mad.local.services import EmbeddedServices
from mad.local.supervisor import healthy, web_command
from tests.local.running import environment, free_port

pytestmark = pytest.mark.supervisor

MEGABYTE = 1024 * 1024
TUS = {"Tus-Resumable": "1.0.0", "Content-Type": "application/offset+octet-stream"}


class Place:
    """A database, and as many web processes over it as a test starts and kills."""

    def __init__(self, services: EmbeddedServices) -> None:
        info = services.start()
        self.data = services.data
        self.environment = environment(self.data) | info.environment() | {"DATA_DIR": str(self.data), "DEMO": "1"}
        self.started: list[subprocess.Popen] = []
        self.manage("migrate", MAD_DB_ROLE="owner")
        self.manage("load_reference")
        self.manage("load_demonstration")
        accounts = json.loads((self.data / "demo-accounts.json").read_text())
        self.token = next(each["token"] for each in accounts if each["username"] == "ohchr-machine")

    def manage(self, *arguments: str, **extra: str) -> None:
        command = [sys.executable, "manage.py", *arguments]
        subprocess.run(
            command, check=True, cwd=env.PROJECT, env=self.environment | extra, stdout=subprocess.DEVNULL, timeout=600
        )

    def web(self) -> int:
        """The port of a new web process."""
        port = free_port()
        command = [sys.executable, "-m", *web_command(port)]
        self.started.append(subprocess.Popen(command, cwd=env.PROJECT, env=self.environment, stderr=subprocess.DEVNULL))
        until = time.monotonic() + 240
        while not healthy(port):
            assert time.monotonic() < until
            time.sleep(0.1)
        return port

    def kill(self) -> None:
        """`kill -9` of every web process, its workers first."""
        for process in self.started:
            family = [*psutil.Process(process.pid).children(recursive=True), process]
            for member in family:
                member.kill()
            process.wait()
        self.started.clear()

    def ask(self, port: int, method: str, path: str, body: bytes = b"", **headers: str):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request(method, path, body, self.headers(headers))
        answer = connection.getresponse()
        answer.content = answer.read()
        connection.close()
        return answer

    def headers(self, more: dict[str, str]) -> dict[str, str]:
        named = {name.replace("_", "-"): value for name, value in more.items()}
        return TUS | {"Authorization": f"Bearer {self.token}"} | named

    def begin(self, port: int, length: int) -> str:
        name = f"filename {b64encode(b'film.mp4').decode()}"
        return self.ask(port, "POST", "/api/v1/uploads/", Upload_Length=str(length), Upload_Metadata=name).headers[
            "Location"
        ]

    def offset(self, port: int, url: str) -> int:
        return int(self.ask(port, "HEAD", url).headers["Upload-Offset"])

    def stream(self, port: int, url: str, offset: int, length: int, content: bytes) -> socket.socket:
        """Announce `length` bytes, send `content`, and leave the connection open."""
        sender = socket.create_connection(("127.0.0.1", port))
        lines = {**self.headers({"Upload-Offset": str(offset)}), "Host": "127.0.0.1", "Content-Length": str(length)}
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        sender.sendall(f"PATCH {url} HTTP/1.1\r\n{head}\r\n".encode() + content)
        return sender

    def spooled(self, url: str) -> int:
        path = self.data / "evidence" / "uploads" / url.split("/")[-2]
        return path.stat().st_size if path.exists() else 0

    def submit(self, port: int, url: str):
        body = {"title": "Film", "narrative": "What happened.", "states": ["SYR"], "sensitivity": "confidential"}
        sent = json.dumps({**body, "uploads": [url.split("/")[-2]]}).encode()
        return self.ask(port, "POST", "/api/v1/submissions/", sent, Content_Type="application/json")


@pytest.fixture(scope="module")
def place():
    services = EmbeddedServices.throwaway()
    made = Place(services)
    yield made
    made.kill()
    services.destroy()


def eventually(holds) -> None:
    until = time.monotonic() + 480
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_r12_an_upload_goes_on_after_kill_9_of_the_web_process(place):
    content = os.urandom(100 * MEGABYTE)
    port = place.web()
    url = place.begin(port, len(content))
    sender = place.stream(port, url, 0, len(content), content[: 90 * MEGABYTE])
    eventually(lambda: place.spooled(url) >= 85 * MEGABYTE and place.offset(port, url) >= 64 * MEGABYTE)
    place.kill()
    sender.close()
    port = place.web()
    offset = place.offset(port, url)
    assert 64 * MEGABYTE <= offset <= place.spooled(url)
    answer = place.ask(port, "PATCH", url, content[offset:], Upload_Offset=str(offset))
    assert answer.status == 204, answer.content
    receipt = json.loads(place.submit(port, url).content)["receipt"]["statement"]
    assert receipt["files"] == [
        {"name": "film.mp4", "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    ]


def test_r12_a_connection_that_breaks_loses_nothing_that_arrived(place):
    content = os.urandom(5 * MEGABYTE)
    port = place.web()
    url = place.begin(port, len(content))
    place.stream(port, url, 0, len(content), content[: 3 * MEGABYTE]).close()
    eventually(lambda: place.offset(port, url) == 3 * MEGABYTE)
    rest = place.ask(port, "PATCH", url, content[3 * MEGABYTE :], Upload_Offset=str(3 * MEGABYTE))
    assert rest.status == 204
    assert json.loads(place.submit(port, url).content)["files"][0]["sha256"] == hashlib.sha256(content).hexdigest()


def test_r12_of_two_writers_in_two_processes_one_is_refused_until_the_other_dies(place):
    content = os.urandom(4 * MEGABYTE)
    place.kill()
    first = place.web()
    url = place.begin(first, len(content))
    sender = place.stream(first, url, 0, len(content), content[:MEGABYTE])
    eventually(lambda: place.spooled(url) == MEGABYTE)
    second = place.web()
    refused = place.ask(second, "PATCH", url, content, Upload_Offset="0")
    assert (refused.status, refused.headers["Content-Type"]) == (423, "application/problem+json")
    dying = place.started.pop(0)
    for member in [*psutil.Process(dying.pid).children(recursive=True), dying]:
        member.kill()
    dying.wait()
    sender.close()
    assert place.offset(second, url) == 0
    # The system may take a moment to bury a killed process, and its lock with it.
    eventually(lambda: place.ask(second, "PATCH", url, content, Upload_Offset="0").status == 204)
    assert json.loads(place.submit(second, url).content)["files"][0]["sha256"] == hashlib.sha256(content).hexdigest()


def test_r12_who_is_refused_before_the_body_reads_why(place):
    port = place.web()
    url = place.begin(port, 10)
    answer = place.ask(port, "PATCH", url, b"x" * MEGABYTE, Upload_Offset="0")
    assert (answer.status, json.loads(answer.content)["code"]) == (413, "too-large")
    expecting = (
        subprocess.run(
            ["curl", "-sS", "-X", "PATCH", f"http://127.0.0.1:{port}{url}", "--data-binary", "@-"]
            + [part for pair in place.headers({"Upload-Offset": "5"}).items() for part in ("-H", ": ".join(pair))],
            input=os.urandom(30 * MEGABYTE),
            capture_output=True,
        )
        if shutil.which("curl")
        else None
    )
    assert expecting is None or json.loads(expecting.stdout)["code"] == "offset-mismatch"
