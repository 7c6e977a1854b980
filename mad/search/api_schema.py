"""What the OpenAPI document says of search."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from mad.common.openapi import MATCH, REFUSED, TEXT, UNCHANGED, problems
from mad.search.language.reading import BOUNDS, FACTS
from mad.search.selectors import COUNTED, NEWEST, RELEVANCE

COUNT = {"type": "integer", "minimum": 0}
PASSAGE = {
    "type": "object",
    "required": ["text", "marks"],
    "properties": {
        "text": TEXT,
        "marks": {
            "type": "array",
            "description": "[start, end] of each hit in the text, in characters.",
            "items": {"type": "array", "items": COUNT, "minItems": 2, "maxItems": 2},
        },
    },
}
HIT = {
    "type": "object",
    "required": ["kind", "number", "title", "url", "at", "states", "source", "status", "passages"],
    "properties": {
        "kind": TEXT,
        "number": {"type": "string", "examples": ["S-2026-000123"]},
        "title": TEXT,
        "url": TEXT,
        "at": {"type": "string", "format": "date-time"},
        "states": {"type": "array", "items": TEXT},
        "source": {"type": "string", "description": "The code of an office, or `protected` (R16)."},
        "status": TEXT,
        "grade": TEXT,
        "sensitivity": TEXT,
        "part": COUNT,
        "parts": COUNT,
        "passages": {
            "type": "array",
            "description": "None for strictly confidential material: opening it is recorded (R50).",
            "items": PASSAGE,
        },
    },
}
FOUND = {
    "type": "object",
    "required": ["count", "more", "facets", "results", "next"],
    "properties": {
        "count": {"type": "integer", "minimum": 0, "maximum": COUNTED},
        "more": {"type": "boolean", "description": f"There are more than {COUNTED}."},
        "facets": {
            "type": "object",
            "additionalProperties": {"type": "object", "additionalProperties": COUNT},
            "description": "Among the newest hits, how many have each value.",
        },
        "results": {"type": "array", "items": HIT},
        "next": {"type": ["string", "null"], "description": "The `cursor` of the next page."},
    },
}
PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": TEXT,
        "title": TEXT,
        "status": {"type": "integer"},
        "code": TEXT,
        "detail": TEXT,
        "rule": TEXT,
    },
}


def _problem(said: str) -> OpenApiResponse:
    return OpenApiResponse(PROBLEM, said)


_JSON, _PROBLEM = "application/json", "application/problem+json"
SEARCH: dict[str, Any] = {
    "operation_id": "search",
    "summary": "Search",
    "description": (
        'Words are all searched for; `"…"` side by side, `OR` either, `-` without, `*` beginning with, brackets group. '
        f"Facts: {', '.join(f'`{name}:`' for name in (*FACTS, *BOUNDS))}."
    ),
    "parameters": [
        OpenApiParameter("q", TEXT, required=True, description="The query, at most 500 characters."),
        OpenApiParameter("sort", {"type": "string", "enum": [NEWEST, RELEVANCE], "default": NEWEST}),
        OpenApiParameter("cursor", TEXT, description="`next` of the page before."),
        MATCH,
    ],
    "responses": {
        (200, _JSON): OpenApiResponse(FOUND, "A page of hits, newest or best first."),
        (400, _PROBLEM): _problem("A part of the query cannot be read; `errors` names it."),
        **UNCHANGED,
        **problems(REFUSED),
        (503, _PROBLEM): _problem("The search took too long and was stopped."),
    },
}
