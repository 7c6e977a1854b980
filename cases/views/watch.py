"""The watch list, its table as a file, and the review of one case's level (R45; SCREENS 7)."""

import csv
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from cases.analysis_forms import ReviewForm
from cases.selectors import watch as selectors
from cases.selectors.people import refusal_of
from cases.services import review_level
from cases.services.guards import panel_or_secretariat
from cases.words import DUE
from mad.accounts.permissions import Act, require_act
from mad.common import clock
from mad.common.spreadsheet import cell
from mad.common.web import page, person
from mad.docket.services import record

from .common import load, show

USUAL_REVIEW = timedelta(days=30)
COLUMNS = (
    "rank",
    "case",
    "title",
    "states",
    "level",
    "proposed level",
    "points",
    "change in 30 days",
    "reviewed level",
    "reviewed by",
    "reviewed on",
    "next review",
    "review due",
    "last warning",
    "grounds",
)


@person
@require_act(Act.READ_CASES)
def watch_list(request: HttpRequest) -> HttpResponse:
    found = selectors.watch_list(request.user, clock.now())
    context = {
        "lines": found,
        "due": sum(line.due is not None for line in found),
        "charts": True,
    }
    return page(request, "cases/watch.html", context)


@person
@require_act(Act.READ_CASES)
def watch_csv(request: HttpRequest) -> HttpResponse:
    """The table as a file; the export is recorded (R50)."""
    found = selectors.watch_list(request.user, clock.now())
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="watch-list-{clock.today()}.csv"'
    out = csv.writer(answer)
    out.writerow(COLUMNS)
    for place, line in enumerate(found, start=1):
        out.writerow([place, *_cells(line)])
    with transaction.atomic():
        levels = [[line.case.number, line.standing, line.proposed.level] for line in found]
        record(act="watch.exported", by=request.user, obj="watch-list", content={"levels": levels})
    return answer


def _cells(line: selectors.Line) -> list[Any]:
    review = line.review
    return [
        line.case.number,
        cell(line.case.title),
        cell(line.state_names),
        line.standing,
        line.proposed.level,
        line.proposed.points,
        "" if line.change is None else line.change,
        review.of.level if review else "",
        cell(review.by) if review else "",
        review.at.date().isoformat() if review else "",
        review.of.next_review.isoformat() if review else "",
        line.due or "",
        line.last_warning.date().isoformat() if line.last_warning else "",
        cell(" ".join(f"[{ground.points}] {ground.said}" for ground in line.proposed.grounds)),
    ]


@person
def level(request: HttpRequest, number: str) -> HttpResponse:
    """One case: the proposed level with every ground, how it went, the reviews, and the form of the next."""
    case = load(request, number)
    (line,) = selectors.lines([case], clock.now())
    form = ReviewForm(request.POST or None, initial=_initial(line))
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            review_level(case=case, by=request.user, **form.cleaned_data)
        if form.accepted:
            messages.success(request, _("Recorded in the docket."))
            return redirect("case_level", number=case.number)
        if form.refused:
            (line,) = selectors.lines([case], clock.now())
            form = _again(form, line)
    context = {
        "line": line,
        "form": form,
        "due": DUE[line.due] if line.due else "",
        "months": [(at.date(), level_) for at, level_ in reversed(line.trend)],
        "reviews": list(case.level_reviews.select_related("by").order_by("-pk")),
        "refused": refusal_of(panel_or_secretariat, case, request.user, Act.REVIEW_LEVEL),
    }
    return show(request, case, "cases/level.html", "", context, status=form.status)


def _initial(line: selectors.Line) -> dict[str, Any]:
    return {
        "proposed": line.proposed.level,
        "after": line.review.pk if line.review else 0,
        "level": line.review.of.level if line.review and not line.due else line.proposed.level,
        "next_review": clock.today() + USUAL_REVIEW,
    }


def _again(form: ReviewForm, line: selectors.Line) -> ReviewForm:
    """What was written, over the proposal and the review as they stand now: to save again is to decide on these."""
    typed = {name: form.cleaned_data[name] for name in ("level", "reasons", "next_review")}
    again = ReviewForm(initial=_initial(line) | typed)
    again.refused = form.refused
    return again
