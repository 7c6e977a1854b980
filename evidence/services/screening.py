"""Screening (R14): a decision on a submission, by one officer at a time, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from evidence.models import Query, ScreeningDecision, Submission
from evidence.procedure import screening
from evidence.procedure.grades import Information, Source
from evidence.procedure.screening import Decision, DeclineReason, Move
from evidence.procedure.terms import Sensitivity, Status
from evidence.selectors.visible import office_of
from evidence.services.items import make_items
from evidence.services.placing import Placing, place_all
from evidence.services.protection import let_read
from evidence.services.timers import move_clocks, source_people
from mad.accounts.permissions import Act, require
from mad.common import clock
from mad.common.blank import stripped
from mad.common.errors import Invalid, NotPermitted, Refused
from mad.docket.services import record
from mad.notices.audience import Audience
from mad.notices.services import notify
from mad.reference.parameters import numbers

LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Finding:
    """What an officer wrote: grades, sensitivity, grounds, and what the decision itself needs."""

    source_grade: str = ""
    info_grade: str = ""
    sensitivity: str = ""
    grounds: str = ""
    destination: str = ""
    decline_reason: str = ""
    hold_until: datetime | None = None
    question: str = ""
    answer: str = ""
    reason: str = ""


@transaction.atomic
def screen(
    *,
    submission: Submission,
    by: Any,
    decision: str,
    version: int | None = None,
    case_title: str = "",
    case_urgency: str = "",
    parts: Iterable[str] | None = None,
    further: Sequence[Placing] = (),
    **written: Any,
) -> ScreeningDecision:
    """Accept, hold, query, decline, or reopen what was declined. written: the fields of Finding.

    parts: what goes into the first case (None: everything); further: the other cases, when it is split over several.
    version: the submission's version that the officer had in sight; with None the officer decides on what is there.
    Raises Invalid for what is missing, Refused (R14) when it was decided meanwhile or cannot be decided so.
    """
    require(by, Act.SCREEN)
    finding = _finding(written)
    locked = _locked(submission, version)
    move = screening.move(Decision(decision), Status(locked.status))
    if move.who is not screening.Actor.OFFICER:
        raise NotPermitted("R14", "This step is not the officer’s.")
    _check(move, finding)
    if move.decision is Decision.ACCEPT:
        _grade(locked, finding)
    taken = _decide(locked, move, finding, by)
    if taken.decision == Decision.ACCEPT:
        _accept(locked, finding, by)
        first = Placing(finding.destination, case_title, case_urgency, None if parts is None else frozenset(parts))
        taken.destinations = place_all(locked, [first, *further], by)
        taken.destination = taken.destinations[0]
    _follow_up(locked, taken, finding, by)
    _finish(locked, taken, move, by)
    return taken


@transaction.atomic
def answer_query(*, submission: Submission, by: Any, answer: str) -> Query:
    """The source answers; the screening clock goes on (R14). Only the office that sent the submission answers."""
    require(by, Act.ANSWER_QUERY)
    locked = _locked(submission, None)
    _own(locked, by)
    move = screening.move(Decision.ANSWER, Status(locked.status))
    finding = _finding({"answer": answer})
    _check(move, finding)
    query = locked.queries.select_for_update().get(closed_at=None)
    query.answer, query.answered_by = finding.answer, by
    query.answered_at = query.closed_at = clock.now()
    query.save(update_fields=["answer", "answered_by", "answered_at", "closed_at"])
    taken = _decide(locked, move, finding, by)
    _finish(locked, taken, move, by)
    return query


@transaction.atomic
def withdraw(*, submission: Submission, by: Any, reason: str) -> ScreeningDecision:
    """The source takes its submission back. It stays on the record, withdrawn (R15)."""
    require(by, Act.SUBMIT)
    locked = _locked(submission, None)
    _own(locked, by)
    move = screening.move(Decision.WITHDRAW, Status(locked.status))
    finding = _finding({"reason": reason, "grounds": reason})
    _check(move, finding)
    taken = _decide(locked, move, finding, by)
    _finish(locked, taken, move, by)
    return taken


@transaction.atomic
def wake(*, submission: Submission) -> ScreeningDecision | None:
    """The hold is over: screening goes on (R14). Nothing happens when it was decided meanwhile."""
    locked = Submission.objects.select_for_update().get(pk=submission.pk)
    if locked.status != Status.HELD or locked.due_at > clock.now():
        return None
    move = screening.move(Decision.WAKE, Status(locked.status))
    taken = _decide(locked, move, Finding(), None)
    _finish(locked, taken, move, None)
    return taken


def _locked(submission: Submission, version: int | None) -> Submission:
    locked = Submission.objects.select_for_update(of=("self",)).select_related("office").get(pk=submission.pk)
    if version is not None and version != locked.version:
        raise _overtaken(locked)
    return locked


def _who(last: ScreeningDecision) -> str:
    """Never a person of the source: who it was may be protected (R16)."""
    if last.decision in (Decision.ANSWER, Decision.WITHDRAW):
        return "The source"
    return str(last.by or "The clock")


def _overtaken(locked: Submission) -> Refused:
    last = locked.decisions.select_related("by").last()
    who = _who(last) if last else "Somebody"
    done = {"accept": "accepted", "hold": "held", "query": "queried", "decline": "declined", "reopen": "reopened"}
    did = done.get(last.decision, last.decision) if last else "changed"
    when = f"{last.at:%d %B %Y, %H:%M} UTC" if last else ""
    return Refused(
        "R14",
        f"{who} {did} this submission on {when}, while you were deciding.",
        "Nothing of yours was recorded and nothing you wrote is lost: it is still on this page.",
        code="overtaken",
    )


def _own(locked: Submission, by: Any) -> None:
    office = office_of(by)
    if office is None or office.pk != locked.office_id:
        raise NotPermitted("R14", "Only the office that sent this submission can do this.")


def _finding(written: dict[str, Any]) -> Finding:
    texts: dict[str, Any] = {
        name: stripped(value) if isinstance(value, str) else value for name, value in written.items()
    }
    long = [name for name, value in texts.items() if isinstance(value, str) and len(value) > LONGEST]
    if long:
        raise Invalid({name: [f"At most {LONGEST} characters."] for name in long}, rule="R14")
    return Finding(**texts)


def _check(move: Move, finding: Finding) -> None:
    errors = screening.missing(move, asdict(finding))
    kinds = (
        ("source_grade", Source),
        ("info_grade", Information),
        ("sensitivity", Sensitivity),
        ("decline_reason", DeclineReason),
    )
    for name, kind in kinds:
        value = getattr(finding, name)
        if value and value not in list(kind):
            errors.setdefault(name, []).append(screening.ASKED[name])
    if errors:
        raise Invalid(errors, rule="R14")
    if move.decision is Decision.HOLD and finding.hold_until:
        screening.check_hold(finding.hold_until, clock.now())


def _grade(locked: Submission, finding: Finding) -> None:
    locked.source_grade, locked.info_grade = finding.source_grade, finding.info_grade
    locked.sensitivity = finding.sensitivity


def _decide(locked: Submission, move: Move, finding: Finding, by: Any) -> ScreeningDecision:
    """Move the state and the clocks, and keep the decision."""
    now = clock.now()
    locked.status = move.target.value
    locked.version += 1
    limits = numbers()
    until = finding.hold_until or now + timedelta(days=limits.query_days)
    late, locked.due_at = move_clocks(locked, move, until, None if _hidden(locked, move) else by, limits)
    locked.save(update_fields=["status", "version", "due_at", "source_grade", "info_grade", "sensitivity"])
    return ScreeningDecision(
        submission=locked,
        decision=move.decision.value,
        by=None if _hidden(locked, move) else by,
        at=now,
        grounds=finding.grounds,
        source_grade=finding.source_grade,
        info_grade=finding.info_grade,
        sensitivity=finding.sensitivity,
        decline_reason=finding.decline_reason if move.decision is Decision.DECLINE else "",
        hold_until=finding.hold_until,
        late_by=late,
        version=locked.version,
    )


def _hidden(locked: Submission, move: Move) -> bool:
    """R16: what a protected source does is recorded without its name."""
    return locked.protect_source and move.who is screening.Actor.SOURCE


def _accept(locked: Submission, finding: Finding, by: Any) -> None:
    make_items(submission=locked, by=by)
    if finding.sensitivity == Sensitivity.STRICT and by is not None:
        let_read(submission=locked, user=by, by=by, reason="Screened the submission.")


def _follow_up(locked: Submission, taken: ScreeningDecision, finding: Finding, by: Any) -> None:
    if taken.decision == Decision.QUERY:
        _ask(locked, finding.question, by)
    else:
        locked.queries.filter(closed_at=None).update(closed_at=clock.now())


def _ask(locked: Submission, question: str, by: Any) -> None:
    now = clock.now()
    due = now + timedelta(days=numbers().query_days)
    Query.objects.create(submission=locked, question=question, asked_by=by, asked_at=now, due_at=due)
    notify(
        kind="submission.queried",
        subject=locked.number,
        url=locked.get_absolute_url(),
        to=source_people(locked),
    )


def _finish(locked: Submission, taken: ScreeningDecision, move: Move, by: Any) -> None:
    taken.save(force_insert=True)
    record(
        act=move.act,
        by=by,
        obj=locked.number,
        case=taken.destination,
        content={
            "decision": taken.decision,
            "grounds": taken.grounds,
            "grades": [taken.source_grade, taken.info_grade],
            "sensitivity": taken.sensitivity,
            "hold_until": taken.hold_until,
            "destination": taken.destination,
            **({"destinations": taken.destinations} if len(taken.destinations) > 1 else {}),
            **({"decline_reason": taken.decline_reason} if taken.decline_reason else {}),
            "version": taken.version,
        },
        salt=bytes(taken.salt),
        facts={"late": bool(taken.late_by)},
        protected=_hidden(locked, move),
    )
    _tell_webhooks(locked, move)


def _tell_webhooks(locked: Submission, move: Move) -> None:
    """The source's systems learn of each new state that the source did not bring about; a query tells them itself."""
    if move.who is not screening.Actor.SOURCE and move.decision is not Decision.QUERY:
        audience = Audience(offices=[locked.office_id])
        notify(kind=move.act, subject=locked.number, url=locked.get_absolute_url(), to=audience)
