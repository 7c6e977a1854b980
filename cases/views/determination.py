"""The determination: proposing, voting, opinions; prints as a document (SCREENS 11)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.forms import OpinionForm, ProposalForm, ReasonForm, VoteForm
from cases.models import Determination
from cases.selectors.determinations import before_panel, determination_page, proposal_page
from cases.services import (
    attach_opinion,
    propose_determination,
    reopen_for_review,
    vote_determination,
    withdraw_determination,
)
from mad.common.web import person

from .common import load, show


@person
def determination(request: HttpRequest, number: str) -> HttpResponse:
    case = load(request, number)
    return _page(request, case, request.GET.get("d", ""))


def _page(request: HttpRequest, case, wanted: str = "", status: int = 200, **forms) -> HttpResponse:
    context = {
        "vote_form": VoteForm(),
        "opinion_form": OpinionForm(),
        "withdraw_form": ReasonForm(),
        "review_form": ReasonForm(),
        **determination_page(case, request.user, wanted),
        **forms,
    }
    return show(request, case, "cases/determination.html", "determination", context, status=status)


@person
def propose(request: HttpRequest, number: str) -> HttpResponse:
    case = load(request, number)
    ready = proposal_page(case, request.user, written=request.method == "POST")
    fields = {"elements": ready["elements"], "unanswered": ready["unanswered"]}
    form = ProposalForm(request.POST or None, initial={"severity": ready["level"]}, **fields)
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            propose_determination(
                case=case,
                by=request.user,
                opening=form.cleaned_data["opening"],
                reasons=form.reasons(),
                contrary=form.contrary(),
                severity=form.cleaned_data["severity"],
                severity_reason=form.cleaned_data["severity_reason"],
            )
        if form.accepted:
            return redirect("determination", number=case.number)
    context = {**ready, "form": form}
    return show(request, case, "cases/propose.html", "determination", context, status=form.status)


@person
def vote(request: HttpRequest, number: str) -> HttpResponse:
    case = load(request, number)
    form = VoteForm(request.POST or None)
    if form.is_valid():
        with form.refusals():
            vote_determination(
                determination=_before_panel(case, request), by=request.user, vote=form.cleaned_data["vote"]
            )
        if form.accepted:
            messages.success(request, _("Your vote is recorded."))
            return redirect("determination", number=case.number)
    return _page(request, case, status=form.status, vote_form=form)


def _before_panel(case, request: HttpRequest) -> Determination:
    """The one the voter had in sight, so that nobody votes on another text than the one read."""
    return get_object_or_404(Determination, case=case, number=request.POST.get("number", ""))


@person
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    case = load(request, number)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        with form.refusals():
            withdraw_determination(
                determination=get_object_or_404(before_panel(case)),
                by=request.user,
                reason=form.cleaned_data["reason"],
            )
        if form.accepted:
            return redirect("determination", number=case.number)
    return _page(request, case, status=form.status, withdraw_form=form)


@person
def opinion(request: HttpRequest, number: str) -> HttpResponse:
    case = load(request, number)
    form = OpinionForm(request.POST or None)
    if form.is_valid():
        with form.refusals():
            attach_opinion(
                determination=get_object_or_404(Determination, case=case, adopted_at__isnull=False, replaced_by=None),
                by=request.user,
                **form.cleaned_data,
            )
        if form.accepted:
            messages.success(request, _("Your opinion is attached."))
            return redirect("determination", number=case.number)
    return _page(request, case, status=form.status, opinion_form=form)


@person
@require_POST
def review(request: HttpRequest, number: str) -> HttpResponse:
    """Take the case back to assessment because evidence beneath its determination changed (R30)."""
    case = load(request, number)
    form = ReasonForm(request.POST)
    if form.is_valid():
        with form.refusals():
            reopen_for_review(case=case, by=request.user, reason=form.cleaned_data["reason"])
        if form.accepted:
            messages.success(request, _("The review is open: the case is under assessment again."))
            return redirect("case", number=case.number)
    return _page(request, case, status=form.status, review_form=form)
