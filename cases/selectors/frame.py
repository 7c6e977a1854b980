"""The head of every page of a case: what it is, its stage, clock and tabs, all in the case's own query."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.dateparse import parse_datetime, parse_duration

from cases.models import (
    Answer,
    Assessment,
    AssessmentRequest,
    Case,
    CaseSubmission,
    CaseSummary,
    CrimeInIssue,
    Determination,
    DeterminationVote,
    Opinion,
    Recusal,
    Round,
    StageMove,
)
from cases.models.case import STAGES
from cases.procedure import Stage
from evidence.models import Item
from mad.clocks.kinds import ClockKind
from mad.clocks.models import Clock
from mad.common import clock, ports
from mad.membership.models import Member

from .visible import visible_to

OWN_TABS = (
    ports.CaseTab("overview", "Overview", "case", 0),
    ports.CaseTab("evidence", "Evidence", "case_evidence", 20),
    ports.CaseTab("elements", "Elements", "case_elements", 30),
    ports.CaseTab("panel", "Panel", "case_panel", 40),
    ports.CaseTab("determination", "Determination", "determination", 45),
    ports.CaseTab("docket", "Docket", "case_docket", 90),
)


@dataclass(frozen=True, slots=True)
class StageStep:
    """One step of the stage line: state is done, now or ahead."""

    key: str
    label: str
    state: str
    since: datetime | None


def for_page(user: Any) -> QuerySet[Case]:
    """Visible cases, each with everything its frame and the reader's own part need: one query."""
    return with_frame(visible_to(user)).annotate(**_own_part(user))


def _own_part(user: Any) -> dict[str, Any]:
    """What the reader has done: sealed an answer in the open round, voted, attached an opinion."""
    me = Member.objects.filter(user=user.pk)
    here = {"member__in": me.values("pk")}
    sealed = Answer.objects.filter(round__assessment__case=OuterRef("pk"), round__closed_at=None, **here)
    vote = DeterminationVote.objects.filter(
        determination__case=OuterRef("pk"),
        determination__adopted_at=None,
        determination__rejected_at=None,
        **here,
    )
    opinion = Opinion.objects.filter(determination__case=OuterRef("pk"), determination__replaced_by=None, **here)
    asked = AssessmentRequest.objects.filter(case=OuterRef("pk"), used=False, **here)
    return {
        "my_member": Subquery(me.values("pk")[:1]),
        "my_sealed_at": Subquery(sealed.values("submitted_at")[:1]),
        "my_vote": Subquery(vote.values("vote")[:1]),
        "my_opinion": Exists(opinion),
        "i_asked": Exists(asked),
    }


def with_frame(cases: QuerySet[Case]) -> QuerySet[Case]:
    return cases.select_related("opened_by").annotate(**_frame_columns())


def _frame_columns() -> dict[str, Any]:
    """See cases.models.case.PageFacts."""
    return {
        "state_facts": _states(Case.states, "concerned"),
        "party_facts": _states(Case.parties, "party"),
        "recusal_facts": _own(Recusal, member="member_id", kind="kind", reason="reason"),
        "clock_facts": ArraySubquery(
            Clock.objects.running()
            .filter(case_number=OuterRef("number"))
            .order_by("due_at")
            .values(row=JSONObject(**{name: name for name in _CLOCK}))
        ),
        "move_facts": _own(StageMove, source="source", target="target", at="at"),
        "determination_facts": _own(Determination, **{name: name for name in _DETERMINATION}),
        "assessment_facts": _own(Assessment, id="id", ordinal="ordinal", ended_at="ended_at"),
        "item_count": _items(Count("pk")),
        "origin_count": _items(Count("pk", filter=Q(derived_from=None))),
        "alarms": Exists(
            CaseSubmission.objects.filter(case=OuterRef("pk"), submission__alarm=True, submission__status="accepted")
        ),
        "has_crimes": Exists(CrimeInIssue.objects.filter(case=OuterRef("pk"))),
        "newest_summary": ArraySubquery(
            CaseSummary.objects.filter(case=OuterRef("pk")).values(
                row=JSONObject(version="version", at="at", by="by__full_name")
            )[:1]
        ),
        "round_facts": ArraySubquery(
            Round.objects.filter(assessment__case=OuterRef("pk"))
            .order_by("pk")
            .values(row=JSONObject(**{name: name for name in _ROUND}))
        ),
    }


