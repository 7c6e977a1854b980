"""Submissions accepted per second against a bare Django view, and 64 clients at once."""

from __future__ import annotations

from statistics import median

from tests.bench import load
from tests.bench.load import Call
from tests.bench.place import Place, Web
from tests.bench.report import Report

WINDOW = 3.0
PAIRS = 5
RUSH_CLIENTS, RUSH_SECONDS = 64, 20.0


def measure(place: Place, report: Report) -> None:
    with place.web() as web:
        for clients in (1, 16):
            ratio, ours, bare = _pairs(place, web, clients)
            report.note(f"{clients} clients: {ours:.0f} submissions/s, bare {bare:.0f} rows/s (medians of {PAIRS})")
            report.at_least(f"submissions per second ÷ bare saves, {clients} client{'s' * (clients > 1)}", ratio, 0.5)
        _rush(place, web, report)


def submit_call(place: Place, number: int = 0) -> Call:
    token = next(person["token"] for person in place.accounts() if person["username"] == "ohchr-machine")
    headers = (("Authorization", f"Bearer {token}"), ("Content-Type", "application/json"))
    return Call("POST", "/api/v1/submissions/", headers, load.submission(number))


def _pairs(place: Place, web: Web, clients: int) -> tuple[float, float, float]:
    ours = submit_call(place)
    bare = Call("POST", "/bench/save/", (("Content-Type", "application/json"),), load.submission())
    rates = []
    for call in (ours, bare):
        load.run(web.port, [call], clients=clients, seconds=1.0)
    for _ in range(PAIRS):
        rates.append(
            tuple(load.run(web.port, [call], clients=clients, seconds=WINDOW).rate(201) for call in (ours, bare))
        )
    return median(a / b for a, b in rates), median(a for a, _ in rates), median(b for _, b in rates)


def _rush(place: Place, web: Web, report: Report) -> None:
    before = _numbers(place)
    result = load.run(web.port, [submit_call(place)], clients=RUSH_CLIENTS, seconds=RUSH_SECONDS)
    after = _numbers(place)
    new = sorted(int(number.rsplit("-", 1)[1]) for number in after - before)
    report.note(f"{result.answered} submissions by {RUSH_CLIENTS} clients in {RUSH_SECONDS:.0f} s: {result.statuses}")
    report.exactly("64 clients for 20 s: answers that are not 201", result.answered - result.statuses.get(201, 0), 0)
    report.exactly("64 clients for 20 s: numbers doubled or lost", result.statuses.get(201, 0) - len(new), 0)
    report.exactly("64 clients for 20 s: numbers skipped", new[-1] - new[0] + 1 - len(new), 0)


def _numbers(place: Place) -> set[str]:
    return {row[0] for row in place.query("SELECT number FROM evidence_submission")}
