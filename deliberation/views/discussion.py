"""The discussion of an option, a motion or a paragraph."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cases.models import Case
from cases.views.common import load, show
from deliberation import services
from deliberation.discussion_forms import RemarkForm
from deliberation.models import Remark
from deliberation.selectors.threads import Subject, subject_of
from mad.common.web import KEY_FIGURES, person, whole_number

IN_PLACE = ("option", "motion")
"""Threads that stand on the page of what they are on."""


@person
def discussion(request: HttpRequest, number: str, subject: str, key: str) -> HttpResponse:
    """The thread by itself, and where its forms go: act is "say", "correct" or "note"."""
    case = load(request, number)
    on = subject_of(case, subject, key)
    if on is None:
        raise Http404
    if request.method != "POST":
        return _page(request, case, on, None)
    if request.POST.get("act") == "note":
        services.take_note(case=case, subject=on.kind, key=on.key, by=request.user)
        return redirect(_back(case, on))
    form = RemarkForm(request.POST)
    if form.is_valid():
        with form.refusals():
            _write(request, case, on, form.cleaned_data["text"])
    return redirect(_back(case, on)) if form.accepted else _page(request, case, on, form)


def _write(request: HttpRequest, case: Case, on: Subject, text: str) -> None:
    if request.POST.get("act") != "correct":
        services.remark_on(case=case, subject=on.kind, key=on.key, text=text, by=request.user)
        return
    wanted = whole_number(request.POST.get("remark", ""), KEY_FIGURES)
    rows = Remark.objects.filter(case=case, subject=on.kind, key=on.key)
    remark = rows.filter(pk=wanted).first() if wanted is not None else None
    if remark is None:
        raise Http404
    services.correct_remark(remark=remark, text=text, by=request.user)


def _back(case: Case, on: Subject) -> str:
    if on.kind in IN_PLACE:
        return f"{on.url}#discussion"
    return reverse("discussion", args=[case.number, on.kind, on.key]) + "#discussion"


def _page(request: HttpRequest, case: Case, on: Subject, form: RemarkForm | None) -> HttpResponse:
    context: dict[str, Any] = {"on": on, "form": form}
    status = form.status if form else 200
    return show(request, case, "deliberation/discussion.html", "deliberation", context, status=status)
