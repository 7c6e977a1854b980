"""R51: a folder that is either a whole package or not there, in memory that does not grow."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import tracemalloc

import pytest

from deliberation.bag import folder
from deliberation.bag.bagit import CHUNK_BYTES, Bag, Member
from mad.common.errors import Refused
from tests.bagit_check import faults

KILLED = """
import sys, time
from pathlib import Path
from deliberation.bag import folder
from deliberation.bag.bagit import Bag, Member

def slow():
    yield b"half"
    print("writing", flush=True)
    time.sleep(60)
    yield b"done"

folder.write(Path(sys.argv[1]), Bag([]), [Member.of("a.txt", b"whole"), Member("b.txt", 8, slow)])
"""


def test_r51_a_kill_in_the_middle_leaves_nothing_that_looks_whole(tmp_path):
    target = tmp_path / "bag"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "mad.settings", "DATA_DIR": str(tmp_path / "data")}
    command = [sys.executable, "-c", "import django; django.setup()\n" + KILLED, str(target)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment)
    assert process.stdout.readline() == b"writing\n"
    with pytest.raises(Refused):  # the live one is not swept away, and keeps its lock
        folder.write(target, Bag([]), [Member("c.txt", 1, lambda: iter(()))])
    assert len(list(tmp_path.glob(".bag.*"))) == 1
    process.send_signal(signal.SIGKILL)
    process.wait()
    left = next(tmp_path.glob(".bag.*"))
    assert not target.exists()
    assert not (left / "bagit.txt").exists()
    folder.write(target, Bag([]), [Member.of("a.txt", b"whole")])
    assert faults(target) == []
    assert not list(tmp_path.glob(".bag.*"))


def test_r51_an_original_of_two_gigabytes_costs_no_memory(tmp_path):
    size = 2 * 1024**3
    sparse = tmp_path / "sparse"
    with sparse.open("wb") as file:
        file.truncate(size)
    read = 0

    def chunks():
        with sparse.open("rb") as file:
            while chunk := file.read(CHUNK_BYTES):
                yield chunk

    made = Bag([])
    tracemalloc.start()
    for chunk in made.passing(Member("big.bin", size, chunks)):
        read += len(chunk)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert read == size
    assert peak < 16 * 1024**2
    assert made.octets == size


def test_r51_hashes_are_those_of_the_bytes():
    made = Bag([])
    assert b"".join(made.passing(Member.of("a", b"x"))) == b"x"
    assert made.digests["data/a"]["sha512"] == hashlib.sha512(b"x").hexdigest()
