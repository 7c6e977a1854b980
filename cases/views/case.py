"""The list of cases, the case's overview, its facts and its docket (SCREENS 8)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from cases.forms import AssessmentForm, CaseForm
from cases.models.case import STAGES
from cases.selectors import incidents
from cases.selectors.actions import what_now
from cases.selectors.lists import Row, listed
from cases.services import edit_case, open_assessment, open_case
from mad.accounts.permissions import Act, may, require_act
from mad.common import clock
from mad.common.web import keyset, page, person
from mad.docket.selectors import entries_for_case

from .common import load, show


@person
@require_act(Act.READ_CASES)
def cases(request: HttpRequest) -> HttpResponse:
    request.nav_key = "cases"  # type: ignore[attr-defined]  # read by the navigation
    stage = request.GET.get("stage", "")
    slice_ = listed(request.user, stage=stage, cursor=request.GET.get("after", ""))
    context = {
        "rows": [Row.of(case) for case in slice_.rows],
        "next": slice_.next,
        "stage": stage,
        "stages": STAGES,
        "may_open": may(request.user, Act.OPEN_CASE),
    }
    return page(request, "cases/list.html", context)


@person
def overview(request: HttpRequest, number: str) -> HttpResponse:
    case = incidents.with_incidents(load(request, number))
    numbers = incidents.numbers_of(case)
    context = {
        "actions": what_now(request.user, case, clock.now(), numbers),
        "trend": incidents.trend(case, numbers.deviations),
        "places": incidents.places(case),
        "counts": case.page["items"],
        "entries": incidents.latest_entries(case),
        "may_edit": may(request.user, Act.EDIT_CASE),
        "charts": True,
    }
    return show(request, case, "cases/overview.html", "overview", context)


@person
@require_act(Act.OPEN_CASE)
def new(request: HttpRequest) -> HttpResponse:
    form = CaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            made = open_case(by=request.user, summary=form.cleaned_data["summary"], **form.facts())
        if form.accepted:
            return redirect("case", number=made.number)
    request.nav_key = "cases"  # type: ignore[attr-defined]  # read by the navigation
    return page(request, "cases/new.html", {"form": form}, status=form.status)


@person
@require_act(Act.EDIT_CASE)
def edit(request: HttpRequest, number: str) -> HttpResponse:
    case = load(request, number)
    form = CaseForm(request.POST) if request.method == "POST" else CaseForm.of(case)
    if form.is_bound and form.is_valid():
        with form.refusals():
            edit_case(
                case=case,
                by=request.user,
                summary=form.cleaned_data["summary"],
                after=form.cleaned_data["after"],
                **form.facts(),
            )
        if form.accepted:
            return redirect("case", number=case.number)
    return show(request, case, "cases/edit.html", "overview", {"form": form}, status=form.status)


@person
def assessment(request: HttpRequest, number: str) -> HttpResponse:
    """Open an assessment, or ask for one (R21)."""
    case = load(request, number)
    form = AssessmentForm(request.POST or None, initial={"urgency": case.urgency})
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            open_assessment(case=case, by=request.user, **form.cleaned_data)
        if form.accepted:
            return redirect("case", number=case.number)
    context = {"form": form, "by_role": may(request.user, Act.OPEN_ASSESSMENT), "requests": _requests(case)}
    return show(request, case, "cases/assessment.html", "overview", context, status=form.status)


def _requests(case):
    return case.requests.filter(used=False).select_related("member__user").order_by("at")


@person
def docket(request: HttpRequest, number: str) -> HttpResponse:
    case = load(request, number)
    entries = keyset(entries_for_case(case.number), by=["-id"], cursor=request.GET.get("after", ""), size=50)
    context = {"entries": entries.rows, "next": entries.next}
    return show(request, case, "cases/docket.html", "docket", context)
