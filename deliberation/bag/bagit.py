"""The form of a BagIt package (RFC 8493, version 1.0): payload, manifests in two algorithms, tag files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from mad.common.errors import Refused

ALGORITHMS = ("sha256", "sha512")
CHUNK_BYTES = 1024 * 1024
DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


@dataclass(frozen=True)
class Member:
    """One payload file. path: below data/, of safe names parted by "/". sha256: what it must be, if known before."""

    path: str
    size: int
    chunks: Callable[[], Iterator[bytes]]
    sha256: str = ""

    @classmethod
    def of(cls, path: str, content: bytes) -> Member:
        return cls(path, len(content), lambda: iter((content,)), hashlib.sha256(content).hexdigest())


@dataclass
class Bag:
    """Hashes each member as it passes by, so that nothing is read twice; then gives the tag files."""

    info: list[tuple[str, str]]
    digests: dict[str, dict[str, str]] = field(default_factory=dict)
    octets: int = 0

    def passing(self, member: Member) -> Iterator[bytes]:
        """The member's bytes. Raises Refused (R15) at their end when they are not what was received."""
        hashes = {name: hashlib.new(name) for name in ALGORITHMS}
        size = 0
        for chunk in member.chunks():
            size += len(chunk)
            for one in hashes.values():
                one.update(chunk)
            yield chunk
        found = {name: one.hexdigest() for name, one in hashes.items()}
        if size != member.size or (member.sha256 and found["sha256"] != member.sha256):
            raise Refused("R15", f"{member.path} is not what was received; the package was not made.")
        self.digests[f"data/{member.path}"] = found
        self.octets += size

    def tags(self) -> list[tuple[str, bytes]]:
        """Names and contents in the order of writing: the declaration comes last, so that a part is no package."""
        files = [("bag-info.txt", self._info())]
        files += [(f"manifest-{name}.txt", self._manifest(name)) for name in ALGORITHMS]
        signed = [*files, ("bagit.txt", DECLARATION)]
        files += [(f"tagmanifest-{name}.txt", _tag_manifest(name, signed)) for name in ALGORITHMS]
        return [*files, ("bagit.txt", DECLARATION)]

    def _info(self) -> bytes:
        rows = [*self.info, ("Payload-Oxum", f"{self.octets}.{len(self.digests)}")]
        return "".join(f"{label}: {' '.join(value.split())}\n" for label, value in rows).encode()

    def _manifest(self, name: str) -> bytes:
        return "".join(f"{found[name]}  {path}\n" for path, found in sorted(self.digests.items())).encode()


def _tag_manifest(name: str, files: list[tuple[str, bytes]]) -> bytes:
    return "".join(f"{hashlib.new(name, content).hexdigest()}  {path}\n" for path, content in sorted(files)).encode()
