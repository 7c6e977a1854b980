"""Two cases that become one, one that becomes two (R20)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from cases.forms import MergeForm, SplitForm
from cases.procedure import Stage
from cases.selectors import visible_to
from cases.services import merge_cases, split_case
from evidence.selectors import submissions_visible_to
from mad.accounts.permissions import Act, require_act
from mad.common.web import person

from .common import load, show


@person
@require_act(Act.MERGE_CASES)
def merge(request: HttpRequest, number: str) -> HttpResponse:
    case = load(request, number)
    others = list(visible_to(request.user).exclude(pk=case.pk).exclude(stage=Stage.CLOSED))
    form = MergeForm(request.POST or None, cases=others)
    if request.method == "POST" and form.is_valid():
        into = next(other for other in others if other.number == form.cleaned_data["into"])
        with form.refusals():
            merge_cases(source=case, into=into, reason=form.cleaned_data["reason"], by=request.user)
        if form.accepted:
            messages.success(request, _("%(source)s is merged into this case.") % {"source": case.number})
            return redirect("case", number=into.number)
    context = {"form": form, "submissions": case.placed.count(), "links": case.links.filter(removed_at=None).count()}
    return show(request, case, "cases/merge.html", "overview", context, status=form.status)


@person
@require_act(Act.MERGE_CASES)
def split(request: HttpRequest, number: str) -> HttpResponse:
    case = load(request, number)
    mine = submissions_visible_to(request.user).filter(pk__in=case.placed.values("submission")).order_by("pk")
    form = SplitForm(request.POST or None, submissions=mine)
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            made = split_case(source=case, by=request.user, **form.cleaned_data)
        if form.accepted:
            messages.success(request, _("%(made)s is opened.") % {"made": made.number})
            return redirect("case", number=made.number)
    return show(request, case, "cases/split.html", "overview", {"form": form}, status=form.status)
