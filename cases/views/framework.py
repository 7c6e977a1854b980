"""The Framework of Analysis of a case: the grid, and one factor with its form (R22, R13; SCREENS 8)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from cases.analysis_forms import FactorForm
from cases.models import Case
from cases.selectors.framework import FactorPage, factor_page, grid
from cases.selectors.people import refusal_of
from cases.services import read_factor
from cases.services.framework import OVERTAKEN, Draft
from cases.services.guards import panel_or_secretariat
from evidence.forms import ANSWERS, QUESTIONS
from mad.accounts.permissions import Act
from mad.common import clock
from mad.common.web import person
from mad.reference import framework as reference

from .common import load, show


@person
def framework(request: HttpRequest, number: str) -> HttpResponse:
    case = load(request, number)
    context = {
        "grid": grid(case, clock.now(), request.GET.get("until", "")),
        "refused": refusal_of(panel_or_secretariat, case, request.user, Act.ANALYSE_FRAMEWORK),
    }
    return show(request, case, "cases/framework.html", "framework", context)


@person
def factor(request: HttpRequest, number: str, factor: str) -> HttpResponse:
    """One factor: what warnings said, its indicators with their history, and the form that reads them all at once."""
    case = load(request, number)
    wanted = _factor(factor)
    found = factor_page(case, wanted, request.user)
    form = FactorForm(request.POST or None, page=found)
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            _read(case, wanted, form, request.user)
        if form.accepted:
            messages.success(request, _("Recorded in the docket."))
            return redirect("case_factor", number=case.number, factor=wanted.id)
        if form.refused and form.refused.code == OVERTAKEN:
            found = factor_page(case, wanted, request.user)
            form = form.beside(found)
    return show(
        request, case, "cases/factor.html", "framework", _context(request, case, found, form), status=form.status
    )


def _factor(factor_id: str) -> reference.Factor:
    try:
        return reference.factor(factor_id)
    except KeyError:
        raise Http404 from None


def _read(case: Case, factor: reference.Factor, form: FactorForm, by: Any) -> None:
    read_factor(
        case=case,
        factor_id=factor.id,
        drafts={indicator: Draft(**typed) for indicator, typed in form.typed().items()},
        after=form.cleaned_data["after"],
        by=by,
    )


def _context(request: HttpRequest, case: Case, found: FactorPage, form: FactorForm) -> dict[str, Any]:
    factors = reference.factors()
    place = factors.index(found.factor)
    return {
        "found": found,
        "form": form,
        "refused": refusal_of(panel_or_secretariat, case, request.user, Act.ANALYSE_FRAMEWORK),
        "before": factors[place - 1] if place else None,
        "behind": factors[place + 1] if place + 1 < len(factors) else None,
        "warned": [(QUESTIONS[row.question], row) for row in found.warned],
        "answers": [label for _value, label in ANSWERS],
    }
