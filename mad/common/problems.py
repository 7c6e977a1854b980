"""RFC 9457 problem+json for machines: every refusal names its rule, every bad input its field."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from mad.common.errors import Invalid, Refused

CONTENT_TYPE = "application/problem+json"

TITLES = {
    400: "The input cannot be read",
    401: "A token is needed",
    403: "Not permitted",
    404: "Not found",
    405: "This method is not offered here",
    406: "This form is not offered here",
    409: "A rule forbids it",
    410: "No longer there",
    411: "Its length is needed",
    412: "A condition does not hold",
    413: "Too large",
    415: "This kind of content is not taken",
    422: "The input contradicts an earlier one",
    423: "Somebody else is at it",
    429: "Too many requests",
    460: "The checksum differs",
    500: "A fault of ours",
    503: "Not now",
    507: "No room",
}


def problem(refused: Refused) -> dict[str, Any]:
    """The body for a refusal: type, title, status, detail, rule, errors[{field, detail}]."""
    body: dict[str, Any] = {
        "type": f"/rules/#{refused.rule.split()[0]}" if refused.rule else "about:blank",
        "title": TITLES.get(refused.status, "Refused"),
        "status": refused.status,
        "code": refused.code,
        "detail": f"{refused.reason} {refused.detail}".strip(),
    }
    if refused.rule:
        body["rule"] = refused.rule
    if isinstance(refused, Invalid):
        body["errors"] = [{"field": name, "detail": text} for name, texts in refused.errors.items() for text in texts]
    elif refused.field:
        body["errors"] = [{"field": refused.field, "detail": refused.reason}]
    return body


def problem_response(refused: Refused) -> HttpResponse:
    return HttpResponse(json.dumps(problem(refused)), status=refused.status, content_type=CONTENT_TYPE)


def handle(exception: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler. None for what is a fault of ours: Django answers 500 and logs it."""
    if isinstance(exception, Refused):
        body, status, headers = problem(exception), exception.status, {}
    else:
        plain = exception_handler(exception, context)
        if plain is None:
            return None
        status, headers = (
            plain.status_code,
            {k: plain[k] for k in ("WWW-Authenticate", "Retry-After", "Allow") if k in plain},
        )
        body = problem(_as_refused(exception, status))
    response = Response(body, status=status, headers=headers, content_type=CONTENT_TYPE)
    return response


def _as_refused(exception: Exception, status: int) -> Refused:
    if isinstance(exception, exceptions.ParseError):
        return Invalid({"body": [str(exception.detail)]})
    if isinstance(exception, Http404 | PermissionDenied):
        return Refused(reason=TITLES[status] + ".", status=status, code=TITLES[status].lower().replace(" ", "-"))
    detail = getattr(exception, "detail", "")
    code = getattr(exception, "default_code", "refused")
    if status == 415:
        detail = "This content type is not taken here."
    rule = "R9" if status in (401, 403) else ""
    return Refused(rule, str(detail), status=status, code=str(code))


def page_problem(status: int) -> HttpResponse:
    """For what went wrong under /api/ before or after a view: an unknown address, a fault of ours."""
    title = TITLES[status]
    detail = "Nothing is known to be stored. It is logged; try again later." if status >= 500 else ""
    return problem_response(Refused("", f"{title}.", detail, status=status, code=title.lower().replace(" ", "-")))
