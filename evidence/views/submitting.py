"""Submitting by hand (SCREENS 3): one page, with the quick matrix on it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from evidence.forms import SubmitForm
from evidence.selectors import office_of, waiting_uploads
from evidence.services import own_office, receive
from evidence.services.drafts import draft, drop_draft
from evidence.store import Batch, Incoming
from evidence.uploads import FILES_LARGEST, MEGABYTE, too_large
from evidence.views.drafts import kept
from mad.accounts.models import Office
from mad.accounts.permissions import Act, require_act
from mad.common.web import page, person

PLACE = "submit"
FILES_HINT = _(
    "Drag files here or choose them, up to 20 GB each. They are sent at once, can be paused, and go on after a lost "
    "connection; after a reload, choose the same file again. Compare the SHA-256 worked out on your machine with the "
    "receipt. Without scripts, files are sent with the form, 50 MB together."
)


@person
@require_act(Act.SUBMIT)
def submit(request: HttpRequest) -> HttpResponse:
    """Sending goes to the receipt; a refusal keeps all that was typed (a browser drops chosen files)."""
    request.nav_key = "submissions"  # type: ignore[attr-defined]  # read by the navigation
    office = office_of(request.user) or own_office()
    if request.method == "POST":
        form = SubmitForm(request.POST, request.FILES)
        number = _send(request, form, office)
        if number:
            drop_draft(user=request.user, place=PLACE)
            return redirect("submission", number=number)
    else:
        form = SubmitForm(initial={"sensitivity": "confidential", **draft(request.user, PLACE)})
    context = {
        "form": form,
        "office": office,
        "limit": FILES_LARGEST // MEGABYTE,
        "files_hint": FILES_HINT,
        "endpoint": reverse("api_uploads"),
        "uploads": waiting_uploads(request.user, request.POST.getlist("uploads") if form.is_bound else None),
    }
    return page(request, "evidence/submit.html", context, status=form.status)


def _send(request: HttpRequest, form: SubmitForm, office: Office) -> str:
    if not form.is_valid():
        return ""
    number = ""
    with form.refusals():
        body = form.body()
        number = receive(body=body, office=office, by=request.user, files=_batch(request)).number
    return number


def _batch(request: HttpRequest) -> Batch:
    uploads = request.FILES.getlist("files")
    if sum(upload.size or 0 for upload in uploads) > FILES_LARGEST:
        raise too_large(FILES_LARGEST, "files")
    batch = Batch()
    for upload in uploads:
        incoming = Incoming(upload.name or "", upload.content_type or "")
        batch.files.append(incoming)
        for chunk in upload.chunks():
            incoming.write(chunk)
        incoming.finish()
    return batch


@person
@require_act(Act.SUBMIT)
@require_POST
def keep_draft(request: HttpRequest) -> HttpResponse:
    return kept(request, PLACE)
