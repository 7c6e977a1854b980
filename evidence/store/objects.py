"""The store in a bucket of an S3-compatible service: originals/ab/abcd…, written once.

Files are still received on this machine's disk; put() copies them before their submission is entered. The service is
asked to check what it receives; that nobody else changes or removes objects is for the bucket's own policy.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, BinaryIO, cast

import boto3
from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from evidence.store.disk import folder
from mad.common.errors import Refused

MEGABYTE = 1024 * 1024
PIECE = 32 * MEGABYTE
READ_AHEAD = 4 * MEGABYTE
ABSENT = ("404", "NoSuchKey", "NotFound")
TRANSFER = TransferConfig(multipart_threshold=PIECE, multipart_chunksize=PIECE, max_concurrency=2)


class StoreUnavailable(Refused):
    """The service did not answer, or not as it should. Nothing was lost; the same act can be tried again."""

    def __init__(self, why: object) -> None:
        super().__init__(
            "R12",
            "The store of files does not answer.",
            "Nothing was lost. Try again in a few minutes.",
            status=503,
            code="store-unavailable",
        )
        self.why = str(why)


class Objects:
    """options: what mad.env.object_store() reads."""

    def __init__(self, options: Mapping[str, str]) -> None:
        self._bucket, self._prefix = options["bucket"], options["prefix"]
        self._client = _client(options["endpoint"], options["region"], options["key"], options["secret"])

    def put(self, path: Path, sha256: str) -> None:
        size = path.stat().st_size
        if self._found(sha256) == size:
            return
        with _spoken():
            self._client.upload_file(str(path), self._bucket, self._key(sha256), Config=TRANSFER)
        if self._found(sha256) != size:
            raise StoreUnavailable(f"{sha256} did not arrive whole")

    def open(self, sha256: str) -> BinaryIO:
        reader = _Ranges(self._client, self._bucket, self._key(sha256), self.size(sha256))
        return cast(BinaryIO, io.BufferedReader(reader, READ_AHEAD))

    @contextmanager
    def local_copy(self, sha256: str) -> Iterator[Path]:
        self.size(sha256)
        with NamedTemporaryFile(dir=folder("incoming")) as copy:
            with _spoken():
                self._client.download_fileobj(self._bucket, self._key(sha256), copy, Config=TRANSFER)
            copy.flush()
            yield Path(copy.name)

    def size(self, sha256: str) -> int:
        found = self._found(sha256)
        if found is None:
            raise FileNotFoundError(sha256)
        return found

    def names(self) -> Iterator[str]:
        below = f"{self._prefix}originals/"
        after: dict[str, str] = {}
        while True:
            with _spoken():
                page = self._client.list_objects_v2(Bucket=self._bucket, Prefix=below, **after)
            yield from (each["Key"].rpartition("/")[2] for each in page.get("Contents", ()))
            if not page.get("IsTruncated"):
                return
            after = {"ContinuationToken": page["NextContinuationToken"]}

    def _found(self, sha256: str) -> int | None:
        try:
            with _spoken():
                return int(self._client.head_object(Bucket=self._bucket, Key=self._key(sha256))["ContentLength"])
        except FileNotFoundError:
            return None

    def _key(self, sha256: str) -> str:
        return f"{self._prefix}originals/{sha256[:2]}/{sha256}"


@lru_cache(maxsize=4)
def _client(endpoint: str, region: str, key: str, secret: str) -> Any:
    return boto3.client(
        "s3",
        endpoint_url=endpoint or None,
        region_name=region,
        aws_access_key_id=key or None,
        aws_secret_access_key=secret or None,
        config=Config(retries={"max_attempts": 3}, connect_timeout=5, read_timeout=60),
    )


@contextmanager
def _spoken() -> Iterator[None]:
    """The service's errors in our words: FileNotFoundError for what is not there, else StoreUnavailable."""
    try:
        yield
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") in ABSENT:
            raise FileNotFoundError(str(error)) from error
        raise StoreUnavailable(error) from error
    except (Boto3Error, BotoCoreError) as error:
        raise StoreUnavailable(error) from error


class _Ranges(io.RawIOBase):
    """One object, read by ranges."""

    def __init__(self, client: Any, bucket: str, key: str, size: int) -> None:
        super().__init__()
        self._client, self._bucket, self._key, self._size, self._at = client, bucket, key, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: Any) -> int:
        wanted = min(len(buffer), self._size - self._at)
        if wanted <= 0:
            return 0
        span = f"bytes={self._at}-{self._at + wanted - 1}"
        with _spoken():
            piece = self._client.get_object(Bucket=self._bucket, Key=self._key, Range=span)["Body"].read()
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)
