"""Pieces of the OpenAPI document that every endpoint uses."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

TEXT: dict[str, Any] = {"type": "string"}
MOMENT: dict[str, Any] = {"type": "string", "format": "date-time"}
DAY: dict[str, Any] = {"type": "string", "format": "date"}
PROBLEM: dict[str, Any] = {
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
REFUSED = {
    401: "No token, or one that is unknown, expired or revoked.",
    403: "The token lacks the scope, or the act is not this office’s.",
    406: "Only JSON is offered.",
    429: "The token’s limit for this minute is used up; see Retry-After.",
}
BODY_REFUSED = {400: "A field is wrong; each is named.", 413: "Too large.", 415: "This kind of body is not taken."}
NONE = {404: "There is none, or it is another office’s."}
CURSOR = OpenApiParameter("cursor", TEXT, OpenApiParameter.QUERY, description="`next` of the page before.")
MATCH = OpenApiParameter(
    "If-None-Match", TEXT, OpenApiParameter.HEADER, description="An ETag: 304 when nothing has changed since."
)
UNCHANGED = {304: OpenApiResponse(None, "As the ETag in If-None-Match says.")}


def problems(*said: dict[int, str]) -> dict[Any, OpenApiResponse]:
    """Responses of RFC 9457 problems: text by status."""
    whole = {code: text for part in said for code, text in part.items()}
    return {(code, "application/problem+json"): OpenApiResponse(PROBLEM, text) for code, text in whole.items()}


def answer(schema: dict[str, Any], text: str = "", status: int = 200) -> dict[Any, OpenApiResponse]:
    return {(status, "application/json"): OpenApiResponse(schema, text)}


def paged(row: dict[str, Any]) -> dict[str, Any]:
    """One page of rows, and the cursor of the next."""
    return {
        "type": "object",
        "required": ["results", "next"],
        "properties": {
            "results": {"type": "array", "items": row},
            "next": {"type": ["string", "null"], "description": "The `cursor` of the next page."},
        },
    }


def read_of(
    summary: str, operation: str, schema: dict[str, Any], *more: dict[int, str], **extra: Any
) -> dict[str, Any]:
    """A GET: its answer, 304, and the refusals every GET has."""
    parameters = [*extra.pop("parameters", []), MATCH]
    return {
        "operation_id": operation,
        "summary": summary,
        "parameters": parameters,
        "responses": {**answer(schema), **UNCHANGED, **problems(REFUSED, *more)},
        **extra,
    }


LIMIT_HEADERS: dict[str, Any] = {
    "RateLimit-Limit": {"description": "Requests a minute that the token has.", "schema": {"type": "integer"}},
    "RateLimit-Remaining": {"description": "How many are left in this minute.", "schema": {"type": "integer"}},
    "RateLimit-Reset": {"description": "Seconds until the next minute.", "schema": {"type": "integer"}},
}
RETRY_HEADER: dict[str, Any] = {
    "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}, "required": True}
}


def tell_limits(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Write the headers of the limits into every answer of every operation that asks for a token."""
    for item in result["paths"].values():
        for operation in item.values():
            if isinstance(operation, dict) and operation.get("security"):
                for status, response in operation["responses"].items():
                    told = LIMIT_HEADERS | (RETRY_HEADER if status == "429" else {})
                    response.setdefault("headers", {}).update(told)
    return result
