"""Server time of the busiest pages against a bare page, and at 100,000 submissions against 100."""

from __future__ import annotations

from tests.bench import load
from tests.bench.load import Call
from tests.bench.place import Place, Web
from tests.bench.report import Report

SMALL, LARGE = 100, 100_000
REQUESTS = 60
PAIRS = 5
READER = "jonas.ferreira"
PAGES = {"desk": "/", "screening queue": "/screening/", "case page": "/cases/{case}/"}

_COPY = """
INSERT INTO evidence_submission ({names}, number, idempotency_key, status, due_at)
SELECT {columns}, 'S-1999-' || lpad(n::text, 6, '0'), NULL,
       CASE WHEN n % 2 = 0 THEN 'received' ELSE 'declined' END, now() + n * interval '1 second'
FROM evidence_submission, generate_series({first}, {last}) AS n
WHERE evidence_submission.number = (SELECT min(number) FROM evidence_submission WHERE status = 'received')
"""
_CLOCKS = """
INSERT INTO clocks_clock (kind, subject, case_number, title, url, audience, started_at, due_at, pause_reason, paused_for,
                          extension_reason, fired, next_at)
SELECT 'screening', number, '', 'Screening', '/screening/' || number || '/', '{{"roles": ["officer"], "users": []}}',
       received_at, due_at + interval '1 year', '', interval '0', '', 0, due_at + interval '6 months'
FROM evidence_submission WHERE number LIKE 'S-1999-%' AND status = 'received'
"""
_NOTICES = """
INSERT INTO notices_notice (source, kind, subject, url, case_number, at, user_id)
SELECT 'bench-' || number, 'submission.received', number, '/screening/' || number || '/', '', received_at, u.id
FROM evidence_submission, accounts_user u WHERE number LIKE 'S-1999-%' AND u.username = 'jonas.ferreira'
"""
_ENTRIES = """
INSERT INTO docket_entry (at, actor, act, object, case_number, digest, facts)
SELECT received_at, 'office:ohchr', 'submission.received', number, '', repeat('0', 64), '{{}}'
FROM evidence_submission WHERE number LIKE 'S-1999-%'
"""


def measure(place: Place, report: Report) -> None:
    place.fill(
        "INSERT INTO bench_row (title, body) SELECT 'Row ' || n, repeat('x', 60) FROM generate_series(1, 1000) n"
    )
    grow(place, SMALL)
    large = place.copy_database("mad_large")
    grow(place, LARGE - SMALL, database="mad_large", start=SMALL)
    place.settle("mad")
    place.settle("mad_large")
    few, many, case = place.signed_in(READER), place.signed_in(READER, large), place.case_number()
    with place.web() as small_web, place.web(large) as large_web:
        for name, address in PAGES.items():
            path = address.format(case=case)
            ours, bare = _pairs((small_web, path, few), (small_web, "/bench/list/", few))
            report.note(f"{name}: {ours * 1000:.1f} ms, bare {bare * 1000:.1f} ms")
            report.at_most(f"{name}: server time ÷ bare page", ours / bare, 3)
        for name, address in PAGES.items():
            path = address.format(case=case)
            at_large, at_small = _pairs((large_web, path, many), (small_web, path, few))
            report.at_most(f"{name}: at {LARGE:,} submissions ÷ at {SMALL}", at_large / at_small, 1.1)


def grow(place: Place, count: int, *, database: str = "mad", start: int = 0) -> None:
    """Add `count` submissions with their clocks, notices and docket entries, by copying one that was received."""
    rows = place.query(
        "SELECT column_name FROM information_schema.columns WHERE table_name = 'evidence_submission' "
        "AND column_name NOT IN ('id', 'number', 'idempotency_key', 'status', 'due_at')",
        database,
    )
    columns = ", ".join(f"evidence_submission.{row[0]}" for row in rows)
    names = columns.replace("evidence_submission.", "")
    copy = _COPY.format(names=names, columns=columns, first=start + 1, last=start + count)
    if start:
        for table in ("clocks_clock", "notices_notice"):
            place.fill(f"DELETE FROM {table} WHERE subject LIKE 'S-1999-%'", database)
    place.fill(copy, database)
    for statement in (_CLOCKS, _NOTICES, _ENTRIES):
        place.fill(statement.format(), database)


Target = tuple[Web, str, tuple[tuple[str, str], ...]]


def _pairs(one: Target, other: Target) -> tuple[float, float]:
    """Median answer times of both, from the middle one of PAIRS pairs taken in turn."""
    for target in (one, other):
        _time(target, 10)
    times = [(_time(one, REQUESTS), _time(other, REQUESTS)) for _ in range(PAIRS)]
    return sorted(times, key=lambda pair: pair[0] / pair[1])[PAIRS // 2]


def _time(target: Target, count: int) -> float:
    web, path, headers = target
    result = load.run(web.port, [Call("GET", path, headers)], clients=1, count=count)
    if set(result.statuses) != {200}:
        raise RuntimeError(f"{path} answered {result.statuses}")
    return result.median()
