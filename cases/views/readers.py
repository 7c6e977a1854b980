"""The named readers of a strictly confidential case (R16): everybody who reads it sees them, the registrar names them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.forms import CaseReaderForm, ReasonForm
from cases.models import Case, CaseReader
from cases.services import end_case_reader, name_case_reader
from mad.accounts.permissions import Act, may, require
from mad.common.web import person

from .common import load, show


@person
def readers(request: HttpRequest, number: str) -> HttpResponse:
    case = load(request, number)
    if request.method == "POST":
        require(request.user, Act.REVEAL_SOURCE)
    form = CaseReaderForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            name_case_reader(case=case, by=request.user, **form.cleaned_data)
        if form.accepted:
            messages.success(request, _("This person reads the case from now on."))
            return redirect("case_readers", number=number)
    return _page(request, case, naming=form, status=form.status)


@person
@require_POST
def end(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    case = load(request, number)
    require(request.user, Act.REVEAL_SOURCE)
    found = get_object_or_404(CaseReader.objects.select_related("case", "user"), pk=pk, case=case)
    form = ReasonForm(request.POST)
    if form.is_valid():
        with form.refusals():
            end_case_reader(reader=found, reason=form.cleaned_data["reason"], by=request.user)
        if form.accepted:
            messages.success(request, _("This person reads the case no more."))
            return redirect("case_readers", number=number)
    return _page(request, case, ended=found, ending=form, status=form.status)


def _page(request: HttpRequest, case: Case, *, status: int, **forms: object) -> HttpResponse:
    keeps = may(request.user, Act.REVEAL_SOURCE)
    context = {
        "readers": case.named_readers.select_related("user", "named_by", "end__by"),
        "keeps": keeps,
        **({"naming": CaseReaderForm()} if keeps else {}),
        **forms,
    }
    return show(request, case, "cases/readers.html", "overview", context, status=status)
