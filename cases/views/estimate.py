"""The sealed estimate, one element a step (SCREENS 9). Nothing here reads another member's answer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cases.forms import EstimateForm, SeverityForm
from cases.selectors.booth import Booth, booth
from cases.services import save_estimate, save_severity, submit_answers, take_back_answers
from mad.common.errors import Invalid, Refused
from mad.common.forms import ActForm
from mad.common.web import person

from .common import load, show


def _booth(request: HttpRequest, number: str) -> Booth:
    """The round a form was written for, even if it closed meanwhile: a refusal keeps what was typed."""
    return booth(load(request, number), request.user, request.POST.get("round", ""))


@person
def first(request: HttpRequest, number: str) -> HttpResponse:
    """To the first element that is not answered yet."""
    return redirect(_booth(request, number).unfinished())


@person
@never_cache
def estimate(request: HttpRequest, number: str, element: str) -> HttpResponse:
    here = _booth(request, number)
    step = here.step(element)
    form = EstimateForm(request.POST or None, contrary=step.contrary, initial=step.initial)
    if request.method == "POST" and form.is_valid():
        faults: dict[str, str] = {}
        seen = request.POST.get("seen")
        with form.refusals():
            row, faults = save_estimate(
                round=here.round,
                by=request.user,
                element_id=element,
                typed=form.typed(),
                reasons=form.cleaned_data["reasons"],
                contrary=form.texts(),
                seen=seen,
            )
            seen = row.saved_at.isoformat()
        if _autosaved(request):
            return _saved(form, seen=seen or "")
        if form.accepted and not faults:
            return redirect(step.next_url)
        for name, said in faults.items():
            form.add_error(name, said)
    return _step(request, here, "cases/estimate.html", {"form": form, "step": step}, form.status)


@person
@never_cache
def severity(request: HttpRequest, number: str) -> HttpResponse:
    here = _booth(request, number)
    form = SeverityForm(request.POST or None, initial=here.severity_initial())
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            save_severity(
                round=here.round,
                by=request.user,
                scores=form.scores(),
                temporal=form.cleaned_data["temporal"],
            )
        if _autosaved(request):
            return _saved(form)
        if form.accepted:
            return redirect("estimate_seal", number=number)
    return _step(request, here, "cases/severity.html", {"form": form}, form.status)


@person
@never_cache
def seal(request: HttpRequest, number: str) -> HttpResponse:
    """What is still missing, and the act of sealing."""
    here = _booth(request, number)
    form = ActForm(request.POST or None)
    if request.method == "POST":
        try:
            submit_answers(round=here.round, by=request.user)
        except Invalid:
            form.refused = Refused("R25", _("Your answer is not complete."), _("What is missing is listed below."))
        except Refused as refused:
            form.refused = refused
        else:
            messages.success(request, _("Your answer is sealed."))
            return redirect("case", number=number)
    return _step(request, here, "cases/seal.html", {"form": form, "missing": here.missing()}, form.status)


@person
@require_POST
def take_back(request: HttpRequest, number: str) -> HttpResponse:
    here = _booth(request, number)
    take_back_answers(round=here.round, by=request.user)
    messages.success(request, _("Your answer is open again. It does not count until you seal it anew."))
    return redirect("estimates", number=number)


def _autosaved(request: HttpRequest) -> bool:
    return request.headers.get("X-Autosave") == "1"


def _saved(form: ActForm, **server: str) -> HttpResponse:
    """server: values of the form's hidden fields that are the server's own, as they are now."""
    if form.refused:
        problem = {"rule": form.refused.rule, "reason": form.refused.reason, "detail": form.refused.detail}
        return JsonResponse(problem, status=form.refused.status)
    if form.errors:
        return JsonResponse({"reason": next(iter(form.errors.values()))[0]}, status=400)
    return JsonResponse({"saved": True, "server": server})


def _step(request: HttpRequest, here: Booth, template: str, context: dict, status: int) -> HttpResponse:
    here.load_steps()
    context = {**context, "booth": here, "round": here.round, "severity_url": _severity_url(here)}
    return show(request, here.case, template, "panel", context, status=status)


def _severity_url(here: Booth) -> str:
    return reverse("estimate_severity", kwargs={"number": here.case.number})
