"""tus 1.0 (https://tus.io): files up to 20 GB, for offices' tokens and signed-in persons alike (R12).

An upload belongs to who began it; to everybody else it does not exist. What is uploaded becomes evidence when a
submission names it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.http import http_date
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from evidence import api_schema_uploads
from evidence.models import Upload
from evidence.procedure import tus
from evidence.services.uploads import LARGE, Body, append, begin, terminate
from evidence.store.spool import BLOCK
from mad.accounts.api_auth import (
    BearerAuthentication,
    HasScopeOrAct,
    PersonAuthentication,
    RememberingBearer,
    granted_to,
)
from mad.accounts.office_api import OfficeView
from mad.accounts.permissions import Act
from mad.accounts.tokens import UPLOAD_SCOPE
from mad.common import clock
from mad.common.canonical import moment
from mad.common.errors import Invalid, Refused
from mad.common.web import whole_number

OVERRIDABLE = ("PATCH", "DELETE", "HEAD")
DRAINED = 8 * 1024 * 1024
# Each body holds a thread of the web process while it comes, however slow its sender is; the rest are for pages.
AT_ONCE = 48
_slots = BoundedSemaphore(AT_ONCE)


class TusView(OfficeView):
    """What every answer of the endpoint has in common."""

    authentication_classes = [BearerAuthentication, PersonAuthentication]
    permission_classes = [HasScopeOrAct]
    required_scope = UPLOAD_SCOPE
    required_act = Act.SUBMIT

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        override = request.headers.get("X-HTTP-Method-Override", "").upper()
        if request.method == "POST" and override in OVERRIDABLE:
            request.method = override
        return super().dispatch(request, *args, **kwargs)

    def get_permissions(self) -> Any:
        return [] if self.request.method == "OPTIONS" else super().get_permissions()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method in ("POST", "PATCH", "DELETE", "HEAD"):
            _check_version(request)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        _drain(request)
        response["Tus-Resumable"] = tus.VERSION
        if response.status_code == 412:
            response["Tus-Version"] = tus.VERSION
        if response.status_code == 413:
            response["Tus-Max-Size"] = str(tus.LARGEST)
        if response.status_code == 503:
            response["Retry-After"] = "2"
        return super().finalize_response(request, response, *args, **kwargs)

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        headers = {
            "Tus-Version": tus.VERSION,
            "Tus-Max-Size": str(tus.LARGEST),
            "Tus-Extension": tus.EXTENSIONS,
            "Tus-Checksum-Algorithm": ",".join(tus.ALGORITHMS),
            "Allow": ", ".join(self.allowed_methods),
        }
        return Response(status=204, headers=headers)


class Uploads(TusView):
    """Where uploads begin."""

    authentication_classes = [RememberingBearer, PersonAuthentication]

    @staticmethod
    def may_remember(request: Request) -> bool:
        """A small file that comes whole with the request: one statement records it. For a large one, whether the token
        stands is asked before its bytes are taken."""
        size = whole_number(request.META.get("CONTENT_LENGTH") or "") or 0
        return request.method == "POST" and 0 < size < LARGE

    @extend_schema(**api_schema_uploads.CREATE)
    def post(self, request: Request) -> Response:
        announced = tus.announced(request.headers.get("Upload-Length"), request.headers.get("Upload-Metadata", ""))
        with _receiving(request) as body:
            upload = begin(announced=announced, by=request.user, body=body, granted=granted_to(self, request))
        return _answer(upload, 201, Location=f"/api/v1/uploads/{upload.pk}/")


class OneUpload(TusView):
    """One upload of one's own."""

    @extend_schema(**api_schema_uploads.STATE)
    def get(self, request: Request, upload_id: str) -> Response:
        upload = _own(request, upload_id)
        return Response(
            {
                "id": str(upload.pk),
                "name": upload.name,
                "length": upload.length,
                "offset": upload.offset,
                "sha256": upload.sha256 or None,
                "expires_at": None if upload.submission_id else moment(upload.expires_at),
            },
            headers={"Cache-Control": "no-store"},
        )

    def head(self, request: Request, upload_id: str) -> Response:
        upload = _own(request, upload_id)
        metadata = {"Upload-Metadata": upload.metadata} if upload.metadata else {}
        return _answer(upload, 200, **{"Upload-Length": str(upload.length), "Cache-Control": "no-store"}, **metadata)

    @extend_schema(**api_schema_uploads.APPEND)
    def patch(self, request: Request, upload_id: str) -> Response:
        upload = _own(request, upload_id)
        if _content_type(request) != tus.CONTENT_TYPE:
            raise _unsupported()
        offset = tus.number("Upload-Offset", request.headers.get("Upload-Offset"))
        with _receiving(request) as body:
            upload = append(upload=upload, offset=offset, body=body, by=request.user)
        return _answer(upload, 204)

    @extend_schema(**api_schema_uploads.TERMINATE)
    def delete(self, request: Request, upload_id: str) -> Response:
        terminate(upload=_own(request, upload_id, expired_too=True), by=request.user)
        return Response(status=204)


