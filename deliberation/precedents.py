"""Files of Council texts, as they are published: one JSON object per line, plain or gzip."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mad.common.errors import Invalid

LONGEST_LINE = 4_000_000


def read_file(name: str) -> Iterator[tuple[int, Any]]:
    """Number and value of each line that is not empty; a ValueError for a line that is no JSON or is too long.

    Raises Invalid when the file cannot be read, or breaks off.
    """
    try:
        with opened(Path(name)) as lines:
            number = 0
            while line := lines.readline(LONGEST_LINE + 1):
                number += 1
                if len(line) > LONGEST_LINE:
                    while line and not line.endswith(b"\n"):
                        line = lines.readline(LONGEST_LINE)
                    yield number, ValueError(f"the line is longer than {LONGEST_LINE} bytes")
                elif line.strip():
                    yield number, _value(line)
    except (OSError, ValueError, EOFError, zlib.error) as error:
        said = getattr(error, "strerror", None) or error
        raise Invalid({"file": [f"{name} cannot be read to its end: {said}."]}, rule="R38") from error


def opened(path: Path) -> Any:
    """The file, unpacked when it is gzip, whatever its name."""
    with path.open("rb") as start:
        packed = start.read(2) == b"\x1f\x8b"
    return gzip.open(path, "rb") if packed else path.open("rb")


def _value(line: bytes) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        return ValueError(f"the line is no JSON: {error}")
