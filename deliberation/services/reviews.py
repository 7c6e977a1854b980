"""R46: opening a regional quarterly review, deciding, sending up, closing it."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from cases.models import Case
from cases.procedure import Stage
from deliberation.followup_record import decision_content, regional_content
from deliberation.models import AgendaItem, RaisedItem, RegionalReview, ReviewDecision
from deliberation.procedure import periods
from deliberation.procedure.reviews import Region, agenda
from deliberation.selectors.reviews import candidates
from mad.accounts.permissions import Act, require
from mad.common import clock
from mad.common.blank import stripped
from mad.common.canonical import digest
from mad.common.errors import Invalid, Refused
from mad.docket.services import record

from .followup import keeper
from .guards import required


@transaction.atomic
def open_review(*, region: str, year: int, quarter: int, by: Any) -> RegionalReview:
    """Open the review of a region for a quarter; its agenda is made from the watch list as it stands now.

    Raises Invalid naming region, year or quarter; Refused (R46) when it is open already.
    """
    require(by, Act.HOLD_REVIEW)
    if region not in list(Region):
        raise Invalid({"region": ["Choose one of the five regional groups."]}, rule="R46")
    periods.quarter(year, quarter, clock.today())
    try:
        with transaction.atomic():
            review = RegionalReview.objects.create(
                region=region, year=year, quarter=quarter, opened_at=clock.now(), opened_by=by
            )
    except IntegrityError as taken:
        raise Refused("R46", "The review of this region and quarter is there already.", "Open its page.") from taken
    _record(review, "review.opened", by, {"region": region, "year": year, "quarter": quarter})
    refresh_agenda(review=review, by=by)
    return review


@transaction.atomic
def refresh_agenda(*, review: RegionalReview, by: Any) -> list[AgendaItem]:
    """Add what has come onto the watch list of the region since the agenda was made. What stands there stays."""
    require(by, Act.HOLD_REVIEW)
    locked = _open(review)
    now = clock.now()
    found, lines = candidates(list(Case.objects.exclude(stage=Stage.CLOSED).order_by("id")), now)
    known = locked.items.values_list("case_id", flat=True)
    last = locked.items.aggregate(last=Max("ordinal"))["last"] or 0
    added = [
        _item(locked, lines[one.case], last + n, now)
        for n, one in enumerate(agenda(Region(locked.region), found, known), start=1)
    ]
    AgendaItem.objects.bulk_create(added)
    for item in added:
        content = {"review": locked.number, "item": item.ordinal, "level": item.standing}
        _record(locked, "review.listed", by, content, item.case)
    return added


def _item(review: RegionalReview, line: Any, ordinal: int, now: Any) -> AgendaItem:
    return AgendaItem(
        review=review,
        case=line.case,
        ordinal=ordinal,
        standing=line.standing,
        proposed=line.proposed.level,
        change=line.change,
        grounds=[{"source": str(g.source), "points": g.points, "said": g.said} for g in line.proposed.grounds],
        last_warning=line.last_warning,
        at=now,
    )


@transaction.atomic
def decide(
    *, review: RegionalReview, by: Any, text: str, item: AgendaItem | None = None, no_follow_up: str = ""
) -> ReviewDecision:
    """What the review decided, on one situation or (item None) on the region. Measures follow from it, or it says why
    nothing does (no_follow_up)."""
    require(by, Act.HOLD_REVIEW)
    locked = _open(review)
    said = required("R46", text=text)["text"]
    if item is not None and item.review_id != locked.pk:
        raise Invalid({"item": ["It is not on this agenda."]}, rule="R46")
    ordinal = (locked.decisions.aggregate(last=Max("ordinal"))["last"] or 0) + 1
    decision = ReviewDecision(
        review=locked,
        item=item,
        ordinal=ordinal,
        text=said,
        no_follow_up=stripped(no_follow_up),
        by=by,
        at=clock.now(),
    )
    case = item.case if item else None
    decision.entry = _record(locked, "review.decided", by, decision_content(decision), case, decision=ordinal)
    decision.save()
    return decision


@transaction.atomic
def raise_item(*, item: AgendaItem, by: Any, reason: str) -> RaisedItem:
    """Send a situation up to the principals' meeting, with the reason."""
    keeper(by, item.case, Act.RAISE_TO_PRINCIPALS)
    locked = _open(item.review)
    said = required("R46", reason=reason)["reason"]
    if RaisedItem.objects.filter(item=item).exists():
        raise Refused("R46", f"{item.case.number} goes up to the principals’ meeting already.")
    content = {"review": locked.number, "item": item.ordinal, "reason": said}
    entry = _record(locked, "review.raised", by, content, item.case)
    return RaisedItem.objects.create(item=item, reason=said, by=by, at=clock.now(), entry=entry)


@transaction.atomic
def close_review(*, review: RegionalReview, by: Any, held_on: date) -> RegionalReview:
    """The review was held; its agenda and decisions are frozen by their digest."""
    require(by, Act.HOLD_REVIEW)
    locked = _open(review)
    if held_on > clock.today():
        raise Invalid({"held_on": ["It lies in the future."]}, rule="R46")
    if held_on < periods.quarter(locked.year, locked.quarter, clock.today()).first:
        raise Invalid({"held_on": ["It lies before the quarter."]}, rule="R46")
    if not locked.decisions.exists() and locked.items.exists():
        raise Refused("R46", "No decision is recorded.", "Record at least what was decided on the region as a whole.")
    if open_ended := followed_by_nothing(locked):
        raise Refused(
            "R46",
            f"Nothing follows yet from decision {', '.join(map(str, open_ended))}.",
            "Take a measure from each, with who acts and by when; a decision from which nothing follows says why when it is recorded.",
        )
    locked.held_on, locked.closed_at, locked.closed_by = held_on, clock.now(), by
    content = regional_content(locked)
    locked.digest = digest(content)
    locked.entry = _record(locked, "review.closed", by, content, sha256=locked.digest)
    locked.save()
    return locked


def followed_by_nothing(review: RegionalReview) -> list[int]:
    """The decisions that have no measure and do not say why."""
    rows = review.decisions.filter(no_follow_up="", measures=None).order_by("ordinal")
    return list(rows.values_list("ordinal", flat=True))


def _open(review: RegionalReview) -> RegionalReview:
    locked = RegionalReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
    if locked.closed_at is not None:
        raise Refused("R46", f"The review of {locked} is closed; its record no longer changes.")
    return locked


def _record(review: RegionalReview, act: str, by: Any, content: Any, case: Case | None = None, **facts: Any) -> Any:
    """An entry of the review; what concerns a case belongs to that case, so that only its readers see it (R6)."""
    return record(act=act, by=by, obj=review.number, case=case.number if case else "", content=content, facts=facts)
