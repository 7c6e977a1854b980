"""Event data (R19): rows loaded against a raw COPY of the same file, and memory at ten times the rows."""

from __future__ import annotations

import csv
import gzip
import io
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from tests.bench.place import PROJECT, Place
from tests.bench.report import Report
from tests.event_files import GED, SYRIA

PAIRS = 5
SMALL, LARGE = 40_000, 400_000
RAW = "bench_raw_events"
TABLES = ("evidence_incident", "evidence_incidentmonth", "evidence_incidentchange", "evidence_importrun")


def measure(place: Place, report: Report) -> None:
    with tempfile.TemporaryDirectory() as folder:
        small, large = (made(Path(folder), rows) for rows in (SMALL, LARGE))
        _speed(place, report, real(Path(folder)) or small, PAIRS)
        _speed(place, report, large, 3)
        _memory(place, report, small, large)
    place.empty(*TABLES)


def real(folder: Path) -> Path | None:
    """The public sample, unpacked, where it lies beside the project."""
    if not SYRIA.exists():
        return None
    plain = folder / "ged_syria.csv"
    plain.write_bytes(gzip.decompress(SYRIA.read_bytes()))
    return plain


def made(folder: Path, rows: int) -> Path:
    """A file as wide as the real ones: the sample's rows again and again under ids of their own, or invented ones."""
    path = folder / f"ged_{rows}.csv"
    header, plain = _rows()
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        at = header.index("id")
        for number in range(rows):
            row = plain[number % len(plain)]
            writer.writerow([*row[:at], f"{number + 1}.0", *row[at + 1 :]])
    return path


def _rows() -> tuple[list[str], list[list[str]]]:
    if SYRIA.exists():
        with gzip.open(SYRIA, "rt", encoding="utf-8-sig", newline="") as stream:
            header, *rows = csv.reader(stream)
        return header, rows
    padding = {f"unused_{n}": "words of an article, quoted now and then; " * 2 for n in range(8)}
    plain = {**GED, **padding}
    return list(plain), [list({**plain, "latitude": f"{30 + n / 100}"}.values()) for n in range(1000)]


def _speed(place: Place, report: Report, file: Path, pairs: int) -> None:
    rates = []
    for _ in range(pairs):
        raw = _raw_copy(place, file)
        place.empty(*TABLES)
        (ours,) = _load(place, file)
        rates.append((raw / ours["seconds"], raw, ours["seconds"]))
    rows = ours["added"]
    ratio = median(rate for rate, _, _ in rates)
    report.note(
        f"{rows:,} rows: {rows / median(ours for _, _, ours in rates):,.0f} loaded/s, "
        f"raw COPY {rows / median(raw for _, raw, _ in rates):,.0f}/s (medians of {pairs})"
    )
    report.at_least(f"event rows loaded per second ÷ raw COPY, {rows:,} rows", ratio, 0.25)


def _raw_copy(place: Place, file: Path) -> float:
    """Seconds of COPY into a fresh table of text columns without an index."""
    with file.open(encoding="utf-8", newline="") as stream:
        header = next(csv.reader([stream.readline()]))
    columns = ", ".join(f'"{name}" text' for name in header)
    place.fill(f"DROP TABLE IF EXISTS {RAW}; CREATE TABLE {RAW} ({columns})")
    with place.connected() as server, server.cursor() as cursor, file.open("rb") as content:
        began = time.perf_counter()
        cursor.copy_expert(f"COPY {RAW} FROM STDIN WITH (FORMAT csv, HEADER)", io.BufferedReader(content.raw), 1 << 18)
        return time.perf_counter() - began


def _memory(place: Place, report: Report, small: Path, large: Path) -> None:
    place.empty(*TABLES)
    few, _again, many = _load(place, small, small, large)
    report.note(
        f"loading process: peak {few['peak'] / 2**20:.0f} MiB at {SMALL:,} rows, {many['peak'] / 2**20:.0f} at {LARGE:,}; "
        f"of that grown by {few['grown'] / 2**20:.0f} and {many['grown'] / 2**20:.0f}"
    )
    report.at_most(f"peak memory at {LARGE:,} rows ÷ at {SMALL:,}", many["peak"] / few["peak"], 1.2)
    report.exactly(f"a second load of {SMALL:,} rows: added, changed", (_again["added"], _again["changed"]), (0, 0))


def _load(place: Place, *files: Path) -> list[dict]:
    run = subprocess.run(
        [sys.executable, "-m", "tests.bench.event_load", *map(str, files)],
        check=True,
        cwd=PROJECT,
        env=place.environment,
        capture_output=True,
        text=True,
    )
    return [json.loads(line) for line in run.stdout.splitlines()]
