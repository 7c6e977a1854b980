"""R12: originals in an S3-compatible store, against a real server on loopback."""

from __future__ import annotations

import hashlib
import os

import boto3
import pytest
from moto.server import ThreadedMotoServer

from evidence import store
from evidence.models import StoredFile, Submission
from evidence.services import receive
from evidence.services.files import check_file
from evidence.store import Batch, StoreUnavailable, objects
from evidence.verification import verify
from tests.evidence_help import PLAIN

BUCKET = "evidence"


@pytest.fixture(scope="module")
def endpoint():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(endpoint, settings):
    settings.EVIDENCE_OBJECTS = {
        "bucket": BUCKET,
        "prefix": "mad/",
        "endpoint": endpoint,
        "region": "us-east-1",
        "key": "test",
        "secret": "test",
    }
    client = boto3.client(
        "s3", endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test"
    )
    client.create_bucket(Bucket=BUCKET)
    yield client
    for found in client.list_objects_v2(Bucket=BUCKET).get("Contents", ()):
        client.delete_object(Bucket=BUCKET, Key=found["Key"])


def keys(client) -> list[str]:
    return [found["Key"] for found in client.list_objects_v2(Bucket=BUCKET).get("Contents", ())]


def received(people, content: bytes, name: str = "a.txt") -> Submission:
    return receive(body=PLAIN, office=people.ohchr, by=people.ohchr.machine, files=Batch().add(name, content))


def test_r12_originals_lie_in_the_bucket_by_their_hash(bucket, people, tmp_path):
    sha256 = hashlib.sha256(b"words").hexdigest()
    submission = received(people, b"words")
    assert keys(bucket) == [f"mad/originals/{sha256[:2]}/{sha256}"]
    assert submission.received_files == [{"name": "a.txt", "size": 5, "sha256": sha256}]
    assert [path for path in (tmp_path / "evidence").rglob("*") if path.is_file()] == []
    assert check_file(pk=submission.files.get().pk).is_released


def test_r12_the_same_bytes_are_written_once(bucket, people):
    received(people, b"words")
    before = bucket.head_object(Bucket=BUCKET, Key=keys(bucket)[0])["LastModified"]
    received(people, b"words", "b.txt")
    assert bucket.head_object(Bucket=BUCKET, Key=keys(bucket)[0])["LastModified"] == before
    assert StoredFile.objects.count() == 1


def test_originals_are_read_from_anywhere_and_copied(bucket, people, tmp_path):
    content = os.urandom(3 * objects.READ_AHEAD // 2)
    sha256 = hashlib.sha256(content).hexdigest()
    received(people, content)
    with store.open_original(sha256) as stream:
        assert stream.read() == content
        assert stream.seek(-10, os.SEEK_END) == len(content) - 10
        assert (stream.read(100), stream.read(1)) == (content[-10:], b"")
        stream.seek(5)
        assert stream.read(3) == content[5:8]
    with store.local_copy(sha256) as path:
        assert path.read_bytes() == content
    assert not path.exists()
    assert store.holds(sha256, len(content))
    assert not store.holds(sha256, 1)


def test_a_large_file_goes_in_parts(bucket, people):
    content = os.urandom(objects.PIECE + 1)
    received(people, content)
    with store.local_copy(hashlib.sha256(content).hexdigest()) as path:
        assert hashlib.sha256(path.read_bytes()).hexdigest() == hashlib.sha256(content).hexdigest()


def test_what_is_not_there_is_not_found(bucket):
    with pytest.raises(FileNotFoundError):
        store.open_original("0" * 64)
    with pytest.raises(FileNotFoundError), store.local_copy("0" * 64):
        pass
    assert not store.holds("0" * 64, 1)


def test_r12_without_the_store_nothing_is_received(bucket, people, settings):
    settings.EVIDENCE_OBJECTS = {**settings.EVIDENCE_OBJECTS, "endpoint": "http://127.0.0.1:9"}
    with pytest.raises(StoreUnavailable) as refused:
        received(people, b"words")
    assert refused.value.status == 503
    assert not Submission.objects.exists()


def test_r12_bytes_that_nobody_recorded_are_found_in_the_bucket(bucket, people, monkeypatch):
    received(people, b"words")
    assert verify().holds
    strays = [hashlib.sha256(bytes([n])).hexdigest() for n in range(3)]
    for stray in strays:
        bucket.put_object(Bucket=BUCKET, Key=f"mad/originals/{stray[:2]}/{stray}", Body=b"of unknown origin")
    bucket.put_object(Bucket=BUCKET, Key=f"other/{strays[0]}", Body=b"of another system")
    every = bucket.list_objects_v2
    monkeypatch.setattr(bucket, "list_objects_v2", lambda **options: every(**options, MaxKeys=2))
    monkeypatch.setattr(objects, "_client", lambda *options: bucket)
    assert sorted((fault.kind, fault.what) for fault in verify().faults) == [
        ("unrecorded", stray) for stray in sorted(strays)
    ]
