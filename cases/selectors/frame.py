"""The head of every page of a case: what it is, its stage, clock and tabs, all in the case's own query."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime, parse_duration

from cases.models import Case
from cases.models.case import STAGES
from cases.procedure import Stage
from mad.clocks.kinds import ClockKind
from mad.clocks.models import Clock
from mad.common import clock, ports
from mad.common.addresses import address

from .page_sql import PAGES
from .visible import visible_to

OWN_TABS = (
    ports.CaseTab("overview", "Overview", "case", 0),
    ports.CaseTab("framework", "Framework", "case_framework", 15),
    ports.CaseTab("timeline", "Timeline", "case_timeline", 10),
    ports.CaseTab("evidence", "Evidence", "case_evidence", 20),
    ports.CaseTab("elements", "Elements", "case_elements", 30),
    ports.CaseTab("panel", "Panel", "case_panel", 40),
    ports.CaseTab("determination", "Determination", "determination", 45),
    ports.CaseTab("docket", "Docket", "case_docket", 90),
)


NOBODY: dict[str, Any] = {
    "member": None,
    "sealed": False,
    "voted": False,
    "opinion": False,
    "asked": False,
    "spoken_to": [],
}


@dataclass(frozen=True, slots=True)
class StageStep:
    """One step of the stage line: state is done, now or ahead."""

    key: str
    label: str
    state: str
    since: datetime | None


def framed(cases: list[Case], user: Any) -> list[Case]:
    """Gives each case that has none its `page`: what its frame and the reader's own part need. One query for all."""
    unframed = [case for case in cases if not hasattr(case, "page")]
    if unframed:
        rows = PAGES.rows({"cases": [case.pk for case in unframed], "user": user.pk})
        pages = {pk: json.loads(text) for pk, text in rows}
        for case in unframed:
            case.page = pages[case.pk]
    return cases


def when(text: str | None) -> datetime | None:
    """A time as PostgreSQL writes it in JSON."""
    return parse_datetime(text) if text else None


def clocks_of(case: Case) -> list[Clock]:
    """The running clocks of the case, soonest first, the window for opinions last."""
    rows = [_clock(row) for row in case.page["clock_facts"]]
    return sorted(rows, key=lambda c: (c.kind == ClockKind.OPINIONS, c.due_at))


def _clock(row: dict[str, Any]) -> Clock:
    times = {name: when(row[name]) for name in ("started_at", "due_at", "paused_at")}
    return Clock(**{**row, **times, "paused_for": parse_duration(row["paused_for"])})


def case_frame(user: Any, case: Case) -> dict[str, Any]:
    """Context for cases/layout.html: case, tabs, clock, clocks, stages, states. One query at most."""
    if not hasattr(case, "page"):
        framed([case], user)
    running = clocks_of(case)
    return {
        "case": case,
        "tabs": [
            {"key": t.key, "label": t.label, "url": address(t.url_name, case.number)}
            for t in sorted((*OWN_TABS, *ports.case_tabs), key=lambda t: t.order)
        ],
        "clock": running[0].face(clock.now()) if running else None,
        "clocks": running,
        "stages": stages(case),
        "states": case.page["state_facts"],
        "determination_facts": in_force(case),
        "summary_facts": _summary(case),
        "merged": _merged(case, user),
        "nav_key": "cases",
    }


def stages(case: Case) -> list[StageStep]:
    """R20's line: stages passed, the one it is in, those ahead."""
    order = list(Stage)
    at = order.index(Stage(case.stage))
    since = {row["target"]: when(row["at"]) for row in case.page["move_facts"]}
    since.setdefault(Stage.MONITORING.value, case.opened_at)
    return [
        StageStep(s.value, _label(s), "done" if n < at else "now" if n == at else "ahead", since.get(s.value))
        for n, s in enumerate(order)
    ]


def _label(stage: Stage) -> str:
    return dict(STAGES)[stage.value]


def in_force(case: Case) -> dict[str, Any] | None:
    """The determination in force: number, likely_crimes, severity, temporal, adopted_at, stale_since."""
    return _determination(case, lambda row: row["adopted_at"] and not row["replaced_by_id"])


def fresh(case: Case) -> frozenset[str]:
    """The numbers of the case's adopted determinations that are neither stale nor replaced (R30)."""
    rows = case.page["determination_facts"]
    return frozenset(
        row["number"] for row in rows if row["adopted_at"] and not row["stale_since"] and not row["replaced_by_id"]
    )


def before_panel(case: Case) -> dict[str, Any] | None:
    """The determination the panel is voting on."""
    return _determination(case, lambda row: not row["adopted_at"] and not row["rejected_at"])


def _determination(case: Case, wanted: Any) -> dict[str, Any] | None:
    found = next((row for row in case.page["determination_facts"] if wanted(row)), None)
    if found is None:
        return None
    return {**found, **{name: when(found[name]) for name in ("proposed_at", "adopted_at", "stale_since")}}


def mine(case: Case) -> dict[str, Any]:
    """The reader's own part: member (None for who is none), sealed, voted, opinion, asked, spoken_to (elements)."""
    return case.page["mine"] or NOBODY


def open_round(case: Case) -> dict[str, Any] | None:
    return next((row for row in case.page["round_facts"] if row["closed_at"] is None), None)


def closed_rounds(case: Case) -> int:
    """Rounds closed in the assessment under way, or in the last one."""
    newest = case.page["newest_assessment"]
    return sum(row["assessment_id"] == newest and row["closed_at"] is not None for row in case.page["round_facts"])


def _merged(case: Case, user: Any) -> dict[str, Any] | None:
    """Into which case this one was merged, or which were merged here; only those that the reader may know of (R6)."""
    into, here = case.page["merged"], case.page["merged_here"]
    if not (into or here):
        return None
    known = set(visible_to(user).filter(number__in=[into["number"]] if into else here).values_list("number", flat=True))
    if into:
        return {"into": into["number"] if into["number"] in known else "", "at": when(into["at"])}
    return {"here": [number for number in here if number in known]}


def _summary(case: Case) -> dict[str, Any] | None:
    found = case.page["newest_summary"]
    return {**found, "at": when(found["at"])} if found else None
