"""Regional quarterly reviews (R46; SCREENS 16)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from deliberation.followup_forms import CloseReviewForm, DecisionForm, MeasureForm, OpenReviewForm, RaiseForm
from deliberation.models import RegionalReview, ReviewDecision
from deliberation.models.reviews import NAMES
from deliberation.procedure import periods
from deliberation.review_document import export_review
from deliberation.selectors import followup as measures
from deliberation.selectors import reviews as selectors
from deliberation.services import followup, reviews
from mad.accounts.permissions import Act, may, require_act
from mad.common import clock
from mad.common.forms import ActForm
from mad.common.web import get_visible, keyset, person
from mad.reference.models import State

from .follow_pages import as_file, show_part


@person
@require_act(Act.READ_REVIEWS)
def reviews_list(request: HttpRequest) -> HttpResponse:
    """All reviews, newest first, and the form that opens one."""
    year, quarter = periods.quarter_of(clock.today())
    form = OpenReviewForm(request.POST or None, regions=list(NAMES.items()), initial={"year": year, "quarter": quarter})
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            made = reviews.open_review(by=request.user, **form.cleaned_data)
        if form.accepted:
            return redirect("review", region=made.region, year=made.year, quarter=made.quarter)
    rows = selectors.reviews_visible_to(request.user)
    found = keyset(rows, by=["-year", "-quarter", "region"], cursor=request.GET.get("after", ""))
    context = {
        "reviews": found.rows,
        "next": found.next,
        "form": form,
        "may_hold": may(request.user, Act.HOLD_REVIEW),
        "raised": list(selectors.raised_visible_to(request.user)[:5]),
    }
    return show_part(request, "deliberation/reviews.html", "reviews", context, status=form.status)


@person
@require_act(Act.READ_REVIEWS)
def principals(request: HttpRequest) -> HttpResponse:
    """What goes up to the principals' meeting, newest first."""
    found = keyset(selectors.raised_visible_to(request.user), by=["-id"], cursor=request.GET.get("after", ""))
    context = {"raised": found.rows, "next": found.next}
    return show_part(request, "deliberation/principals.html", "reviews", context)


def load_review(request: HttpRequest, region: str, year: int, quarter: int) -> RegionalReview:
    """400 for what is no quarter; 404 for a review that was not opened."""
    periods.quarter(year, quarter, clock.today())
    return get_visible(selectors.reviews_visible_to(request.user), region=region, year=year, quarter=quarter)


@person
@require_act(Act.READ_REVIEWS)
def review(request: HttpRequest, region: str, year: int, quarter: int) -> HttpResponse:
    """Agenda, decisions, what goes up; deciding, raising and closing."""
    found = load_review(request, region, year, quarter)
    page = selectors.page_of(found, request.user)
    forms = _forms(request, page)
    act = request.POST.get("act", "") if request.method == "POST" else ""
    form = forms.get(act)
    if act == "refresh":
        reviews.refresh_agenda(review=found, by=request.user)
        return _back(found)
    if form is not None and form.is_valid():
        with form.refusals():
            _carry_out(act, found, page, form, request.user)
        if form.accepted:
            messages.success(request, _("Recorded in the docket."))
            return _back(found)
    context = {
        "review": found,
        "page": page,
        "forms": forms,
        "closed": found.closed_at is not None,
        "may_hold": may(request.user, Act.HOLD_REVIEW) and found.closed_at is None,
        "may_raise": may(request.user, Act.RAISE_TO_PRINCIPALS) and found.closed_at is None,
        "earlier": selectors.earlier_decisions(found, request.user, clock.now()),
    }
    status = form.status if form is not None else 200
    return show_part(request, "deliberation/review.html", "reviews", context, status=status)


def _back(found: RegionalReview) -> HttpResponse:
    return redirect("review", region=found.region, year=found.year, quarter=found.quarter)


def _forms(request: HttpRequest, page: selectors.Page) -> dict[str, Any]:
    items = [(point.item.pk, f"{point.item.ordinal}. {point.item.case.title}") for point in page.points]
    below = [(pk, label) for (pk, label), point in zip(items, page.points, strict=True) if not point.raised]
    act = request.POST.get("act", "") if request.method == "POST" else ""

    def data(key: str) -> Any:
        return request.POST if act == key else None

    return {
        "decide": DecisionForm(data("decide"), items=items),
        "raise": RaiseForm(data("raise"), items=below, prefix="up"),
        "close": CloseReviewForm(data("close"), initial={"held_on": clock.today()}),
    }


def _carry_out(act: str, found: RegionalReview, page: selectors.Page, form: ActForm, by: Any) -> None:
    given = form.cleaned_data
    items = {point.item.pk: point.item for point in page.points}
    if act == "decide":
        item = items.get(given["item"] or 0)
        reviews.decide(review=found, by=by, text=given["text"], item=item, no_follow_up=given["no_follow_up"])
    elif act == "raise":
        reviews.raise_item(item=items[given["item"]], by=by, reason=given["reason"])
    else:
        reviews.close_review(review=found, by=by, held_on=given["held_on"])


@person
@require_act(Act.HOLD_REVIEW)
def follow_decision(request: HttpRequest, region: str, year: int, quarter: int, ordinal: int) -> HttpResponse:
    """A measure that follows from one decision."""
    found = load_review(request, region, year, quarter)
    rows = ReviewDecision.objects.filter(review=found).select_related("item__case", "review")
    decision = get_visible(rows, ordinal=ordinal)
    actors = measures.actors_of(State.objects.all())
    form = MeasureForm(request.POST or None, actors=actors, initial={"starts": clock.today()})
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            followup.take_from_decision(decision=decision, by=request.user, **form.cleaned_data)
        if form.accepted:
            return _back(found)
    context = {"review": found, "decision": decision, "form": form}
    return show_part(request, "deliberation/decision_follow.html", "reviews", context, status=form.status)


@person
@require_act(Act.READ_REVIEWS)
def review_pdf(request: HttpRequest, region: str, year: int, quarter: int) -> HttpResponse:
    found = load_review(request, region, year, quarter)
    return as_file(export_review(review=found, by=request.user), f"{found.number}.pdf")
