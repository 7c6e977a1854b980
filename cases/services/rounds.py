"""R25 and R26: opening a sealed round, writing in it, sealing an answer, closing it."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db import transaction

from cases.models import Assessment, Case, Commitment, Label, Round
from cases.procedure import closing, labels, letter
from cases.refusals import refuse
from cases.selectors.people import acting_member, panel_state
from cases.selectors.progress import KINDS, NAMES, answered, standing
from cases.trees import placed
from mad.accounts.permissions import Act, require
from mad.accounts.roles import Role
from mad.clocks import services as clocks
from mad.common import clock
from mad.common.errors import Refused
from mad.docket.services import record
from mad.notices.audience import Audience
from mad.notices.services import notify
from mad.reference.parameters import numbers

from .moves import address, panel_audience


@transaction.atomic
def open_round(*, case: Case, by) -> Round:
    """Open the next sealed round: the first, or the second once the first has closed. Starts its clock."""
    require(by, Act.OPEN_ROUND)
    case = Case.objects.select_for_update().get(pk=case.pk)
    if Role.MEMBER in by.roles:
        acting_member(by, case)
    assessment = current_assessment(case)
    rounds = list(Round.objects.select_for_update().filter(assessment=assessment))
    _may_open(case, rounds)
    panel = panel_state(case)
    refuse(panel.refusal)
    numbers_ = numbers()
    hours = numbers_.round_urgent_hours if case.urgent else numbers_.round_hours
    now = clock.now()
    made = Round.objects.create(
        assessment=assessment,
        ordinal=len(rounds) + 1,
        elements=[e.id for e in placed(case.crimes.all())],
        opened_at=now,
        due_at=now + timedelta(hours=hours),
    )
    record(
        act="round.opened",
        by=by,
        obj=case.number,
        case=case.number,
        content={
            "round": made.ordinal,
            "due": made.due_at,
            "panel": sorted(panel.ids),
            "elements": made.elements,
        },
        facts={"round": made.ordinal, "panel": panel.size, "elements": len(made.elements)},
    )
    clocks.start(
        kind=KINDS[made.ordinal],
        subject=case.number,
        case=case.number,
        url=address(case),
        due=made.due_at,
        to=panel_audience(case),
        title=NAMES[made.ordinal],
        by=by,
    )
    notify(kind="round.opened", subject=case.number, url=address(case), to=panel_audience(case), case=case.number)
    return made


def current_assessment(case: Case) -> Assessment:
    """The assessment under way. Raises Refused (R20)."""
    found = Assessment.objects.filter(case=case, ended_at=None).first()
    if found is None:
        raise Refused("R20", "The case is not under assessment.")
    return found


def _may_open(case: Case, rounds: list[Round]) -> None:
    if any(r.closed_at is None for r in rounds):
        raise Refused("R26", "A round is open already.")
    if len(rounds) == 2:
        raise Refused("R26", "Both rounds have been held; only the second counts.")
    if not case.crimes.exists():
        raise Refused("R24", "No crime is in issue.", "Choose the crimes and acts alleged first.")


def locked_open(round_: Round) -> Round:
    """The round, locked: who saves and who closes wait for each other. Refused (R26) once it has closed."""
    locked = Round.objects.select_for_update().select_related("assessment__case").get(pk=round_.pk)
    if locked.closed_at:
        raise Refused(
            "R26",
            f"The round closed on {locked.closed_at:%d %B %Y, %H:%M} UTC, before this was saved.",
            "What you typed is still on this page; it was not stored and does not count.",
        )
    return locked


@transaction.atomic
def close_round(*, round: Round, by=None) -> Round:
    """Close and reveal when R26 holds; Refused, and nothing changed, when it does not."""
    locked = Round.objects.select_for_update().select_related("assessment__case").get(pk=round.pk)
    if locked.closed_at:
        return locked
    if by is not None:
        require(by, Act.OPEN_ROUND)
    case = locked.assessment.case
    refuse(closing(standing(locked)))
    locked.closed_at = clock.now()
    locked.save(update_fields=["closed_at"])
    panel = panel_state(case)
    draw_labels(locked.assessment, panel.ids | answered(locked))
    late = clocks.stop(kind=KINDS[locked.ordinal], subject=case.number, by=by)
    _record_closing(locked, case, panel.ids, late, by)
    to = Audience(roles=[Role.REGISTRAR.value, Role.PRESIDING.value], users=panel_audience(case).users)
    notify(kind="round.closed", subject=case.number, url=address(case), to=to, case=case.number)
    return locked


def _record_closing(round_: Round, case: Case, panel: frozenset[int], late: timedelta | None, by) -> None:
    """The reveal opens the seals: the content names each salt under its letter; the facts only count."""
    letters = dict(Label.objects.filter(assessment=round_.assessment).values_list("member_id", "letter"))
    counted = panel & answered(round_)
    record(
        act="round.closed",
        by=by,
        obj=case.number,
        case=case.number,
        content=closing_content(round_, letters),
        facts={
            "round": round_.ordinal,
            "answered": len(counted),
            "panel": len(panel),
            "late_hours": round((late.total_seconds() / 3600), 1) if late else 0,
        },
    )


def closing_content(round_: Round, letters: Mapping[int, str]) -> dict:
    """What the entry of a closing commits to: every counted commitment opened under its letter."""
    rows = Commitment.objects.filter(answer__round=round_, answer__submitted_at__isnull=False)
    opened = {}
    for row in rows.select_related("answer", "entry").order_by("version"):
        opened[letters[row.answer.member_id]] = {"salt": bytes(row.salt).hex(), "digest": row.entry.digest}
    return {"round": round_.ordinal, "opened": opened}


def draw_labels(assessment: Assessment, members: Iterable[int]) -> None:
    """Letters in an order drawn from the system's randomness, for members who have none yet (R26)."""
    held = set(Label.objects.filter(assessment=assessment).values_list("member_id", flat=True))
    new = sorted(set(members) - held)
    order = list(range(len(new)))
    secrets.SystemRandom().shuffle(order)
    drawn = labels(new, dict(zip(new, order, strict=True)))
    taken = len(held)
    ranked = sorted(drawn, key=lambda m: (len(drawn[m]), drawn[m]))
    Label.objects.bulk_create(
        Label(assessment=assessment, member_id=m, letter=letter(taken + n)) for n, m in enumerate(ranked)
    )


def close_if_complete(assessment: Assessment) -> None:
    """Close the open round when nothing stands in the way; leave it open otherwise."""
    open_ = Round.objects.filter(assessment=assessment, closed_at=None).select_related("assessment__case").first()
    if open_ and closing(standing(open_)) is None:
        close_round(round=open_)


def close_complete(case: Case) -> None:
    """After something changed who is awaited."""
    for assessment in Assessment.objects.filter(case=case, ended_at=None):
        close_if_complete(assessment)


def close_open() -> int:
    """Close every open round that may close by now: who was awaited may have been barred, or come back (R3, R26).
    Returns how many closed; safe to run anywhere, any number of times."""
    open_ = Round.objects.filter(closed_at=None).select_related("assessment__case")
    return sum(_closed(round_) for round_ in open_)


def _closed(round_: Round) -> bool:
    try:
        return closing(standing(round_)) is None and bool(close_round(round=round_).closed_at)
    except Refused:
        return False  # something changed between the two; the next beat looks again


def close_due(subject: str, now: datetime) -> None:
    """Due action of both round clocks. Refused (R26) when too few answered: the clock goes on, late."""
    open_ = Round.objects.filter(assessment__case__number=subject, closed_at=None).first()
    if open_ is not None:
        close_round(round=open_)
