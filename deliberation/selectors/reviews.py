"""Regional reviews as a reader may know of them: a situation that a reader may not open is on no page (R6, R46)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from cases.models import Case
from cases.selectors import watch
from cases.selectors.visible import visible_to
from deliberation.models import AgendaItem, Measure, RaisedItem, RegionalReview, ReviewDecision
from deliberation.procedure.reviews import Candidate, is_most_serious
from mad.reference.models import State

from .followup import reads_reviews


@dataclass(frozen=True, slots=True)
class Point:
    """One item of the agenda with its decisions, each with its measures. serious: proposed to go up."""

    item: AgendaItem
    decisions: list[ReviewDecision]
    raised: RaisedItem | None

    @property
    def serious(self) -> bool:
        return is_most_serious(self.item.standing)


@dataclass(frozen=True, slots=True)
class Page:
    """A review as one reader sees it. general: decisions on the region as a whole."""

    review: RegionalReview
    points: list[Point]
    general: list[ReviewDecision]

    @property
    def decisions(self) -> list[ReviewDecision]:
        return sorted(
            [*self.general, *(d for point in self.points for d in point.decisions)], key=lambda one: one.ordinal
        )

    @property
    def raised(self) -> list[Point]:
        return [point for point in self.points if point.raised]


def reviews_visible_to(user: Any) -> QuerySet[RegionalReview]:
    rows = RegionalReview.objects.all()
    return rows if reads_reviews(user) else rows.none()


def page_of(review: RegionalReview, user: Any) -> Page:
    """Four queries."""
    items = list(review.items.filter(case__in=visible_to(user)).select_related("case", "raised__by"))
    measures = Prefetch("measures", Measure.objects.order_by("due"))
    rows = review.decisions.filter(Q(item=None) | Q(item__in=[item.pk for item in items])).select_related("by")
    by_item: dict[int | None, list[ReviewDecision]] = defaultdict(list)
    for decision in rows.prefetch_related(measures):
        by_item[decision.item_id].append(decision)
    points = [Point(item, by_item[item.pk], getattr(item, "raised", None)) for item in items]
    return Page(review, points, by_item[None])


def candidates(cases: list[Case], now: datetime) -> tuple[list[Candidate], dict[int, watch.Line]]:
    """The watch list as the agenda reads it, and each line by its case. Five queries."""
    lines = {line.case.pk: line for line in watch.lines(cases, now)}
    codes = {state["iso3"] for line in lines.values() for state in line.states}
    groups = dict(State.objects.filter(pk__in=codes).values_list("iso3", "group"))
    return [_candidate(line, groups) for line in lines.values()], lines


def _candidate(line: watch.Line, groups: dict[str, str]) -> Candidate:
    mine = frozenset(groups[state["iso3"]] for state in line.states)
    return Candidate(line.case.pk, line.case.number, line.standing, line.proposed.points, line.change, mine)


def raised_visible_to(user: Any) -> QuerySet[RaisedItem]:
    """What goes up to the principals' meeting, newest first, of the cases that the reader may open."""
    if not reads_reviews(user):
        return RaisedItem.objects.none()
    rows = RaisedItem.objects.filter(item__case__in=visible_to(user))
    return rows.select_related("item__case", "item__review", "by").order_by("-id")


def earlier_decisions(review: RegionalReview, user: Any, now: datetime) -> list[ReviewDecision]:
    """Decisions of the review before this one in the region, each with `follows`: how many measures follow from it, and
    `late`: how many of these are overdue. One query."""
    rows = RegionalReview.objects.filter(region=review.region).filter(
        Q(year__lt=review.year) | Q(year=review.year, quarter__lt=review.quarter)
    )
    decisions = ReviewDecision.objects.filter(review__in=rows.order_by("-year", "-quarter").values("pk")[:1])
    seen = decisions.filter(Q(item=None) | Q(item__case__in=visible_to(user)))
    overdue = Q(measures__ended_at=None, measures__due__lt=now.date())
    return list(seen.annotate(follows=Count("measures"), late=Count("measures", filter=overdue)).order_by("ordinal"))
