"""Acts that protect a submission (R14, R16): sensitivity, release terms, readers, and a further case for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from evidence.models import NamedReader, Submission
from evidence.protection_forms import EndReaderForm, ReleaseForm, SubmissionSensitivityForm
from evidence.selectors import submissions_visible_to
from evidence.services import add_to_case, end_reader, reclassify, set_release_terms
from evidence.views.reading import place_form, reading_page
from mad.accounts.permissions import Act, require_act
from mad.common.forms import ActForm
from mad.common.web import get_visible, person

Doing = Callable[[Submission, dict[str, Any]], object]


def _act(request: HttpRequest, number: str, name: str, form: ActForm, do: Doing, said: str) -> HttpResponse:
    """Carry out one act on a submission; refused, its form comes back on the page as it was typed."""
    read = get_visible(submissions_visible_to(request.user).select_related("office"), number=number)
    if form.is_valid():
        with form.refusals():
            do(read, form.cleaned_data)
    if not form.accepted:
        return reading_page(request, read, **{name: form})
    messages.success(request, said)
    still = submissions_visible_to(request.user).filter(pk=read.pk).exists()
    return redirect(f"{read.get_absolute_url()}?read") if still else redirect("screening")


@person
@require_act(Act.PROTECT)
@require_POST
def sensitivity(request: HttpRequest, number: str) -> HttpResponse:
    def do(read: Submission, given: dict[str, Any]) -> object:
        return reclassify(submission=read, by=request.user, **given)

    said = f"The sensitivity of {number} is changed, with your reason on record."
    return _act(request, number, "reclassifying", SubmissionSensitivityForm(request.POST), do, said)


@person
@require_act(Act.PROTECT)
@require_POST
def release(request: HttpRequest, number: str) -> HttpResponse:
    def do(read: Submission, given: dict[str, Any]) -> object:
        return set_release_terms(submission=read, by=request.user, **given)

    said = f"The release terms of {number} are recorded. They follow everything that goes back to it."
    return _act(request, number, "releasing", ReleaseForm(request.POST), do, said)


@person
@require_act(Act.REVEAL_SOURCE)
@require_POST
def reader_end(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    def do(read: Submission, given: dict[str, Any]) -> object:
        named = get_visible(NamedReader.objects.select_related("user", "submission"), submission=read, pk=pk)
        return end_reader(reader=named, by=request.user, reason=given["reason"])

    return _act(
        request, number, "ending", EndReaderForm(request.POST), do, "The naming has ended, and stays on record."
    )


@person
@require_act(Act.SCREEN)
@require_POST
def place(request: HttpRequest, number: str) -> HttpResponse:
    read = get_visible(submissions_visible_to(request.user), number=number)
    form = place_form(request, read, request.POST)

    def do(read: Submission, given: dict[str, Any]) -> object:
        return add_to_case(submission=read, placing=form.placing(), by=request.user)

    return _act(request, number, "placing", form, do, f"{number} lies in the further case as well.")
