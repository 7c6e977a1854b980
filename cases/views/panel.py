"""Who takes part, who stands aside, and the rounds (R6, R23, R26)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.forms import ReasonForm, RecusalMotionForm
from cases.models import RecusalMotion
from cases.selectors.panels import panel_page
from cases.selectors.people import acting_member, refusal_of
from cases.services import move_recusal, open_round, recuse, vote_recusal
from mad.accounts.permissions import Act, may
from mad.common.errors import Refused
from mad.common.forms import ActForm
from mad.common.web import person
from mad.membership.models import Member

from .common import load, show


@person
def panel(request: HttpRequest, number: str) -> HttpResponse:
    case = load(request, number)
    return _panel(request, case)


def _panel(request: HttpRequest, case, form: ActForm | None = None) -> HttpResponse:
    context = {
        **panel_page(case, request.user),
        "form": form,
        "may_open_round": may(request.user, Act.OPEN_ROUND),
        "is_member": may(request.user, Act.RECUSE_SELF),
        "cannot_act": refusal_of(acting_member, request.user, case),
    }
    return show(request, case, "cases/panel.html", "panel", context, status=form.status if form else 200)


@person
@require_POST
def start_round(request: HttpRequest, number: str) -> HttpResponse:
    case = load(request, number)
    form = ActForm(request.POST)
    with form.refusals():
        open_round(case=case, by=request.user)
    if form.accepted:
        messages.success(request, _("The round is open."))
        return redirect("case_panel", number=case.number)
    return _panel(request, load(request, number), form)


@person
def stand_aside(request: HttpRequest, number: str) -> HttpResponse:
    case = load(request, number)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            recuse(case=case, by=request.user, reason=form.cleaned_data["reason"])
        if form.accepted:
            messages.success(request, _("You are recused from %(case)s.") % {"case": case.number})
            return redirect("cases")
    return show(request, case, "cases/recuse.html", "panel", {"form": form}, status=form.status)


@person
def move(request: HttpRequest, number: str) -> HttpResponse:
    case = load(request, number)
    others = Member.objects.select_related("user").exclude(user=request.user.pk)
    form = RecusalMotionForm(request.POST or None, members=others)
    if request.method == "POST" and form.is_valid():
        member = get_object_or_404(others, pk=form.cleaned_data["member"])
        with form.refusals():
            move_recusal(case=case, member=member, by=request.user, reason=form.cleaned_data["reason"])
        if form.accepted:
            return redirect("case_panel", number=case.number)
    return show(request, case, "cases/recusal.html", "panel", {"form": form}, status=form.status)


@person
@require_POST
def ballot(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    case = load(request, number)
    motion = get_object_or_404(RecusalMotion, pk=pk, case=case)
    form = ActForm(request.POST)
    with form.refusals():
        if request.POST.get("favour") not in ("yes", "no"):
            raise Refused("R6", "Choose yes or no.", status=400)
        vote_recusal(motion=motion, by=request.user, favour=request.POST["favour"] == "yes")
    if form.accepted:
        messages.success(request, _("Your vote is sealed."))
        return redirect("case_panel", number=case.number)
    return _panel(request, load(request, number), form)
