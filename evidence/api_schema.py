"""What the OpenAPI document says of the submissions endpoints; the request is described by the rules themselves."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from evidence.procedure.intake import SUBMISSION
from evidence.procedure.terms import Status

TEXT = {"type": "string"}
MOMENT = {"type": "string", "format": "date-time"}
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
PAGE = {
    "type": "object",
    "required": ["results", "next"],
    "properties": {
        "results": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    name: RECEIVED["properties"][name] for name in ("number", "received_at", "status", "alarm")
                }
                | {"title": TEXT},
            },
        },
        "next": {"type": ["string", "null"], "description": "The `cursor` of the next page."},
    },
}
PROBLEM = {
    "type": "object",
    "description": "RFC 9457. `errors` names each field; `rule` the rule of procedure.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": TEXT,
        "title": TEXT,
        "status": {"type": "integer"},
        "code": TEXT,
        "detail": TEXT,
        "rule": TEXT,
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "detail"],
                "properties": {"field": TEXT, "detail": TEXT},
            },
        },
    },
}


def _problems(said: dict[int, str]) -> dict[Any, OpenApiResponse]:
    return {(code, "application/problem+json"): OpenApiResponse(PROBLEM, text) for code, text in said.items()}


REFUSED = {401: "No token, or one that is unknown, expired or revoked.", 403: "The token lacks the scope."}
KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "maxLength": 200},
    OpenApiParameter.HEADER,
    description="Sending the same key with the same body again gives the same receipt and stores nothing.",
)
CURSOR = OpenApiParameter("cursor", TEXT, OpenApiParameter.QUERY, description="`next` of the page before.")
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
    "description": "A submission is complete or refused as a whole (R12). Files come as parts `files`, 50 MB together.",
    "parameters": [KEY],
    "request": {"application/json": SUBMISSION.schema(), "multipart/form-data": MULTIPART},
    "responses": {
        (201, "application/json"): OpenApiResponse(RECEIVED, "Received; the receipt is signed."),
        **_problems(
            REFUSED
            | {
                400: "A field is wrong; each is named.",
                413: "Too large.",
                415: "Neither JSON nor multipart.",
                422: "The Idempotency-Key came before with another body.",
            }
        ),
    },
}
LIST: dict[str, Any] = {
    "operation_id": "submissions_list",
    "summary": "Own submissions, newest first",
    "parameters": [CURSOR],
    "responses": {
        (200, "application/json"): OpenApiResponse(PAGE),
        **_problems(REFUSED | {400: "The cursor was not given out here."}),
    },
}
DETAIL: dict[str, Any] = {
    "operation_id": "submissions_retrieve",
    "summary": "One of the office’s own submissions",
    "responses": {
        (200, "application/json"): OpenApiResponse(FULL),
        **_problems(REFUSED | {404: "There is none, or it is another office’s."}),
    },
}
