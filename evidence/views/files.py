"""Serving an original: as an attachment that no browser runs, and only when released (R18)."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest

from evidence import store
from evidence.models import SubmissionFile
from evidence.selectors import file_terms, files_visible_to, strictest
from evidence.services import record_export
from mad.common.errors import Refused
from mad.common.web import get_visible, person

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}


def refuse_held(file: SubmissionFile) -> None:
    """Raises Refused (R18) while the file is held."""
    if not file.is_released:
        why = file.why or "Its type has not been detected yet."
        raise Refused("R18", f"{file.name} is held and is not served.", why, status=403, code="held")


@person  # type: ignore[arg-type]  # a file response is a streaming one
def file(request: HttpRequest, pk: int) -> FileResponse:
    """The original bytes. Refused (R18) while the file is held."""
    asked = get_visible(files_visible_to(request.user).select_related("submission", "stored"), pk=pk)
    refuse_held(asked)
    record_export(file=asked, sensitivity=strictest(asked), by=request.user)
    stream = store.open_original(asked.stored_id)
    response = FileResponse(stream, as_attachment=True, filename=asked.name, content_type="application/octet-stream")
    for name, value in HEADERS.items():
        response[name] = value
    response["X-Release-Terms"] = "; ".join(file_terms(asked).keys) or "none"
    return response
