"""R43: taking measures into follow-up, and reviewing them."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from cases.models import Case
from cases.procedure import Stage
from cases.selectors.people import acting_member
from deliberation.followup_record import review_content
from deliberation.models import Measure, MeasureReview, ReviewDecision
from deliberation.procedure.followup import Said, Status, Words, is_overdue, next_review, wrong_review, wrong_words
from deliberation.selectors.followup import Source, actor_names, takeable
from mad.accounts.permissions import Act, require
from mad.accounts.roles import Role
from mad.clocks import services as clocks
from mad.clocks.kinds import ClockKind
from mad.common import clock
from mad.common.blank import stripped
from mad.common.errors import Invalid, Refused
from mad.common.numbering import next_number
from mad.reference.followup import Template, template
from mad.reference.parameters import numbers

from .guards import AFTER_DETERMINATION
from .measure_clocks import DUE, mark_overdue, record_on, start_due, start_review

NO_DAY = date.min
FIELDS = ("title", "actor", "benchmark", "contact", "template")


def keeper(by: Any, case: Case | None, act: Act) -> None:
    """The registrar or the secretariat by their role; a member who presides, when taking part in the case (R6)."""
    require(by, act)
    if by is not None and case is not None and Role.MEMBER in by.roles:
        acting_member(by, case)


@transaction.atomic
def take_measures(*, case: Case, by: Any, rows: Sequence[Mapping[str, Any]]) -> list[Measure]:
    """Take measures into follow-up in one act: all of them or none.

    Each row: title, actor (key), benchmark, starts, due (dates), and if wanted contact, template (id) and source (key
    of selectors.followup.takeable). What a row leaves empty its template gives. Raises Invalid naming each field as
    "0.due"; Refused (R20) before a determination, (R43) for a source that is followed up already.
    """
    locked = Case.objects.select_for_update().get(pk=case.pk)
    keeper(by, locked, Act.KEEP_FOLLOW_UP)
    if locked.stage not in AFTER_DETERMINATION:
        raise Refused(
            "R20", f"The case is at the stage “{locked.get_stage_display()}”.", "Measures follow a determination."
        )
    if not rows:
        raise Invalid({"rows": ["Choose at least one measure."]}, rule="R43")
    return _take(rows, {source.key: source for source in takeable(locked)}, locked, None, by)


@transaction.atomic
def take_from_decision(*, decision: ReviewDecision, by: Any, **row: Any) -> Measure:
    """A measure that follows from a decision of a regional review (R46). Its case is that of the decision, if any.

    Raises Refused (R44) for a case that is closed, and otherwise as `take_measures`.
    """
    case = Case.objects.select_for_update().get(pk=decision.item.case_id) if decision.item else None
    keeper(by, case, Act.HOLD_REVIEW)
    if case is not None and case.stage == Stage.CLOSED:
        raise Refused(
            "R44",
            f"{case.number} has been closed since; a closed case has no open measure.",
            "Reopen it on one of its triggers, or decide on the region as a whole.",
        )
    return _take([row], {}, case, decision, by)[0]


def _take(
    rows: Sequence[Mapping[str, Any]],
    sources: Mapping[str, Source],
    case: Case | None,
    decision: ReviewDecision | None,
    by: Any,
) -> list[Measure]:
    names, today = actor_names(), clock.today()
    errors: dict[str, list[str]] = {}
    filled = [_filled(row, today) for row in rows]
    for place, (row, words) in enumerate(zip(rows, filled, strict=True)):
        wrong = wrong_words(words, names, today)
        if words.due == NO_DAY:
            wrong["due"] = "Give the day on which it is due."
        wrong |= _wrong_source(str(row.get("source") or ""), sources, [r.get("source") for r in rows[:place]])
        if row.get("template") and template(str(row["template"])) is None:
            wrong["template"] = "There is no such template."
        single = decision is not None or len(rows) == 1
        errors |= {name if single else f"{place}.{name}": [message] for name, message in wrong.items()}
    if errors:
        raise Invalid(errors, rule="R43")
    return [
        _make(row, words, names[words.actor], sources.get(str(row.get("source") or "")), case, decision, by)
        for row, words in zip(rows, filled, strict=True)
    ]


def _filled(row: Mapping[str, Any], today: date) -> Words:
    """The words of a row, with what its template gives for what was left empty."""
    usual = template(str(row.get("template") or ""))
    said = {name: stripped(str(row.get(name) or "")) for name in FIELDS}
    starts = row.get("starts") or today
    due = row.get("due") or (_after(starts, usual.due_days) if usual else NO_DAY)
    if usual is not None:
        said |= {name: value for name, value in _usual(usual).items() if not said[name]}
    return Words(said["title"], said["actor"], said["benchmark"], starts, due, said["contact"])


def _after(day: date, days: int) -> date:
    """The day so many days later; the last day there is, which no measure can be due on, when the calendar ends first."""
    return day + timedelta(days=days) if date.max - day > timedelta(days=days) else date.max


def _usual(one: Template) -> dict[str, str]:
    return {"title": one.name, "actor": one.actor, "benchmark": one.benchmark}


def _wrong_source(key: str, sources: Mapping[str, Source], before: Sequence[Any]) -> dict[str, str]:
    if not key:
        return {}
    if key in before:
        return {"source": "It stands here twice."}
    return {} if key in sources else {"source": "It was not decided in this case, or is followed up already."}


def _make(
    row: Mapping[str, Any],
    words: Words,
    actor_name: str,
    source: Source | None,
    case: Case | None,
    decision: ReviewDecision | None,
    by: Any,
) -> Measure:
    usual, every, now = template(str(row.get("template") or "")), numbers().follow_up_days, clock.now()
    days = min(usual.review_days, every) if usual else every
    links = {f"{source.field}_id": source.pk} if source else {}
    measure = Measure.objects.create(
        number=next_number("FU"),
        case=case,
        decision=decision,
        template=usual.id if usual else "",
        title=words.title,
        actor=words.actor,
        actor_name=actor_name,
        contact=words.contact,
        benchmark=words.benchmark,
        starts=words.starts,
        due=words.due,
        review_days=days,
        next_review=next_review(now, days),
        taken_at=now,
        taken_by=by,
        **links,
    )
    content = {"title": words.title, "actor": words.actor, "benchmark": words.benchmark, "due": words.due}
    record_on(measure, "measure.taken", by, content, due=words.due.isoformat())
    start_review(measure, by)
    start_due(measure, by)
    return measure


# --- reviews ---------------------------------------------------------------------------------------


@transaction.atomic
def review_measure(
    *,
    measure: Measure,
    by: Any,
    status: str,
    reason: str,
    version: int,
    due: date | None = None,
    handed_to: str = "",
) -> MeasureReview:
    """Say where a measure stands and why; the next review is due after its interval, or never once it has ended.

    version: of the measure that the writer had before them. due: a new due date. Raises Refused (R43) when its
    follow-up has ended or somebody reviewed it since; Invalid naming status, reason, due or handed_to.
    """
    locked = Measure.objects.select_for_update(of=("self",)).select_related("case").get(pk=measure.pk)
    keeper(by, locked.case, Act.REVIEW_MEASURE)
    _refuse_late(locked, version)
    said = Said(status, stripped(reason.replace("\r\n", "\n")), due or locked.due, stripped(handed_to))
    if wrong := wrong_review(said, locked.starts, locked.due, clock.today()):
        raise Invalid({name: [message] for name, message in wrong.items()}, rule="R43")
    late = clocks.stop(kind=ClockKind.FOLLOW_UP, subject=locked.number, by=by)
    moved = said.due != locked.due
    _apply(locked, said)
    made = _write(locked, said, late, by)
    _go_on(locked, moved, by)
    locked.save()
    return made


def _refuse_late(measure: Measure, version: int) -> None:
    if measure.finished:
        ended = f"{measure.number} is {measure.get_status_display().lower()}; its follow-up has ended."
        raise Refused("R43", ended, "Take a new measure when there is more to do.")
    if measure.version != version:
        newest = measure.reviews.select_related("by").first()
        who = newest.by if newest else "Somebody"
        raise Refused(
            "R43",
            f"{who} reviewed this measure since you opened the page.",
            "What you wrote is kept; read the other review, and save again if you still think so.",
        )


def _apply(measure: Measure, said: Said) -> None:
    now, ends = clock.now(), Status(said.status).ends
    measure.status, measure.due, measure.handed_to = said.status, said.due, said.handed_to
    measure.version += 1
    measure.ended_at = now if ends else None
    measure.next_review = None if ends else next_review(now, measure.review_days)


def _write(measure: Measure, said: Said, late: timedelta | None, by: Any) -> MeasureReview:
    review = MeasureReview(
        measure=measure,
        version=measure.version,
        status=said.status,
        reason=said.reason,
        due=said.due,
        handed_to=said.handed_to,
        late_by=late,
        by=by,
        at=clock.now(),
    )
    review.entry = record_on(
        measure, "measure.reviewed", by, review_content(review), status=said.status, due=said.due.isoformat()
    )
    review.save()
    return review


def _go_on(measure: Measure, moved: bool, by: Any) -> None:
    """Clocks after a review: of the next one, and of the due date when it moved."""
    if moved or measure.finished:
        clocks.stop(kind=ClockKind.FOLLOW_UP, subject=measure.number + DUE, by=by)
    if measure.finished:
        return
    start_review(measure, by)
    if moved:
        measure.overdue_at = None
        start_due(measure, by)
    if is_overdue(measure.status, measure.due, clock.today()) and measure.overdue_at is None:
        mark_overdue(measure)
