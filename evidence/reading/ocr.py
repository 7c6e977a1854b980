"""Letters in pictures, by Debian's tesseract where it is installed."""

from __future__ import annotations

import io
import os
import subprocess
from functools import cache

from PIL import Image

PROGRAM = "/usr/bin/tesseract"
WANTED = ("eng", "fra", "spa", "rus", "ara", "chi_sim")
SECONDS = 60
SURE = 40.0
SMALLEST = 24
ABSENT = "No letters were looked for in pictures: tesseract is not installed."


@cache
def languages() -> str:
    """The installed ones of the six official languages, as tesseract takes them; "" without tesseract."""
    if not os.access(PROGRAM, os.X_OK):
        return ""
    said = subprocess.run([PROGRAM, "--list-langs"], capture_output=True, text=True, timeout=20, check=False)
    here = set(said.stdout.split())
    return "+".join(name for name in WANTED if name in here)


def letters(image: Image.Image) -> str:
    """The text tesseract is sure enough of; "" when there is none. Raises OSError or SubprocessError."""
    if min(image.size) < SMALLEST:
        return ""
    grey = io.BytesIO()
    image.convert("L").save(grey, "PNG", compress_level=1)
    command = [PROGRAM, "stdin", "stdout", "-l", languages(), "tsv"]
    done = subprocess.run(command, input=grey.getvalue(), capture_output=True, timeout=SECONDS, check=True)
    return _sure(done.stdout.decode(errors="replace"))


def _sure(table: str) -> str:
    """Lines of words from tesseract's table: level, page, block, paragraph, line, word, four of place, sureness, text."""
    lines: dict[tuple[str, ...], list[str]] = {}
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) == 12 and cells[0] == "5" and cells[11].strip() and float(cells[10]) >= SURE:
            lines.setdefault(tuple(cells[1:5]), []).append(cells[11])
    return "\n".join(" ".join(words) for words in lines.values())
