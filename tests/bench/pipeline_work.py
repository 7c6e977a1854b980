"""`python -m tests.bench.pipeline_work ROUNDS`: what one worker process does, measured; prints JSON."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import django
import typst

PROJECT = Path(__file__).resolve().parents[2]
WORDS = [path.read_text() for path in sorted(PROJECT.glob("docs/decisions/*.md"))] + [
    (PROJECT / "README.md").read_text()
]


def documents(number: int) -> Iterator[tuple[str, bytes]]:
    """One of each kind that offices send, made of the project's own texts; another text in every round."""
    from tests import hostile_files as made  # noqa: PLC0415 - its libraries are not the worker's

    text = WORDS[number % len(WORDS)] + f"\nCopy {number}.\n"
    rows = list(csv.reader((PROJECT / "mad/reference/data/states.csv").open()))
    report = _pdf(text * 3)
    yield f"report-{number}.pdf", report
    yield f"annex-{number}.pdf", _pdf(text)
    yield f"letter-{number}.docx", made.word(*text.split("\n\n"), author="An office")
    yield f"table-{number}.xlsx", made.excel(*rows, [number])
    yield f"note-{number}.txt", text.encode()
    yield f"note-utf16-{number}.txt", text.encode("utf-16")
    yield (
        f"page-{number}.html",
        f"<html><body>{''.join(f'<p>{line}</p>' for line in text.splitlines())}</body></html>".encode(),
    )
    yield f"rows-{number}.csv", "\n".join(",".join(row) for row in [*rows, [str(number)]]).encode()
    yield f"message-{number}.eml", made.mail((f"annex-{number}.txt", "text/plain", text[::2].encode()), text=text)
    yield f"files-{number}.zip", made.zipped({f"{name}.txt": text.encode() for name in range(20)})


def _pdf(text: str) -> bytes:
    source = f'#set page(paper: "a4")\n#set text(size: 11pt)\n#{json.dumps(text, ensure_ascii=False)}'
    return typst.compile(source.encode())


def main() -> None:
    django.setup()
    from django.db.models import Max  # noqa: PLC0415 - after django.setup()

    from evidence.models import Extraction, PageImage, SubmissionFile  # noqa: PLC0415 - after django.setup()
    from mad.notices import outbox  # noqa: PLC0415 - after django.setup()

    outbox.drain()
    while outbox.drain_slow():  # what other parts of the bench sent is not measured here
        pass
    before = Extraction.objects.count(), PageImage.objects.count()
    last = SubmissionFile.objects.aggregate(last=Max("pk", default=0))["last"]
    files = [file for number in range(int(sys.argv[1])) for file in documents(number)]
    first = _received([("first.txt", b"The first file starts the reading process.")])
    _received(files)
    took = [(seconds, name) for seconds, name in _drained()]
    start = next(seconds for seconds, name in took if name == first)
    rest = [(seconds, name) for seconds, name in took if name != first]
    items = Extraction.objects.count() - before[0] - 1
    bare = _bare(files)
    letters = _letters()
    print(
        json.dumps(
            {
                "items": items,
                "megabytes": sum(len(content) for _, content in files) / 1e6,
                "pages": PageImage.objects.count() - before[1],
                "rate": items / sum(seconds for seconds, _ in rest),
                "bare": items / bare,
                "stall": max(rest)[0],
                "stalled_by": max(rest)[1],
                "first": start,
                "letters": letters,
                "unread": SubmissionFile.objects.filter(pk__gt=last).exclude(stored__extraction__state="done").count(),
            }
        )
    )


def _received(files: list[tuple[str, bytes]]) -> str:
    from evidence.services import receive  # noqa: PLC0415 - after django.setup()
    from evidence.store import Batch  # noqa: PLC0415 - after django.setup()
    from mad.accounts.models import Office  # noqa: PLC0415 - after django.setup()
    from tests.evidence_help import PLAIN  # noqa: PLC0415 - after django.setup()

    office = Office.objects.get(code="ohchr")
    for start in range(0, len(files), 10):
        batch = Batch()
        for name, content in files[start : start + 10]:
            batch.add(name, content)
        receive(body=PLAIN, office=office, by=office.machine, files=batch)
    return files[0][0]


def _drained() -> Iterator[tuple[float, str]]:
    """Each row of work with how long it held the worker, and the file it was about."""
    from evidence.models import SubmissionFile  # noqa: PLC0415 - after django.setup()
    from mad.notices import outbox  # noqa: PLC0415 - after django.setup()

    spent: dict[str, float] = {}
    handlers = dict(outbox._handlers)
    lengths: list[tuple[float, str]] = []

    def timed(topic: str):
        def handle(payload, key):
            begun = time.perf_counter()
            handlers[topic](payload, key)
            name = SubmissionFile.objects.values_list("name", flat=True).get(pk=payload["file"])
            lengths.append((time.perf_counter() - begun, name))

        return handle

    for topic in outbox._slow:
        outbox.register(topic, timed(topic), slow=True)
    while outbox.drain_slow():
        pass
    for topic, handler in handlers.items():
        outbox.register(topic, handler, slow=topic in outbox._slow)
    for seconds, name in lengths:
        spent[name] = spent.get(name, 0.0) + seconds
    return ((seconds, name) for name, seconds in spent.items())


def _bare(files: list[tuple[str, bytes]]) -> float:
    """Seconds that the same libraries take for the same files in this process, with no database and no confinement."""
    from evidence.reading.kinds import reader_of  # noqa: PLC0415 - after the worker was measured
    from evidence.reading.outcome import Outcome  # noqa: PLC0415 - as above
    from evidence.services.files import detect  # noqa: PLC0415 - after django.setup()

    taken = 0.0
    for _, content in files:
        kind = detect(content[:4096], content[-66_000:])
        reader = reader_of(kind)
        with open(os.devnull, "wb") as nowhere:
            begun = time.perf_counter()
            reader(io.BytesIO(content), Outcome(nowhere, 90), kind)
            taken += time.perf_counter() - begun
    return taken


def _letters() -> float:
    from evidence.reading import ocr  # noqa: PLC0415 - after the worker was measured
    from tests import hostile_files as made  # noqa: PLC0415 - as above

    if not ocr.languages():
        return 0.0
    _received([("scan.pdf", made.drawn_pdf("Massacre at the bridge, seen at dawn."))])
    return max(_drained())[0]


if __name__ == "__main__":
    main()
