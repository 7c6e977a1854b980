"""Persons alleged to be responsible, their names protected (R16, R20)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cases.forms import PersonForm, ReasonForm
from cases.models import AllegedPerson
from cases.selectors.people import panel_member, refusal_of
from cases.services import name_person, read_name, withdraw_person
from mad.accounts.permissions import Act, may, require
from mad.accounts.roles import Role
from mad.common.web import person as signed_in

from .common import load, show


@signed_in
def persons(request: HttpRequest, number: str) -> HttpResponse:
    case = load(request, number)
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            name_person(case=case, by=request.user, **form.cleaned_data)
        if form.accepted:
            return redirect("case_persons", number=number)
    return _page(request, case, form=form, status=form.status)


@signed_in
@never_cache
@require_POST
def name(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """The name is on this one page, for the reason just recorded, and not on the next."""
    case = load(request, number)
    found = get_object_or_404(AllegedPerson.objects.select_related("case"), pk=pk, case=case)
    form, said = ReasonForm(request.POST), ""
    if form.is_valid():
        with form.refusals():
            said = read_name(person=found, reason=form.cleaned_data["reason"], by=request.user)
    return _page(request, case, asked=found, asking=form, name=said, status=form.status)


@signed_in
@require_POST
def withdraw(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    case = load(request, number)
    found = get_object_or_404(AllegedPerson.objects.select_related("case"), pk=pk, case=case)
    form = ReasonForm(request.POST)
    if form.is_valid():
        with form.refusals():
            withdraw_person(person=found, reason=form.cleaned_data["reason"], by=request.user)
        if form.accepted:
            return redirect("case_persons", number=number)
    return _page(request, case, asked=found, withdrawing=form, status=form.status)


def _page(request: HttpRequest, case, *, status: int = 200, **forms) -> HttpResponse:
    context = {
        "form": PersonForm(),
        "persons": case.persons.select_related("withdrawn", "by"),
        "may_edit": may(request.user, Act.EDIT_CASE),
        "no_names": _no_names(request.user, case),
        **forms,
    }
    return show(request, case, "cases/persons.html", "overview", context, status=status)


def _no_names(user, case):
    if Role.MEMBER in user.roles:
        return refusal_of(panel_member, user, case)
    return refusal_of(require, user, Act.READ_NAMES)
