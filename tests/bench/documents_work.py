"""`python -m tests.bench.documents_work`: a draft of 20 pages, set by the product and by Typst alone; prints JSON."""

from __future__ import annotations

import json
import time
from statistics import median
from typing import Any

import django

PARAGRAPHS, PAIRS = 240, 7
WORDS = (
    "the parties to allow and facilitate the full, safe and unhindered access of humanitarian personnel and of their "
    "supplies to all persons in need of assistance in the north of the country, number {n}, and to report thereon"
)


def main() -> None:
    django.setup()
    import typst  # noqa: PLC0415 - after django.setup()
    from pypdfium2 import PdfDocument  # noqa: PLC0415 - after django.setup()

    from deliberation import documents  # noqa: PLC0415 - after django.setup()
    from mad.common import clock  # noqa: PLC0415 - after django.setup()
    from mad.documents.typeset import FOLDER, fonts  # noqa: PLC0415 - after django.setup()

    output = _draft()

    def bare(inputs: dict[str, str]) -> bytes:
        return typst.compile(
            str(FOLDER / "output.typ"),
            root=str(FOLDER),
            font_paths=fonts(),
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs=inputs,
            pdf_standards=["ua-1"],
            timestamp=clock.now().replace(microsecond=0),
        )

    pages = len(PdfDocument(documents.pdf(output)))
    ours, alone = [], []
    for turn in range(PAIRS * 2):  # other words each time, since Typst remembers what it has set
        _reword(output, turn)
        if turn % 2:
            ours.append(_timed(lambda: documents.pdf(output)))
        else:
            inputs = {"data": json.dumps(documents.data_of(output), ensure_ascii=False)}
            alone.append(_timed(lambda inputs=inputs: bare(inputs)))
    ratio = median(a / b for a, b in zip(ours, alone, strict=True))
    print(json.dumps({"pages": pages, "ours": median(ours), "bare": median(alone), "ratio": ratio}))


def _reword(output: Any, turn: int) -> None:
    rows = list(output.paragraphs.order_by("position"))
    for row in rows:
        row.text = WORDS.format(n=row.position + turn * PARAGRAPHS)
    output.paragraphs.bulk_update(rows, ["text"])


def _timed(work: Any) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _draft() -> Any:
    from deliberation.models import Output, Paragraph  # noqa: PLC0415 - after django.setup()
    from mad.common import clock  # noqa: PLC0415 - after django.setup()

    other = Output.objects.filter(kind="draft_resolution").select_related("case", "drafted_by").first()
    assert other is not None
    output = Output.objects.create(
        number="DR-1999-001",
        kind="draft_resolution",
        case=other.case,
        title="Draft of twenty pages",
        drafted_by=other.drafted_by,
        drafted_at=clock.now(),
    )
    Paragraph.objects.bulk_create(
        Paragraph(
            output=output,
            part="preambular" if n <= PARAGRAPHS // 4 else "operative",
            position=n,
            level=0 if n % 4 else 1,
            opening="Recalling" if n <= PARAGRAPHS // 4 else "Calls upon",
            text=WORDS.format(n=n),
            edited_at=clock.now(),
        )
        for n in range(1, PARAGRAPHS + 1)
    )
    return output


if __name__ == "__main__":
    main()
