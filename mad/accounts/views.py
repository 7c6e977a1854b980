"""Accounts and offices: with an office's access, all that an administrator sees (R9)."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from mad.accounts.models import Office, User
from mad.accounts.permissions import Act, require_act
from mad.accounts.roles import Role
from mad.accounts.services import close_account, open_account, register_office
from mad.common.forms import ActForm
from mad.common.web import SignedInRequest, page, person


class AccountForm(ActForm):
    username = forms.SlugField(max_length=80)
    full_name = forms.CharField(max_length=160)
    email = forms.EmailField(help_text="The invitation to set a password goes here.")
    role = forms.ChoiceField(choices=[choice for choice in Role.choices if choice[0] != Role.PRESIDING])
    office = forms.ModelChoiceField(Office.objects.filter(active=True), required=False)


class OfficeForm(ActForm):
    code = forms.SlugField(max_length=50)
    name = forms.CharField(max_length=200)
    duty = forms.ChoiceField(choices=Office.Duty.choices)
    bound_since = forms.DateField(
        required=False, widget=forms.DateInput, help_text="For a bound source: reports are due from this day on."
    )


@person
@require_act(Act.MANAGE_ACCOUNTS)
def people(request: SignedInRequest) -> HttpResponse:
    if close := request.POST.get("close"):
        close_account(user=get_object_or_404(User, pk=close, is_machine=False), by=request.user)
        return redirect("people")
    form = AccountForm(request.POST or None)
    if form.is_valid():
        with form.refusals():
            open_account(**form.cleaned_data, by=request.user)
        if form.accepted:
            messages.success(
                request, _("The account is open. The person sets a password through “Forgotten password”.")
            )
            return redirect("people")
    accounts = User.objects.filter(is_machine=False).select_related("office").order_by("full_name")
    return page(request, "mad/accounts/people.html", {"form": form, "accounts": accounts}, status=form.status)


@person
@require_act(Act.MANAGE_ACCOUNTS)
def offices(request: SignedInRequest) -> HttpResponse:
    form = OfficeForm(request.POST or None)
    if form.is_valid():
        with form.refusals():
            registered = register_office(**form.cleaned_data, by=request.user)
        if form.accepted:
            return redirect("office", code=registered.code)
    return page(
        request,
        "mad/accounts/offices.html",
        {"form": form, "offices": Office.objects.order_by("name")},
        status=form.status,
    )
