"""A submission as its source keeps it (the receipt), and as the Division reads it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from evidence.forms import AnswerForm, ReaderForm, ReasonForm
from evidence.models import Submission
from evidence.procedure.terms import Status
from evidence.protection_forms import EndReaderForm, ReleaseForm, SubmissionSensitivityForm
from evidence.receipts import receipt_of
from evidence.screening_forms import PlaceForm
from evidence.selectors import items_visible_to, open_query, own_submissions, submissions_visible_to
from evidence.services import answer_query, name_reader, record_opening, reveal_source, withdraw
from evidence.services.placing import parts_of
from evidence.views.shown import beside, matrix, paper
from mad.accounts.models import User
from mad.accounts.permissions import Act, may, require_act
from mad.common import ports
from mad.common.canonical import canonical
from mad.common.forms import ActForm
from mad.common.web import get_visible, keyset, page, person
from mad.docket import proofs

ROWS = 25


@person
@require_act(Act.READ_OWN_SUBMISSIONS)
def submissions(request: HttpRequest) -> HttpResponse:
    """What one's own office sent, newest first."""
    rows = keyset(own_submissions(request.user), by=["-id"], cursor=request.GET.get("after", ""), size=ROWS)
    return page(request, "evidence/submissions.html", {"rows": rows.rows, "next": rows.next})


@person
def submission(request: HttpRequest, number: str) -> HttpResponse:
    """The receipt to who sent it, the reading page to who reads; the secretariat's own research has both."""
    own = None if "read" in request.GET else own_submissions(request.user).filter(number=number).first()
    return _receipt_page(request, own) if own else reading_page(request, _readable(request, number))


def _readable(request: HttpRequest, number: str) -> Submission:
    return get_visible(submissions_visible_to(request.user).select_related("office"), number=number)


def _own(request: HttpRequest, number: str) -> Submission:
    return get_visible(own_submissions(request.user), number=number)


def _receipt_page(request: HttpRequest, own: Submission, **posted: ActForm) -> HttpResponse:
    request.nav_key = "submissions"  # type: ignore[attr-defined]  # read by the navigation
    query, signed = open_query(own), receipt_of(own)
    forms: dict[str, ActForm] = {"answering": AnswerForm(), "leaving": ReasonForm(), **posted}
    files = own.files.filter(parent=None, redaction_of=None)
    context = {
        "submission": own,
        "statement": signed["statement"],
        "receipt": signed,
        "files": list(files.select_related("stored")),
        "states": list(own.states),
        "matrix": matrix(own),
        "query": query,
        "answered": list(own.queries.exclude(answer="")),
        "sealed": proofs.inclusion(own.entry_id) is not None,
        "readable": submissions_visible_to(request.user).filter(pk=own.pk).exists(),
        **forms,
    }
    return page(request, "evidence/receipt.html", context, status=max(form.status for form in forms.values()))


def reading_page(request: HttpRequest, read: Submission, **more: Any) -> HttpResponse:
    """more: forms that came back refused, by the names below."""
    record_opening(submission=read, sensitivity=read.sensitivity, by=request.user, what="Submission page")
    shown = paper(request, read)
    forms = {name: more.get(name) or make() for name, make in _FORMS.items()}
    forms["naming"] = more.get("naming") or ReaderForm(people=_people())
    if may(request.user, Act.SCREEN) and read.status == Status.ACCEPTED:
        forms["placing"] = more.get("placing") or place_form(request, read)
    if not forms["reclassifying"].is_bound:
        forms["reclassifying"].initial = {"sensitivity": read.sensitivity, "version": read.version, "items": True}
    context = {
        **shown,
        **beside(request, read, shown["files"]),
        "items": list(items_visible_to(request.user).filter(submission=read)),
        "readers": list(read.named_readers.select_related("user", "named_by", "end__by")),
        "reveals": list(read.reveals.select_related("by")) if shown["is_registrar"] else [],
        "sensitivities": list(read.sensitivity_changes.filter(item=None).select_related("by")),
        "releases": list(read.release_readings.filter(item=None).select_related("by")),
        "may_protect": may(request.user, Act.PROTECT) and not read.is_open,
        "revealed": more.get("revealed"),
        **forms,
    }
    status = max(form.status for form in forms.values())
    return page(request, "evidence/submission.html", context, status=status)


