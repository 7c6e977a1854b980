"""R18: a real clamd, started here on a signature of our own; when it is down, files are held and not passed."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest

from evidence import scanner
from evidence.models import Extraction, SubmissionFile
from evidence.scanner import ScannerDown
from evidence.services.parts import CHECK_TOPIC
from mad.common.clock import advance
from mad.docket.models import Entry
from mad.notices import outbox
from mad.notices.models import Outbox
from tests import hostile_files as made
from tests.evidence_help import received

CLAMD = shutil.which("clamd") or "/usr/sbin/clamd"
HARMLESS = b"a harmless line that our own signature names"
needs_clamd = pytest.mark.skipif(not os.access(CLAMD, os.X_OK), reason="clamd is not installed")


class Clamd:
    """One clamd over a database of one signature."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.address = folder, str(folder / "clamd.sock")
        (folder / "signatures").mkdir()
        (folder / "signatures" / "own.ndb").write_text(f"Division.Test:0:*:{HARMLESS.hex()}\n")
        lines = [
            f"LocalSocket {self.address}",
            f"DatabaseDirectory {folder / 'signatures'}",
            f"TemporaryDirectory {folder}",
            "Foreground yes",
            "StreamMaxLength 1M",
            f"User {'root' if os.geteuid() == 0 else os.environ.get('USER', 'nobody')}",
        ]
        (folder / "clamd.conf").write_text("\n".join(lines) + "\n")

    def start(self) -> None:
        command = [CLAMD, "--config-file", str(self.folder / "clamd.conf")]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + 240
        while not self._answers():
            assert self.process.poll() is None, "clamd ended"
            assert time.monotonic() < until, "clamd does not answer"
            time.sleep(0.05)

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as link:
            try:
                link.connect(self.address)
                link.sendall(b"zPING\0")
                return link.recv(10) == b"PONG\0"
            except OSError:
                return False

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture(scope="module")
def daemon(tmp_path_factory):
    clamd = Clamd(tmp_path_factory.mktemp("clamd"))
    clamd.start()
    yield clamd
    clamd.kill()


@pytest.fixture
def clamd(daemon, settings) -> Clamd:
    if daemon.process.poll() is not None:
        daemon.start()
    settings.CLAMD_ADDRESS = daemon.address
    return daemon


def one(people, content: bytes, name: str = "note.txt") -> SubmissionFile:
    return received(people, (name, content)).files.get(name=name)


@needs_clamd
class TestClamd:
    def test_r18_what_the_scanner_names_stays_held_with_the_finding(self, people, clamd):
        file = one(people, b"Before " + HARMLESS + b" after")
        assert (file.verdict, file.why) == ("held", "The scanner found: Division.Test.UNOFFICIAL.")
        assert file.stored.scan == "Found: Division.Test.UNOFFICIAL."
        assert not Extraction.objects.exists()

    def test_r18_it_looks_into_archives_and_attachments(self, people, clamd):
        assert one(people, made.zipped({"a.txt": HARMLESS}), "a.zip").verdict == "held"
        assert one(people, made.mail(("a.txt", "text/plain", HARMLESS)), "m.eml").verdict == "held"

    def test_r18_what_is_clean_is_released_and_the_scan_is_on_the_record(self, people, clamd):
        file = one(people, b"Nothing of the kind.")
        assert (file.verdict, file.stored.scan) == ("released", "Scanned; nothing was found.")
        assert list(Entry.objects.filter(act__startswith="file.").order_by("id").values_list("act", flat=True)) == [
            "file.scanned",
            "file.released",
            "file.read",
        ]

    def test_r18_what_is_too_large_for_the_scanner_is_held_and_not_passed(self, people, clamd):
        file = one(people, os.urandom(1_500_000), "large.bin")
        assert file.verdict == "pending"
        assert "size limit exceeded" in file.why

    def test_r18_a_scanner_that_is_killed_holds_files_until_it_is_back(self, people, clamd):
        clamd.kill()
        file = one(people, b"Nothing of the kind.")
        assert file.verdict == "pending"
        assert file.why.startswith("Waiting for the scanner: it cannot be reached")
        advance(timedelta(seconds=11))
        outbox.drain()
        file.refresh_from_db()
        assert file.verdict == "pending"
        clamd.start()
        advance(timedelta(seconds=21))
        outbox.drain()
        file.refresh_from_db()
        assert (file.verdict, file.why) == ("released", "")
        acts = list(Entry.objects.filter(act__startswith="file.").order_by("id").values_list("act", flat=True))
        assert acts == ["file.waits", "file.scanned", "file.released", "file.read"]


def test_r18_without_a_scanner_the_file_says_that_it_was_not_scanned(people):
    file = one(people, b"Nothing of the kind.")
    assert (file.verdict, file.stored.scan) == ("released", "Not scanned: no scanner is configured.")


def test_r18_the_scanner_is_asked_ever_more_slowly_and_never_given_up(people, settings):
    settings.CLAMD_ADDRESS = "/nowhere/clamd.sock"
    file = one(people, b"Nothing of the kind.")
    waits = []
    for _ in range(12):
        row = Outbox.objects.get(done_at=None, topic=CHECK_TOPIC)
        waits.append((row.available_at - row.created_at).total_seconds())
        advance(timedelta(seconds=waits[-1] + 1))
        outbox.drain()
    assert waits == [10, 20, 40, 80, 160, 320, 600, 600, 600, 600, 600, 600]
    file.refresh_from_db()
    assert file.verdict == "pending"
    assert Entry.objects.filter(act="file.waits").count() == 1


class Impostor(threading.Thread):
    """Something that listens where the scanner should, and answers what it likes."""

    def __init__(self, answer: bytes) -> None:
        super().__init__(daemon=True)
        self.answer = answer
        self.server = socket.create_server(("127.0.0.1", 0))
        self.address = self.server.getsockname()

    def run(self) -> None:
        link, _ = self.server.accept()
        with link, self.server:
            link.settimeout(0.2)
            try:
                while link.recv(65536):
                    pass
            except TimeoutError:
                pass
            link.sendall(self.answer)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"stream: OK",
        b"OK\0",
        b"stream: OK\nstream: OK\0",
        b"INSTREAM size limit exceeded. ERROR\0",
        b"\xff" * 9000,
        b"FOUND\0",
    ],
    ids=["nothing", "cut short", "another word", "two answers", "an error", "a flood", "no name"],
)
def test_r18_only_a_plain_answer_of_the_scanner_is_believed(settings, tmp_path, answer):
    impostor = Impostor(answer)
    impostor.start()
    settings.CLAMD_ADDRESS = impostor.address
    path = tmp_path / "file"
    path.write_bytes(b"words")
    with path.open("rb") as stream, pytest.raises(ScannerDown):
        scanner.scan(stream)
    impostor.join(5)
