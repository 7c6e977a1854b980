"""The page and the timeline of a case whose States have many incidents."""

from __future__ import annotations

from tests.bench import load
from tests.bench.load import Call
from tests.bench.place import Place, Web
from tests.bench.report import Report
from tests.bench.search import p95

READER = "amal.benhaddou"
FEW, MANY = 500, 50_000
ROUNDS, EACH = 10, 12
# Ten years of incidents, a third of them killings of civilians, in the States of the case.
_FILL = """
INSERT INTO evidence_incident (source, source_id, type_of_violence, state_id, country, region, adm_1, adm_2, place, lat,
    lon, place_precision, date_start, date_end, date_precision, actor, opponent, conflict, civilians, low, best, high,
    reported_by, described_as, provisional, release, loaded_at)
SELECT 'ucdp-ged', 'bench-' || n, 1 + n % 3, (SELECT state_id FROM cases_case_states WHERE case_id =
        (SELECT id FROM cases_case WHERE number = '{case}') ORDER BY state_id LIMIT 1),
    'Bench', '', '', '', 'Place ' || n % 300, n % 60, n % 50, 1, day, day, 1, 'Actor ' || n % 9, 'Civilians', '',
    n % 17, n % 11, n % 17, n % 29, '', '', false, 'bench', now()
FROM (SELECT n, current_date - (n * 3650.0 / {count})::int AS day FROM generate_series(1, {count}) AS n) AS made
"""


def measure(place: Place, report: Report) -> None:
    case = place.case_number()
    few, many = place.copy_database("mad_few_incidents"), place.copy_database("mad_many_incidents")
    for database, count in (("mad_few_incidents", FEW), ("mad_many_incidents", MANY)):
        place.fill(_FILL.format(case=case, count=count), database)
        place.settle(database)
    with place.web(few) as small, place.web(many) as large:
        who = {"small": place.signed_in(READER, few), "large": place.signed_in(READER, many)}
        # The timeline also counts where every incident lies, which is read from the incidents themselves.
        for name, path, bar in (("case page", "", 1.5), ("timeline", "timeline/", 2.0)):
            at_large, at_small = _in_turn(large, small, f"/cases/{case}/{path}", who)
            report.note(f"{name}: p95 {at_large * 1000:.1f} ms at {MANY:,} incidents, {at_small * 1000:.1f} at {FEW}")
            report.at_most(f"{name}: p95 with {MANY:,} incidents ÷ with {FEW}", at_large / at_small, bar)


def _in_turn(large: Web, small: Web, path: str, who: dict) -> tuple[float, float]:
    """p95 of both, in seconds, asked in turn."""
    times: dict[str, list[float]] = {"large": [], "small": []}
    for counted in range(-1, ROUNDS):
        for name, web in (("large", large), ("small", small)):
            result = load.run(web.port, [Call("GET", path, who[name])], clients=1, count=EACH)
            if set(result.statuses) != {200}:
                raise RuntimeError(f"{path} answered {result.statuses}")
            times[name] += result.times if counted >= 0 else []
    return p95(times["large"]), p95(times["small"])
