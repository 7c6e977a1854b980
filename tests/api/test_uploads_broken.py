"""Uploads that break off: two writers, a process that was killed, lost bytes, a full disk (R12)."""

from __future__ import annotations

import hashlib
import os
import resource
import subprocess
from io import BytesIO
from uuid import uuid4

import pytest

from evidence.models import Upload
from evidence.procedure.tus import Checksum
from evidence.services.uploads import Body, append, sweep_uploads
from evidence.store import spool
from mad.common.errors import Invalid
from tests.api.test_uploads import TEN, begun, submit, tus
from tests.tus import id_in

__all__ = ["tus"]  # a fixture

MEGABYTE = 1024 * 1024


def test_what_a_killed_process_left_is_swept(tus, tmp_path):
    folder = spool.spool_path("x").parent
    for name in (str(uuid4()), "strange", tus.upload(TEN), tus.upload(b"taken")):
        (folder / name).touch()
        os.utime(folder / name, (0, 0))
        last = name
    submit(tus, last)
    sweep_uploads()
    assert [path.name for path in folder.iterdir()] == [str(Upload.objects.get(submission=None).pk)]


def test_two_writers_of_one_upload_one_is_refused(tus):
    url = begun(tus)
    tus.patch(url, 0, TEN[:4])
    with spool.writing(url.split("/")[-2], new=False):
        answers = [tus.patch(url, 4, TEN[4:]), tus.call("DELETE", url)]
        assert [answer.status_code for answer in answers] == [423, 423]
    assert tus.patch(url, 4, TEN[4:]).status_code == 204


def test_a_silent_writer_is_retired_and_can_change_nothing_afterwards(tus):
    url = begun(tus)
    name = url.split("/")[-2]
    with spool.writing(name, new=True) as writer:
        writer.resume(0)
        writer.write(b"abc")
        writer.close()
        assert tus.patch(url, 0, TEN).status_code == 204
        for act in (lambda: writer.write(b"d"), writer.sync, lambda: writer.cut(0), lambda: writer.resume(0)):
            with pytest.raises(spool.Superseded):
                act()
    assert spool.spool_path(name).read_bytes() == TEN


def test_what_was_never_recorded_is_cut_off(tus):
    """A process that died had written more than it had synced."""
    url = begun(tus)
    tus.patch(url, 0, TEN[:4])
    with spool.spool_path(url.split("/")[-2]).open("ab") as file:
        file.write(b"never recorded")
    assert tus.offset(url) == 4
    assert tus.patch(url, 4, TEN[4:]).status_code == 204
    assert Upload.objects.get().sha256 == hashlib.sha256(TEN).hexdigest()
    assert spool.spool_path(url.split("/")[-2]).read_bytes() == TEN


def test_a_new_process_hashes_what_is_there(tus, monkeypatch):
    url = begun(tus)
    tus.patch(url, 0, TEN[:4])
    monkeypatch.setattr(spool, "_hashes", spool._Hashes())
    tus.patch(url, 4, TEN[4:])
    assert Upload.objects.get().sha256 == hashlib.sha256(TEN).hexdigest()


def test_lost_bytes_are_said_to_be_lost(tus):
    url = begun(tus)
    tus.patch(url, 0, TEN[:4])
    spool.spool_path(url.split("/")[-2]).write_bytes(b"01")
    assert tus.patch(url, 4, TEN[4:]).status_code == 410


def test_a_body_that_broke_off_counts_as_far_as_it_came(tus, people):
    upload = Upload.objects.get(pk=id_in(tus.create(10)))
    machine = upload.by
    with pytest.raises(Invalid, match="broke off 5 bytes"):
        append(upload=upload, offset=0, body=Body(9, BytesIO(TEN[:4]).read), by=machine)
    upload.refresh_from_db()
    assert upload.offset == 4
    checked = Body(6, BytesIO(TEN[4:8]).read, Checksum("sha256", hashlib.sha256(TEN[4:]).digest()))
    with pytest.raises(Invalid, match="broke off 2 bytes"):
        append(upload=upload, offset=4, body=checked, by=machine)
    upload.refresh_from_db()
    assert upload.offset == 4
    append(upload=upload, offset=4, body=Body(6, BytesIO(TEN[4:]).read), by=machine)
    assert Upload.objects.get().sha256 == hashlib.sha256(TEN).hexdigest()


@pytest.fixture
def narrow():
    """No file of this process grows beyond 3 MB: what a full disk is to any user."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (3 * MEGABYTE, hard))
    yield lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_no_room_midway_keeps_the_offset_true_and_can_go_on(tus, narrow):
    content = os.urandom(5 * MEGABYTE)
    url = begun(tus, len(content))
    answer = tus.patch(url, 0, content)
    assert (answer.status_code, answer["Content-Type"]) == (507, "application/problem+json")
    offset = tus.offset(url)
    assert offset == 3 * MEGABYTE
    narrow()
    assert tus.patch(url, offset, content[offset:]).status_code == 204
    assert submit(tus, url.split("/")[-2]).json()["files"][0]["sha256"] == hashlib.sha256(content).hexdigest()


def test_a_full_disk_midway_keeps_the_offset_true_and_can_go_on(tus, settings, tmp_path):
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", small], capture_output=True)
    if mounted.returncode:
        pytest.skip("only an administrator makes a small disk")
    try:
        settings.DATA_DIR = small
        content = os.urandom(5 * MEGABYTE)
        url = begun(tus, len(content))
        assert tus.patch(url, 0, content).status_code == 507
        offset = tus.offset(url)
        assert 3 * MEGABYTE < offset < 5 * MEGABYTE
        assert tus.create(len(content), content=content).status_code == 507
        subprocess.run(["mount", "-o", "remount,size=20m", small], check=True)
        assert tus.patch(url, offset, content[offset:]).status_code == 204
        assert Upload.objects.get().sha256 == hashlib.sha256(content).hexdigest()
    finally:
        subprocess.run(["umount", small], check=True)
