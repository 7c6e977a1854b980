"""What is followed up: measures a reader may know of, what can be taken into follow-up, what a case needs to close."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from cases.models import Case
from cases.procedure import Stage
from cases.procedure import watch as watching
from cases.selectors import watch
from cases.selectors.visible import in_office, visible_to
from deliberation.models import Closing, Measure, Motion, Output, Paragraph, PreventionPlan, Recommendation
from deliberation.procedure.draft import MEASURES
from deliberation.procedure.followup import FINISHED, ClosingFacts, may_close
from deliberation.procedure.form import Part
from deliberation.procedure.outputs import Stage as OutputStage
from mad.accounts.permissions import Act, may
from mad.accounts.roles import Role
from mad.common import clock
from mad.reference import followup as reference
from mad.reference.models import State

from .facts import carried_options

ADOPTED = (OutputStage.ADOPTED.value, OutputStage.TRANSMITTED.value, OutputStage.PUBLISHED.value)
LONGEST_TITLE = 300


def reads_reviews(user: Any) -> bool:
    """Whether a person reads what concerns no single case: the secretariat, and members in office (R2, R9)."""
    return may(user, Act.READ_REVIEWS) and (Role.MEMBER not in user.roles or in_office(user))


def measures_visible_to(user: Any) -> QuerySet[Measure]:
    """Measures of the cases the user may open, and those of regional reviews that concern no case."""
    seen = Q(case__in=visible_to(user))
    if reads_reviews(user):
        seen |= Q(case=None)
    return Measure.objects.filter(seen)


def visible_measure(user: Any, number: str) -> Measure | None:
    """One measure with what it was taken from. One query for one of a case."""
    rows = with_sources(Measure.objects.filter(number=number))
    of_case = rows.filter(case__in=visible_to(user)).first()
    return of_case or (rows.filter(case=None).first() if reads_reviews(user) else None)


def under_way(measures: QuerySet[Measure]) -> QuerySet[Measure]:
    return measures.filter(ended_at=None)


def actor_names() -> dict[str, str]:
    """Every actor by its key: organs and offices, then States. One query."""
    states = {f"{reference.STATE}{code}": name for code, name in State.objects.values_list("iso3", "name")}
    return {actor.id: actor.name for actor in reference.actors()} | states


def actors_of(states: Iterable[State]) -> list[tuple[str, str]]:
    """The actors to offer first for a case: its States, then organs and offices."""
    return [
        *((f"{reference.STATE}{state.pk}", state.name) for state in states),
        *((actor.id, actor.name) for actor in reference.actors()),
    ]


@dataclass(frozen=True, slots=True)
class Source:
    """Something decided that a measure can be taken from. field: of Measure; actor: guessed from its words, or ""."""

    key: str
    label: str
    title: str
    actor: str
    field: str
    pk: int


def takeable(case: Case) -> list[Source]:
    """What was decided and is not followed up yet: steps of the recommendation adopted, options carried that are no
    such step, operative measures of outputs adopted. A constant number of queries."""
    taken = _taken(case)
    steps = _steps(case)
    stepped = {step.option_id for step in steps}
    options = [option for option in carried_options(case) if option.pk not in stepped]
    found = [
        *(_source("step", step.pk, f"{step.ordinal}. {step.option.label}", step.what, step.who) for step in steps),
        *(_source("option", option.pk, option.label, option.title, option.who) for option in options),
        *(_of_paragraph(p) for p in _paragraphs(case)),
    ]
    return [source for source in found if (source.field, source.pk) not in taken]


def _taken(case: Case) -> set[tuple[str, int]]:
    columns = ("option_id", "step_id", "paragraph_id", "step__option_id")
    rows = Measure.objects.filter(case=case).values_list(*columns)
    names = ("option", "step", "paragraph", "option")
    return {(name, pk) for row in rows for name, pk in zip(names, row, strict=True) if pk is not None}


def _steps(case: Case) -> list[Any]:
    adopted = Recommendation.objects.filter(case=case, motions__state=Motion.State.CARRIED)
    newest = adopted.order_by("-version").prefetch_related("steps__option").first()
    return list(newest.steps.all()) if newest else []


def _paragraphs(case: Case) -> list[Paragraph]:
    resting = [key for key, kind in MEASURES.items() if kind.rests]
    rows = Paragraph.objects.filter(
        output__in=Output.objects.filter(case=case, stage__in=ADOPTED),
        part=Part.OPERATIVE.value,
        removed_at=None,
        measure__in=resting,
    )
    return list(rows.select_related("output").order_by("output_id", "position", "id"))


def _of_paragraph(p: Paragraph) -> Source:
    lines = {line["key"]: line["label"] for line in p.output.adopted_lines or []}
    label = f"{p.output.symbol}, {lines.get(str(p.pk), '')}".rstrip(", ")
    return _source("paragraph", p.pk, label, f"{p.opening} {p.text}".strip(), p.addressee)


def _source(field: str, pk: int, label: str, title: str, who: str) -> Source:
    short = title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…"
    return Source(f"{field}:{pk}", label, short, reference.actor_of_words(who), field, pk)


def source_words(measure: Measure) -> str:
    """What a measure was taken from, in words; "" when it was written in."""
    if measure.step:
        return f"step {measure.step.ordinal} of the recommendation, {measure.step.option.label}"
    if measure.option:
        return f"option {measure.option.label}"
    if measure.paragraph:
        return measure.paragraph.output.symbol
    if measure.decision:
        return f"decision {measure.decision.ordinal} of {measure.decision.review}"
    return ""


def with_sources(measures: QuerySet[Measure]) -> QuerySet[Measure]:
    return measures.select_related("case", "option", "step__option", "paragraph__output", "decision__review")


# --- closing (R44) ---------------------------------------------------------------------------------


def newest_plan(case: Case) -> PreventionPlan | None:
    """The newest version of the plan, with its triggers; None when a closing has used it: the next needs a plan of its
    own, and not an earlier version that was passed over."""
    rows = PreventionPlan.objects.filter(case=case).select_related("by", "closing").prefetch_related("triggers")
    return unused(rows.order_by("-version").first())


def unused(plan: PreventionPlan | None) -> PreventionPlan | None:
    return None if plan is None or hasattr(plan, "closing") else plan


def plans_of(case: Case) -> list[PreventionPlan]:
    """Every version, newest first, with its triggers and the closing made on it. Two queries."""
    closed = ("closing", "closing__by", "closing__move", "closing__reopened", "closing__reopened__trigger")
    rows = PreventionPlan.objects.filter(case=case).select_related("by", *closed, "closing__reopened__by")
    return list(rows.prefetch_related("triggers"))


def closing_facts(case: Case, plan: PreventionPlan | None = None) -> ClosingFacts:
    """What R44 asks for, as it stands. plan: the newest one, if at hand. A measure that ended before the case was last
    reopened counts as it ended."""
    statuses = dict(Measure.objects.filter(case=case).order_by("number").values_list("number", "status"))
    return facts_of(case, statuses, plan or newest_plan(case))


def facts_of(case: Case, statuses: dict[str, str], plan: PreventionPlan | None) -> ClosingFacts:
    """One query; with a trigger by level, those of the watch list besides."""
    triggers = list(plan.triggers.all()) if plan else []
    levels = [trigger.level for trigger in triggers if trigger.level]
    proposed = _level_when_closed(case) if levels and case.stage == Stage.FOLLOW_UP else 0
    return ClosingFacts(statuses, plan is not None, len(triggers), min(levels, default=None), proposed)


def _level_when_closed(case: Case) -> int:
    """What the watch list proposes for the case once it is closed: its stage gives no point then (R45)."""
    (line,) = watch.lines([case], clock.now())
    stage = sum(ground.points for ground in line.proposed.grounds if ground.source is watching.Source.STAGE)
    return watching.level_of(line.proposed.points - stage)


def last_version(case: Case) -> int:
    """Of the plan, whatever became of it; 0 before there is one."""
    found = PreventionPlan.objects.filter(case=case).order_by("-version").values_list("version", flat=True).first()
    return found or 0


def closable(case: Case) -> bool:
    """Answers the guard of the move to "closed" (R20, R44)."""
    return may_close(closing_facts(case))


def triggered(case: Case) -> bool:
    """Answers the guard of opening a closed case: a trigger of its last closing has fired."""
    newest = newest_closing(case)
    return newest is not None and hasattr(newest, "reopened")


def newest_closing(case: Case) -> Closing | None:
    rows = Closing.objects.filter(case=case).select_related("plan", "by", "reopened__trigger", "reopened__by")
    triggers = Prefetch("plan__triggers")
    return rows.prefetch_related(triggers).order_by("-ordinal").first()


def finished_first(measures: Iterable[Measure]) -> list[Measure]:
    """Under way by due date, then those that have ended."""
    return sorted(measures, key=lambda m: (m.status in FINISHED, m.due, m.pk))
