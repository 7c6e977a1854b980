"""Loading event data by a page: upload, progress, result, what changed, the report of refused rows (R19)."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from evidence.forms import EventFileForm
from evidence.selectors.imports import changes_of, imports_visible_to
from evidence.services import start_again, upload
from evidence.services.events.loading import report_of
from evidence.services.events.runs import UPLOAD_LARGEST
from mad.accounts.permissions import Act, require_act
from mad.common.errors import Refused
from mad.common.web import get_visible, keyset, page, person

RUNS, CHANGES = 20, 50


@person
@require_act(Act.IMPORT_EVENTS)
def imports(request: HttpRequest) -> HttpResponse:
    """The form, and every load so far, newest first."""
    request.nav_key = "events"  # type: ignore[attr-defined]  # read by the navigation
    form = EventFileForm(request.POST, request.FILES) if request.method == "POST" else EventFileForm()
    if form.is_bound and form.is_valid():
        with form.refusals():
            run = upload(
                name=form.cleaned_data["file"].name,
                chunks=form.cleaned_data["file"].chunks(),
                release=form.cleaned_data["release"],
                provisional=form.cleaned_data["candidate"] or None,
                by=request.user,
            )
        if form.accepted:
            return redirect("import", pk=run.pk)
    rows = keyset(imports_visible_to(request.user), by=["-id"], cursor=request.GET.get("after", ""), size=RUNS)
    context = {"form": form, "rows": rows.rows, "next": rows.next, "limit": UPLOAD_LARGEST // 2**20}
    return page(request, "evidence/imports.html", context, status=form.status)


@person
@require_act(Act.IMPORT_EVENTS)
def import_run(request: HttpRequest, pk: int) -> HttpResponse:
    """How one load stands; a script asks again while it runs, and without one the reader does."""
    request.nav_key = "events"  # type: ignore[attr-defined]  # read by the navigation
    run = get_visible(imports_visible_to(request.user), pk=pk)
    changes = keyset(changes_of(run), by=["id"], cursor=request.GET.get("after", ""), size=CHANGES)
    return page(request, "evidence/import.html", {"run": run, "changes": changes.rows, "next": changes.next})


@person
@require_act(Act.IMPORT_EVENTS)
def import_report(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The refused rows with line and reason, as a file."""
    run = get_visible(imports_visible_to(request.user), pk=pk)
    try:
        if not run.report:
            raise Http404
        return FileResponse(report_of(run).open("rb"), as_attachment=True, filename=run.report, content_type="text/csv")
    except FileNotFoundError as error:
        raise Http404 from error


@person
@require_act(Act.IMPORT_EVENTS)
@require_POST
def import_again(request: HttpRequest, pk: int) -> HttpResponse:
    run = get_visible(imports_visible_to(request.user), pk=pk)
    try:
        start_again(run=run, by=request.user)
        messages.success(request, f"{run.name} waits to be loaded again.")
    except Refused as refused:
        messages.error(request, refused.reason)
    return redirect("import", pk=pk)
