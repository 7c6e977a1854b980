"""What the OpenAPI document says of the tus endpoint. HEAD and OPTIONS are as tus 1.0 has them."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from evidence.procedure.tus import CONTENT_TYPE, LARGEST, METADATA_LONGEST, VERSION
from mad.common.openapi import MOMENT, REFUSED, TEXT, problems

COUNT = {"type": "integer", "minimum": 0}
STATE_OF_UPLOAD = {
    "type": "object",
    "required": ["id", "name", "length", "offset", "sha256", "expires_at"],
    "properties": {
        "id": {"type": "string", "format": "uuid"},
        "name": TEXT,
        "length": COUNT,
        "offset": COUNT,
        "sha256": {"type": ["string", "null"], "description": "Of the whole, once it is whole."},
        "expires_at": {"anyOf": [MOMENT, {"type": "null"}], "description": "Null once a submission took it."},
    },
}


def _header(name: str, schema: dict[str, Any], said: str, *, required: bool = False) -> OpenApiParameter:
    return OpenApiParameter(name, schema, OpenApiParameter.HEADER, required=required, description=said)


def _returned(name: str, schema: dict[str, Any], status: int, said: str) -> OpenApiParameter:
    return OpenApiParameter(
        name, schema, OpenApiParameter.HEADER, response=[status], description=said, required=status != 204
    )


RESUMABLE = _header("Tus-Resumable", {"type": "string", "enum": [VERSION]}, "The protocol’s version.", required=True)
CHECKSUM = _header(
    "Upload-Checksum", {"type": "string"}, "sha1, sha256 or sha512, a blank, and the body’s digest in Base64."
)
BYTES = {CONTENT_TYPE: {"type": "string", "format": "binary"}}
GONE = {404: "There is none, or it is somebody else’s.", 410: "It expired, or its bytes are lost."}
BODY = {
    400: "A header is wrong, or the body broke off.",
    411: "A body without Content-Length.",
    412: "Another version of tus.",
    413: f"More than announced, or more than {LARGEST} bytes.",
    415: f"A body that is not {CONTENT_TYPE}.",
    460: "The bytes have another checksum than the request, or the whole another SHA-256 than announced.",
    503: "Too many bodies at once. Try again.",
    507: "No room. What is recorded is kept.",
}

ID = OpenApiParameter("upload_id", {"type": "string", "format": "uuid"}, OpenApiParameter.PATH)

CREATE: dict[str, Any] = {
    "auth": [{"officeToken": []}],
    "operation_id": "uploads_create",
    "summary": "Begin an upload (tus 1.0)",
    "description": (
        "The answer’s `Location` ends in the upload’s id, which a submission names in `uploads` once it is whole. "
        "First bytes may come along. What is not submitted expires."
    ),
    "parameters": [
        RESUMABLE,
        _header("Upload-Length", {**COUNT, "maximum": LARGEST}, "Bytes of the whole file.", required=True),
        _header(
            "Upload-Metadata",
            {"type": "string", "maxLength": METADATA_LONGEST},
            "`filename` (needed), `filetype`, `sha256`, each followed by a blank and its value in Base64.",
            required=True,
        ),
        CHECKSUM,
        _returned("Location", TEXT, 201, "The upload’s address."),
        _returned("Upload-Offset", COUNT, 201, "Bytes received."),
    ],
    "request": BYTES,
    "responses": {201: OpenApiResponse(description="Begun."), **problems(REFUSED, BODY)},
}
APPEND: dict[str, Any] = {
    "auth": [{"officeToken": []}],
    "operation_id": "uploads_append",
    "summary": "Send bytes of an upload (tus 1.0)",
    "description": "HEAD tells where it stands. What the answer’s `Upload-Offset` counts is on disk.",
    "parameters": [
        ID,
        RESUMABLE,
        _header("Upload-Offset", COUNT, "Where these bytes begin.", required=True),
        CHECKSUM,
        _returned("Upload-Offset", COUNT, 204, "Bytes received."),
    ],
    "request": BYTES,
    "responses": {
        204: OpenApiResponse(description="Received."),
        **problems(REFUSED, BODY, GONE, {409: "It stands elsewhere.", 423: "Somebody else is sending it."}),
    },
}
STATE: dict[str, Any] = {
    "auth": [{"officeToken": []}],
    "operation_id": "uploads_retrieve",
    "parameters": [ID],
    "summary": "How far an upload is, and its SHA-256",
    "responses": {(200, "application/json"): OpenApiResponse(STATE_OF_UPLOAD), **problems(REFUSED, GONE)},
}
TERMINATE: dict[str, Any] = {
    "auth": [{"officeToken": []}],
    "operation_id": "uploads_terminate",
    "summary": "Give up an upload (tus 1.0)",
    "parameters": [ID, RESUMABLE],
    "responses": {
        204: OpenApiResponse(description="Given up."),
        **problems(
            REFUSED,
            GONE,
            {409: "A submission took it.", 412: "Another version of tus.", 423: "Somebody is sending it."},
        ),
    },
}
