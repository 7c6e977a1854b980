"""A submission that names its uploads takes each once, or refuses them by name (R12)."""

from __future__ import annotations

import hashlib
import json
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from evidence import store
from evidence.models import Submission
from evidence.store import spool
from tests.api.test_uploads import PLAIN, TEN, begun, fields, other, submit, tus
from tests.tus import URL, id_in, metadata

__all__ = ["other", "tus"]  # fixtures


def test_r12_a_submission_names_its_uploads(tus, django_capture_on_commit_callbacks):
    first, second = tus.upload(TEN, "a.txt"), tus.upload(b"words", "b.txt")
    with django_capture_on_commit_callbacks(execute=True):
        answer = submit(tus, second, first)
    assert answer.status_code == 201
    lines = [
        {"name": "b.txt", "size": 5, "sha256": hashlib.sha256(b"words").hexdigest()},
        {"name": "a.txt", "size": 10, "sha256": hashlib.sha256(TEN).hexdigest()},
    ]
    assert answer.json()["files"] == answer.json()["receipt"]["statement"]["files"] == lines
    place = store.path_of(lines[1]["sha256"])
    assert place.read_bytes() == TEN
    assert place.stat().st_mode & 0o777 == 0o440
    assert list(spool.spool_path("x").parent.iterdir()) == []
    assert tus.client.get(f"{URL}{first}/").json()["expires_at"] is None


def test_r12_files_of_both_ways_make_one_submission(tus):
    upload = tus.upload(TEN, "a.txt")
    body = {"submission": json.dumps({**PLAIN, "uploads": [upload]}), "files": SimpleUploadedFile("b.txt", b"words")}
    answer = tus.client.post("/api/v1/submissions/", body)
    assert [file["name"] for file in answer.json()["files"]] == ["b.txt", "a.txt"]


def _same_name(tus, other):
    return [tus.upload(TEN, "a.txt"), tus.upload(b"x", "a.txt")]


REFUSED = {
    "unknown": (lambda tus, other: [str(uuid4())], "uploads[0]"),
    "no id": (lambda tus, other: ["a"], "uploads[0]"),
    "another office's": (lambda tus, other: [tus.upload(TEN), other.upload(TEN, "b")], "uploads[1]"),
    "unfinished": (lambda tus, other: [id_in(tus.create(10, content=TEN[:4]))], "uploads[0]"),
    "twice": (lambda tus, other: [tus.upload(TEN)] * 2, "uploads"),
    "empty": (lambda tus, other: [tus.upload(b"")], "files"),
    "one name twice": (_same_name, "files"),
    "no list": (lambda tus, other: "x", "uploads"),
    "no text": (lambda tus, other: [7], "uploads[0]"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_r12_an_upload_that_cannot_be_taken_is_named(tus, other, case):
    make, field = REFUSED[case]
    uploads = make(tus, other)
    answer = submit(tus, **{"uploads": uploads}) if isinstance(uploads, str) else submit(tus, *uploads)
    assert (answer.status_code, fields(answer)) == (400, [field])
    assert not Submission.objects.exists()
    assert not list(store.path_of("0").parents[1].rglob("*"))


def test_r12_a_refused_submission_leaves_its_uploads_to_be_sent_again(tus):
    upload = tus.upload(TEN)
    assert submit(tus, upload, title="").status_code == 400
    assert submit(tus, upload).status_code == 201


def test_r12_an_upload_is_taken_once(tus):
    upload = tus.upload(TEN)
    first = submit(tus, upload, key="one")
    again = submit(tus, upload, key="one")
    assert (again.status_code, again.content) == (201, first.content)
    answer = submit(tus, upload, key="two")
    assert (answer.status_code, fields(answer)) == (409, ["uploads[0]"])
    assert submit(tus, upload).status_code == 409
    assert Submission.objects.count() == 1


def test_r12_a_declared_hash_must_be_that_of_the_bytes(tus):
    wrong = {"Upload_Metadata": metadata(filename="a.txt", sha256="0" * 64)}
    assert tus.create(10, content=TEN, **wrong).status_code == 460
    url = begun(tus, **wrong)
    assert tus.patch(url, 0, TEN).status_code == 460
    assert fields(submit(tus, url.split("/")[-2])) == ["uploads[0]"]
    right = tus.upload(TEN, Upload_Metadata=metadata(filename="a.txt", sha256=hashlib.sha256(TEN).hexdigest().upper()))
    assert fields(submit(tus, right, files=[{"name": "a.txt", "sha256": "0" * 64}])) == ["files[0].sha256"]
    assert submit(tus, right, files=[{"name": "a.txt", "sha256": hashlib.sha256(TEN).hexdigest()}]).status_code == 201
