"""The Council texts that lie beside the project, for tests and measurements; without them these are skipped."""

import gzip
import json
import os
from pathlib import Path

import pytest

_NEAR = [folder / "shared/data/council" for folder in Path(__file__).resolve().parents]
FOLDER = next((Path(p) for p in (os.environ.get("COUNCIL_DATA"), *_NEAR) if p and Path(p).is_dir()), None)
RESOLUTIONS = "resolutions_en_odd.jsonl.gz"


def council_file(name: str = RESOLUTIONS) -> Path:
    """The file, or the test is skipped."""
    if FOLDER is None or not (FOLDER / name).exists():
        pytest.skip(f"{name} is not here")
    return FOLDER / name


def resolutions() -> dict[str, str]:
    """The text of each by its symbol; without them the test is skipped."""
    return texts_of(council_file())


def texts_of(file: Path) -> dict[str, str]:
    with gzip.open(file, "rt", encoding="utf-8") as rows:
        return {row["symbol"]: row["text"] for row in map(json.loads, rows)}
