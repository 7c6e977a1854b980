"""What became of a crime that a determination decided on, and how panels fared."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from cases.forms import OutcomeForm
from cases.models import Determination
from cases.selectors.outcomes import calibration_page, decided_crimes, outcomes_of
from cases.services import record_outcome
from mad.accounts.permissions import Act, require_act
from mad.common.web import page, person

from .common import load, show


@person
@require_act(Act.RECORD_OUTCOME)
def outcome(request: HttpRequest, number: str, wanted: str) -> HttpResponse:
    case = load(request, number)
    adopted = Determination.objects.filter(case=case, adopted_at__isnull=False).select_related("case")
    found = get_object_or_404(adopted, number=wanted)
    form = OutcomeForm(request.POST or None, crimes=decided_crimes(found))
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            record_outcome(
                determination=found,
                by=request.user,
                crime_id=form.cleaned_data["crime"],
                happened=form.cleaned_data["happened"],
                source=form.cleaned_data["source"],
                reasons=form.cleaned_data["reasons"],
            )
        if form.accepted:
            messages.success(request, _("Recorded."))
            return redirect("determination_outcome", number=case.number, wanted=found.number)
    context = {"determination": found, "form": form, "outcomes": outcomes_of(found)}
    return show(request, case, "cases/outcome.html", "determination", context, status=form.status)


@person
@require_act(Act.READ_CASES)
def calibration(request: HttpRequest) -> HttpResponse:
    request.nav_key = "cases"  # type: ignore[attr-defined]  # read by the navigation
    return page(request, "cases/calibration.html", calibration_page(request.user))
