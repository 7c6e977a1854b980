"""Memory of one web process after 10,000 mixed requests against after 1,000."""

from __future__ import annotations

from tests.bench import load
from tests.bench.intake import submit_call
from tests.bench.load import Call
from tests.bench.place import Place
from tests.bench.report import Report

FIRST, LAST = 1_000, 10_000


def measure(place: Place, report: Report) -> None:
    headers, case = place.signed_in("jonas.ferreira"), place.case_number()
    pages = ["/", "/screening/", f"/cases/{case}/", "/cases/", "/roster/", "/docket/", "/outputs/", "/rules/"]
    calls = [Call("GET", page, headers) for page in pages] + [submit_call(place), Call("GET", "/healthz")] * 2
    with place.web() as web:
        first = load.run(web.port, calls, clients=8, count=FIRST)
        after_first = web.memory()
        last = load.run(web.port, calls, clients=8, count=LAST - FIRST)
        after_last = web.memory()
    bad = {status: n for result in (first, last) for status, n in result.statuses.items() if status >= 400}
    report.note(
        f"web process: {after_first / 2**20:.0f} MiB after {FIRST:,}, {after_last / 2**20:.0f} MiB after {LAST:,}"
    )
    report.exactly("mixed requests answered with an error", sum(bad.values()), 0)
    report.at_most("memory after 10,000 mixed requests ÷ after 1,000", after_last / after_first, 1.1)