_CLOCK = ("kind", "title", "started_at", "due_at", "paused_at", "paused_for", "pause_reason")
_DETERMINATION = (
    "id", "number", "likely_crimes", "severity", "temporal", "proposed_at", "adopted_at", "rejected_at",
    "replaced_by_id", "stale_since", "assessment_id",
)  # fmt: skip
_ROUND = ("id", "assessment_id", "ordinal", "opened_at", "due_at", "closed_at")


def _own(model: Any, **fields: str) -> ArraySubquery:
    rows = model.objects.filter(case=OuterRef("pk")).order_by("pk")
    return ArraySubquery(rows.values(row=JSONObject(**fields)))


def _items(count: Count) -> Subquery:
    here = CaseSubmission.objects.filter(case=OuterRef(OuterRef("pk"))).values("submission")
    items = Item.objects.filter(submission__in=here, retracted_at=None).order_by()
    return Subquery(items.annotate(one=Value(1)).values("one").annotate(n=count).values("n"))


def _states(field: Any, part: str) -> ArraySubquery:
    rows = field.through.objects.filter(case_id=OuterRef("pk")).order_by("state__name")
    facts = {
        "iso3": "state_id",
        "name": "state__name",
        "official": "state__official_name",
        "m49": "state__m49",
    }
    return ArraySubquery(rows.values(row=JSONObject(**{k: F(v) for k, v in facts.items()}, part=Value(part))))


def when(text: str | None) -> datetime | None:
    """A time as PostgreSQL writes it in JSON."""
    return parse_datetime(text) if text else None


def clocks_of(case: Case) -> list[Clock]:
    """The running clocks of the case, soonest first, the window for opinions last."""
    rows = [_clock(row) for row in case.clock_facts]
    return sorted(rows, key=lambda c: (c.kind == ClockKind.OPINIONS, c.due_at))


def _clock(row: dict[str, Any]) -> Clock:
    times = {name: when(row[name]) for name in ("started_at", "due_at", "paused_at")}
    return Clock(**{**row, **times, "paused_for": parse_duration(row["paused_for"])})


def case_frame(user: Any, case: Case) -> dict[str, Any]:
    """Context for cases/layout.html: case, tabs, clock, clocks, stages, states. One query at most."""
    if not hasattr(case, "clock_facts"):
        case = with_frame(Case.objects.filter(pk=case.pk)).get()
    running = clocks_of(case)
    return {
        "case": case,
        "tabs": [
            {"key": t.key, "label": t.label, "url": reverse(t.url_name, kwargs={"number": case.number})}
            for t in sorted((*OWN_TABS, *ports.case_tabs), key=lambda t: t.order)
        ],
        "clock": running[0].face(clock.now()) if running else None,
        "clocks": running,
        "stages": stages(case),
        "states": case.state_facts,
        "determination_facts": in_force(case),
        "summary_facts": _summary(case),
        "nav_key": "cases",
    }


def stages(case: Case) -> list[StageStep]:
    """R20's line: stages passed, the one it is in, those ahead."""
    order = list(Stage)
    at = order.index(Stage(case.stage))
    since = {row["target"]: when(row["at"]) for row in case.move_facts}
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


def before_panel(case: Case) -> dict[str, Any] | None:
    """The determination the panel is voting on."""
    return _determination(case, lambda row: not row["adopted_at"] and not row["rejected_at"])


def _determination(case: Case, wanted: Any) -> dict[str, Any] | None:
    found = next((row for row in case.determination_facts if wanted(row)), None)
    if found is None:
        return None
    return {**found, **{name: when(found[name]) for name in ("proposed_at", "adopted_at", "stale_since")}}


def open_round(case: Case) -> dict[str, Any] | None:
    return next((row for row in case.round_facts if row["closed_at"] is None), None)


def closed_rounds(case: Case) -> int:
    """Rounds closed in the assessment under way, or in the last one."""
    newest = max((row["id"] for row in case.assessment_facts), default=None)
    return sum(row["assessment_id"] == newest and row["closed_at"] is not None for row in case.round_facts)


def _summary(case: Case) -> dict[str, Any] | None:
    found = next(iter(case.newest_summary), None)
    return {**found, "at": when(found["at"])} if found else None