def _own(request: Request, upload_id: str, *, expired_too: bool = False) -> Upload:
    """404 alike for what is not there and what is somebody else's; 410 for one's own that expired."""
    upload = Upload.objects.filter(pk=_uuid(upload_id), by_id=request.user.pk).first()
    if upload is None:
        raise Http404
    if upload.is_expired(clock.now()) and not expired_too:
        raise Refused("R12", "This upload expired.", "Begin it again.", status=410, code="expired")
    return upload


def _uuid(text: str) -> UUID:
    if not re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", text):
        raise Http404
    return UUID(text)


@contextmanager
def _receiving(request: Request) -> Iterator[Body]:
    """The body of a request, and the thread to receive it with. Raises Refused: 411, 415, 503."""
    size = _length(request)
    checksum = tus.checksum(request.headers.get("Upload-Checksum"))
    if size and _content_type(request) != tus.CONTENT_TYPE:
        raise _unsupported()
    if not size:
        yield Body(0, lambda _: b"", checksum)
        return
    if not _slots.acquire(blocking=False):
        raise Refused("R12", "Too many files are arriving.", "Try again in a moment.", status=503, code="busy")
    try:
        yield Body(size, request._request.read, checksum)
    finally:
        _slots.release()


def _length(request: Request) -> int:
    given = request.META.get("CONTENT_LENGTH") or None
    if given is None and request.headers.get("Transfer-Encoding"):
        raise Refused("R12", "Send a Content-Length.", status=411, field="Content-Length", code="length-required")
    return tus.number("Content-Length", given) if given else 0


def _content_type(request: Request) -> str:
    return (request.content_type or "").partition(";")[0].strip().lower()


def _check_version(request: Request) -> None:
    if request.headers.get("Tus-Resumable") != tus.VERSION:
        raise Refused(
            "",
            f"This endpoint speaks tus {tus.VERSION}.",
            "Say so in Tus-Resumable.",
            status=412,
            field="Tus-Resumable",
            code="version",
        )


def _unsupported() -> Refused:
    reason = f"Bytes come as {tus.CONTENT_TYPE}."
    return Refused("", reason, status=415, field="Content-Type", code="unsupported-media-type")


def _drain(request: Request) -> None:
    """Read the rest of a short body that was refused, so that its sender reads the answer and not a broken pipe."""
    try:
        left = _length(request)
        if left <= DRAINED:
            while request._request.read(BLOCK):
                pass
    except (Refused, Invalid, OSError):
        return


def _answer(upload: Upload, status: int, **headers: str) -> Response:
    always = {"Upload-Offset": str(upload.offset)}
    if upload.submission_id is None:
        always["Upload-Expires"] = http_date(upload.expires_at.timestamp())
    return Response(status=status, headers={**always, **headers})
