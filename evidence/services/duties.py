"""Watching situations, taking nil returns, and what silence leads to (R10, R11)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from evidence.models import Lapse, NilReturn, Situation
from evidence.procedure import duties
from evidence.procedure.duties import Period, Standing
from evidence.selectors.duties import Line, lines, periods_of, watched
from evidence.selectors.states import state_codes
from evidence.services.timers import office_people
from mad.accounts.models import Office
from mad.accounts.permissions import Act, require
from mad.common import clock
from mad.common.blank import blank
from mad.common.errors import Invalid, NotPermitted, Refused
from mad.common.numbering import next_number
from mad.docket.services import record
from mad.notices.outbox import enqueue
from mad.notices.services import notify

PERIOD_TOPIC = "evidence.period_end"
NAME_LONGEST = 120
STATES_MOST = 50


@transaction.atomic
def open_watch(*, name: str, states: Iterable[str], since: date, by: Any) -> Situation:
    """Watch a situation: from now on every bound source reports on it. Raises Invalid (R11)."""
    require(by, Act.KEEP_WATCH)
    codes = sorted(set(states))
    _check_watch(name, codes, since)
    try:
        with transaction.atomic():
            situation = Situation.objects.create(
                number=next_number("W"),
                name=name.strip(),
                state_codes=codes,
                since=since,
                opened_by=by,
                opened_at=clock.now(),
            )
    except IntegrityError as error:
        raise Invalid({"name": ["A situation of this name is watched already."]}, rule="R11") from error
    _wake_at_end(watched().get(pk=situation.pk))
    facts = {"name": situation.name, "states": codes, "since": since.isoformat()}
    record(act="watch.opened", by=by, obj=situation.number, content=facts, facts=facts)
    return situation


def _check_watch(name: str, codes: list[str], since: date) -> None:
    errors: dict[str, list[str]] = {}
    if blank(name) or len(name.strip()) > NAME_LONGEST:
        errors["name"] = [f"Give a name of at most {NAME_LONGEST} characters."]
    unknown = set(codes) - state_codes({"states": codes})
    if unknown or not codes or len(codes) > STATES_MOST:
        errors["states"] = [f"Unknown: {', '.join(sorted(unknown))}." if unknown else "Name 1 to 50 States."]
    if since > clock.today():
        errors["since"] = ["A watch begins today or began earlier."]
    if errors:
        raise Invalid(errors, rule="R11")


@transaction.atomic
def end_watch(*, situation: Situation, reason: str, by: Any) -> Situation:
    """Today is the last day of the watch. A second call changes nothing."""
    require(by, Act.KEEP_WATCH)
    if blank(reason):
        raise Invalid({"reason": ["Say why the watch ends."]}, rule="R11")
    locked = Situation.objects.select_for_update().get(pk=situation.pk)
    if locked.until is not None:
        return locked
    locked.until, locked.ended_by, locked.ended_at = clock.today(), by, clock.now()
    locked.save(update_fields=["until", "ended_by", "ended_at"])
    content = {"until": locked.until, "reason": reason.strip()}
    record(act="watch.ended", by=by, obj=locked.number, content=content, facts={"until": locked.until.isoformat()})
    return locked


@transaction.atomic
def return_nil(*, body: Mapping[str, Any], by: Any) -> tuple[NilReturn, bool]:
    """Take "nothing to report" of the actor's bound office; (the return, whether it is new).

    The same States and days again give the return received first. Raises Invalid (R11) for what cannot be read,
    NotPermitted (R10) when the office is not bound, Refused (R11) when an earlier return overlaps.
    """
    require(by, Act.RETURN_NIL)
    office = _bound_office(by)
    given = duties.read_nil_return(body, known_states=state_codes(body), today=clock.today())
    earlier = _overlapping(office, given)
    if earlier is not None:
        return _same(earlier, given), False
    made = NilReturn(
        number=next_number("N"),
        office=office,
        sent_by=by,
        state_codes=list(given.states),
        period_from=given.first,
        period_to=given.last,
        received_at=clock.now(),
    )
    made.save(force_insert=True)
    record(
        act="nil_return.received",
        by=by,
        obj=made.number,
        content=made.content(),
        facts={"states": made.state_codes, "from": given.first.isoformat(), "to": given.last.isoformat()},
    )
    return made, True


def _bound_office(by: Any) -> Office:
    """The actor's office, locked: two nil returns of one office come one after the other."""
    office = Office.objects.select_for_update(no_key=True).filter(pk=by.office_id).first()
    if office is None or office.duty != Office.Duty.BOUND:
        raise NotPermitted("R10", "Only a bound source owes reports and declares that there is nothing to report.")
    return office


def _overlapping(office: Office, given: duties.NilReturn) -> NilReturn | None:
    overlap = Q(state_codes__overlap=list(given.states), period_from__lte=given.last, period_to__gte=given.first)
    exact = Q(state_codes=list(given.states), period_from=given.first, period_to=given.last)
    own = NilReturn.objects.filter(office=office)
    return own.filter(exact).first() or own.filter(overlap).first()


def _same(earlier: NilReturn, given: duties.NilReturn) -> NilReturn:
    if (tuple(earlier.state_codes), earlier.period_from, earlier.period_to) == (given.states, given.first, given.last):
        return earlier
    raise Refused(
        "R11",
        f"{earlier.number} declares some of these States and days already.",
        "Nothing was stored. Send the days and States that are left.",
        field="period",
        code="overlap",
    )


def close_period(payload: dict[str, Any], key: str) -> None:
    """Outbox handler at the end of a period: silence becomes a line on the ledger and a reminder to the source.

    Which period ended is worked out afresh, since a decision can have changed how long it lasts.
    """
    situation = watched().select_for_update(of=("self",)).get(pk=payload["situation"])
    today, awaited = clock.today(), date.fromisoformat(payload["end"])
    over = [period for period in periods_of(situation, today) if period.end <= today]
    for period in over:
        if period.end >= awaited or period == over[-1]:
            _note_silence(situation, period, remind=period == over[-1])
    _wake_at_end(situation)


def _note_silence(situation: Situation, period: Period, *, remind: bool) -> None:
    """The line counts what everybody may know of; who sent a protected report is on the line and gets no reminder."""
    open_, whole = (_silent(situation, period, own) for own in (False, True))
    for office in open_.values():
        _, new = Lapse.objects.get_or_create(
            office=office, situation=situation, first=period.first, defaults={"end": period.end, "at": clock.now()}
        )
        if not new:
            continue
        facts = {"office": office.code, "from": period.first.isoformat(), "to": period.last.isoformat()}
        record(act="duty.lapsed", by=None, obj=situation.number, content=facts, facts=facts)
        if remind and office.pk in whole:
            notify(kind="report.missing", subject=situation.number, url="/duty/", to=office_people(office.pk))


def _silent(situation: Situation, period: Period, own: bool) -> dict[int, Office]:
    sources = list(Office.objects.filter(duty=Office.Duty.BOUND, active=True).order_by("name"))
    found: list[Line] = lines(sources, [situation], since=period.last, own=own)
    return {line.office.pk: line.office for line in found if line.period == period and line.standing is Standing.SILENT}


def _wake_at_end(situation: Situation) -> None:
    """Write the outbox row for the end of the period that runs; none when the watch ends before."""
    running = [period for period in periods_of(situation, clock.today()) if period.end > clock.today()]
    for period in running:
        end = datetime.combine(period.end, time.min, UTC)
        delay = max(timedelta(0), end - clock.now())
        enqueue(PERIOD_TOPIC, {"situation": situation.pk, "end": period.end.isoformat()}, delay=delay)
