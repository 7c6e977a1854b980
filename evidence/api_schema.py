"""What the OpenAPI document says of the submissions endpoints; the request is described by the rules themselves."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter

from evidence.procedure.intake import SUBMISSION
from evidence.procedure.terms import Status
from mad.common.openapi import BODY_REFUSED, CURSOR, MOMENT, NONE, REFUSED, TEXT, answer, paged, problems, read_of

FILE = {
    "type": "object",
    "required": ["name", "size", "sha256"],
    "properties": {
        "name": TEXT,
        "size": {"type": "integer"},
        "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    },
}
RECEIPT = {
    "type": "object",
    "description": "`signature` is Ed25519 in hex over the canonical JSON of `statement`.",
    "required": ["statement", "algorithm", "key_id", "signature"],
    "properties": {"statement": {"type": "object"}, "algorithm": TEXT, "key_id": TEXT, "signature": TEXT},
}
STATUS = {"type": "string", "enum": [status.value for status in Status]}
RECEIVED: dict[str, Any] = {
    "type": "object",
    "required": ["number", "received_at", "status", "alarm", "files", "receipt"],
    "properties": {
        "number": {"type": "string", "examples": ["S-2026-000123"]},
        "received_at": MOMENT,
        "status": STATUS,
        "alarm": {"type": "boolean"},
        "files": {"type": "array", "items": FILE},
        "receipt": RECEIPT,
    },
}
QUERY = {"type": "object", "properties": {"question": TEXT, "asked_at": MOMENT, "due_at": MOMENT}}
FULL: dict[str, Any] = {
    **RECEIVED,
    "properties": {
        **RECEIVED["properties"],
        "title": TEXT,
        "inclusion": {
            "description": "Proof that the docket holds it; null until sealed.",
            "type": ["object", "null"],
        },
        "query": {"anyOf": [QUERY, {"type": "null"}]},
    },
}
SUMMARY: dict[str, Any] = {
    "type": "object",
    "required": ["number", "title", "received_at", "status", "alarm"],
    "properties": {name: RECEIVED["properties"][name] for name in ("number", "received_at", "status", "alarm")}
    | {"title": TEXT},
}

NUMBER_PARAMETER = OpenApiParameter(
    "number", {"type": "string", "pattern": "^S-[0-9]{4}-[0-9]{6,12}$"}, OpenApiParameter.PATH
)
STATUS_FILTER = OpenApiParameter("status", STATUS, OpenApiParameter.QUERY, description="Only those that stand so.")
SINCE_FILTER = OpenApiParameter(
    "since", MOMENT, OpenApiParameter.QUERY, description="Only those received at or after this time."
)
KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "maxLength": 200},
    OpenApiParameter.HEADER,
    description="Sending the same key with the same body again gives the same receipt and stores nothing.",
)
MULTIPART = {
    "type": "object",
    "required": ["submission"],
    "properties": {
        "submission": SUBMISSION.schema(),
        "files": {"type": "array", "items": {"type": "string", "format": "binary"}},
    },
}

SUBMIT: dict[str, Any] = {
    "operation_id": "submissions_create",
    "summary": "Submit",
    "description": (
        "A submission is complete or refused as a whole (R12). Files come as parts `files`, 50 MB together, or were "
        "uploaded before and are named in `uploads`."
    ),
    "parameters": [KEY],
    "request": {"application/json": SUBMISSION.schema(), "multipart/form-data": MULTIPART},
    "responses": {
        **answer(RECEIVED, "Received; the receipt is signed.", 201),
        **problems(
            REFUSED,
            BODY_REFUSED,
            {
                409: "Another submission took an upload.",
                422: "The Idempotency-Key came before with another body.",
            },
        ),
    },
}
LIST: dict[str, Any] = read_of(
    "Own submissions, newest first",
    "submissions_list",
    paged(SUMMARY),
    {400: "The cursor was not given out here, or a filter cannot be read."},
    parameters=[STATUS_FILTER, SINCE_FILTER, CURSOR],
)
DETAIL: dict[str, Any] = read_of(
    "One of the office’s own submissions", "submissions_retrieve", FULL, NONE, parameters=[NUMBER_PARAMETER]
)
