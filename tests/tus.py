"""Uploading as a tus client does, through Django's test client."""

from __future__ import annotations

import base64
import hashlib

URL = "/api/v1/uploads/"
TYPE = "application/offset+octet-stream"


def encoded(text: str | bytes) -> str:
    return base64.b64encode(text.encode() if isinstance(text, str) else text).decode()


def checksum(content: bytes, algorithm: str = "sha256") -> str:
    return f"{algorithm} {encoded(hashlib.new(algorithm, content).digest())}"


def metadata(**pairs: str) -> str:
    return ",".join(f"{key} {encoded(value)}" for key, value in pairs.items())


class Tus:
    """One sender: a client signed in by token or session."""

    def __init__(self, client) -> None:
        self.client = client

    def call(self, method: str, url: str, content: bytes = b"", *, kind: str = TYPE, **headers):
        named = {"Tus-Resumable": "1.0.0"} | {name.replace("_", "-"): value for name, value in headers.items()}
        given = {name: value for name, value in named.items() if value is not None}
        return self.client.generic(method, url, content, content_type=kind, headers=given)

    def create(self, length: int, name: str = "a.txt", content: bytes = b"", **headers):
        stated = {"Upload_Length": str(length), "Upload_Metadata": metadata(filename=name)} | headers
        return self.call("POST", URL, content, **stated)

    def patch(self, url: str, offset: int, content: bytes, **headers):
        return self.call("PATCH", url, content, **({"Upload_Offset": str(offset)} | headers))

    def upload(self, content: bytes, name: str = "a.txt", **headers) -> str:
        """The id of a whole upload."""
        answer = self.create(len(content), name, content, **headers)
        assert answer.status_code == 201, answer.content
        return id_in(answer)

    def offset(self, url: str) -> int:
        answer = self.call("HEAD", url)
        assert answer.status_code == 200
        return int(answer["Upload-Offset"])


def id_in(answer) -> str:
    return answer["Location"].rstrip("/").rsplit("/", 1)[1]
