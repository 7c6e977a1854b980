"""R12, R49: `kill -9` of each process in turn while 200 offices' submissions with files arrive.

Every receipt that was handed out is complete and verifiable afterwards; nothing without a receipt is half there.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import shutil
import tempfile
import threading
import time
from base64 import b64encode
from pathlib import Path

import psutil
import psycopg2
import pytest

from mad import env
from mad.docket.offline import check_proof
from tests.local.running import Running, call, free_port

pytestmark = pytest.mark.supervisor

SUBMISSIONS = 200
READY = "is ready: http://127.0.0.1:"
RESTARTED = {"web", "worker"}
BODY = {"title": "Report", "narrative": "What happened.", "states": ["SYR"], "sensitivity": "confidential"}
PATIENCE = 900
APART = "between-the-parts-of-a-report"  # in no random bytes, as a shorter one was


class Office:
    """Sends one submission with two files, one of them uploaded before, and asks again until it has the receipt."""

    def __init__(self, number: int, port: int, token: str) -> None:
        self.number, self.port, self.token = number, port, token
        self.files = {f"{kind}-{number}.txt": os.urandom(20_000 + number) for kind in ("part", "tus")}
        self.receipt: dict | None = None
        self.odd: list[tuple[int, bytes]] = []

    def run(self, until: float) -> None:
        while self.receipt is None and time.monotonic() < until:
            try:
                self._try()
            except (OSError, http.client.HTTPException):
                time.sleep(0.2)

    def _try(self) -> None:
        (part, first), (tus, second) = self.files.items()
        upload = self._upload(tus, second)
        if upload is None:
            return
        body = json.dumps({**BODY, "uploads": [upload]})
        form = (
            (
                f'--{APART}\r\nContent-Disposition: form-data; name="submission"\r\n\r\n{body}\r\n'
                f'--{APART}\r\nContent-Disposition: form-data; name="files"; filename="{part}"\r\n\r\n'
            ).encode()
            + first
            + f"\r\n--{APART}--\r\n".encode()
        )
        headers = {"Content-Type": f"multipart/form-data; boundary={APART}", "Idempotency-Key": self._key()}
        status, answer, _ = self._ask("/api/v1/submissions/", form, headers)
        if status == 201:
            self.receipt = json.loads(answer)

    def _upload(self, name: str, content: bytes) -> str | None:
        """An upload may be lost with the machine before anything was promised; the office then sends it again."""
        headers = {
            "Tus-Resumable": "1.0.0",
            "Content-Type": "application/offset+octet-stream",
            "Upload-Length": str(len(content)),
            "Upload-Metadata": f"filename {b64encode(name.encode()).decode()}",
        }
        status, _, answered = self._ask("/api/v1/uploads/", content, headers)
        return answered["Location"].split("/")[-2] if status == 201 else None

    def _key(self) -> str:
        return f"report-{self.number}"

    def _ask(self, path: str, body: bytes, headers: dict[str, str]):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("POST", path, body, headers | {"Authorization": f"Bearer {self.token}"})
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        if answer.status not in (201, 500, 502, 503):
            self.odd.append((answer.status, content))
        return answer.status, content, answer.headers


@pytest.fixture
def folder():
    path = Path(tempfile.mkdtemp(prefix="mad-"))
    path.chmod(0o711)
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def supervised(folder):
    port, kept = free_port(), []

    def start() -> Running:
        kept.append(Running(folder / "data", port, DEMO="1"))
        kept[-1].until(READY)
        return kept[-1]

    yield start
    for running in kept:
        if running.process.poll() is None:
            running.kill()


def test_r12_r49_what_has_a_receipt_survives_every_kill(supervised):
    running = supervised()
    accounts = json.loads((running.data / "demo-accounts.json").read_text())
    token = next(each["token"] for each in accounts if each["username"] == "ohchr-machine")
    before = _numbers(running)
    offices = [Office(number, running.port, token) for number in range(SUBMISSIONS)]
    until = time.monotonic() + PATIENCE
    threads = [threading.Thread(target=office.run, args=(until,)) for office in offices]
    for thread in threads:
        thread.start()
    for share, name in enumerate(("web", "worker", "valkey", "postgres"), 1):
        _await(lambda share=share: _receipts(offices) >= share * SUBMISSIONS // 6, until)
        psutil.Process(running.pid(name)).kill()
        if name not in RESTARTED:
            running.process.communicate(timeout=240)
            running = supervised()
    for thread in threads:
        thread.join()
    assert _receipts(offices) == SUBMISSIONS, [office.odd for office in offices if not office.receipt][:3]
    assert [office.odd for office in offices if any(status != 409 for status, _ in office.odd)] == []
    _every_receipt_holds(running, offices, until + 60)
    _nothing_is_half_there(running, offices, before)
    assert running.stop() == 0


def _receipts(offices: list[Office]) -> int:
    return sum(office.receipt is not None for office in offices)


def _await(holds, until: float) -> None:
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.01)


def _every_receipt_holds(running: Running, offices: list[Office], until: float) -> None:
    """Signature, files by their bytes, and the docket's inclusion proof, with the functions that offices are given."""
    done = call("manage.py", "verify_docket", data=running.data, DEMO="1")
    assert done.returncode == 0, done.stdout + done.stderr
    for office in offices:
        receipt = office.receipt["receipt"]
        lines = {line["name"]: (line["size"], line["sha256"]) for line in receipt["statement"]["files"]}
        assert lines == {name: (len(data), hashlib.sha256(data).hexdigest()) for name, data in office.files.items()}
        for _, sha256 in lines.values():
            place = running.data / "evidence" / "store" / sha256[:2] / sha256
            assert hashlib.sha256(place.read_bytes()).hexdigest() == sha256
        proof = _sealed(office, until)
        key = proof["head"]["public_key"]
        assert check_proof.faults({"proof": proof}, key) == []
        assert proof["leaf"] == receipt["statement"]["docket"]
        assert check_proof.signed_by(key, receipt["statement"], receipt["signature"])


