"""Pictures of pages (R18, R50): an authorised address that leads to one which reads and sets no cookie.

The second address is signed, for one reader, one page and a few minutes. Who follows it is not asked to sign in;
whether that reader may still open the file is asked again.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from evidence import derived
from evidence.models import PageImage, SubmissionFile
from evidence.selectors import files_visible_to, strictest
from evidence.services import record_opening
from evidence.views.files import HEADERS, refuse_held
from mad.accounts.models import User
from mad.common import clock
from mad.common.web import get_visible, person

VALID = timedelta(minutes=4)
_signer = signing.Signer(salt="evidence.page_image")


@person
def page_image(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Leads to the picture of page `number` of a file the reader may open."""
    file = get_visible(files_visible_to(request.user).select_related("submission", "stored"), pk=pk)
    refuse_held(file)
    get_visible(PageImage.objects.filter(stored_id=file.stored_id), number=number)
    what = f"File {file.name}, page {number}"
    record_opening(submission=file.submission, sensitivity=strictest(file), by=request.user, what=what, file=file)
    answer = redirect(signed_address(file=file, number=number, reader=request.user))
    answer["Cache-Control"] = "private, no-store"
    return answer


def signed_address(*, file: SubmissionFile, number: int, reader: Any) -> str:
    """Where this reader sees this page for the next few minutes. The caller has checked that the reader may."""
    until = int((clock.now() + VALID).timestamp())
    token = _signer.sign_object({"file": file.pk, "page": number, "reader": reader.pk, "until": until})
    return reverse("page_picture", args=[token])


def page_picture(request: HttpRequest, token: str) -> HttpResponse:
    """The picture itself, to whom the address was given: no cookie is read or set here."""
    asked = _asked(token)
    reader = get_visible(User.objects.filter(is_active=True, is_machine=False), pk=asked["reader"])
    file = get_visible(files_visible_to(reader), pk=asked["file"])
    refuse_held(file)
    try:
        body = derived.picture_path(file.stored_id, asked["page"]).read_bytes()
    except FileNotFoundError:
        raise Http404 from None
    return HttpResponse(body, content_type=derived.type_of(body[:12]), headers=HEADERS)


def _asked(token: str) -> dict[str, Any]:
    try:
        asked = _signer.unsign_object(token)
    except (signing.BadSignature, ValueError):
        raise Http404 from None
    if asked["until"] < clock.now().timestamp():
        raise Http404
    return asked