_FORMS: dict[str, Callable[[], ActForm]] = {
    "asking": ReasonForm,
    "reclassifying": SubmissionSensitivityForm,
    "releasing": ReleaseForm,
    "ending": EndReaderForm,
}


def place_form(request: HttpRequest, read: Submission, data: Any = None) -> PlaceForm:
    destinations = list(ports.destination.get().choices(request.user))
    return PlaceForm(data, destinations=destinations, parts=parts_of(read, request.user, copies=True))


def _people() -> list[tuple[int, str]]:
    people = User.objects.filter(is_machine=False, is_active=True, role__in=["member", "officer"])
    return list(people.order_by("full_name").values_list("pk", "full_name"))


@person
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """The signed receipt, with the docket's proof once it is sealed, as a file to keep and check offline (R49)."""
    own = _own(request, number)
    kept: dict[str, Any] = {"receipt": receipt_of(own), "inclusion": proofs.inclusion(own.entry_id)}
    if own.protect_source:
        kept["salt"] = bytes(own.salt).hex()
    plain = json.dumps(json.loads(canonical(kept)), indent=2, ensure_ascii=False)
    return HttpResponse(
        plain,
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{number}-receipt.json"'},
    )


def _own_act(
    request: HttpRequest,
    number: str,
    name: str,
    form: ActForm,
    act: Callable[[Submission, dict[str, Any]], Any],
    said: str,
) -> HttpResponse:
    """One act of the source on its own submission; refused, the page comes back with the form called `name`."""
    own = _own(request, number)
    if form.is_valid():
        with form.refusals():
            act(own, form.cleaned_data)
    if form.accepted:
        messages.success(request, said)
        return redirect("submission", number=number)
    return _receipt_page(request, own, **{name: form})


@person
@require_POST
def answer(request: HttpRequest, number: str) -> HttpResponse:
    def act(own: Submission, given: dict[str, Any]) -> None:
        answer_query(submission=own, by=request.user, answer=given["answer"])

    said = f"Your answer on {number} reached the secretariat."
    return _own_act(request, number, "answering", AnswerForm(request.POST), act, said)


@person
@require_POST
def withdrawal(request: HttpRequest, number: str) -> HttpResponse:
    def act(own: Submission, given: dict[str, Any]) -> None:
        withdraw(submission=own, by=request.user, reason=given["reason"])

    said = f"{number} is withdrawn. It stays on the record as withdrawn."
    return _own_act(request, number, "leaving", ReasonForm(request.POST), act, said)


@person
@require_act(Act.REVEAL_SOURCE)
@require_POST
def source(request: HttpRequest, number: str) -> HttpResponse:
    """R16: the identity is shown on this one page, for the reason just recorded, and not on the next."""
    read = _readable(request, number)
    if not read.protect_source:
        raise Http404
    form, office = ReasonForm(request.POST), None
    if form.is_valid():
        with form.refusals():
            office = reveal_source(submission=read, by=request.user, reason=form.cleaned_data["reason"])
    return reading_page(request, read, asking=form, revealed=office)


@person
@require_act(Act.REVEAL_SOURCE)
@require_POST
def readers(request: HttpRequest, number: str) -> HttpResponse:
    read = _readable(request, number)
    form = ReaderForm(request.POST, people=_people())
    if form.is_valid():
        with form.refusals():
            named = get_visible(User.objects.all(), pk=form.cleaned_data["user"])
            name_reader(submission=read, user=named, by=request.user, reason=form.cleaned_data["reason"])
    if form.accepted:
        return redirect("submission", number=number)
    return reading_page(request, read, naming=form)