def _sealed(office: Office, until: float) -> dict:
    """The inclusion proof, once the worker has sealed the entry."""
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", office.port, timeout=30)
        headers = {"Authorization": f"Bearer {office.token}"}
        connection.request("GET", f"/api/v1/submissions/{office.receipt['number']}/", headers=headers)
        proof = json.loads(connection.getresponse().read())["inclusion"]
        connection.close()
        if proof:
            return proof
        assert time.monotonic() < until
        time.sleep(0.2)


def _numbers(running: Running) -> set[str]:
    return {row[0] for row in _rows(running, "SELECT number FROM evidence_submission")}


def _rows(running: Running, statement: str) -> list[tuple]:
    connection = psycopg2.connect(env.services(running.data)["app_url"])
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall()
    finally:
        connection.close()


def _nothing_is_half_there(running: Running, offices: list[Office], before: set[str]) -> None:
    received = _numbers(running) - before
    assert received == {office.receipt["number"] for office in offices}
    year = max(received).rsplit("-", 1)[0]
    count = sorted(int(number.rsplit("-", 1)[1]) for number in received | before if number.startswith(year))
    assert count == list(range(count[0], count[0] + len(count)))
    stored = dict(_rows(running, "SELECT sha256, size FROM evidence_storedfile"))
    kept = {path.name: path for path in (running.data / "evidence" / "store").rglob("*") if path.is_file()}
    assert {sha256: kept[sha256].stat().st_size for sha256 in stored} == stored
    assert all(hashlib.sha256(path.read_bytes()).hexdigest() == name for name, path in kept.items())
    uses = _rows(running, "SELECT count(*) FROM evidence_submissionfile WHERE name LIKE 'part-%' OR name LIKE 'tus-%'")
    taken = _rows(running, "SELECT count(*) FROM evidence_upload WHERE submission_id IS NOT NULL")
    assert (uses, taken) == ([(2 * SUBMISSIONS,)], [(SUBMISSIONS,)])
