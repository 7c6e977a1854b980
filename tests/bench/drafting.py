"""The mandate check of a 60-paragraph draft per keystroke pause, and the reading of Council texts at size (R38, R39)."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import Any
from urllib.parse import urlencode

from deliberation.procedure import wording
from deliberation.procedure.council_text import parse
from tests.bench import load
from tests.bench.load import Call
from tests.bench.place import PROJECT, Place, Web
from tests.bench.report import Report
from tests.council_files import FOLDER, RESOLUTIONS, texts_of

TOKEN = "b" * 32
PAUSES, PAIRS = 40, 5
MOST_MS, MOST_TIMES_BARE = 20, 5
FEW, MANY, LINEAR = 1_000, 10_000, 1.5


def measure(place: Place, report: Report) -> None:
    checking(place, report)
    reading(report)


def checking(place: Place, report: Report) -> None:
    where = place.copy_database("mad_drafting")
    command = [sys.executable, "-m", "tests.bench.drafting_work"]
    run = subprocess.run(command, check=True, cwd=PROJECT, env=where, stdout=subprocess.PIPE, text=True)
    facts = json.loads(run.stdout.splitlines()[-1])
    place.settle("mad_drafting")
    place.fill(
        "INSERT INTO bench_row (title, body) SELECT 'Row ' || n, repeat('x', 60) FROM generate_series(1, 1000) n",
        "mad_drafting",
    )
    headers = place.signed_in(facts["drafter"], where)
    with place.web(where) as web:
        bare = [Call("GET", "/bench/list/", headers)]
        ours = [_pause(facts, headers, place_) for place_ in range(PAUSES)]
        for calls in (ours, bare):  # every thread of the server has learned its statements
            _median(web, calls, PAUSES * 2)
        times = sorted(
            ((_median(web, ours, PAUSES), _median(web, bare, PAUSES)) for _ in range(PAIRS)),
            key=lambda pair: pair[0] / pair[1],
        )
    check, list_ = times[PAIRS // 2]
    report.note(
        f"mandate check of {facts['paragraphs']} paragraphs: {check * 1000:.1f} ms; bare page: {list_ * 1000:.1f} ms"
    )
    report.at_most("mandate check per keystroke pause, 60 paragraphs: ms of server time", check * 1000, MOST_MS)
    report.at_most("mandate check per keystroke pause ÷ one bare request", check / list_, MOST_TIMES_BARE)


def _pause(facts: dict[str, Any], headers: tuple[tuple[str, str], ...], place_: int) -> Call:
    """What the editor sends at a pause: other words each time, so that nothing answers from what it remembers."""
    typed = (
        "the parties to negotiate a ceasefire under the good offices of the Secretary-General, and to end"
        + " all" * place_
    )
    fields = {"key": facts["key"], "opening": "Calls upon", "measure": "good_offices", "option": facts["option"]}
    body = urlencode({**fields, "level": "0", "text": typed, "csrfmiddlewaretoken": TOKEN}).encode()
    (_, cookie), *rest = headers
    sent = (("Cookie", f"{cookie}; csrftoken={TOKEN}"), ("Content-Type", "application/x-www-form-urlencoded"), *rest)
    return Call("POST", facts["path"], sent, body)


def _median(web: Web, calls: list[Call], count: int) -> float:
    result = load.run(web.port, calls, clients=1, count=count)
    if set(result.statuses) != {200}:
        raise RuntimeError(f"{calls[0].path} answered {result.statuses}")
    return result.median()


def reading(report: Report) -> None:
    """Seconds per 1,000 paragraphs over the whole corpus, and the same at ten times a long text."""
    if FOLDER is None:
        report.note("the corpus of Council resolutions is not here; the reading of it is not measured")
    else:
        texts = list(texts_of(FOLDER / RESOLUTIONS).values())
        seconds = min(_seconds(texts) for _ in range(3))
        paragraphs = sum(len(parse(text)) for text in texts)
        report.note(
            f"parsing the corpus: {seconds / paragraphs * 1000:.4f} s per 1,000 paragraphs, {paragraphs} in all"
        )
        found = sum(wording.force_words(one.words) is not None for text in texts for one in parse(text))
        report.note(f"words of force in {found} of them")
    few, many = (min(_seconds([_long(count)]) for _ in range(5)) / count for count in (FEW, MANY))
    report.at_most(f"parsing: seconds per paragraph at {MANY:,} paragraphs ÷ at {FEW:,}", many / few, LINEAR)


def _seconds(texts: list[str]) -> float:
    began = time.perf_counter()
    for text in texts:
        parse(text)
    return time.perf_counter() - began


def _long(count: int) -> str:
    rows = (
        f"{n}. Demands that all parties end attacks\non civilians in the district {n};" for n in range(1, count + 1)
    )
    return "\n\n".join(["The Security Council,", *rows])
